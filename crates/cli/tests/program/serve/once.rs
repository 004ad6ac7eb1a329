//! What `--once` says became of the connection, and what the log says.

use std::io::Write;
use std::process::Stdio;

use handfast::wire::Kind;
use handfast::{Config, Error, Tamper};
use rustix::process::{Pid, Signal, kill_process};

use super::served::Town;
use crate::process::{Ended, openssl_is_here};
use crate::server::Server;

const REQUIRE: &str = "--client-ca root.crt --once";

fn rejection(served: &Server, config: Config) -> Error {
    let error = served.ask(config, "").unwrap_err();
    *Error::within(&error).unwrap_or_else(|| panic!("an alert, not {error:?}"))
}

#[test]
fn served() {
    let town = Town::new();
    let served = town.serve(REQUIRE);
    assert!(served.ask(town.citizen("alice"), "").is_ok());
    assert_eq!(served.end(), (Some(0), String::new()));
}

#[test]
fn refused_without_a_certificate() {
    let town = Town::new();
    let served = town.serve(REQUIRE);
    assert_eq!(
        rejection(&served, town.stranger()).to_string(),
        "the peer refused: certificate_required (116)"
    );
    let (code, log) = served.end();
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains(" 127.0.0.1:") && log.contains("alert certificate_required (116)"), "{log}");
    let (line, diagnosis) = log.trim_end().split_once('\n').unwrap();
    assert!(!line.contains("diagnosis") && diagnosis.contains(" diagnosis: F01, certain: "), "{log}");
}

#[test]
fn refused_with_a_certificate_that_is_not_for_clients() {
    let town = Town::new();
    let served = town.serve(REQUIRE);
    let alert = rejection(&served, town.impostor());
    assert_eq!(alert.to_string(), "the peer refused: unsupported_certificate (43)");
    let (code, log) = served.end();
    assert_eq!(code, Some(1), "{log}");
    for part in ["extendedKeyUsage", "subject \"", "issuer \"CN=town\"", "serial "] {
        assert!(log.contains(part), "{part} in {log}");
    }
}

#[test]
fn a_client_that_refuses_us() {
    let town = Town::new();
    let served = town.serve(REQUIRE);
    assert!(served.ask(Config::new(), "").is_err());
    let (code, log) = served.end();
    assert_eq!(code, Some(3), "{log}");
    assert!(log.contains("refused us") && log.contains("unknown_ca (48)"), "{log}");
}

/// Alice's certificate would be let pass with a warning, but this is not Alice.
#[test]
fn nobody_is_accepted_before_the_key_is_proved() {
    let town = Town::new();
    town.folder.done("pki init elsewhere");
    town.folder.done("pki crl elsewhere");
    let served = town.serve(&format!("{REQUIRE} --crl elsewhere/root.crl --soft-fail"));
    let error = served.meet(town.citizen("alice"), &mut Forger).unwrap_err();
    assert_eq!(error.to_string(), "the peer refused: decrypt_error (51)");
    let (code, log) = served.end();
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("warning: ") && !log.contains("accepted"), "{log}");
}

/// Has not the key of its certificate.
struct Forger;

impl Tamper for Forger {
    fn outgoing(&mut self, kind: Kind, bytes: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        let mut bytes = bytes.to_vec();
        if kind == Kind::CertificateVerify {
            *bytes.last_mut().unwrap() ^= 1;
        }
        deliver(&bytes);
    }
}

#[test]
fn a_client_that_goes_away() {
    let town = Town::new();
    let served = town.serve(REQUIRE);
    drop(served.connect());
    let (code, log) = served.end();
    assert_eq!(code, Some(4), "{log}");
    assert_eq!(log.lines().count(), 1, "{log}");
}

#[test]
fn a_client_that_speaks_no_tls() {
    let town = Town::new();
    let served = town.serve(REQUIRE);
    served.connect().write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let (code, log) = served.end();
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("plain HTTP request to a TLS port (GET)"), "{log}");
}

#[test]
fn refused_in_words() {
    let town = Town::new();
    let served = town.serve("--client-ca root.crt --client-auth optional --once");
    assert!(served.ask(town.stranger(), "").is_ok());
    let (code, log) = served.end();
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("refused with HTTP 400: No required SSL certificate was sent"), "{log}");
}

/// OpenSSL's client makes another handshake of a line with an R; the last words of its input come when it has ended.
#[test]
fn a_client_that_wants_a_renegotiation() {
    if !openssl_is_here() {
        return;
    }
    let town = Town::new();
    let served = town.serve("--once --tls 1.2");
    let mut client = town.folder.openssl(&format!("s_client -tls1_2 -connect {}", served.name()));
    let mut client = client.stdin(Stdio::piped()).spawn().unwrap();
    let mut input = client.stdin.take().unwrap();
    input.write_all(b"R\n").unwrap();
    let ended = Ended::from(client.wait_with_output().unwrap());
    assert!(ended.said().contains("RENEGOTIATING"), "{}", ended.said());
    let (_, log) = served.end();
    assert_eq!(log.matches("wanted a renegotiation, which was refused").count(), 1, "{log}");
}

#[test]
fn interrupted_while_a_client_is_idle() {
    let town = Town::new();
    let served = town.serve("");
    let mut idle = served.client(town.stranger());
    idle.handshake().unwrap();
    let pid = i32::try_from(served.id()).ok().and_then(Pid::from_raw).unwrap();
    kill_process(pid, Signal::INT).unwrap();
    assert_eq!(served.end(), (Some(0), String::new()));
}

#[test]
fn the_key_log_has_every_secret() {
    let town = Town::new();
    let served = town.serve("--once --keylog keys.log");
    assert!(served.ask(town.stranger(), "").is_ok());
    assert_eq!(served.end().0, Some(0));
    let keys = town.folder.read("keys.log");
    for label in ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0", "EXPORTER_SECRET"] {
        assert!(keys.lines().any(|line| line.starts_with(&format!("{label} "))), "{label} in {keys}");
    }
}
