//! What the messages of TLS 1.2 say, and why they are there. Sections are those of RFC 5246.

use handfast::path::name;
use handfast::wire::code_points::ExtensionType;
use handfast::wire::handshake::{
    Certificate12, CertificateRequest12, ClientKeyExchange, NewSessionTicket12, ServerHello,
    ServerKeyExchange,
};
use handfast::wire::{Dialect, Kind, Message};
use handfast::{ClientAuth, Role};

use super::contents::{dotted, empty, listed, shown};
use crate::count;

/// What stands in a message after ClientHello, a line each; `before` messages were sent before it.
pub(super) fn lines(message: &Message<'_>, sender: Role, before: usize, policy: ClientAuth) -> Vec<String> {
    match message {
        Message::ServerHello(m) => server_hello(m),
        Message::Certificate12(m) => vec![certificate(m)],
        Message::ServerKeyExchange(m) => server_key_exchange(m),
        Message::CertificateRequest12(m) => {
            certificate_request(m).into_iter().chain([otherwise(policy).into()]).collect()
        }
        Message::ClientKeyExchange(m) => vec![client_key_exchange(*m)],
        Message::CertificateVerify(m) => {
            vec![format!("{} over messages 1–{before} as they were", m.algorithm)]
        }
        Message::Finished(_) => vec![finished(sender, before)],
        Message::NewSessionTicket12(m) => vec![ticket(*m)],
        Message::CertificateStatus(_) => vec!["what an OCSP responder says of it".into()],
        _ => Vec::new(),
    }
}

/// Why there is such a message. Sections are those of RFC 5246.
pub(super) const fn reason(kind: Kind, dialect: Dialect) -> Option<&'static str> {
    Some(match (kind, dialect) {
        (Kind::ClientHello, _) => "What the client can do; the server chooses (§7.4.1.2).",
        (Kind::ServerHello, _) => "Both randoms are known; keys must wait for a secret (§7.4.1.3).",
        (Kind::Certificate, _) => "In the clear: who listens sees who they are (§7.4.2).",
        (Kind::ServerKeyExchange, _) => "The share is signed, so it is the server's and fresh (§7.4.3).",
        (Kind::CertificateRequest, _) => "The question that makes it mutual: who are you? (§7.4.4)",
        (Kind::ServerHelloDone, _) => "The server waits: a second round trip is needed (§7.4.5).",
        (Kind::ClientKeyExchange, Dialect::Tls12Rsa) => {
            "Only the server's key opens it: now, or years later from a recording (§7.4.7.1)."
        }
        (Kind::ClientKeyExchange, _) => "Now both can make the same keys, and no listener can (§7.4.7).",
        (Kind::CertificateVerify, _) => "Only the holder of the key can sign this very handshake (§7.4.8).",
        (Kind::Finished, _) => "Had anyone changed a bit on the way, this would not match (§7.4.9).",
        _ => return None,
    })
}

fn server_hello(m: &ServerHello<'_>) -> Vec<String> {
    let bound = m.extensions().contains(ExtensionType::EXTENDED_MAIN_SECRET);
    let bound = bound.then(|| "the main secret will cover the handshake (RFC 7627)".to_owned());
    [Some(m.cipher_suite.to_string()), bound].into_iter().flatten().collect()
}

/// TLS 1.2 has no certificate_required.
const fn otherwise(policy: ClientAuth) -> &'static str {
    match policy {
        ClientAuth::Require => "whoever cannot answer is refused (§7.4.6)",
        ClientAuth::Optional | ClientAuth::None => "whoever cannot answer is served as nobody (§7.4.6)",
    }
}

fn finished(sender: Role, before: usize) -> String {
    format!("PRF(main secret, “{} finished”, hash of messages 1–{before})", sender.name())
}

fn certificate(m: &Certificate12<'_>) -> String {
    match m {
        Certificate12::RawPublicKey(key) => shown(key, 1),
        Certificate12::X509(list) => list.first().map_or_else(empty, |leaf| shown(leaf.0, list.len())),
    }
}

fn server_key_exchange(m: &ServerKeyExchange<'_>) -> Vec<String> {
    vec![format!("key share: {}", m.params.group), format!("{} over both randoms and the share", m.algorithm)]
}

fn certificate_request(m: &CertificateRequest12<'_>) -> Vec<String> {
    let authorities = m.certificate_authorities;
    let issued = (!authorities.is_empty())
        .then(|| format!("issued by {}", listed(authorities.iter().map(|name| name::text(name.0)))));
    let schemes = count(m.supported_signature_algorithms.len(), "signature scheme");
    vec![format!("to sign with: {}", listed(m.certificate_types.iter())), dotted([issued, Some(schemes)])]
}

fn client_key_exchange(m: ClientKeyExchange<'_>) -> String {
    match m {
        ClientKeyExchange::Ecdhe(_) => "the client's key share".into(),
        ClientKeyExchange::Rsa(encrypted) => {
            format!(
                "a random secret, encrypted with the server's RSA key: {}",
                count(encrypted.len(), "octet")
            )
        }
    }
}

fn ticket(m: NewSessionTicket12<'_>) -> String {
    format!("for {} s", m.ticket_lifetime_hint)
}
