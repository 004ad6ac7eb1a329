//! Our certificates, compressed for a browser (RFC 8879): Chromium undoes Brotli.

use std::process::Command;
use std::sync::Arc;

use handfast::wire::code_points::CertificateCompressionAlgorithm;
use handfast::{Version, compression};
use handfast_pki::KeyKind;

use crate::case::{Case, Exchange, Presents};
use crate::floor;
use crate::process::{is_installed, run, text};
use crate::server::Server;
use crate::wardrobe::Wardrobe;

const KEY: KeyKind = KeyKind::Rsa2048;

#[test]
fn chromium() {
    if !is_installed("chromium", &["--version"]) {
        return;
    }
    let [suite, ..] = Case::suites(Version::Tls13, KEY)[..] else { panic!("a suite") };
    let presents = Presents::NotAsked;
    let case = Case { version: Version::Tls13, exchange: Exchange::X25519, suite, key: KEY, presents };
    let config = Wardrobe::of(KEY).server_config(case);
    let server = Server::start(Arc::new((*config).clone().with_certificate_compression(compression::all())));
    let profile = tempfile::tempdir().expect("a folder");
    let mut chromium = Command::new("chromium");
    chromium.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--ignore-certificate-errors",
        "--dump-dom",
    ]);
    chromium.arg(format!("--user-data-dir={}", profile.path().display()));
    chromium.arg(format!("https://127.0.0.1:{}/", server.port));
    let said = text(&run(&mut chromium, ""));
    assert!(said.contains("hello nobody"), "{said}");
    let negotiated = server.end().negotiated;
    assert_eq!(negotiated.our_compression, Some(CertificateCompressionAlgorithm::BROTLI));
    floor::report("chromium (compressed)", 1);
}
