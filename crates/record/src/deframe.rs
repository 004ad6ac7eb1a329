//! What the header of a record says, judged before its body is awaited.

use handfast_wire::alert::Alert;
use handfast_wire::code_points::ContentType;
use handfast_wire::record::{Header, MAX_CIPHERTEXT, MAX_PLAINTEXT};

use crate::Refusal;

/// What can come next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected {
    /// Keys are in place.
    pub(crate) protected: bool,
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
    let Header { content_type, length, .. } = header;
    match content_type {
        ContentType::CHANGE_CIPHER_SPEC if !expected.change_cipher_spec => {
            Err(Refusal::ChangeCipherSpecForbidden)
        }
        ContentType::CHANGE_CIPHER_SPEC => unprotected(length),
        ContentType::APPLICATION_DATA if expected.protected || expected.early_data => protected(length),
        ContentType::APPLICATION_DATA => Err(Refusal::UnprotectedApplicationData),
        ContentType::HANDSHAKE | ContentType::ALERT if !expected.protected => unprotected(length),
        ContentType::ALERT if !expected.proven && usize::from(length) == Alert::LEN => unprotected(length),
        ContentType::HANDSHAKE | ContentType::ALERT => Err(Refusal::Unprotected { content_type }),
        _ => Err(Refusal::UnexpectedContentType { content_type }),
    }
}

fn unprotected(length: u16) -> Result<bool, Refusal> {
    if usize::from(length) > MAX_PLAINTEXT { Err(Refusal::PlaintextOverflow { length }) } else { Ok(false) }
}

fn protected(length: u16) -> Result<bool, Refusal> {
    if usize::from(length) > MAX_CIPHERTEXT { Err(Refusal::CiphertextOverflow { length }) } else { Ok(true) }
}
