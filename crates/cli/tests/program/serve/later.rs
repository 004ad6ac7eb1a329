//! `--client-auth on-request --protect`: who comes to a protected path is asked there who it is.

use std::io::{BufRead, BufReader, Read, Write};

use handfast::Version;

use super::served::Town;
use crate::process::Ended;

const DOOR: &str = "--client-ca root.crt --client-auth on-request --protect /admin";

#[test]
fn a_protected_path_asks_and_others_do_not() {
    let town = Town::new();
    let served = town.serve(DOOR);
    let mut stream = served.client(town.citizen("alice").with_post_handshake_auth());
    for (path, status, words) in [
        ("/", "200 OK", "Well met, whoever you are."),
        ("/admin/keys", "200 OK", "CN=alice"),
        ("/", "200 OK", "CN=alice"),
        ("/%61dmin", "200 OK", "CN=alice"),
    ] {
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let page = response(&mut stream);
        assert!(
            page.starts_with(&format!("HTTP/1.1 {status}\r\n")) && page.contains(words),
            "{path}: {page}"
        );
    }
    assert!(stream.connection().negotiated().our_scheme.is_some());
}

/// Head and body.
fn response(stream: &mut impl Read) -> String {
    let mut reader = BufReader::with_capacity(1, stream);
    let mut said = String::new();
    while !said.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut said).unwrap(), 0, "{said}");
    }
    let length = said.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    said + &String::from_utf8(body).unwrap()
}

#[test]
fn who_cannot_say_who_it_is_hears_why() {
    let town = Town::new();
    let served = town.serve(DOOR);
    let alice = || town.citizen("alice");
    let tls12 = Version::Tls12..=Version::Tls12;
    let cases = [
        // Nothing to show; not to be asked; not to be asked in TLS 1.2; not accepted.
        (town.stranger().with_post_handshake_auth(), "the client has sent none"),
        (alice(), "--post-handshake-auth"),
        (alice().with_post_handshake_auth().with_versions(tls12), "must speak TLS 1.3"),
        (town.impostor().with_post_handshake_auth(), "extendedKeyUsage"),
    ];
    for (client, words) in cases {
        let page = served.ask_for(client, "/admin").unwrap();
        assert!(page.starts_with("HTTP/1.1 403 Forbidden\r\n") && page.contains(words), "{words}: {page}");
    }
    assert!(
        served.ask_for(alice(), "/").unwrap().starts_with("HTTP/1.1 200 OK\r\n"),
        "others may go elsewhere"
    );
}

#[test]
fn connect_offers_to_be_asked() {
    let town = Town::new();
    town.write_citizen("alice");
    let served = town.serve(DOOR);
    let connect = |more: &str| {
        let words = format!(
            "connect {} --cacert root.crt --cert alice.crt --key alice.key --get /admin {more}",
            served.name()
        );
        Ended::of(&mut town.folder.handfast(&words))
    };
    let known = connect("--post-handshake-auth");
    assert_eq!(known.code, Some(0), "{}", known.err);
    assert!(known.out.contains("CN=alice"), "{}", known.out);
    let unknown = connect("");
    assert_eq!(unknown.code, Some(3), "{}", unknown.err);
    assert!(unknown.err.contains("F27"), "{}", unknown.err);
    assert!(unknown.err.contains("--post-handshake-auth"), "{}", unknown.err);
}

#[test]
fn one_does_not_go_without_the_other() {
    let town = Town::new();
    for words in ["--client-auth on-request", "--protect /admin", "--client-auth require --protect /admin"] {
        let line =
            format!("serve 127.0.0.1:0 --cert server.crt --key server.key --client-ca root.crt {words}");
        let ended = Ended::of(&mut town.folder.handfast(&line));
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(ended.err.contains("need each other"), "{}", ended.err);
    }
}

/// A door that no request can meet would stand open.
#[test]
fn a_path_that_cannot_be_is_refused() {
    let town = Town::new();
    let line = "serve 127.0.0.1:0 --cert server.crt --key server.key --client-ca root.crt \
                --client-auth on-request --protect /100%";
    let ended = Ended::of(&mut town.folder.handfast(line));
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("--protect"), "{}", ended.err);
}
