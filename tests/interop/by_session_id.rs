//! TLS 1.2 by session ids (RFC 5246 §F.1.4): clients that take no tickets come back to us, and we to servers that give none.
//! OpenSSL's client is with its tickets (`resumption`), nginx's cache with its own (`returning`).

use std::path::Path;
use std::sync::Arc;

use handfast::{Config, SessionCache, TicketKey, TicketKeys, Version};

use crate::floor;
use crate::process::is_installed;
use crate::returning::{
    Client, TWICE, WasTakenBack, comes_back_to, curl_twice, gnutls_cli_twice, gnutls_serv_takes_us_back,
    is_resumed_by_gnutls, is_reused_by_curl, made_once,
};
use crate::stacks::{java_with, priority, scripted_client};

/// There are tickets, too: whoever takes none is known by an id.
fn comes_back(name: &str, client: Client, was_taken_back: WasTakenBack) {
    let served = comes_back_to(Version::Tls12, name, client, was_taken_back, with_a_cache);
    assert_eq!(served.negotiated.tickets, 0, "{name}");
    floor::report(&format!("{name} (by session id)"), 1);
}

fn with_a_cache(config: &Config) -> Arc<Config> {
    let keys = TicketKeys::shared([TicketKey::from_bytes(&[9; 32])]);
    Arc::new(config.clone().with_tickets(keys).with_session_cache(Arc::new(SessionCache::new(10))))
}

#[test]
fn curl() {
    if is_installed("curl", &["--version"]) {
        comes_back("curl", curl_twice, is_reused_by_curl);
    }
}

#[test]
fn gnutls_cli() {
    if is_installed("gnutls-cli", &["--version"]) {
        let client = |version: Version, port: u16, folder: &Path| {
            let mut command = gnutls_cli_twice(version, port, folder);
            command.args(["--priority", &format!("{}:%NO_TICKETS", priority(version))]);
            command
        };
        comes_back("gnutls-cli", client, is_resumed_by_gnutls);
    }
}

#[test]
fn java() {
    if is_installed("java", &["-version"]) {
        let client = |version: Version, port: u16, folder: &Path| {
            let without_tickets = ["-Djdk.tls.client.enableSessionTicketExtension=false"];
            let mut command = scripted_client(java_with(&without_tickets), version, port, folder, "alice");
            command.arg(TWICE);
            command
        };
        comes_back("java", client, made_once);
    }
}

#[test]
fn gnutls_serv() {
    if is_installed("gnutls-serv", &["--version"]) {
        assert_eq!(gnutls_serv_takes_us_back(Version::Tls12, &["--noticket"]), [0, 0]);
        floor::report("gnutls-serv (by session id)", 1);
    }
}
