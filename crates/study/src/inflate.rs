//! Certificates that were sent compressed (RFC 8879), as whoever reads them wants to see them.

use handfast::compression;
use handfast::record::MAX_MESSAGE;
use handfast::wire::code_points::HandshakeType;
use handfast::wire::{Dialect, Kind, Message as Decoded};

use crate::timeline::Message;

/// The type of a message, and its length in three octets.
const HEADER: usize = 4;

/// The Certificate, header included, that a CompressedCertificate stands for. `None` if it is none, is longer than our
/// machines would take, or was compressed in a way that this build does not know.
pub(crate) fn certificate(compressed: &[u8]) -> Option<Vec<u8>> {
    let Ok(Decoded::CompressedCertificate(m)) = Decoded::decode(compressed, Dialect::Tls13, None) else {
        return None;
    };
    let way = compression::all().into_iter().find(|way| way.algorithm() == m.algorithm)?;
    let length = usize::try_from(m.uncompressed_length).ok().filter(|length| *length <= MAX_MESSAGE)?;
    let [_, digits @ ..] = m.uncompressed_length.to_be_bytes();
    let mut bytes = [&[HandshakeType::CERTIFICATE.0], &digits[..]].concat();
    bytes.resize(HEADER + length, 0);
    way.decompress(m.compressed_certificate_message, bytes.get_mut(HEADER..)?).ok()?;
    Some(bytes)
}

/// The certificates in it, in DER.
pub(crate) fn chain(compressed: &[u8]) -> Vec<Vec<u8>> {
    let bytes = certificate(compressed).unwrap_or_default();
    match Decoded::decode(&bytes, Dialect::Tls13, None) {
        Ok(Decoded::Certificate(m)) => {
            m.certificate_list.iter().map(|entry| entry.cert_data.to_vec()).collect()
        }
        _ => Vec::new(),
    }
}

/// The Certificate with its fields.
pub(crate) fn message(compressed: &Message) -> Option<Message> {
    let bytes = certificate(&compressed.bytes)?;
    let mut fields = Vec::new();
    // As far as it can be decoded, there are fields.
    let _ = Decoded::decode(&bytes, Dialect::Tls13, Some(&mut fields));
    let (side, epoch, kind) = (compressed.side, compressed.epoch, Some(Kind::Certificate));
    Some(Message { side, epoch, kind, length: bytes.len(), bytes, fields })
}
