//! The protection of one direction: keys and sequence number.

use core::fmt;

use handfast_crypto::{aead::Aead, hash::Hash, secret::Secret};
use handfast_wire::code_points::{ContentType, ProtocolVersion};
use handfast_wire::record::{HEADER_LEN, Header, MAX_PLAINTEXT};

use crate::{Refusal, Tls12, Tls13};

/// Keys of one direction that have neither sealed nor opened a record yet.
#[derive(Debug)]
pub struct RecordKeys(Direction);

impl RecordKeys {
    /// The keys of a TLS 1.3 traffic secret: HKDF-Expand-Label with "key" and "iv" (RFC 9846 §7.3).
    #[must_use]
    #[inline(never)]
    pub fn tls13(aead: Aead, hash: Hash, traffic_secret: &Secret) -> Self {
        Self(Direction::Tls13(Box::new(Tls13::new(aead, hash, traffic_secret))))
    }

    /// The keys of TLS 1.2: `write_key` and `write_IV` as they were cut from the key block (RFC 5246 §6.3), of
    /// [`Aead::key_len`] and [`Aead::fixed_iv_len`] bytes.
    #[must_use]
    #[inline(never)]
    pub fn tls12(aead: Aead, write_key: &Secret, write_iv: &Secret) -> Self {
        Self(Direction::Tls12(Box::new(Tls12::new(aead, write_key, write_iv))))
    }

    /// The same keys, which seal at most `records` records (see [`crate::UsageLimit::at_most`]).
    #[must_use]
    pub fn at_most(mut self, records: u64) -> Self {
        match &mut self.0 {
            Direction::Plaintext => {}
            Direction::Tls12(protection) => protection.lower_limit(records),
            Direction::Tls13(protection) => protection.lower_limit(records),
        }
        self
    }
}

impl From<RecordKeys> for Direction {
    fn from(keys: RecordKeys) -> Self {
        keys.0
    }
}

/// How the records of one direction are protected. It counts the records by itself (RFC 9846 §5.3).
#[derive(Debug, Default)]
pub enum Direction {
    /// No keys yet.
    #[default]
    Plaintext,
    /// RFC 5246 §6.2.3.3.
    Tls12(Box<Tls12>),
    /// RFC 9846 §5.2.
    Tls13(Box<Tls13>),
}

/// The kinds of protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    None,
    Tls12,
    Tls13,
}

/// What an opened record holds: `body[start..start + length]` is its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// The true type: the inner one of a protected record.
    pub content_type: ContentType,
    /// How many bytes of the body stand before the content: in TLS 1.2, what the record carries of its nonce.
    pub start: usize,
    /// The length of the content in bytes.
    pub length: usize,
    /// How many zeros followed the type, in bytes (RFC 9846 §5.4).
    pub padding: usize,
}

impl Direction {
    /// Opens a record in place: `header` as received, `body` the bytes that followed it.
    ///
    /// # Errors
    /// [`Refusal::BadRecordMac`], [`Refusal::NoContentType`], [`Refusal::InnerPlaintextOverflow`],
    /// [`Refusal::SequenceExhausted`]. Of the body nothing is left to use then.
    pub fn open(&mut self, header: &[u8; HEADER_LEN], body: &mut [u8]) -> Result<Content, Refusal> {
        match self {
            Self::Plaintext => Ok(Content::unprotected(header, body)),
            Self::Tls12(protection) => protection.open(header, body),
            Self::Tls13(protection) => protection.open(header, body),
        }
    }

    /// Appends to `out` one record with this content, followed by `padding` zeros if it is protected as TLS 1.3 does it.
    ///
    /// # Errors
    /// [`CannotSeal`]; `out` is then unchanged.
    pub fn seal(
        &mut self,
        content_type: ContentType,
        content: &[u8],
        padding: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), CannotSeal> {
        let start = out.len();
        out.resize(start + self.lead(), 0);
        out.extend_from_slice(content);
        let version = ProtocolVersion::TLS1_2;
        self.seal_in_place(content_type, version, padding, out, start).inspect_err(|_| out.truncate(start))
    }

    /// Makes a record of everything from `start` on: a room of [`Self::lead`] bytes, then the content. A protected record
    /// always has the version 0x0303 (RFC 9846 §5.2, RFC 5246 §6.2.1), whatever `version` is.
    pub(crate) fn seal_in_place(
        &mut self,
        content_type: ContentType,
        version: ProtocolVersion,
        padding: usize,
        out: &mut Vec<u8>,
        start: usize,
    ) -> Result<(), CannotSeal> {
        let content = out.len().saturating_sub(start + self.lead());
        if content.saturating_add(padding) > MAX_PLAINTEXT {
            return Err(CannotSeal::TooLong);
        }
        match self {
            Self::Plaintext if content_type == ContentType::APPLICATION_DATA => Err(CannotSeal::NoKeys),
            Self::Plaintext => {
                write_header(content_type, version, content, out.get_mut(start..));
                Ok(())
            }
            Self::Tls12(protection) => protection.seal_in_place(content_type, out, start),
            Self::Tls13(protection) => protection.seal_in_place(content_type, padding, out, start),
        }
    }

    /// Whether records are protected.
    #[must_use]
    pub const fn is_protected(&self) -> bool {
        !matches!(self, Self::Plaintext)
    }

    pub(crate) const fn protection(&self) -> Protection {
        match self {
            Self::Plaintext => Protection::None,
            Self::Tls12(_) => Protection::Tls12,
            Self::Tls13(_) => Protection::Tls13,
        }
    }

    /// The sequence number of the next record; `None` without keys.
    #[must_use]
    pub const fn sequence(&self) -> Option<u64> {
        match self {
            Self::Plaintext => None,
            Self::Tls12(protection) => Some(protection.sequence()),
            Self::Tls13(protection) => Some(protection.sequence()),
        }
    }

    /// How many bytes of a record stand before its content.
    pub(crate) const fn lead(&self) -> usize {
        match self {
            Self::Plaintext | Self::Tls13(_) => HEADER_LEN,
            Self::Tls12(protection) => protection.lead(),
        }
    }

    /// How many bytes a limit of the peer counts beside content and padding: the type that TLS 1.3 encrypts (RFC 8449 §4).
    pub(crate) const fn inner_type_len(&self) -> usize {
        match self {
            Self::Plaintext | Self::Tls12(_) => 0,
            Self::Tls13(_) => 1,
        }
    }

    /// How many bytes protection adds to the content of a record, padding apart.
    pub(crate) const fn expansion(&self) -> usize {
        match self {
            Self::Plaintext => 0,
            Self::Tls12(protection) => protection.expansion(),
            Self::Tls13(_) => Tls13::EXPANSION,
        }
    }

    /// How many records of application data may still be sealed before the key must be updated (RFC 9846 §5.5), or
    /// the connection closed where keys cannot be updated (RFC 9325 §4.4). `None` without keys: nothing wears out.
    #[must_use]
    pub fn records_left(&self) -> Option<u64> {
        match self {
            Self::Plaintext => None,
            Self::Tls12(protection) => Some(protection.records_left()),
            Self::Tls13(protection) => Some(protection.records_left()),
        }
    }
}

impl Content {
    fn unprotected(header: &[u8; HEADER_LEN], body: &[u8]) -> Self {
        Self { content_type: Header::decode(header).content_type, start: 0, length: body.len(), padding: 0 }
    }
}

/// Writes the header of a record with `length` bytes at the start of `room`, and returns it.
pub(crate) fn write_header(
    content_type: ContentType,
    legacy_record_version: ProtocolVersion,
    length: usize,
    room: Option<&mut [u8]>,
) -> [u8; HEADER_LEN] {
    let length = u16::try_from(length).unwrap_or(u16::MAX);
    let header = Header { content_type, legacy_record_version, length }.encode();
    if let Some(room) = room.and_then(<[u8]>::first_chunk_mut) {
        *room = header;
    }
    header
}

/// Why a record cannot be sealed. Not the peer's fault, so not a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSeal {
    /// The key has sealed as many records as it may (RFC 9846 §5.5).
    KeyExhausted,
    /// Application data must not be sent unprotected (RFC 9846 §5.1).
    NoKeys,
    /// Content and padding exceed 2^14 bytes (RFC 9846 §5.4).
    TooLong,
}

impl fmt::Display for CannotSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeyExhausted => "the key has sealed as many records as it may (RFC 9846 §5.5)",
            Self::NoKeys => "application data must not be sent unprotected (RFC 9846 §5.1)",
            Self::TooLong => "content and padding of a record exceed 2^14 bytes (RFC 9846 §5.4)",
        })
    }
}

impl core::error::Error for CannotSeal {}
