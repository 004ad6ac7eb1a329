//! Handshake messages out of records (RFC 9846 §5.1): several in one, or one in several.

use handfast_wire::code_points::HandshakeType;

use crate::Refusal;

/// `msg_type` and `length` (RFC 9846 §4).
const HEADER_LEN: usize = 4;

/// The length of the message that starts here, header included, as soon as its header is there: a message over the
/// limit is refused before it is buffered.
pub(crate) fn message_len(start: &[u8], limit: usize) -> Result<Option<usize>, Refusal> {
    let Some([handshake_type, high, middle, low]) = start.first_chunk::<HEADER_LEN>() else {
        return Ok(None);
    };
    let length = usize::from(*high) << 16 | usize::from(*middle) << 8 | usize::from(*low);
    if length > limit {
        return Err(Refusal::MessageTooLong {
            handshake_type: HandshakeType(*handshake_type),
            length,
            limit,
        });
    }
    Ok(Some(HEADER_LEN + length))
}

/// One message that crosses records.
#[derive(Default)]
pub(crate) struct Joined {
    bytes: Vec<u8>,
    whole: bool,
}

impl Joined {
    /// Adds what `fragment` has of the message and returns how many bytes that is.
    pub(crate) fn add(&mut self, fragment: &[u8], limit: usize) -> Result<usize, Refusal> {
        let header = self.fill(HEADER_LEN, fragment);
        let Some(length) = message_len(&self.bytes, limit)? else { return Ok(header) };
        let body = self.fill(length, fragment.get(header..).unwrap_or_default());
        self.whole = self.bytes.len() == length;
        Ok(header + body)
    }

    /// Whether a message has begun and not ended.
    pub(crate) fn is_partial(&self) -> bool {
        !self.whole && !self.bytes.is_empty()
    }

    /// What is here of a message that has begun and not ended.
    pub(crate) fn begun(&self) -> Option<&[u8]> {
        self.is_partial().then_some(self.bytes.as_slice())
    }

    /// The message, if all of it is here.
    pub(crate) fn whole(&self) -> Option<&[u8]> {
        self.whole.then_some(self.bytes.as_slice())
    }

    /// Forgets a whole message and its memory: messages that cross records are rare and large.
    pub(crate) fn forget_whole(&mut self) {
        if self.whole {
            *self = Self::default();
        }
    }

    /// How much memory is in use, in bytes.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    fn fill(&mut self, length: usize, from: &[u8]) -> usize {
        let missing = length.saturating_sub(self.bytes.len());
        let piece = from.get(..missing).unwrap_or(from);
        self.bytes.extend_from_slice(piece);
        piece.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_no_byte_of_the_next_message() {
        let mut joined = Joined::default();
        assert_eq!(joined.add(&[20, 0], 100), Ok(2));
        assert_eq!(joined.add(&[0, 2, 7], 100), Ok(3));
        assert!(joined.is_partial());
        assert_eq!(joined.add(&[8, 24, 0], 100), Ok(1));
        assert_eq!(joined.whole(), Some(&[20, 0, 0, 2, 7, 8][..]));
    }

    #[test]
    fn refuses_by_the_header_alone() {
        let refusal = Refusal::MessageTooLong {
            handshake_type: HandshakeType(11),
            length: 0x01_0001,
            limit: 0x01_0000,
        };
        assert_eq!(message_len(&[11, 1, 0, 1], 0x01_0000), Err(refusal));
        assert_eq!(message_len(&[11, 1, 0, 0], 0x01_0000), Ok(Some(0x01_0004)));
        assert_eq!(Joined::default().add(&[11, 1, 0, 1], 0x01_0000), Err(refusal));
    }
}
