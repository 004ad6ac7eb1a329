//! Record payload protection of TLS 1.3 (RFC 9846 §5.2 to §5.5).

use core::fmt;

use handfast_crypto::aead::{Aead, AeadKey, Iv, NONCE_LEN, OpenFailed, TAG_LEN};
use handfast_crypto::{hash::Hash, hkdf::Prk, secret::Secret};
use handfast_wire::code_points::{ContentType, ProtocolVersion};
use handfast_wire::record::{HEADER_LEN, MAX_PLAINTEXT};

use crate::direction::write_header;
use crate::{CannotSeal, Content, Refusal, UsageLimit};

/// One direction under the keys of a traffic secret.
pub struct Tls13 {
    key: AeadKey,
    iv: Iv,
    sequence: u64,
    limit: UsageLimit,
}

impl Tls13 {
    /// The content type and the tag.
    pub(crate) const EXPANSION: usize = 1 + TAG_LEN;

    pub(crate) fn new(aead: Aead, hash: Hash, traffic_secret: &Secret) -> Self {
        let prk = Prk::new(hash, traffic_secret);
        let key = prk.expand_label("key", &[], aead.key_len());
        let Ok(iv) = Iv::expand(&prk, "iv") else { unreachable!("a label of two letters fits") };
        Self { key: AeadKey::new(aead, &key), iv, sequence: 0, limit: UsageLimit::of(aead) }
    }

    pub(crate) fn lower_limit(&mut self, records: u64) {
        self.limit = self.limit.at_most(records);
    }

    /// The additional data is the header as received (§5.2). A receiver does not enforce the limits of §5.5, as later
    /// analyses may raise them; only the sequence number must not wrap (§5.3).
    pub(crate) fn open(&mut self, header: &[u8; HEADER_LEN], body: &mut [u8]) -> Result<Content, Refusal> {
        let next = self.sequence.checked_add(1).ok_or(Refusal::SequenceExhausted)?;
        let length = self.key.open(self.nonce(), header, body).map_err(|OpenFailed| Refusal::BadRecordMac)?;
        self.sequence = next;
        inner_plaintext(body.get(..length).unwrap_or_default())
    }

    /// Makes a record of the room for a header at `start` and the content behind it.
    pub(crate) fn seal_in_place(
        &mut self,
        content_type: ContentType,
        padding: usize,
        out: &mut Vec<u8>,
        start: usize,
    ) -> Result<(), CannotSeal> {
        if self.sequence >= self.limit.records() {
            return Err(CannotSeal::KeyExhausted);
        }
        out.push(content_type.0);
        out.resize(out.len() + padding, 0);
        let length = out.len().saturating_sub(start + HEADER_LEN) + TAG_LEN;
        let opaque_type = ContentType::APPLICATION_DATA;
        let header = write_header(opaque_type, ProtocolVersion::TLS1_2, length, out.get_mut(start..));
        let tag = self.key.seal(self.nonce(), &header, out.get_mut(start + HEADER_LEN..).unwrap_or_default());
        out.extend_from_slice(&tag);
        self.sequence += 1;
        Ok(())
    }

    pub(crate) const fn sequence(&self) -> u64 {
        self.sequence
    }

    pub(crate) fn records_left(&self) -> u64 {
        self.limit.records_of_data().saturating_sub(self.sequence)
    }

    /// By the sequence number (§5.3).
    fn nonce(&self) -> [u8; NONCE_LEN] {
        self.iv.nonce(self.sequence)
    }
}

/// The last byte that is not zero is the type; what stands before it is the content, what follows is padding (§5.4).
fn inner_plaintext(plaintext: &[u8]) -> Result<Content, Refusal> {
    if plaintext.len() > MAX_PLAINTEXT + 1 {
        return Err(Refusal::InnerPlaintextOverflow { length: plaintext.len() });
    }
    let (length, content_type) =
        plaintext.iter().enumerate().rfind(|(_, byte)| **byte != 0).ok_or(Refusal::NoContentType)?;
    let padding = plaintext.len() - length - 1;
    Ok(Content { content_type: ContentType(*content_type), start: 0, length, padding })
}

impl fmt::Debug for Tls13 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tls13 {{ aead: {:?}, sequence: {} }}", self.key.aead(), self.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Tls13 {
        Tls13::new(Aead::Aes128Gcm, Hash::Sha256, &Secret::from_slice(&[7; 32]))
    }

    #[test]
    fn nonce_is_iv_xor_sequence() {
        let mut keys = keys();
        let iv = keys.nonce();
        keys.sequence = 0x0102_0304_0506_0708;
        let padded = [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(keys.nonce(), core::array::from_fn(|i| iv[i] ^ padded[i]));
    }

    #[test]
    fn sequence_never_wraps() {
        let mut keys = keys();
        keys.sequence = u64::MAX;
        assert_eq!(keys.open(&[0; HEADER_LEN], &mut [0; 32]), Err(Refusal::SequenceExhausted));
        let mut out = vec![0; HEADER_LEN];
        let sealed = keys.seal_in_place(ContentType::ALERT, 0, &mut out, 0);
        assert_eq!((sealed, out), (Err(CannotSeal::KeyExhausted), vec![0; HEADER_LEN]));
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", keys()), "Tls13 { aead: Aes128Gcm, sequence: 0 }");
    }
}
