//! Record payload protection of TLS 1.2 by an AEAD (RFC 5246 §6.2.3.3).
//!
//! ```text
//! struct {
//!     opaque nonce_explicit[SecurityParameters.record_iv_length];
//!     aead-ciphered struct { opaque content[TLSCompressed.length]; };
//! } GenericAEADCipher;
//!
//! additional_data = seq_num + TLSCompressed.type + TLSCompressed.version + TLSCompressed.length
//! ```

use core::fmt;

use handfast_crypto::aead::{Aead, AeadKey, Iv, NONCE_LEN, OpenFailed, TAG_LEN};
use handfast_crypto::secret::Secret;
use handfast_wire::code_points::{ContentType, ProtocolVersion};
use handfast_wire::record::{HEADER_LEN, Header, MAX_PLAINTEXT};

use crate::direction::write_header;
use crate::{CannotSeal, Content, Refusal, UsageLimit};

/// One direction under keys of a key block.
pub struct Tls12 {
    key: AeadKey,
    iv: Iv,
    sequence: u64,
    limit: UsageLimit,
}

/// The length of `additional_data`.
const AAD_LEN: usize = 8 + HEADER_LEN;

impl Tls12 {
    pub(crate) fn new(aead: Aead, write_key: &Secret, fixed_iv: &Secret) -> Self {
        let (key, iv) = (AeadKey::new(aead, write_key), Iv::new(fixed_iv));
        Self { key, iv, sequence: 0, limit: UsageLimit::of(aead) }
    }

    pub(crate) fn lower_limit(&mut self, records: u64) {
        self.limit = self.limit.at_most(records);
    }

    /// The content stands behind the part of the nonce that the record carries.
    pub(crate) fn open(&mut self, header: &[u8; HEADER_LEN], body: &mut [u8]) -> Result<Content, Refusal> {
        let next = self.sequence.checked_add(1).ok_or(Refusal::SequenceExhausted)?;
        let start = self.explicit_nonce_len();
        let (explicit, sealed) = body.split_at_mut_checked(start).ok_or(Refusal::BadRecordMac)?;
        let length = sealed.len().checked_sub(TAG_LEN).ok_or(Refusal::BadRecordMac)?;
        let aad = self.additional_data(*header, length);
        let nonce = self.nonce_of(explicit);
        let length = self.key.open(nonce, &aad, sealed).map_err(|OpenFailed| Refusal::BadRecordMac)?;
        self.sequence = next;
        if length > MAX_PLAINTEXT {
            return Err(Refusal::PlaintextOverflow { length: u16::try_from(length).unwrap_or(u16::MAX) });
        }
        Ok(Content { content_type: Header::decode(header).content_type, start, length, padding: 0 })
    }

    /// The nonce counts: it is never used twice under one key (RFC 9325 §7.2.1). Makes a record of the room of [`Self::lead`] bytes at `start` and the content behind it.
    pub(crate) fn seal_in_place(
        &mut self,
        content_type: ContentType,
        out: &mut Vec<u8>,
        start: usize,
    ) -> Result<(), CannotSeal> {
        if self.sequence >= self.limit.records() {
            return Err(CannotSeal::KeyExhausted);
        }
        let room = out.get_mut(start..).unwrap_or_default();
        let content = room.len().saturating_sub(self.lead());
        let sealed = content + self.expansion();
        let header = write_header(content_type, ProtocolVersion::TLS1_2, sealed, Some(&mut *room));
        let carried = room.iter_mut().skip(HEADER_LEN).take(self.explicit_nonce_len());
        carried.zip(self.sequence.to_be_bytes()).for_each(|(to, from)| *to = from);
        let (aad, nonce) = (self.additional_data(header, content), self.iv.nonce(self.sequence));
        let tag = self.key.seal(nonce, &aad, room.get_mut(self.lead()..).unwrap_or_default());
        out.extend_from_slice(&tag);
        self.sequence += 1;
        Ok(())
    }

    /// How many bytes stand before the content.
    pub(crate) const fn lead(&self) -> usize {
        HEADER_LEN + self.explicit_nonce_len()
    }

    /// How many bytes protection adds.
    pub(crate) const fn expansion(&self) -> usize {
        self.explicit_nonce_len() + TAG_LEN
    }

    pub(crate) const fn sequence(&self) -> u64 {
        self.sequence
    }

    pub(crate) fn records_left(&self) -> u64 {
        self.limit.records_of_data().saturating_sub(self.sequence)
    }

    const fn explicit_nonce_len(&self) -> usize {
        self.key.aead().explicit_nonce_len()
    }

    /// AES-GCM: the salt, then what the record carries, which the sender chose (RFC 5288 §3). ChaCha20-Poly1305 carries
    /// nothing: the IV XOR the sequence number (RFC 7905 §2).
    fn nonce_of(&self, explicit: &[u8]) -> [u8; NONCE_LEN] {
        let carried = explicit.first_chunk().map(|bytes| u64::from_be_bytes(*bytes));
        self.iv.nonce(carried.unwrap_or(self.sequence))
    }

    /// The sequence number, then the header as it would be of the content alone.
    fn additional_data(&self, header: [u8; HEADER_LEN], length: usize) -> [u8; AAD_LEN] {
        let [content_type, major, minor, ..] = header;
        let [high, low] = u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes();
        let header = [content_type, major, minor, high, low];
        let mut aad = [0; AAD_LEN];
        let parts = self.sequence.to_be_bytes().into_iter().chain(header);
        aad.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        aad
    }
}

impl fmt::Debug for Tls12 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tls12 {{ aead: {:?}, sequence: {} }}", self.key.aead(), self.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(aead: Aead) -> Tls12 {
        let secret = |len| Secret::from_slice(&vec![7; len]);
        Tls12::new(aead, &secret(aead.key_len()), &secret(aead.fixed_iv_len()))
    }

    #[test]
    fn additional_data_names_the_content() {
        let mut keys = keys(Aead::Aes128Gcm);
        keys.sequence = 0x0102_0304_0506_0708;
        let aad = keys.additional_data([23, 3, 3, 0xff, 0xff], 0x1234);
        assert_eq!(aad, [1, 2, 3, 4, 5, 6, 7, 8, 23, 3, 3, 0x12, 0x34]);
    }

    #[test]
    fn sequence_never_wraps() {
        for &aead in Aead::ALL {
            let mut keys = keys(aead);
            keys.sequence = u64::MAX;
            assert_eq!(keys.open(&[0; HEADER_LEN], &mut [0; 32]), Err(Refusal::SequenceExhausted));
            let mut out = vec![0; keys.lead()];
            let sealed = keys.seal_in_place(ContentType::ALERT, &mut out, 0);
            assert_eq!((sealed, out), (Err(CannotSeal::KeyExhausted), vec![0; keys.lead()]));
        }
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", keys(Aead::Aes256Gcm)), "Tls12 { aead: Aes256Gcm, sequence: 0 }");
    }
}
