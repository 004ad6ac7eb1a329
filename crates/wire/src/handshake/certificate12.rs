//! Certificate of TLS 1.2 (RFC 5246 §7.4.2).

use crate::codec::{Item, Len, List, Reader, Writer};
use crate::{DecodeError, TooLong};

/// The chain that says who the sender is; empty if a client has none to show.
///
/// ```text
/// struct {
///     ASN.1Cert certificate_list<0..2^24-1>;
/// } Certificate;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate12<'a> {
    /// The sender's certificate first.
    pub certificate_list: List<'a, Asn1Cert<'a>>,
}

/// A certificate in DER, not looked into here.
///
/// ```text
/// opaque ASN.1Cert<1..2^24-1>;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asn1Cert<'a>(pub &'a [u8]);

impl<'a> Certificate12<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, DecodeError> {
        Ok(Self { certificate_list: r.list("certificate_list", Len::U24, 0..=0xff_ffff)? })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) -> Result<(), TooLong> {
        w.list("certificate_list", Len::U24, 0xff_ffff, self.certificate_list)
    }
}

impl<'a> Item<'a> for Asn1Cert<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, DecodeError> {
        r.opaque("ASN.1Cert", Len::U24, 1..=0xff_ffff).map(Self)
    }

    fn write(self, w: &mut Writer<'_>) -> Result<(), TooLong> {
        w.opaque("ASN.1Cert", Len::U24, 0xff_ffff, self.0)
    }
}
