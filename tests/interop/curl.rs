//! curl calls our server.

use std::process::Command;

use crate::case::{Case, cases};
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
    curl.args(["--silent", "--show-error", "--tlsv1.3", "--max-time", "15", "--http1.0", "--cacert"]);
    curl.arg(wardrobe.file("root.crt"));
    curl.args(["--curves", case.exchange.of_client(), "--tls13-ciphers", &case.suite.code.to_string()]);
    if let Some((cert, key)) = wardrobe.client_files(case.presents) {
        curl.arg("--cert").arg(cert).arg("--key").arg(key);
    }
    let output = run(curl.arg(format!("https://localhost:{}/", server.port)), "");
    check(&server.end(), case);
    let said = text(&output);
    match case.presents.alert() {
        Some(alert) => {
            assert!(!output.status.success(), "{case:?}: {said}");
            assert!(said.contains(in_words(alert)), "{case:?}: {said}");
        }
        None => {
            let who = if case.presents.is_known() { "hello CN=alice" } else { "hello nobody" };
            assert!(output.status.success() && said.contains(who), "{case:?}: {said}");
        }
    }
}

/// What OpenSSL 3.0 calls an alert that it receives.
fn in_words(alert: u8) -> &'static str {
    match alert {
        116 => "certificate required",
        48 => "unknown ca",
        45 => "certificate expired",
        43 => "unsupported certificate",
        _ => "alert",
    }
}
