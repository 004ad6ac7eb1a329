//! Keys in the place of certificates: shown alone (RFC 7250), or shared beforehand (RFC 9846 §2.2).

use crate::folder::Folder;
use crate::process::Ended;
use crate::server::Server;

/// A server and two clients with a key each, and nothing else.
fn keys() -> Folder {
    let folder = Folder::town();
    for name in ["server", "alice"] {
        folder.write(&format!("{name}.pub"), folder.done(&format!("pki public-key d/{name}.key")));
    }
    folder
}

/// One connection of `serve --once` and `connect`: what became of the client, and of the server.
fn meet(folder: &Folder, serve: &str, connect: &str) -> (Ended, (Option<i32>, String)) {
    let server = Server::handfast(folder, &format!("--once {serve}"));
    let client = folder.run(&format!("connect {} --get / {connect}", server.name()));
    (client, server.end())
}

#[track_caller]
fn says(ended: &Ended, code: i32, parts: &[&str]) {
    assert_eq!(ended.code, Some(code), "{}", ended.said());
    // A sentence may be broken between two words.
    let said = ended.said().split_whitespace().collect::<Vec<_>>().join(" ");
    parts.iter().for_each(|part| assert!(said.contains(part), "{part} in {said}"));
}

#[track_caller]
fn logs((code, log): &(Option<i32>, String), expected: i32, parts: &[&str]) {
    assert_eq!(*code, Some(expected), "{log}");
    parts.iter().for_each(|part| assert!(log.contains(part), "{part} in {log}"));
}

const SERVES_KEYS: &str = "--raw-key d/server.key --peer-raw-key alice.pub";
const SHOWS_A_KEY: &str = "--raw-key d/alice.key --peer-raw-key server.pub";

#[test]
fn two_keys_that_know_each_other() {
    let folder = keys();
    for tls in ["1.2", "1.3"] {
        let (client, server) = meet(&folder, &format!("{SERVES_KEYS} --tls {tls}"), SHOWS_A_KEY);
        says(&client, 0, &["Well met.", "a key without a certificate", "verified, and it holds the key"]);
        logs(&server, 0, &[]);
    }
}

#[test]
fn a_key_that_nobody_knows() {
    let folder = keys();
    let (client, server) =
        meet(&folder, SERVES_KEYS, "--raw-key elsewhere/mallory.key --peer-raw-key server.pub");
    says(&client, 3, &["certificate_unknown (46)", "probably none that the peer knows"]);
    logs(
        &server,
        1,
        &["key without a certificate, SHA-256", "diagnosis: F02", "none of the 1 that are known"],
    );
    let (client, server) = meet(&folder, SERVES_KEYS, "--raw-key d/alice.key --peer-raw-key alice.pub");
    says(&client, 1, &["none that is known", "F23"]);
    logs(&server, 3, &["certificate_unknown (46)"]);
}

/// One side has keys, the other certificates.
#[test]
fn types_that_do_not_meet() {
    let folder = keys();
    let (client, server) =
        meet(&folder, SERVES_KEYS, "--cacert d/root.crt --cert d/alice.crt --key d/alice.key");
    says(&client, 3, &["unsupported_certificate (43)"]);
    logs(&server, 1, &["unsupported_certificate (43)", "diagnosis: F28"]);
}

#[test]
fn files_that_hold_no_key() {
    let folder = keys();
    folder.write("empty", "");
    for (words, parts) in [
        ("serve --raw-key none.key", &["none.key: there is no such file"][..]),
        ("serve --raw-key alice.pub", &["alice.pub: holds no private key"]),
        ("connect localhost:1 --raw-key d/alice.key --peer-raw-key empty", &["empty: is empty"]),
        ("connect localhost:1 --peer-raw-key d/alice.key", &["d/alice.key: "]),
    ] {
        says(&folder.run(words), 5, parts);
    }
}

const KEY: &str = "--psk 000102030405060708090a0b0c0d0e0f --psk-identity sensor7";
const OTHER: &str = "--psk ff0102030405060708090a0b0c0d0e0f --psk-identity sensor7";
const UNKNOWN: &str = "--psk 000102030405060708090a0b0c0d0e0f --psk-identity sensor8";

/// Neither side has a certificate.
#[test]
fn a_key_that_both_share() {
    let folder = Folder::empty();
    for more in ["", "--psk-import", "--psk-import --psk-context here"] {
        let (client, server) = meet(&folder, &format!("{KEY} {more}"), &format!("{KEY} {more}"));
        says(
            &client,
            0,
            &["Well met.", "by the key", "sensor7", "shared beforehand", "key exchange X25519MLKEM768"],
        );
        logs(&server, 0, &[]);
    }
    let (client, _) = meet(&folder, &format!("{KEY} --psk-ke"), &format!("{KEY} --psk-ke"));
    says(&client, 0, &["key exchange X25519MLKEM768"]);
}

#[test]
fn a_session_that_began_with_a_key() {
    let folder = Folder::empty();
    let server = Server::handfast(&folder, KEY);
    let connect = |words: &str| folder.run(&format!("connect {} --get / {words}", server.name()));
    says(&connect(&format!("{KEY} --session-out s")), 0, &["session by the key sensor7"]);
    says(&connect(&format!("{KEY} --session-in s")), 0, &["session resumed; it began with the key sensor7"]);
    let (forgotten, code) = (connect(&format!("{UNKNOWN} --session-in s")), 3);
    says(&forgotten, code, &["handshake_failure (40)"]);
}

#[test]
fn keys_that_do_not_fit() {
    let folder = Folder::empty();
    let (client, server) = meet(&folder, KEY, OTHER);
    says(&client, 3, &["decrypt_error (51)", "it is another one than ours", "sensor7"]);
    logs(&server, 1, &["decrypt_error (51)", "and has another one under that name"]);
    let (client, server) = meet(&folder, KEY, UNKNOWN);
    says(&client, 3, &["handshake_failure (40)", "the server does not know our key"]);
    logs(&server, 1, &["handshake_failure (40)", "none of the client's keys is known here"]);
    let (client, server) =
        meet(&folder, &format!("{KEY} --psk-import"), &format!("{KEY} --psk-import --psk-context x"));
    says(&client, 3, &["handshake_failure (40)"]);
    logs(&server, 1, &["none of the client's keys is known here"]);
}

/// The server is known by its certificate, or by the key.
#[test]
fn a_server_with_a_certificate_as_well() {
    let folder = Folder::town();
    let serve = "--cert d/server.crt --key d/server.key";
    let both = format!("{serve} {KEY}");
    says(&meet(&folder, &both, KEY).0, 0, &["by the key sensor7"]);
    says(&meet(&folder, &both, "--cacert d/root.crt").0, 0, &["CN=localhost"]);
    says(&meet(&folder, &both, &format!("--cacert d/root.crt {UNKNOWN}")).0, 0, &["CN=localhost"]);
    let (client, _) = meet(&folder, serve, KEY);
    says(&client, 3, &["missing_extension (109)", "the server does not know our key"]);
}

#[test]
fn where_certificates_are_required_a_key_is_none_unless_it_suffices() {
    let folder = Folder::town();
    let serve = format!("--cert d/server.crt --key d/server.key --client-ca d/root.crt {KEY}");
    let client_of_both = format!("--cacert d/root.crt {KEY}");
    let (client, server) = meet(&folder, &serve, &client_of_both);
    says(&client, 3, &["certificate_required (116)"]);
    logs(&server, 1, &["a certificate is required", "--psk-suffices"]);
    let (client, _) = meet(&folder, &format!("{serve} --psk-suffices"), &client_of_both);
    says(&client, 0, &["Well met.", "by the key sensor7"]);
}

#[test]
fn words_that_make_no_sense_of_a_key() {
    let folder = Folder::empty();
    for (words, parts) in [
        ("serve --psk nothex", &["--psk"][..]),
        ("serve --psk-identity x --raw-key k", &["--psk"]),
        ("serve", &["--cert"]),
        ("connect localhost:1 --psk-suffices", &["--psk"]),
        ("connect localhost:1 --psk 00 --psk-context x", &["--psk-import"]),
        ("connect localhost:1 --psk 00 --tls 1.2", &["--psk needs TLS 1.3"]),
    ] {
        says(&folder.run(words), 2, parts);
    }
    let long = "00".repeat(73);
    says(&folder.run(&format!("serve --psk {long}")), 2, &["a pre-shared key has 1 to 72 bytes"]);
}
