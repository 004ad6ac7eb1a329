//! Arguments, files and ports that cannot be: one clear sentence, and a code for the cause.

use std::net::TcpListener;

use super::served::Town;
use crate::process::Ended;

/// The exit code, and what stderr says.
fn refused(town: &Town, args: &[&str]) -> (i32, String) {
    let ended = Ended::of(town.folder.handfast("serve").args(args));
    assert_eq!(ended.out, "");
    (ended.code.unwrap(), ended.err)
}

fn one_sentence(said: &str, parts: &[&str]) {
    assert!(said.starts_with("handfast: ") && said.lines().count() == 1, "{said}");
    for part in parts {
        assert!(said.contains(part), "{part} in {said}");
    }
}

const FILES: [&str; 4] = ["--cert", "server.crt", "--key", "server.key"];

#[test]
fn files_that_cannot_be_used() {
    let town = Town::new();
    town.folder.write("empty.pem", "");
    let cases: &[(&[&str], &[&str])] = &[
        (&["--cert", "none.crt", "--key", "server.key"], &["none.crt: there is no such file"]),
        (&["--cert", "server.crt", "--key", "server.crt"], &["server.crt: holds no private key"]),
        (
            &["--cert", "server.crt", "--key", "server.key", "--client-ca", "empty.pem"],
            &["empty.pem: is empty"],
        ),
        (&["--cert", "server.crt", "--key", "server.key", "--keylog", "no/folder"], &["no/folder: "]),
    ];
    for (args, parts) in cases {
        let (code, said) = refused(&town, args);
        assert_eq!(code, 5, "{said}");
        one_sentence(&said, parts);
    }
}

/// What can have many causes is diagnosed below the sentence.
#[test]
fn a_key_of_another_certificate() {
    let town = Town::new();
    town.folder.write("other.key", &*handfast_pki_key());
    let (code, said) = refused(&town, &["--cert", "server.crt", "--key", "other.key"]);
    let (sentence, diagnosis) = said.split_once('\n').expect("a line, and more");
    assert_eq!(code, 5, "{said}");
    one_sentence(sentence, &["other.key: the private key", "server.crt"]);
    assert!(diagnosis.contains("F17 private key of another certificate"), "{said}");
}

fn handfast_pki_key() -> impl std::ops::Deref<Target = String> {
    use handfast_pki::{Authority, Request};
    let now = rustls_pki_types::UnixTime::now();
    Authority::root(&Request::authority("other", now)).unwrap().key_pem().unwrap()
}

#[test]
fn a_port_in_use() {
    let town = Town::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, said) = refused(&town, &[&[address.as_str()], &FILES[..]].concat());
    assert_eq!(code, 4, "{said}");
    one_sentence(&said, &[&address, "in use"]);
}

#[test]
fn arguments_that_make_no_sense() {
    let town = Town::new();
    let (code, said) = refused(&town, &[&FILES[..], &["--client-auth", "require"]].concat());
    assert_eq!(code, 2, "{said}");
    one_sentence(&said, &["--client-ca"]);
    let (code, said) = refused(&town, &[&["8443"], &FILES[..]].concat());
    assert_eq!(code, 2, "{said}");
    one_sentence(&said, &["ADDR:PORT"]);
    for wrong in [["--groups", "ffdhe2048"], ["--ciphers", "RC4"], ["--client-auth", "maybe"], ["--alpn", ""]]
    {
        let (code, said) = refused(&town, &[&FILES[..], &wrong].concat());
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(wrong[0]), "{said}");
    }
}
