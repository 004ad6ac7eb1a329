//! certificate_authorities (RFC 9846 §4.3.4).

use crate::codec::{Item, Len, List, Reader, Refused, Writer};

/// The authorities that an endpoint accepts.
///
/// ```text
/// struct {
///     DistinguishedName authorities<3..2^16-1>;
/// } CertificateAuthoritiesExtension;
/// ```
pub type DistinguishedNames<'a> = List<'a, DistinguishedName<'a>>;

/// The name of an authority: a DER-encoded X.501 Name (RFC 9846 §4.3.4), not looked into here.
///
/// ```text
/// opaque DistinguishedName<1..2^16-1>;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DistinguishedName<'a>(pub &'a [u8]);

impl<'a> Item<'a> for DistinguishedName<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        r.opaque("DistinguishedName", Len::U16, 1..=0xffff).map(Self)
    }

    fn write(self, w: &mut Writer<'_>) {
        w.opaque("DistinguishedName", Len::U16, 0xffff, self.0);
    }
}
