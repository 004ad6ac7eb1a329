//! The five bytes before a record.

use crate::code_points::{ContentType, ProtocolVersion};

/// How many bytes a record header takes.
pub const HEADER_LEN: usize = 5;

/// The most plaintext that a record holds, in bytes (RFC 9846 §5.1).
pub const MAX_PLAINTEXT: usize = 1 << 14;

/// The most that a protected record holds, in bytes: content type, padding and tag included (RFC 9846 §5.2).
pub const MAX_CIPHERTEXT: usize = MAX_PLAINTEXT + 256;

/// The header of a record; its limits are the record layer's to judge (RFC 9846 §5.1).
///
/// ```text
/// struct {
///     ContentType type;
///     ProtocolVersion legacy_record_version;
///     uint16 length;
///     opaque fragment[TLSPlaintext.length];
/// } TLSPlaintext;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header {
    /// What the record holds; of a protected record always application_data.
    pub content_type: ContentType,
    /// Written as 0x0303 (0x0301 before an initial ClientHello). When read, it must be 0x0303 under keys of TLS 1.2, which
    /// know it (RFC 5246 §6.2.1), and is ignored otherwise (RFC 9846 §5.1).
    pub legacy_record_version: ProtocolVersion,
    /// How many bytes follow the header.
    pub length: u16,
}

impl Header {
    /// The header in these bytes; every five bytes are one.
    #[must_use]
    pub const fn decode(bytes: &[u8; HEADER_LEN]) -> Self {
        let [content_type, major, minor, high, low] = *bytes;
        Self {
            content_type: ContentType(content_type),
            legacy_record_version: ProtocolVersion(u16::from_be_bytes([major, minor])),
            length: u16::from_be_bytes([high, low]),
        }
    }

    /// The bytes of the header.
    #[must_use]
    pub const fn encode(self) -> [u8; HEADER_LEN] {
        let [major, minor] = self.legacy_record_version.0.to_be_bytes();
        let [high, low] = self.length.to_be_bytes();
        [self.content_type.0, major, minor, high, low]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_of_a_client_hello() {
        let bytes = [0x16, 0x03, 0x01, 0x00, 0xc4];
        let header = Header::decode(&bytes);
        assert_eq!(header.content_type, ContentType::HANDSHAKE);
        assert_eq!(header.legacy_record_version, ProtocolVersion::TLS1_0);
        assert_eq!(header.length, 196);
        assert_eq!(header.encode(), bytes);
    }
}
