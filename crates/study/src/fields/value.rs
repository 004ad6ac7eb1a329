//! What the octets of a field say.

use handfast::path::cert::Oid;
use handfast::path::name;
use handfast::rule::AlertDescription;
use handfast::wire::code_points::{
    AlertLevel, CertificateCompressionAlgorithm, CertificateStatusType, CertificateType, CipherSuite,
    ClientCertificateType, CompressionMethod, EcCurveType, EcPointFormat, ExtensionType, HandshakeType,
    KeyUpdateRequest, MaxFragmentLength, NameType, NamedGroup, ProtocolVersion, PskKeyExchangeMode,
    SignatureScheme,
};

use super::Field;
use crate::count;
use crate::glossary::{self, Entry};

/// The value, and what it means.
pub(super) fn of(field: &Field, message: &[u8]) -> (Option<String>, Option<Entry>) {
    let octets = content(field, message);
    if !field.fields.is_empty() && !field.is_opaque() {
        return (items(field), None);
    }
    match octets {
        [one] => of_one(&field.name, *one).unwrap_or_default(),
        [high, low] if !field.is_opaque() => of_two(&field.name, u16::from_be_bytes([*high, *low])),
        octets => (number(&field.name, octets).or_else(|| text(&field.name, octets)), None),
    }
}

/// Without the length before them.
fn content<'m>(field: &Field, message: &'m [u8]) -> &'m [u8] {
    match &field.fields[..] {
        [_, value] if field.is_opaque() => value.octets(message),
        [_] if field.is_opaque() => &[],
        _ => field.octets(message),
    }
}

/// How many items a list has.
fn items(field: &Field) -> Option<String> {
    let (first, rest) = field.fields.split_first().filter(|_| field.name != "extension_data")?;
    let item = rest.first().filter(|_| first.name == "length")?;
    let alike = rest.iter().all(|field| field.name == item.name) || field.name == "extensions";
    alike.then(|| count(rest.len(), "item"))
}

type Said = (Option<String>, Option<Entry>);

fn of_one(name: &str, value: u8) -> Option<Said> {
    let said = match name {
        "msg_type" => (HandshakeType(value).to_string(), None),
        "level" => named(AlertLevel(value).to_string()),
        "description" => (AlertDescription(value).to_string(), glossary::alert(AlertDescription(value))),
        "PskKeyExchangeMode" => named(PskKeyExchangeMode(value).to_string()),
        "legacy_compression_method" | "legacy_compression_methods" => {
            named(CompressionMethod(value).to_string())
        }
        "ClientCertificateType" => named(ClientCertificateType(value).to_string()),
        "CertificateType" | "client_certificate_type" | "server_certificate_type" => {
            named(CertificateType(value).to_string())
        }
        "EcPointFormat" => named(EcPointFormat(value).to_string()),
        "curve_type" => named(EcCurveType(value).to_string()),
        "MaxFragmentLength" => named(MaxFragmentLength(value).to_string()),
        "name_type" => named(NameType(value).to_string()),
        "status_type" => named(CertificateStatusType(value).to_string()),
        "request_update" => named(KeyUpdateRequest(value).to_string()),
        "length" => (value.to_string(), None),
        name => return text(name, &[value]).map(|text| (Some(text), None)),
    };
    Some((Some(said.0), said.1))
}

fn named(name: String) -> (String, Option<Entry>) {
    let entry = glossary::code_point(&name);
    (name, entry)
}

fn of_two(name: &str, value: u16) -> Said {
    let (said, entry) = match name {
        "cipher_suite" | "CipherSuite" => {
            let suite = CipherSuite(value);
            (suite.to_string(), glossary::suite(suite))
        }
        "group" | "NamedGroup" | "selected_group" | "namedcurve" => {
            let group = NamedGroup(value);
            (group.to_string(), glossary::group(group))
        }
        "algorithm" | "SignatureScheme" => {
            let scheme = SignatureScheme(value);
            (scheme.to_string(), glossary::scheme(scheme))
        }
        "extension_type" => (ExtensionType(value).to_string(), None),
        "legacy_version" | "selected_version" | "ProtocolVersion" => {
            named(ProtocolVersion(value).to_string())
        }
        "CertificateCompressionAlgorithm" => named(CertificateCompressionAlgorithm(value).to_string()),
        "length" | "selected_identity" | "RecordSizeLimit" => (value.to_string(), None),
        _ => return (text(name, &value.to_be_bytes()), None),
    };
    (Some(said), entry)
}

/// Numbers of three and four octets.
fn number(name: &str, octets: &[u8]) -> Option<String> {
    let is_number = matches!(
        name,
        "length"
            | "ticket_lifetime"
            | "ticket_lifetime_hint"
            | "ticket_age_add"
            | "obfuscated_ticket_age"
            | "max_early_data_size"
            | "uncompressed_length"
    );
    let value = octets.iter().fold(0_u32, |value, octet| (value << 8) | u32::from(*octet));
    (is_number && octets.len() <= 4).then(|| value.to_string())
}

fn text(name: &str, octets: &[u8]) -> Option<String> {
    match name {
        "HostName" | "ProtocolName" => Some(octets.escape_ascii().to_string()),
        "DistinguishedName" => Some(name::text(octets)),
        "certificate_extension_oid" => object_identifier(octets),
        _ if octets.is_empty() => Some("empty".to_owned()),
        _ => None,
    }
}

/// From DER: the tag 6, a length of one octet, the content.
fn object_identifier(der: &[u8]) -> Option<String> {
    let dotted = Oid::from_content(der.get(2..)?).to_string();
    Some(glossary::oid_name(&dotted).map_or(dotted, str::to_owned))
}
