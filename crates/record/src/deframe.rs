//! What the header of a record says, judged before its body is awaited.

use handfast_wire::alert::Alert;
use handfast_wire::code_points::{ContentType, ProtocolVersion};
use handfast_wire::record::{Header, MAX_CIPHERTEXT, MAX_PLAINTEXT};

use crate::Refusal;
use crate::direction::Protection;

/// What can come next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected {
    /// The keys that are in place.
    pub(crate) protection: Protection,
    /// The peer has shown that it has keys too.
    pub(crate) proven: bool,
    /// The handshake runs (RFC 9846 §5).
    pub(crate) change_cipher_spec: bool,
    /// Early data may come that was not accepted (RFC 9846 §4.3.10).
    pub(crate) early_data: bool,
}

/// Judges type and length of a record, and says whether it is protected.
///
/// A peer that refuses our ServerHello has no keys yet: its alert comes unprotected although we have keys. So as long as
/// nothing it protected has been opened, an unprotected record that has the length of an alert is taken for one
/// (RFC 9846 §6: alerts are encrypted as the *sender's* connection state says). It can only end the handshake, which who
/// could forge it could do as well by other means.
pub(crate) fn judge(header: Header, expected: Expected) -> Result<bool, Refusal> {
    let Header { content_type, legacy_record_version: version, length } = header;
    let protection = expected.protection;
    match content_type {
        // TLS 1.3 ignores the version (RFC 9846 §5.1); in TLS 1.2 it is one, and protected with the rest.
        _ if protection == Protection::Tls12 && version != ProtocolVersion::TLS1_2 => {
            Err(Refusal::WrongVersion { version })
        }
        ContentType::CHANGE_CIPHER_SPEC if protection == Protection::Tls12 => {
            Err(Refusal::ChangeCipherSpecAgain)
        }
        ContentType::CHANGE_CIPHER_SPEC if !expected.change_cipher_spec => {
            Err(Refusal::ChangeCipherSpecForbidden)
        }
        ContentType::CHANGE_CIPHER_SPEC => unprotected(length),
        ContentType::APPLICATION_DATA if protection == Protection::None && !expected.early_data => {
            Err(Refusal::UnprotectedApplicationData)
        }
        ContentType::APPLICATION_DATA => protected(length),
        ContentType::HANDSHAKE | ContentType::ALERT => match protection {
            Protection::None => unprotected(length),
            Protection::Tls12 => protected(length),
            Protection::Tls13 => stray_alert(header, expected.proven),
        },
        _ => Err(Refusal::UnexpectedContentType { content_type }),
    }
}

/// Under the keys of TLS 1.3 every record is outwardly application data, but for the alert of a peer without keys.
fn stray_alert(header: Header, proven: bool) -> Result<bool, Refusal> {
    let Header { content_type, length, .. } = header;
    let is_alert = content_type == ContentType::ALERT && usize::from(length) == Alert::LEN;
    if is_alert && !proven { unprotected(length) } else { Err(Refusal::Unprotected { content_type }) }
}

fn unprotected(length: u16) -> Result<bool, Refusal> {
    if usize::from(length) > MAX_PLAINTEXT { Err(Refusal::PlaintextOverflow { length }) } else { Ok(false) }
}

fn protected(length: u16) -> Result<bool, Refusal> {
    if usize::from(length) > MAX_CIPHERTEXT { Err(Refusal::CiphertextOverflow { length }) } else { Ok(true) }
}
