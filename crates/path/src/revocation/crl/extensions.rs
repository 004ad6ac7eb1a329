//! The extensions of a CRL (RFC 5280 §5.2).

use super::number::Number;
use crate::cert::{Element, Oid, Read, authority_key_id};
use crate::revocation::extensions::{self, Extension};
use crate::revocation::points::IssuingPoint;

/// What a CRL says of itself.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CrlExtensions<'a> {
    /// keyIdentifier of authorityKeyIdentifier.
    pub(crate) authority_key_id: Option<&'a [u8]>,
    pub(crate) number: Option<Number<'a>>,
    /// cRLNumber is critical.
    pub(crate) number_is_critical: bool,
    /// baseCRLNumber of deltaCRLIndicator: it is a delta CRL.
    pub(crate) base: Option<Number<'a>>,
    /// issuingDistributionPoint.
    pub(crate) scope: Option<IssuingPoint<'a>>,
    /// extnValue of issuingDistributionPoint: base and delta have the same.
    pub(crate) scope_der: Option<&'a [u8]>,
    /// The first critical extension that nobody here knows.
    pub(crate) unknown_critical: Option<Oid>,
}

impl<'a> CrlExtensions<'a> {
    pub(super) fn decode(list: &Element<'a>) -> Read<Self> {
        let mut found = Self::default();
        extensions::each(list, |extension| found.take(extension))?;
        Ok(found)
    }

    fn take(&mut self, extension: &Extension<'a>) -> Read<()> {
        let Extension { id, value, .. } = extension;
        match id {
            [0x55, 0x1D, 0x14] => {
                self.number = Some(value.read(Number::decode)?);
                self.number_is_critical = extension.critical;
            }
            [0x55, 0x1D, 0x1B] => self.base = Some(value.read(Number::decode)?),
            [0x55, 0x1D, 0x1C] => {
                self.scope = Some(value.read(IssuingPoint::decode)?);
                self.scope_der = Some(value.value);
            }
            [0x55, 0x1D, 0x23] => self.authority_key_id = value.read(authority_key_id)?,
            // issuerAltName, freshestCRL and authorityInfoAccess say where more is to be had, and take nothing away.
            [0x55, 0x1D, 0x12 | 0x2E] | [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01] => {}
            _ => extension.note_unknown(&mut self.unknown_critical),
        }
        Ok(())
    }
}
