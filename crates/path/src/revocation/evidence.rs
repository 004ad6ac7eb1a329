//! The CRLs and OCSP responses that were handed in.

use core::fmt;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use handfast_crypto::hash::Digest;

use super::crl::{CertificateList, Index, RevokedCertificate};
use super::fault::OcspFault;
use super::ocsp::OcspResponse;
use crate::cert::{Malformed, Oid};
use crate::fingerprint::Fingerprint;
use crate::refusal::{At, Refusal};

/// CRLs and OCSP responses, each in DER: what a validation may learn from. It fetches nothing.
///
/// Each is read to the end once, when it is added, and a CRL is indexed by serial number. A CRL whose signature was
/// verified remembers by which key, so that a long one is hashed once, however many certificates it is asked about. What
/// is remembered depends on nothing but the bytes of the CRL and of the key. Clones are cheap, and share it.
#[derive(Debug, Clone, Default)]
pub struct Evidence<'a> {
    lists: Vec<Arc<HeldList<'a>>>,
    responses: Vec<Arc<HeldResponse<'a>>>,
    /// Of all that was added, in its order.
    fingerprint: Option<Digest>,
}

/// Which of the evidence speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Witness {
    /// The CRL with this index.
    Crl(usize),
    /// The OCSP response with this index.
    Ocsp(usize),
    /// The same, and it came from the peer in the handshake (RFC 6066 §8, RFC 9846 §4.5.1.1).
    Stapled(usize),
}

/// A CRL or an OCSP response that cannot be read. A local mistake, not a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    /// Whether it ought to be a CRL, or else an OCSP response.
    pub is_crl: bool,
    /// Which field, where, and what is wrong.
    pub malformed: Malformed,
}

#[derive(Debug, Clone)]
pub(crate) struct HeldList<'a> {
    der: Cow<'a, [u8]>,
    index: Index,
    verified_by: OnceLock<Vec<u8>>,
}

/// A CRL among the evidence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed<'e> {
    /// Its index.
    pub(crate) place: usize,
    pub(crate) held: &'e HeldList<'e>,
    pub(crate) list: CertificateList<'e>,
}

#[derive(Debug, Clone)]
struct HeldResponse<'a> {
    der: Cow<'a, [u8]>,
    stapled: bool,
}

impl<'a> Evidence<'a> {
    /// Nothing is known of any certificate.
    #[must_use]
    pub const fn none() -> Self {
        Self { lists: Vec::new(), responses: Vec::new(), fingerprint: None }
    }

    /// Adds a CRL, complete, delta or indirect.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn add_crl(&mut self, der: impl Into<Cow<'a, [u8]>>) -> Result<(), Unreadable> {
        let der = der.into();
        let index = CertificateList::read_frame(&der).and_then(|list| Index::of(&list));
        let index = index.map_err(|malformed| Unreadable { is_crl: true, malformed: *malformed })?;
        self.add_to_fingerprint(0, &der);
        self.lists.push(Arc::new(HeldList { der, index, verified_by: OnceLock::new() }));
        Ok(())
    }

    /// Adds an OCSP response.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn add_ocsp(&mut self, der: impl Into<Cow<'a, [u8]>>) -> Result<(), Unreadable> {
        self.add_response(der.into(), false)
    }

    /// Adds an OCSP response that the peer sent along with the certificate at this place of its chain, from 0: what is
    /// wrong with it is then the peer's doing, and the alert says so (bad_certificate_status_response, RFC 6066 §8).
    ///
    /// # Errors
    /// It cannot be read: the peer is to be refused.
    pub fn add_stapled(&mut self, place: usize, der: impl Into<Cow<'a, [u8]>>) -> Result<(), Refusal> {
        let by = Witness::Stapled(self.responses.len());
        let at = At::presented(place);
        self.add_response(der.into(), true).map_err(|why| {
            let fault = OcspFault::Malformed(why.malformed);
            Refusal::OcspUnusable { at, by, fault }
        })
    }

    fn add_response(&mut self, der: Cow<'a, [u8]>, stapled: bool) -> Result<(), Unreadable> {
        let parsed = OcspResponse::parse(&der).map(|_| ());
        parsed.map_err(|malformed| Unreadable { is_crl: false, malformed })?;
        self.add_to_fingerprint(1 + u8::from(stapled), &der);
        self.responses.push(Arc::new(HeldResponse { der, stapled }));
        Ok(())
    }

    fn add_to_fingerprint(&mut self, kind: u8, der: &[u8]) {
        let before = self.fingerprint();
        self.fingerprint = Some(Fingerprint::new().with(before).with(&kind).with(der).digest());
    }

    /// What tells it from any other evidence; empty if there is none.
    pub(crate) fn fingerprint(&self) -> &[u8] {
        self.fingerprint.as_ref().map_or(&[], AsRef::as_ref)
    }

    /// With a CRL more.
    ///
    /// # Errors
    /// As [`Evidence::add_crl`].
    pub fn with_crl(mut self, der: impl Into<Cow<'a, [u8]>>) -> Result<Self, Unreadable> {
        self.add_crl(der).map(|()| self)
    }

    /// With an OCSP response more.
    ///
    /// # Errors
    /// As [`Evidence::add_ocsp`].
    pub fn with_ocsp(mut self, der: impl Into<Cow<'a, [u8]>>) -> Result<Self, Unreadable> {
        self.add_ocsp(der).map(|()| self)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.responses.is_empty()
    }

    /// The CRLs in the order in which they were added.
    pub fn crls(&self) -> impl Iterator<Item = CertificateList<'_>> {
        self.lists().map(|listed| listed.list)
    }

    /// The OCSP responses in the order in which they were added.
    pub fn ocsp_responses(&self) -> impl Iterator<Item = OcspResponse<'_>> {
        self.responses().map(|(_, response)| response)
    }

    pub(crate) fn lists(&self) -> impl Iterator<Item = Listed<'_>> {
        // Each can be read: it was before it was kept.
        self.lists.iter().enumerate().filter_map(|(place, held)| {
            CertificateList::read_frame(&held.der).ok().map(|list| Listed { place, held, list })
        })
    }

    pub(crate) fn responses(&self) -> impl Iterator<Item = (Witness, OcspResponse<'_>)> {
        self.responses.iter().enumerate().filter_map(|(place, held)| {
            let witness = if held.stapled { Witness::Stapled(place) } else { Witness::Ocsp(place) };
            OcspResponse::parse(&held.der).ok().map(|response| (witness, response))
        })
    }
}

impl HeldList<'_> {
    /// The entry of the certificate with this serial number from this issuer; `list` is what is held here.
    pub(crate) fn find<'l>(
        &self,
        list: &CertificateList<'l>,
        serial: &[u8],
        issuer: &[u8],
    ) -> Option<RevokedCertificate<'l>> {
        self.index.find(list, serial, issuer)
    }

    /// The first critical extension of an entry that nobody here knows.
    pub(crate) const fn unknown_critical(&self) -> Option<Oid> {
        self.index.unknown_critical
    }

    /// Whether this key, a SubjectPublicKeyInfo, is known to have signed it.
    pub(crate) fn is_verified_by(&self, spki: &[u8]) -> bool {
        self.verified_by.get().is_some_and(|known| known == spki)
    }

    /// Remembers the key that signed it; the first one, if there is another.
    pub(crate) fn remember_signer(&self, spki: &[u8]) {
        self.verified_by.get_or_init(|| spki.to_vec());
    }
}

/// `CRL 0`
impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crl(place) => write!(f, "CRL {place}"),
            Self::Ocsp(place) => write!(f, "OCSP response {place}"),
            Self::Stapled(place) => write!(f, "stapled OCSP response {place}"),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.is_crl { "CRL" } else { "OCSP response" };
        write!(f, "the {what} cannot be read: {}", self.malformed)
    }
}

impl core::error::Error for Unreadable {}
