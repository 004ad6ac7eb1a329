//! Which certificate is the key's, and who issued whom.

use handfast_crypto::public_key::KeyKind;
use handfast_crypto::public_key::PublicKey;
use handfast_crypto::sign::{Signer, SigningKey};
use rustls_pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, ParsedExtension, X509Certificate};

use super::Fault;

/// What ordering needs to know of a certificate.
pub(super) struct Entry<'a> {
    subject: &'a [u8],
    issuer: &'a [u8],
    spki: &'a [u8],
    subject_key_id: Option<&'a [u8]>,
    authority_key_id: Option<&'a [u8]>,
}

impl<'a> Entry<'a> {
    /// One for each certificate.
    pub(super) fn all(certificates: &'a [CertificateDer<'_>]) -> Result<Vec<Self>, Fault> {
        let numbered = certificates.iter().zip(1..);
        numbered.map(|(der, number)| Self::of(der).ok_or(Fault::BrokenCertificate { number })).collect()
    }

    fn of(der: &'a [u8]) -> Option<Self> {
        let Ok(([], parsed)) = X509Certificate::from_der(der) else { return None };
        let mut entry = Self {
            subject: parsed.tbs_certificate.subject.as_raw(),
            issuer: parsed.tbs_certificate.issuer.as_raw(),
            spki: parsed.tbs_certificate.subject_pki.raw,
            subject_key_id: None,
            authority_key_id: None,
        };
        for extension in parsed.tbs_certificate.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::SubjectKeyIdentifier(id) => entry.subject_key_id = Some(id.0),
                ParsedExtension::AuthorityKeyIdentifier(id) => {
                    entry.authority_key_id = id.key_identifier.as_ref().map(|id| id.0);
                }
                _ => {}
            }
        }
        Some(entry)
    }

    /// RFC 5280 §6.1: names chain; §4.2.1.1: key identifiers tell authorities of one name apart.
    fn may_be_issued_by(&self, other: &Self) -> bool {
        self.issuer == other.subject && !self.contradicts(other)
    }

    fn contradicts(&self, other: &Self) -> bool {
        matches!((self.authority_key_id, other.subject_key_id), (Some(wanted), Some(offered)) if wanted != offered)
    }

    fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }
}

/// The place of the first certificate that carries this key; otherwise what kind of key it is.
pub(super) fn leaf_of(key: &SigningKey, entries: &[Entry<'_>]) -> Result<usize, KeyKind> {
    let public = key.public_key();
    let carries = |entry: &Entry<'_>| PublicKey::from_spki(entry.spki).is_ok_and(|of| of.is_same_key(public));
    entries.iter().position(carries).ok_or(public.kind())
}

/// The places of all certificates: the chain upwards from the leaf, then the others; and how many others.
pub(super) fn chain_from(leaf: usize, entries: &[Entry<'_>]) -> (Vec<usize>, usize) {
    let mut places = vec![leaf];
    let mut current = entries.get(leaf);
    while let Some(entry) = current.filter(|entry| !entry.is_self_issued()) {
        let issuer = entries
            .iter()
            .enumerate()
            .find(|(place, other)| !places.contains(place) && entry.may_be_issued_by(other));
        current = issuer.map(|(_, entry)| entry);
        places.extend(issuer.map(|(place, _)| place));
    }
    let others: Vec<usize> = (0..entries.len()).filter(|place| !places.contains(place)).collect();
    places.extend(&others);
    (places, others.len())
}
