//! Our certificates, compressed for a browser (RFC 8879): Chromium undoes Brotli.

use std::process::Command;
use std::sync::Arc;

use handfast::wire::code_points::CertificateCompressionAlgorithm;
use handfast::{Config, Identity, Version, compression};
use handfast_pki::{Authority, Request};
use rustls_pki_types::UnixTime;

use crate::floor;
use crate::process::{is_installed, run, text};
use crate::server::Server;

/// A certificate that is shorter when compressed, whatever its key: only then is it sent so.
fn wordy() -> Identity {
    let now = UnixTime::now();
    let root = Authority::root(&Request::authority("interop root", now)).expect("a root");
    let names: Vec<_> = (0..20).map(|n| format!("host-{n}.interop.handfast.example")).collect();
    let issued = root.issue(&Request::server(names.iter().map(String::as_str), now)).expect("issued");
    Identity::new(&issued.chain, &issued.key).expect("an identity")
}

#[test]
fn chromium() {
    if !is_installed("chromium", &["--version"]) {
        return;
    }
    let config = Config::new().with_identity(wordy()).with_versions(Version::Tls13..=Version::Tls13);
    let server = Server::start(Arc::new(config.with_certificate_compression(compression::all())));
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
