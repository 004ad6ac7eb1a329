//! oid_filters (RFC 9846 §4.3.5).

use crate::codec::{Item, Len, Reader, Refused, Writer};

/// A certificate extension that the client's certificate should have, and the values it should hold.
///
/// ```text
/// struct {
///     opaque certificate_extension_oid<1..2^8-1>;
///     opaque certificate_extension_values<0..2^16-1>;
/// } OIDFilter;
///
/// struct {
///     OIDFilter filters<0..2^16-1>;
/// } OIDFilterExtension;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OidFilter<'a> {
    /// The extension's object identifier, in DER.
    pub certificate_extension_oid: &'a [u8],
    /// The values, in DER.
    pub certificate_extension_values: &'a [u8],
}

impl<'a> Item<'a> for OidFilter<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        r.group("OIDFilter", |r| {
            Ok(Self {
                certificate_extension_oid: r.opaque("certificate_extension_oid", Len::U8, 1..=0xff)?,
                certificate_extension_values: r.opaque(
                    "certificate_extension_values",
                    Len::U16,
                    0..=0xffff,
                )?,
            })
        })
    }

    fn write(self, w: &mut Writer<'_>) {
        w.group("OIDFilter", |w| {
            w.opaque("certificate_extension_oid", Len::U8, 0xff, self.certificate_extension_oid);
            w.opaque("certificate_extension_values", Len::U16, 0xffff, self.certificate_extension_values);
        });
    }
}
