//! OCSP responses that are stapled, with GnuTLS in both roles and with nginx, in both versions; those of openssl are among
//! the tests of the program.

use std::process::{Command, Stdio};
use std::sync::Arc;

use handfast::path::revocation::{Revocation, Scope};
use handfast::rule::{AlertDescription as Alert, Refusal as _};
use handfast::{Config, Error};
use handfast_pki::KeyKind;
use handfast_pki::revocation::{CertificateStatus, Reason};
use rustls_pki_types::UnixTime;

use crate::case::{Case, Exchange, Presents, VERSIONS, number};
use crate::client::{Called, call};
use crate::floor;
use crate::nginx;
use crate::process::{Peer, is_installed, run, text};
use crate::server::Server;
use crate::wardrobe::Wardrobe;

/// Nobody is asked who it is, in each version.
fn cases() -> [Case; 2] {
    VERSIONS.map(|version| {
        let (exchange, key) = (Exchange::X25519, KeyKind::P256);
        let suite = *Case::suites(version, key).first().expect("a suite");
        Case { version, exchange, suite, key, presents: Presents::NotAsked }
    })
}

fn revoked() -> CertificateStatus {
    CertificateStatus::Revoked { at: UnixTime::now(), reason: Some(Reason::KeyCompromise) }
}

/// A client that insists on a staple.
fn insisting(wardrobe: &Wardrobe, case: Case) -> Arc<Config> {
    let config = Config::clone(&wardrobe.client_config(case));
    Arc::new(config.with_revocation(Revocation::hard(Scope::Leaf)))
}

/// What a server staples is what we find: good, revoked, or nothing.
#[track_caller]
fn finds(called: &Called, status: Option<CertificateStatus>) {
    let expected = match status {
        Some(CertificateStatus::Good) => None,
        Some(_) => Some(Alert::CERTIFICATE_REVOKED),
        None => Some(Alert::CERTIFICATE_UNKNOWN),
    };
    let error = called.result.as_ref().err();
    let alert = error.map(|error| match Error::within(error) {
        Some(Error::Refused(refusal)) => refusal.rule().alert,
        other => panic!("{other:?}: {error}"),
    });
    assert_eq!(alert, expected, "{status:?}");
}

fn statuses() -> [Option<CertificateStatus>; 3] {
    [Some(CertificateStatus::Good), Some(revoked()), None]
}

#[test]
fn gnutls_serv_staples() {
    if !is_installed("gnutls-serv", &["--version"]) {
        return;
    }
    for case in cases() {
        let wardrobe = Wardrobe::of(case.key);
        // It staples nothing that speaks against its own certificate.
        for status in [Some(CertificateStatus::Good), None] {
            let mut gnutls = Command::new("gnutls-serv");
            gnutls.arg("--priority").arg(format!("NORMAL:-VERS-ALL:+VERS-TLS{}", number(case.version)));
            gnutls.arg("--x509certfile").arg(wardrobe.file("server.crt"));
            gnutls.arg("--x509keyfile").arg(wardrobe.file("server.key"));
            if let Some(status) = status {
                gnutls.arg("--ocsp-response").arg(wardrobe.staple("gnutls", status));
            }
            gnutls.arg("--disable-client-cert").stdout(Stdio::null());
            let (_peer, port) = Peer::start_gnutls_serv(&mut gnutls);
            finds(&call(port, &insisting(&wardrobe, case)), status);
        }
    }
    floor::report("gnutls-serv (staples)", 4);
}

#[test]
fn gnutls_cli_sees_ours() {
    if !is_installed("gnutls-cli", &["--version"]) {
        return;
    }
    for case in cases() {
        let wardrobe = Wardrobe::of(case.key);
        for (status, expected) in
            [(CertificateStatus::Good, "hello nobody"), (revoked(), "certificate chain is revoked")]
        {
            let server = Server::start(wardrobe.stapling_config(case, status));
            let mut gnutls = Command::new("gnutls-cli");
            gnutls.arg("--x509cafile").arg(wardrobe.file("root.crt"));
            gnutls.args(["--sni-hostname=localhost", "--verify-hostname=localhost"]);
            gnutls.args(["--port", &server.port.to_string(), "127.0.0.1"]);
            let said = text(&run(&mut gnutls, "GET / HTTP/1.0\r\n\r\n"));
            let served = server.end();
            assert!(said.contains(expected), "{case:?}: {:?} {said}", served.result);
        }
    }
    floor::report("gnutls-cli (staples)", 4);
}

#[test]
fn nginx_staples() {
    if !is_installed("nginx", &["-v"]) {
        return;
    }
    for case in cases() {
        let wardrobe = Wardrobe::of(case.key);
        for status in statuses() {
            let words = status.map_or_else(String::new, |status| {
                let (file, root) = (wardrobe.staple("nginx", status), wardrobe.file("root.crt"));
                let (file, root) = (file.display(), root.display());
                format!("ssl_stapling on; ssl_stapling_file {file}; ssl_trusted_certificate {root};")
            });
            let (_peer, port) = nginx::start_with(case, &wardrobe, &words);
            finds(&call(port, &insisting(&wardrobe, case)), status);
        }
    }
    floor::report("nginx (staples)", 6);
}
