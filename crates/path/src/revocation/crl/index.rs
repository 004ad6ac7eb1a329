//! The entries of a CRL by serial number, so that a list of a hundred thousand is as quick to ask as one of ten.

use super::{CertificateList, RevokedCertificate};
use crate::cert::{GeneralName, Oid, Read, Reader, Tag};
use crate::name::same;

/// Where each entry is, ordered by serial number.
#[derive(Debug, Clone, Default)]
pub(in crate::revocation) struct Index {
    places: Vec<Place>,
    /// The first critical extension of an entry that nobody here knows: it makes the whole list unusable (RFC 5280 §5.3).
    pub(in crate::revocation) unknown_critical: Option<Oid>,
}

/// Two places in the content of revokedCertificates.
#[derive(Debug, Clone, Copy)]
struct Place {
    entry: u32,
    /// The entry whose certificateIssuer holds here too: this one or an earlier one (RFC 5280 §5.3.3).
    issuer: Option<u32>,
}

impl Index {
    /// Reads every entry once.
    ///
    /// # Errors
    /// The first one that is malformed.
    pub(in crate::revocation) fn of(list: &CertificateList<'_>) -> Read<Self> {
        let mut places = Vec::new();
        let mut issuer = None;
        let unknown_critical = list.each_entry(|place, entry| {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            if entry.certificate_issuer.is_some() {
                issuer = Some(place);
            }
            places.push(Place { entry: place, issuer });
            Ok(())
        })?;
        places.sort_by_key(|place| serial_at(list, place.entry));
        Ok(Self { places, unknown_critical })
    }

    /// The entry of the certificate with this serial number from this issuer.
    pub(in crate::revocation) fn find<'a>(
        &self,
        list: &CertificateList<'a>,
        serial: &[u8],
        issuer: &[u8],
    ) -> Option<RevokedCertificate<'a>> {
        let start = self.places.partition_point(|place| serial_at(list, place.entry) < serial);
        let same = self.places.iter().skip(start).take_while(|place| serial_at(list, place.entry) == serial);
        same.filter(|place| is_issuer(list, place, issuer)).find_map(|place| entry_at(list, place.entry))
    }
}

/// Whether the certificate that is listed there was issued under this name.
fn is_issuer(list: &CertificateList<'_>, place: &Place, issuer: &[u8]) -> bool {
    let Some(named) = place.issuer else { return same(list.issuer, issuer) };
    let names = entry_at(list, named).and_then(|entry| entry.certificate_issuer);
    names.is_some_and(|names| {
        names.iter().any(|name| matches!(name, GeneralName::Directory(name) if same(name, issuer)))
    })
}

fn entry_at<'a>(list: &CertificateList<'a>, place: u32) -> Option<RevokedCertificate<'a>> {
    let entries = list.entry_bytes().get(place as usize..)?;
    RevokedCertificate::decode(&mut Reader::new(entries, 0), list.version).ok()
}

/// Only the serial number of an entry; the rest of it is not read.
fn serial_at<'a>(list: &CertificateList<'a>, place: u32) -> &'a [u8] {
    let serial = || {
        let entries = list.entry_bytes().get(place as usize..)?;
        let entry = Reader::new(entries, 0).expect(Tag::SEQUENCE, "revokedCertificates").ok()?;
        Reader::new(entry.value, 0).expect(Tag::INTEGER, "userCertificate").ok()
    };
    serial().map_or(&[], |element| element.value)
}
