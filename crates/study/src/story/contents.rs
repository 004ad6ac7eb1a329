//! What a handshake message says: what matters of its fields, read from its octets, and one sentence on why it is there.

use core::fmt::Display;

use handfast::crypto::public_key::PublicKey;
use handfast::handshake::Epoch;
use handfast::handshake::auth::context_string;
use handfast::path::cert::Cert;
use handfast::path::name;
use handfast::wire::ext::{EarlyData, Extensions};
use handfast::wire::handshake::{
    Certificate, CertificateRequest, CertificateVerify, ClientHello, HelloRetryRequest, NewSessionTicket,
    ServerHello,
};
use handfast::wire::{Dialect, Kind, Message};
use handfast::{ClientAuth, Role};

use super::contents12;
use crate::count;
use crate::inflate;
use crate::timeline;

/// What stands in a message that `sender` sends as the `number`th, a line each.
pub(crate) fn lines(
    message: &timeline::Message,
    dialect: Dialect,
    sender: Role,
    number: Option<usize>,
    policy: ClientAuth,
) -> Vec<String> {
    let before = number.map_or(0, |number| number.saturating_sub(1));
    let later = generation(message.epoch);
    match Message::decode(&message.bytes, dialect, None) {
        Ok(Message::ClientHello(m)) => client_hello(&m),
        Ok(m) if dialect != Dialect::Tls13 => contents12::lines(&m, sender, before, policy),
        Ok(Message::ServerHello(m)) => vec![server_hello(&m)],
        Ok(Message::HelloRetryRequest(m)) => vec![hello_retry_request(&m)],
        Ok(Message::EncryptedExtensions(m)) => vec![encrypted_extensions(&m.extensions)],
        Ok(Message::CertificateRequest(m)) => vec![certificate_request(&m), otherwise(policy).into()],
        Ok(Message::Certificate(m)) => vec![certificate(&m)],
        Ok(Message::CompressedCertificate(_)) => compressed(&message.bytes).into_iter().collect(),
        Ok(Message::CertificateVerify(m)) => certificate_verify(&m, sender, &hashed(before, later)),
        Ok(Message::Finished(_)) => {
            vec![later.map_or_else(|| finished(sender, before), |keys| finished_later(sender, keys))]
        }
        Ok(Message::NewSessionTicket(m)) => vec![ticket(&m)],
        Ok(Message::KeyUpdate(m)) => vec![m.request_update.to_string()],
        Ok(Message::EndOfEarlyData) => Vec::new(),
        Ok(_) => Vec::new(),
        Err(why) => vec![why.to_string()],
    }
}

/// Why there is such a message.
pub(crate) const fn reason(kind: Kind, dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Tls13 => reason13(kind),
        Dialect::Tls12Ecdhe | Dialect::Tls12Rsa => contents12::reason(kind, dialect),
    }
}

/// Sections are those of RFC 9846.
const fn reason13(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::ClientHello => "A share for each likely group lets the server answer at once (§4.3.8).",
        Kind::ServerHello => "Now both can make the same keys, and no listener can (§7.1).",
        Kind::HelloRetryRequest => "None of the shares serves: once more, please (§4.2.4).",
        Kind::EncryptedExtensions => "What need not be in the clear is answered under keys (§4.4.1).",
        Kind::CertificateRequest => "The question that makes it mutual: who are you? (§4.4.2)",
        Kind::Certificate => "A certificate is public: it proves nothing by itself (§4.5.1).",
        Kind::CertificateVerify => "Only the holder of the key can sign this very handshake (§4.5.2).",
        Kind::Finished => "Had anyone changed a bit on the way, this would not match (§4.5.3).",
        Kind::NewSessionTicket => "A ticket, to come back sooner (§4.7.1).",
        Kind::EndOfEarlyData => "What was said early is all said; the handshake goes on (§4.6).",
        Kind::KeyUpdate => "From here on new keys, made from the old (§4.7.3).",
        _ => return None,
    })
}

fn client_hello(m: &ClientHello<'_>) -> Vec<String> {
    let extensions = m.extensions();
    let name = extensions.server_name().and_then(|name| name.host_name);
    let name = name.map(|name| format!("to {}", name.escape_ascii()));
    let versions = extensions.offered_versions().map(|list| listed(list.iter()));
    let suites = Some(count(m.cipher_suites.len(), "cipher suite"));
    let schemes = extensions.signature_algorithms().map(|list| count(list.len(), "signature scheme"));
    let shares = extensions.client_shares().map(|shares| listed(shares.iter().map(|share| share.group)));
    let shares = shares.map(|shares| format!("key shares: {shares}"));
    let early = extensions.early_data().map(|_| "early data follows".to_owned());
    [Some(dotted([name, versions, suites, schemes])), shares, early].into_iter().flatten().collect()
}

fn server_hello(m: &ServerHello<'_>) -> String {
    let share = m.extensions().server_share().map(|share| format!("key share: {}", share.group));
    dotted([Some(m.cipher_suite.to_string()), share])
}

fn hello_retry_request(m: &HelloRetryRequest<'_>) -> String {
    let group = m.extensions.retry_group().map(|group| format!("send a share of {group}"));
    dotted([group, m.extensions.cookie().map(|_| "and this cookie".into())])
}

fn encrypted_extensions(extensions: &Extensions<'_>) -> String {
    if extensions.is_empty() {
        "no extension".into()
    } else {
        format!("answers {}", listed(extensions.types()))
    }
}

fn certificate_request(m: &CertificateRequest<'_>) -> String {
    let authorities = m.extensions.certificate_authorities();
    let authorities = authorities.map(|list| listed(list.iter().map(|name| name::text(name.0))));
    let schemes = m.extensions.signature_algorithms().map(|list| count(list.len(), "signature scheme"));
    dotted([authorities.map(|names| format!("issued by {names}")), schemes])
}

fn ticket(m: &NewSessionTicket<'_>) -> String {
    let early = match m.extensions.early_data() {
        Some(EarlyData::MaxSize(most)) => {
            Some(format!("early data up to {}", count(usize::try_from(most).unwrap_or(usize::MAX), "octet")))
        }
        Some(EarlyData::Indicated) | None => None,
    };
    dotted([Some(format!("for {} s", m.ticket_lifetime)), early])
}

/// What becomes of a client that shows nothing (RFC 9846).
const fn otherwise(policy: ClientAuth) -> &'static str {
    match policy {
        ClientAuth::Require => "whoever cannot answer is refused (§4.5.1.3)",
        ClientAuth::Optional | ClientAuth::None => "whoever cannot answer is served as nobody (§4.5.1.3)",
    }
}

fn certificate(m: &Certificate<'_>) -> String {
    let leaf = m.certificate_list.first();
    leaf.map_or_else(empty, |leaf| shown(leaf.cert_data, m.certificate_list.len()))
}

/// What is inside.
fn compressed(message: &[u8]) -> Option<String> {
    match Message::decode(&inflate::certificate(message)?, Dialect::Tls13, None) {
        Ok(Message::Certificate(m)) => Some(certificate(&m)),
        _ => None,
    }
}

pub(super) fn empty() -> String {
    "empty: there is none to show".into()
}

/// A chain of so many certificates that begins with this one; or a key alone.
pub(super) fn shown(leaf: &[u8], length: usize) -> String {
    if let Ok(key) = PublicKey::from_spki(leaf) {
        return dotted([Some("a key without a certificate".into()), Some(key.kind().to_string())]);
    }
    let chain = Some(count(length, "certificate"));
    match Cert::parse(leaf) {
        Ok(cert) => {
            let key = cert.public_key().map(|key| key.kind().to_string());
            dotted([Some(name::text(cert.subject)), key.ok(), chain])
        }
        Err(why) => dotted([Some(why.to_string()), chain]),
    }
}

/// Of a message after the handshake: how often the keys it goes under were updated.
const fn generation(epoch: Epoch) -> Option<u64> {
    match epoch {
        Epoch::Application(generation) => Some(generation),
        Epoch::Plaintext | Epoch::EarlyData | Epoch::Handshake => None,
    }
}

fn certificate_verify(m: &CertificateVerify<'_>, signer: Role, hashed: &str) -> Vec<String> {
    vec![
        format!("{} over “{}”", m.algorithm, context_string(signer).escape_ascii()),
        format!("and the hash of {hashed}"),
    ]
}

/// An answer after the handshake goes on from there with the request that it answers, whatever else was asked meanwhile
/// (§4.7.2).
fn hashed(before: usize, later: Option<u64>) -> String {
    match later {
        None => format!("messages 1–{before}"),
        Some(_) => "the handshake, the request and Certificate".into(),
    }
}

/// The keys are those that the client sends with now (§4.5).
fn finished_later(sender: Role, keys: u64) -> String {
    format!(
        "HMAC of the same and CertificateVerify under {}_application_traffic_secret_{keys}",
        sender.name()
    )
}

fn finished(sender: Role, before: usize) -> String {
    format!("HMAC of messages 1–{before} under {}_handshake_traffic_secret", sender.name())
}

/// `a · b`
pub(super) fn dotted<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `a, b and c`
pub(super) fn listed<T: Display>(items: impl Iterator<Item = T>) -> String {
    let items: Vec<_> = items.map(|item| item.to_string()).collect();
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "none".into(),
    }
}
