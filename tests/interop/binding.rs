//! Channel bindings as others compute them: tls-unique by Python's ssl, tls-exporter and tls-server-end-point by openssl.

use std::process::Command;
use std::sync::Arc;

use handfast::{Config, TicketKeys, Version};
use handfast_pki::KeyKind;
use std::time::Duration;

use crate::case::Presents;
use crate::floor;
use crate::process::{is_installed, run, text};
use crate::server::Server;
use crate::stacks::{case, script, scripted_client};
use crate::wardrobe::Wardrobe;

/// In a full handshake the client is the first to finish, and in an abbreviated one the server.
#[test]
fn tls_unique_of_python() {
    if !is_installed("python3", &["--version"]) {
        return;
    }
    let wardrobe = Wardrobe::of(KeyKind::P256);
    let config = Config::clone(&wardrobe.server_config(case(Version::Tls12, Presents::RequiredWith)));
    let config = Arc::new(config.with_tickets(TicketKeys::own(Duration::from_secs(60))));
    for (resumed, start) in [(false, Server::start as fn(_) -> _), (true, Server::start_twice)] {
        let server = start(Arc::clone(&config));
        let client = script("python3", "client.py");
        let mut client = scripted_client(client, Version::Tls12, server.port, wardrobe.folder(), "alice");
        let said = text(&run(client.arg("2"), ""));
        let served = server.end();
        assert_eq!(served.negotiated.resumed, resumed, "{:?}", served.result);
        let theirs =
            said.split("tls-unique ").nth(1 + usize::from(resumed)).and_then(|said| said.lines().next());
        assert!(theirs.is_some(), "{said}");
        assert_eq!(served.bindings.unique.as_deref(), theirs);
    }
    floor::report("python (tls-unique)", 2);
}

#[test]
fn tls_exporter_and_end_point_of_openssl() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let wardrobe = Wardrobe::of(KeyKind::P384);
    let mut case = case(Version::Tls13, Presents::RequiredWith);
    case.key = KeyKind::P384;
    let server = Server::start(wardrobe.server_config(case));
    let mut client = Command::new("openssl");
    client.args(["s_client", "-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32"]);
    client.arg("-cert").arg(wardrobe.file("alice.crt")).arg("-key").arg(wardrobe.file("alice.key"));
    client.args(["-connect", &format!("127.0.0.1:{}", server.port)]);
    let said = text(&run(&mut client, "GET / HTTP/1.0\r\n\r\n"));
    let bindings = server.end().bindings;
    let exported = said.split("Keying material: ").nth(1).and_then(|said| said.lines().next());
    assert_eq!(bindings.exporter, exported.map(str::to_lowercase), "{said}");
    assert!(bindings.exporter.is_some() && bindings.unique.is_none());

    // Signed by a key on P-384, and so with SHA-384.
    let mut x509 = Command::new("openssl");
    x509.args(["x509", "-noout", "-fingerprint", "-sha384", "-in"]).arg(wardrobe.file("server.crt"));
    let said = text(&run(&mut x509, ""));
    let printed = said.split_once('=').map(|(_, digits)| digits.trim().replace(':', "").to_lowercase());
    assert_eq!(bindings.end_point, printed, "{said}");
    floor::report("s_client (tls-exporter)", 1);
}
