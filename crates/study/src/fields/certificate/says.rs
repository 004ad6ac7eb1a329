//! What the parts of a certificate say, in a line.

use handfast::path::Identity;
use x509_parser::extensions::{ParsedExtension, X509Extension};
use x509_parser::x509::AlgorithmIdentifier;

use crate::glossary;
use crate::hex::text as digits;

/// An extension of the certificate of this holder.
pub(super) fn extension(extension: &X509Extension<'_>, identity: Option<&Identity>) -> String {
    match extension.parsed_extension() {
        ParsedExtension::KeyUsage(usage) => listed(&flags(usage.flags)),
        ParsedExtension::ExtendedKeyUsage(_) => listed(&purposes(extension.value)),
        ParsedExtension::BasicConstraints(constraints) => {
            match (constraints.ca, constraints.path_len_constraint) {
                (false, _) => "no authority".to_owned(),
                (true, None) => "an authority".to_owned(),
                (true, Some(depth)) => format!("an authority, with {depth} authorities below it at most"),
            }
        }
        ParsedExtension::SubjectAlternativeName(_) => listed(
            &identity.map(|identity| identity.alternative_names().collect::<Vec<_>>()).unwrap_or_default(),
        ),
        ParsedExtension::SubjectKeyIdentifier(key) => digits(key.0),
        ParsedExtension::AuthorityKeyIdentifier(key) => key
            .key_identifier
            .as_ref()
            .map_or_else(|| "by issuer and serial number".to_owned(), |key| digits(key.0)),
        _ => format!("{} octets", extension.value.len()),
    }
}

pub(super) fn algorithm(identifier: &AlgorithmIdentifier<'_>) -> String {
    let dotted = identifier.algorithm.to_id_string();
    glossary::oid_name(&dotted).map_or(dotted, str::to_owned)
}

/// In the order of their bits (RFC 5280 §4.2.1.3).
const USAGES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

fn flags(bits: u16) -> Vec<&'static str> {
    let set = USAGES.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
    set.map(|(_, name)| *name).collect()
}

/// The names of the object identifiers in a SEQUENCE, in its order.
fn purposes(der: &[u8]) -> Vec<String> {
    let mut rest = der.get(2..).unwrap_or_default();
    let mut purposes = Vec::new();
    while let [6, length, more @ ..] = rest {
        let Some((content, after)) = more.split_at_checked(usize::from(*length)) else { break };
        let dotted = handfast::path::cert::Oid::from_content(content).to_string();
        purposes.push(glossary::oid_name(&dotted).map_or(dotted, str::to_owned));
        rest = after;
    }
    purposes
}

fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
