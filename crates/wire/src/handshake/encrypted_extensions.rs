//! EncryptedExtensions (RFC 9846 §4.4.1).

use super::Kind;
use crate::codec::{Reader, Refused, Writer};
use crate::ext::Extensions;

/// The server's answers that need not be read by everyone.
///
/// ```text
/// struct {
///     Extension extensions<0..2^16-1>;
/// } EncryptedExtensions;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncryptedExtensions<'a> {
    /// The answers.
    pub extensions: Extensions<'a>,
}

impl<'a> EncryptedExtensions<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self { extensions: Extensions::read(r, Kind::EncryptedExtensions)? })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        self.extensions.write(w);
    }
}
