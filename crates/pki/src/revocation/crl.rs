//! Certificate revocation lists (RFC 5280 §5).

use der::asn1::{Any, Ia5String, ObjectIdentifier, Uint};
use der::oid::db::rfc5280::{ID_CE_CERTIFICATE_ISSUER, ID_CE_ISSUING_DISTRIBUTION_POINT};
use der::{Decode, Encode};
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer, UnixTime};
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::ext::pkix::crl::dp::{DistributionPoint, IssuingDistributionPoint};
use x509_cert::ext::pkix::crl::{BaseCrlNumber, CrlNumber, FreshestCrl};
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName, GeneralNames};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::{Certificate, Version};

use super::signed::{self, Signature};
use super::{Reason, reason, time};
use crate::authority;
use crate::{Authority, Error};

/// What a list is to say.
#[derive(Debug, Clone)]
pub struct List {
    /// cRLNumber: greater than that of the list before (RFC 5280 §5.2.3).
    pub number: u64,
    /// When it is made.
    pub this_update: UnixTime,
    /// When the next one is there at the latest.
    pub next_update: UnixTime,
    /// The certificates that were taken back.
    pub entries: Vec<Entry>,
    /// For a delta CRL: the number of the complete list that it adds to (RFC 5280 §5.2.4).
    pub base: Option<u64>,
    /// freshestCRL: where the delta CRLs are (RFC 5280 §5.2.6).
    pub freshest: Option<String>,
    /// What it speaks of, unless it is every certificate of the authority (RFC 5280 §5.2.5).
    pub scope: Option<Scope>,
}

/// A certificate that was taken back.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The content bytes of its serialNumber.
    pub serial: Vec<u8>,
    /// When it was taken back.
    pub at: UnixTime,
    /// Why, if that is said.
    pub reason: Option<Reason>,
    /// In an indirect list: the authority that issued it (RFC 5280 §5.3.3).
    pub issuer: Option<CertificateDer<'static>>,
}

/// The flags of issuingDistributionPoint (RFC 5280 §5.2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Certificates of servers and clients only.
    UserCertificates,
    /// Certificates of authorities only.
    AuthorityCertificates,
    /// Certificates of several authorities.
    Indirect,
}

impl List {
    /// A complete list of everything that the authority issued, with nothing taken back yet.
    #[must_use]
    pub fn complete(number: u64, this_update: UnixTime, next_update: UnixTime) -> Self {
        let (entries, base, freshest, scope) = (Vec::new(), None, None, None);
        Self { number, this_update, next_update, entries, base, freshest, scope }
    }
}

impl Entry {
    /// This certificate, taken back at this time.
    ///
    /// # Errors
    /// [`Error::UnreadableCertificate`].
    pub fn of(certificate: &CertificateDer<'_>, at: UnixTime, reason: Option<Reason>) -> Result<Self, Error> {
        Ok(Self { serial: authority::serial_of(certificate)?, at, reason, issuer: None })
    }
}

impl Authority {
    /// Signs a list.
    ///
    /// # Errors
    /// A serial number longer than 20 bytes, a date after the year 9999, a list that ends before it begins.
    pub fn revocation_list(&self, list: &List) -> Result<CertificateRevocationListDer<'static>, Error> {
        if list.next_update.as_secs() < list.this_update.as_secs() {
            return Err(Error::ValidityReversed);
        }
        let own = signed::certificate(self)?;
        let tbs_cert_list = TbsCertList {
            version: Version::V2,
            signature: self.signature_algorithm()?,
            issuer: own.tbs_certificate().subject().clone(),
            this_update: time(list.this_update)?,
            next_update: Some(time(list.next_update)?),
            revoked_certificates: revoked(&list.entries)?,
            crl_extensions: Some(extensions(list, &own)?),
        };
        let Signature { algorithm, bits } = Signature::by(self, &tbs_cert_list)?;
        let list = CertificateList { tbs_cert_list, signature_algorithm: algorithm, signature: bits };
        Ok(list.to_der()?.into())
    }
}

/// Absent rather than empty (RFC 5280 §5.1.2.6).
fn revoked(entries: &[Entry]) -> Result<Option<Vec<RevokedCert>>, Error> {
    let entries = entries.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
    Ok((!entries.is_empty()).then_some(entries))
}

fn entry(entry: &Entry) -> Result<RevokedCert, Error> {
    let mut extensions = Vec::new();
    if let Some(reason) = entry.reason {
        extensions.push(signed::extension(false, &reason::code(reason))?);
    }
    if let Some(issuer) = &entry.issuer {
        extensions.push(other(ID_CE_CERTIFICATE_ISSUER, &directory_name(issuer)?)?);
    }
    Ok(RevokedCert {
        serial_number: SerialNumber::new(&entry.serial)?,
        revocation_date: time(entry.at)?,
        crl_entry_extensions: (!extensions.is_empty()).then_some(extensions),
    })
}

/// RFC 5280 §5.2 demands authorityKeyIdentifier and cRLNumber.
fn extensions(list: &List, own: &Certificate) -> Result<Vec<Extension>, Error> {
    let mut extensions = Vec::new();
    if let Some(key_id) = signed::key_id(own)? {
        let id = x509_cert::ext::pkix::AuthorityKeyIdentifier {
            key_identifier: Some(key_id),
            ..Default::default()
        };
        extensions.push(signed::extension(false, &id)?);
    }
    extensions.push(signed::extension(false, &CrlNumber(number(list.number)?))?);
    if let Some(base) = list.base {
        extensions.push(signed::extension(true, &BaseCrlNumber(number(base)?))?);
    }
    if let Some(place) = &list.freshest {
        extensions.push(signed::extension(false, &FreshestCrl(vec![distribution_point(place)?]))?);
    }
    if let Some(scope) = list.scope {
        extensions.push(other(ID_CE_ISSUING_DISTRIBUTION_POINT, &scope.distribution_point())?);
    }
    Ok(extensions)
}

impl Scope {
    fn distribution_point(self) -> IssuingDistributionPoint {
        IssuingDistributionPoint {
            distribution_point: None,
            only_contains_user_certs: self == Self::UserCertificates,
            only_contains_ca_certs: self == Self::AuthorityCertificates,
            only_some_reasons: None,
            indirect_crl: self == Self::Indirect,
            only_contains_attribute_certs: false,
        }
    }
}

fn distribution_point(place: &str) -> Result<DistributionPoint, Error> {
    let name = GeneralName::UniformResourceIdentifier(Ia5String::new(place)?);
    let distribution_point = Some(DistributionPointName::FullName(vec![name]));
    Ok(DistributionPoint { distribution_point, reasons: None, crl_issuer: None })
}

fn number(number: u64) -> Result<Uint, Error> {
    Ok(Uint::new(&number.to_be_bytes())?)
}

/// A critical extension under a number that the value does not know itself.
fn other(oid: ObjectIdentifier, value: &impl Encode) -> Result<Extension, Error> {
    let value = Any::from_der(&value.to_der()?)?;
    Ok((oid, true, &value).to_extension(&Name::default(), &[])?)
}

fn directory_name(authority: &CertificateDer<'_>) -> Result<GeneralNames, Error> {
    let authority = Certificate::from_der(authority).map_err(|_| Error::UnreadableCertificate)?;
    Ok(vec![GeneralName::DirectoryName(authority.tbs_certificate().subject().clone())])
}
