//! The facts on the page, each with its name. What peers wrote is printable where it comes from.

use handfast::path::Identity;
use handfast::{ClientAuth, Connection, EarlyData, Version};

use crate::doctor::Shown;

/// Facts that belong together.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) facts: Vec<(&'static str, String)>,
}

impl Section {
    const fn new(title: &'static str) -> Self {
        Self { title, facts: Vec::new() }
    }

    fn add(&mut self, name: &'static str, fact: impl Into<String>) {
        self.facts.push((name, fact.into()));
    }

    /// One line for each.
    fn add_all(&mut self, name: &'static str, facts: impl IntoIterator<Item: ToString>) {
        self.facts.extend(facts.into_iter().map(|fact| (name, fact.to_string())));
    }
}

/// What the client showed.
pub(super) fn client(shown: &Shown, connection: &Connection) -> Section {
    let (mut section, trusted) = match shown {
        Shown::Certificate(identity) => (certificate(identity), "leads to an authority that is trusted here"),
        Shown::Key { sha256 } => (key(sha256), "is known here"),
    };
    section.add_all("proved with", connection.negotiated().peer_scheme);
    let accepted = connection.peer().is_some_and(|peer| peer.verdict().is_accepted());
    section.add("verdict", if accepted { trusted } else { "not accepted" });
    section
}

fn key(sha256: &str) -> Section {
    let mut section = Section::new("Your key, without a certificate");
    section.add("SHA-256", sha256);
    section
}

fn certificate(identity: &Identity) -> Section {
    let mut section = Section::new("Your certificate");
    section.add("subject", identity.subject.as_str());
    section.add("issuer", identity.issuer.as_str());
    section.add("serial", identity.serial.as_str());
    section.add_all("DNS name", &identity.dns_names);
    section.add_all("IP address", &identity.ip_addresses);
    section.add_all("e-mail", &identity.email_addresses);
    section.add_all("URI", &identity.uris);
    section.add("valid from", identity.validity.not_before.to_string());
    section.add("valid until", identity.validity.not_after.to_string());
    section.add("SHA-256", identity.sha256.as_str());
    section
}

/// What was agreed on.
pub(super) fn connection(connection: &Connection) -> Section {
    let negotiated = connection.negotiated();
    let mut section = Section::new("This connection");
    section.add_all("protocol", negotiated.version.map(Version::code));
    section.add_all("cipher suite", negotiated.suite.map(|suite| suite.code));
    match negotiated.group {
        Some(group) => section.add("key exchange", group.to_string()),
        None if negotiated.shared_key.is_some() => {
            section.add("key exchange", "none, the shared key alone: without forward secrecy");
        }
        None if negotiated.resumed => section.add("key exchange", "that of the session"),
        None => section.add("key exchange", "RSA key transport, without forward secrecy"),
    }
    if negotiated.retried {
        section.add("retry", "one HelloRetryRequest");
    }
    section.add_all("server name", negotiated.server_name.as_deref());
    section.add_all("ALPN", negotiated.alpn.as_deref().map(<[u8]>::escape_ascii));
    section.add_all("records", negotiated.record_limits);
    section.add_all("server proved with", negotiated.our_scheme);
    match (negotiated.resumed, &negotiated.shared_key) {
        (true, None) => section.add("session", "resumed; the certificates of then were judged again"),
        (true, Some(_)) => section.add("session", "resumed; it began with the shared key"),
        (false, _) => {}
    }
    if let Some(identity) = &negotiated.shared_key {
        section.add("shared key", identity.escape_ascii().to_string());
    }
    match negotiated.early_data {
        Some(EarlyData::Accepted) => section.add("early data", "taken, and answered after the handshake"),
        Some(EarlyData::Rejected(why)) => section.add("early data", format!("not taken: {why}")),
        Some(EarlyData::Offered) | None => {}
    }
    section.add("client certificate", policy(negotiated.client_auth));
    section
}

const fn policy(client_auth: ClientAuth) -> &'static str {
    match client_auth {
        ClientAuth::None => "not asked for",
        ClientAuth::Optional => "optional",
        ClientAuth::Require => "required",
    }
}
