//! curl calls our server.

use std::process::Command;

use handfast::Version;

use crate::case::{Case, cases, openssl_groups};
use crate::floor;
use crate::process::{is_installed, run, text};
use crate::server::{Server, check};
use crate::wardrobe::Wardrobe;

#[test]
fn curl_calls_us() {
    if !is_installed("curl", &["--version"]) {
        return;
    }
    let cases = cases();
    cases.iter().for_each(|case| one(*case));
    floor::report("curl", cases.len());
}

fn one(case: Case) {
    let wardrobe = Wardrobe::of(case.key);
    let server = Server::start(wardrobe.server_config(case));
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--max-time", "15", "--http1.0", "--cacert"]);
    curl.arg(wardrobe.file("root.crt")).args(["--curves", &openssl_groups(&case.groups_of_client())]);
    curl.args(match case.version {
        Version::Tls12 => ["--tlsv1.2", "--tls-max", "1.2", "--ciphers"],
        Version::Tls13 => ["--tlsv1.3", "--tls-max", "1.3", "--tls13-ciphers"],
    });
    curl.arg(case.openssl_suite());
    if let Some((cert, key)) = wardrobe.client_files(case.presents) {
        curl.arg("--cert").arg(cert).arg("--key").arg(key);
    }
    let output = run(curl.arg(format!("https://localhost:{}/", server.port)), "");
    check(&server.end(), case);
    let said = text(&output);
    match case.alert() {
        Some(alert) => {
            assert!(!output.status.success(), "{case:?}: {said}");
            assert!(said.contains(in_words(case.version, alert)), "{case:?}: {said}");
        }
        None => {
            let who = if case.presents.is_known() { "hello CN=alice" } else { "hello nobody" };
            assert!(output.status.success() && said.contains(who), "{case:?}: {said}");
        }
    }
}

/// What curl makes of OpenSSL's names of alerts. In TLS 1.2 curl 7.88 takes our complaint about its certificate for its
/// own about ours.
fn in_words(version: Version, alert: u8) -> &'static str {
    match (version, alert) {
        (_, 116) => "certificate required",
        (_, 40) => "handshake failure",
        (_, 48) => "unknown ca",
        (Version::Tls12, 45) => "certificate verification failed",
        (Version::Tls13, 45) => "certificate expired",
        (_, 43) => "unsupported certificate",
        _ => "alert",
    }
}
