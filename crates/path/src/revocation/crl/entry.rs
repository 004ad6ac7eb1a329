//! One entry of revokedCertificates (RFC 5280 §5.1.2.6, §5.3).

use crate::cert::{Element, Fault, GeneralNames, Oid, Read, Reader, Tag, Time, serial_number};
use crate::revocation::extensions::{self, Extension};
use crate::revocation::reason::Reason;

/// A certificate that is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevokedCertificate<'a> {
    /// The content bytes of its serialNumber.
    pub serial: &'a [u8],
    /// Since when.
    pub revocation_date: Time,
    /// Why; [`Reason::Unspecified`] if nothing is said.
    pub reason: Reason,
    /// Who issued it and those that follow, on an indirect CRL (RFC 5280 §5.3.3).
    pub certificate_issuer: Option<GeneralNames<'a>>,
    /// The first critical extension that nobody here knows.
    pub(crate) unknown_critical: Option<Oid>,
}

impl<'a> RevokedCertificate<'a> {
    /// `SEQUENCE { userCertificate, revocationDate, crlEntryExtensions }`, the last from version 2 on.
    pub(super) fn decode(entries: &mut Reader<'a>, version: u8) -> Read<Self> {
        entries.nested(Tag::SEQUENCE, "revokedCertificates", |fields| {
            let mut entry = Self {
                serial: serial_number(fields)?,
                revocation_date: Time::next(fields, "revocationDate")?,
                reason: Reason::Unspecified,
                certificate_issuer: None,
                unknown_critical: None,
            };
            match fields.optional(Tag::SEQUENCE, "crlEntryExtensions")? {
                Some(_) if version == 1 => Err(fields.fault("crlEntryExtensions", Fault::Value)),
                Some(list) => entry.read_extensions(&list).map(|()| entry),
                None => Ok(entry),
            }
        })
    }

    fn read_extensions(&mut self, list: &Element<'a>) -> Read<()> {
        extensions::each(list, |extension| self.take(extension))
    }

    fn take(&mut self, extension: &Extension<'a>) -> Read<()> {
        let value = &extension.value;
        match extension.id {
            [0x55, 0x1D, 0x15] => {
                self.reason = Reason::decode(&value.read(|r| r.expect(Tag::ENUMERATED, "reasonCode"))?)?;
            }
            [0x55, 0x1D, 0x18] => {
                value.read(|r| Time::decode(&r.expect(Tag::GENERALIZED_TIME, "invalidityDate")?))?;
            }
            [0x55, 0x1D, 0x1D] => {
                let names = value.read(|r| r.expect(Tag::SEQUENCE, "certificateIssuer"))?;
                self.certificate_issuer = Some(GeneralNames::of(&names)?);
            }
            // holdInstructionCode: what to do about a hold, which is never to accept it (RFC 5280 gave it up).
            [0x55, 0x1D, 0x17] => {}
            _ => extension.note_unknown(&mut self.unknown_critical),
        }
        Ok(())
    }
}
