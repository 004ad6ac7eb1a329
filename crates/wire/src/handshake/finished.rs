//! Finished (RFC 9846 §4.5.3).

use crate::codec::{Reader, Writer};

/// The proof that both sides saw the same handshake.
///
/// ```text
/// struct {
///     opaque verify_data[Hash.length];
/// } Finished;
/// ```
///
/// The hash is the handshake's to know: the message is taken at any length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished<'a> {
    /// An HMAC over the transcript.
    pub verify_data: &'a [u8],
}

impl<'a> Finished<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { verify_data: r.rest("verify_data") }
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.bytes("verify_data", self.verify_data);
    }
}
