//! `openssl s_client` calls our server.

use std::process::Command;

use handfast::Version;

use crate::case::{Case, Exchange, cases, openssl_groups};
use crate::floor;
use crate::process::{is_installed, run, text};
use crate::server::{Server, check};
use crate::wardrobe::Wardrobe;

#[test]
fn s_client_calls_us() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let cases = cases();
    cases.iter().for_each(|case| one(*case));
    floor::report("s_client", cases.len());
}

fn one(case: Case) {
    let wardrobe = Wardrobe::of(case.key);
    let server = Server::start(wardrobe.server_config(case));
    let mut openssl = Command::new("openssl");
    openssl.args([
        "s_client",
        "-verify_return_error",
        "-servername",
        "localhost",
        "-verify_hostname",
        "localhost",
    ]);
    openssl.args(match case.version {
        Version::Tls12 => ["-tls1_2", "-cipher"],
        Version::Tls13 => ["-tls1_3", "-ciphersuites"],
    });
    openssl.arg(case.openssl_suite()).args(["-groups", &openssl_groups(&case.groups_of_client())]);
    openssl.arg("-CAfile").arg(wardrobe.file("root.crt"));
    openssl.args(["-connect", &format!("127.0.0.1:{}", server.port)]);
    if let Some((cert, key)) = wardrobe.client_files(case.presents) {
        openssl.arg("-cert").arg(cert).arg("-key").arg(key);
    }
    let said = text(&run(&mut openssl, "GET / HTTP/1.0\r\n\r\n"));
    check(&server.end(), case);
    assert!(
        said.contains("Verify return code: 0 (ok)") || said.contains("Verification: OK"),
        "{case:?}: {said}"
    );
    assert!(said.contains(&format!("Cipher is {}", case.openssl_suite())), "{case:?}: {said}");
    assert!(said.contains(&format!("Server Temp Key: {}", temp_key(case.exchange))), "{case:?}: {said}");
    match case.alert() {
        Some(alert) => assert!(said.contains(&format!("SSL alert number {alert}")), "{case:?}: {said}"),
        None => {
            let who = if case.presents.is_known() { "hello CN=alice" } else { "hello nobody" };
            assert!(said.contains(who), "{case:?}: {said}");
        }
    }
}

const fn temp_key(exchange: Exchange) -> &'static str {
    match exchange {
        Exchange::X25519 => "X25519",
        Exchange::P256 | Exchange::Retry => "ECDH, prime256v1",
        Exchange::P384 => "ECDH, secp384r1",
        Exchange::P521 => "ECDH, secp521r1",
    }
}
