//! Certificate revocation lists (RFC 5280 §5), read where they lie.

mod entry;
mod extensions;
mod index;
mod number;

use crate::cert::{Element, Fault, Malformed, Oid, Read, Reader, Tag, Time, name};
pub use entry::RevokedCertificate;
pub(crate) use extensions::CrlExtensions;
pub(super) use index::Index;

/// A CRL that was read and not yet judged. Borrows the DER it was read from; reading it allocates nothing.
///
/// ```text
/// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
/// TBSCertList     ::= SEQUENCE { version, signature, issuer, thisUpdate, nextUpdate OPTIONAL,
///                                revokedCertificates SEQUENCE OF … OPTIONAL, crlExtensions [0] }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct CertificateList<'a> {
    /// What is signed: tbsCertList with its tag and length.
    pub tbs: &'a [u8],
    /// 1 or 2.
    pub version: u8,
    /// The content of the AlgorithmIdentifier inside tbsCertList.
    pub signature_inside: &'a [u8],
    /// The content of the AlgorithmIdentifier outside: the one the signature was made with.
    pub signature_algorithm: &'a [u8],
    /// The signature.
    pub signature: &'a [u8],
    /// The DER of the issuer's name.
    pub issuer: &'a [u8],
    /// When it was issued.
    pub this_update: Time,
    /// By when the next one is issued, if it says so.
    pub next_update: Option<Time>,
    /// What it says of itself.
    pub(crate) extensions: CrlExtensions<'a>,
    /// revokedCertificates, whose elements are yet to be read.
    entries: Option<Element<'a>>,
}

impl<'a> CertificateList<'a> {
    /// Reads a CRL from its DER, to the last entry, with nothing before or after it. At most 16 MiB.
    ///
    /// # Errors
    /// The first field that is not as RFC 5280 and DER want it.
    pub fn parse(der: &'a [u8]) -> Result<Self, Malformed> {
        let list = Self::read_frame(der)?;
        list.each_entry(|_, _| Ok(()))?;
        Ok(list)
    }

    /// Reads everything but the entries.
    pub(super) fn read_frame(der: &'a [u8]) -> Read<Self> {
        let mut whole = Reader::new(der, 0);
        let list = whole.expect(Tag::SEQUENCE, "CertificateList")?;
        whole.finish("CertificateList")?;
        list.read(|fields| {
            let tbs = fields.expect(Tag::SEQUENCE, "tbsCertList")?;
            let algorithm = fields.expect(Tag::SEQUENCE, "signatureAlgorithm")?;
            let signature = fields.whole_bytes("signatureValue")?;
            tbs.read(|inner| {
                let version = version(inner)?;
                Ok(Self {
                    tbs: tbs.whole,
                    version,
                    signature_inside: inner.value(Tag::SEQUENCE, "signature")?,
                    signature_algorithm: algorithm.value,
                    signature,
                    issuer: name(inner, "issuer")?,
                    this_update: Time::next(inner, "thisUpdate")?,
                    next_update: next_update(inner)?,
                    entries: entries(inner)?,
                    extensions: extensions(inner, version)?,
                })
            })
        })
    }

    /// The revoked certificates, in their order.
    pub fn revoked(&self) -> impl Iterator<Item = RevokedCertificate<'a>> {
        let version = self.version;
        Reader::new(self.entry_bytes(), 0).each(move |reader| RevokedCertificate::decode(reader, version))
    }

    /// cRLNumber, without leading zeros, big-endian.
    #[must_use]
    pub const fn number(&self) -> Option<&'a [u8]> {
        match self.extensions.number {
            Some(number) => Some(number.bytes()),
            None => None,
        }
    }

    /// Whether it only says what has changed since another one (RFC 5280 §5.2.4).
    #[must_use]
    pub const fn is_delta(&self) -> bool {
        self.extensions.base.is_some()
    }

    /// Whether certificates of other issuers may be on it (RFC 5280 §5.2.5).
    #[must_use]
    pub fn is_indirect(&self) -> bool {
        self.extensions.scope.is_some_and(|scope| scope.indirect)
    }

    /// The content of revokedCertificates.
    fn entry_bytes(&self) -> &'a [u8] {
        self.entries.map_or(&[], |entries| entries.value)
    }

    /// Reads every entry with its place in [`Self::entry_bytes`]; gives the first critical extension of an entry that
    /// nobody here knows.
    fn each_entry(
        &self,
        mut take: impl FnMut(usize, &RevokedCertificate<'a>) -> Read<()>,
    ) -> Read<Option<Oid>> {
        let mut unknown_critical = None;
        let Some(entries) = self.entries else { return Ok(None) };
        entries.read(|r| {
            let start = r.position();
            while !r.is_empty() {
                let place = r.position() - start;
                let entry = RevokedCertificate::decode(r, self.version)?;
                unknown_critical = unknown_critical.or(entry.unknown_critical);
                take(place, &entry)?;
            }
            Ok(unknown_critical)
        })
    }
}

/// `version INTEGER OPTIONAL`: "if present, MUST be v2".
fn version(fields: &mut Reader<'_>) -> Read<u8> {
    match fields.optional(Tag::INTEGER, "version")? {
        None => Ok(1),
        Some(number) if number.value == [1] => Ok(2),
        Some(number) => Err(number.fault(Fault::Value)),
    }
}

fn next_update(fields: &mut Reader<'_>) -> Read<Option<Time>> {
    let utc = fields.optional(Tag::UTC_TIME, "nextUpdate")?;
    let time = if utc.is_some() { utc } else { fields.optional(Tag::GENERALIZED_TIME, "nextUpdate")? };
    time.map(|element| Time::decode(&element)).transpose()
}

/// "When there are no revoked certificates, the revoked certificates list MUST be absent." (§5.1.2.6)
fn entries<'a>(fields: &mut Reader<'a>) -> Read<Option<Element<'a>>> {
    match fields.optional(Tag::SEQUENCE, "revokedCertificates")? {
        Some(list) if list.value.is_empty() => Err(list.fault(Fault::Value)),
        list => Ok(list),
    }
}

/// "This field may only appear if the version is 2" (§5.1.2.7).
fn extensions<'a>(fields: &mut Reader<'a>, version: u8) -> Read<CrlExtensions<'a>> {
    match fields.optional(Tag::explicit(0), "crlExtensions")? {
        Some(_) if version == 1 => Err(fields.fault("crlExtensions", Fault::Value)),
        Some(tagged) => {
            CrlExtensions::decode(&tagged.read(|inner| inner.expect(Tag::SEQUENCE, "crlExtensions"))?)
        }
        None => Ok(CrlExtensions::default()),
    }
}
