//! Keys in the place of certificates (RFC 7250), with GnuTLS, which has them since 3.6.6: both roles, both versions.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Arc;

use handfast::path::spki_sha256;
use handfast::rule::AlertDescription as Alert;
use handfast::{ClientAuth, Config, Version};
use handfast_tests::{RawKeys, both_versions};
use tempfile::TempDir;

use crate::case::{VERSIONS, number};
use crate::client::{alert, call};
use crate::floor;
use crate::process::{Peer, is_installed, run, text};
use crate::server::Server;

/// Ours and theirs, known to each other, and theirs as files.
struct Acquaintance {
    ours: RawKeys,
    theirs: RawKeys,
    folder: TempDir,
}

impl Acquaintance {
    fn new() -> Self {
        let (ours, theirs) = (RawKeys::new(), RawKeys::new());
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("theirs.key"), theirs.key_pem()).expect("written");
        fs::write(folder.path().join("theirs.pub"), theirs.public_key_pem()).expect("written");
        Self { ours, theirs, folder }
    }

    fn config(&self, known: &RawKeys) -> Config {
        let config = both_versions(Config::new()).with_identity(self.ours.identity());
        config.with_client_keys(known.known()).with_server_keys(known.known())
    }

    /// With its key, as a client or a server that takes keys of its peers and does not look for them in a list.
    fn gnutls(&self, program: &str, version: Version) -> Command {
        let mut command = Command::new(program);
        let types = "+CTYPE-CLI-RAWPK:+CTYPE-SRV-RAWPK:-CTYPE-CLI-X509:-CTYPE-SRV-X509";
        command.arg("--priority").arg(format!("NORMAL:-VERS-ALL:+VERS-TLS{}:{types}", number(version)));
        command.arg("--rawpkkeyfile").arg(self.folder.path().join("theirs.key"));
        command.arg("--rawpkfile").arg(self.folder.path().join("theirs.pub"));
        command
    }
}

#[test]
fn gnutls_cli_shows_a_key_and_sees_one() {
    if !is_installed("gnutls-cli", &["--version"]) {
        return;
    }
    let (mut ran, stranger) = (0, RawKeys::new());
    for version in VERSIONS {
        let met = Acquaintance::new();
        for (known, welcome) in [(&met.theirs, true), (&stranger, false)] {
            let server = Server::start(Arc::new(met.config(known).with_client_auth(ClientAuth::Require)));
            let mut gnutls = met.gnutls("gnutls-cli", version);
            gnutls.args(["--insecure", "--port", &server.port.to_string(), "localhost"]);
            let said = text(&run(&mut gnutls, "GET / HTTP/1.0\r\n\r\n"));
            let served = server.end();
            assert_eq!(served.negotiated.version, Some(version), "{said}");
            if welcome {
                let who = format!("key {}", spki_sha256(&met.theirs.spki()));
                assert_eq!(served.client.as_ref(), Some(&who), "{version:?}: {:?} {said}", served.result);
                assert!(said.contains(&format!("hello {who}")), "{version:?}: {said}");
            } else {
                assert_eq!(served.client, None);
                assert!(said.contains("Received alert [46]"), "{version:?}: {said}");
            }
            ran += 1;
        }
    }
    floor::report("gnutls-cli (raw keys)", ran);
}

#[test]
fn gnutls_serv_shows_a_key_and_sees_one() {
    if !is_installed("gnutls-serv", &["--version"]) {
        return;
    }
    let (mut ran, stranger) = (0, RawKeys::new());
    for version in VERSIONS {
        let met = Acquaintance::new();
        let mut gnutls = met.gnutls("gnutls-serv", version);
        gnutls.arg("--require-client-cert").stdout(Stdio::null());
        let (_peer, port) = Peer::start_gnutls_serv(&mut gnutls);
        let called = call(port, &Arc::new(met.config(&met.theirs)));
        let page = called.result.as_ref().unwrap_or_else(|why| panic!("{version:?}: {why}"));
        assert!(page.contains("200 OK"), "{version:?}: {page}");
        assert_eq!(called.negotiated.version, Some(version));
        assert!(called.negotiated.our_scheme.is_some(), "{version:?}: our key was not wanted");
        let refused = call(port, &Arc::new(met.config(&stranger)));
        let why = refused.result.as_ref().err().and_then(handfast::Error::within);
        let ours = why.and_then(handfast::Error::alert);
        assert_eq!((ours, alert(&refused)), (Some(Alert::CERTIFICATE_UNKNOWN), None), "{version:?}");
        ran += 2;
    }
    floor::report("gnutls-serv (raw keys)", ran);
}
