//! Who the peer is: its chain, and the verdict that was passed on it.

use handfast_crypto::public_key::PublicKey;
use handfast_rule::Rule;

use crate::question::Judgement;
use crate::{CertificateType, ClientAuth};

/// What a peer showed: certificates in its order with what came beside each, or a key alone (RFC 7250).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chain {
    certificate_type: CertificateType,
    /// In one buffer: for each certificate three fields, each behind its length in four octets.
    bytes: Vec<u8>,
}

/// A certificate of a chain, and what came with it (RFC 9846 §4.5.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'c> {
    /// In DER.
    pub certificate: &'c [u8],
    /// The OCSP response that was stapled to it, in DER, as it came: nothing of it is believed here.
    pub ocsp_response: Option<&'c [u8]>,
    timestamps: &'c [u8],
}

impl Chain {
    /// Nothing yet.
    pub(crate) const fn new(certificate_type: CertificateType) -> Self {
        Self { certificate_type, bytes: Vec::new() }
    }

    /// Nothing yet, but room for all of a Certificate of so many bytes and entries.
    pub(crate) fn with_room(certificate_type: CertificateType, bytes: usize, entries: usize) -> Self {
        Self { certificate_type, bytes: Vec::with_capacity(bytes + entries * 3 * LENGTH) }
    }

    /// Certificates in DER, the end entity's first, with nothing beside them.
    pub(crate) fn of<'m>(certificates: impl Iterator<Item = &'m [u8]> + Clone) -> Self {
        let (bytes, entries) = (certificates.clone().map(<[u8]>::len).sum(), certificates.clone().count());
        let mut chain = Self::with_room(CertificateType::X509, bytes, entries);
        certificates.for_each(|der| chain.push(der, None, core::iter::empty()));
        chain
    }

    /// A SubjectPublicKeyInfo in DER.
    pub(crate) fn of_raw_public_key(key: &[u8]) -> Self {
        let mut chain = Self::new(CertificateType::RawPublicKey);
        chain.push(key, None, core::iter::empty());
        chain
    }

    /// The next certificate, or the key.
    pub(crate) fn push<'m>(
        &mut self,
        certificate: &[u8],
        ocsp_response: Option<&[u8]>,
        timestamps: impl Iterator<Item = &'m [u8]> + Clone,
    ) {
        self.field(certificate);
        self.field(ocsp_response.unwrap_or_default());
        self.length(timestamps.clone().map(|timestamp| timestamp.len() + LENGTH).sum());
        timestamps.for_each(|timestamp| self.field(timestamp));
    }

    /// The same chain, with what TLS 1.2 says of its first certificate elsewhere: CertificateStatus (RFC 6066 §8), and
    /// timestamps in ServerHello (RFC 6962 §3.3.1).
    pub(crate) fn beside(self, ocsp_response: Option<&[u8]>, timestamps: &[Vec<u8>]) -> Self {
        if ocsp_response.is_none() && timestamps.is_empty() {
            return self;
        }
        let mut links = self.links();
        let mut chain = Self::new(self.certificate_type);
        if let Some(first) = links.next() {
            chain.push(first.certificate, ocsp_response, timestamps.iter().map(Vec::as_slice));
        }
        links.for_each(|link| chain.push(link.certificate, None, core::iter::empty()));
        chain
    }

    fn field(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// Each is at most 2^24 - 1 octets (§4.5.1), so it fits.
    fn length(&mut self, length: usize) {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(&length.to_be_bytes());
    }

    /// The bytes that [`Self::as_bytes`] gave; at least one certificate, and of raw keys one.
    pub(crate) fn from_bytes(certificate_type: CertificateType, bytes: &[u8]) -> Option<Self> {
        let (mut rest, mut count) = (bytes, 0_usize);
        while !rest.is_empty() {
            let (_, after) = link(rest)?;
            (rest, count) = (after, count + 1);
        }
        let fits = if certificate_type == CertificateType::X509 { count > 0 } else { count == 1 };
        fits.then(|| Self { certificate_type, bytes: bytes.to_vec() })
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What it consists of.
    #[must_use]
    pub const fn certificate_type(&self) -> CertificateType {
        self.certificate_type
    }

    /// The certificates in DER, the end entity's first; none if the peer showed a key alone.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let links = self.links().filter(|_| self.certificate_type == CertificateType::X509);
        links.map(|link| link.certificate)
    }

    /// The SubjectPublicKeyInfo in DER, if the peer showed a key alone (RFC 7250 §3).
    #[must_use]
    pub fn raw_public_key(&self) -> Option<&[u8]> {
        let mut links = self.links().filter(|_| self.certificate_type == CertificateType::RawPublicKey);
        links.next().map(|link| link.certificate)
    }

    /// The certificates, or the key, with what came beside each; the end entity's first.
    pub fn links(&self) -> impl Iterator<Item = Link<'_>> + Clone {
        let mut rest = &self.bytes[..];
        core::iter::from_fn(move || {
            let (link, after) = link(rest)?;
            rest = after;
            Some(link)
        })
    }

    /// The OCSP response that was stapled to the end entity's certificate.
    #[must_use]
    pub fn ocsp_response(&self) -> Option<&[u8]> {
        self.links().next()?.ocsp_response
    }

    /// The timestamps of certificate transparency logs about the end entity's certificate, each a SerializedSCT (RFC 6962
    /// §3.3), as they came.
    pub fn timestamps(&self) -> impl Iterator<Item = &[u8]> {
        self.links().take(1).flat_map(|link| link.timestamps())
    }
}

impl<'c> Link<'c> {
    /// The timestamps of certificate transparency logs about it, each a SerializedSCT (RFC 6962 §3.3), as they came.
    pub fn timestamps(&self) -> impl Iterator<Item = &'c [u8]> + Clone + use<'c> {
        let mut rest = self.timestamps;
        core::iter::from_fn(move || {
            let (timestamp, after) = field(rest)?;
            rest = after;
            Some(timestamp)
        })
    }
}

fn link(bytes: &[u8]) -> Option<(Link<'_>, &[u8])> {
    let (certificate, after) = field(bytes)?;
    let (response, after) = field(after)?;
    let (timestamps, after) = field(after)?;
    let ocsp_response = (!response.is_empty()).then_some(response);
    Some((Link { certificate, ocsp_response, timestamps }, after))
}

fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, after) = bytes.split_first_chunk::<LENGTH>()?;
    after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

const LENGTH: usize = 4;

/// What was found of a peer's chain. Only JUDGING_CERTIFICATE makes one, and JUDGING_SESSION of the chain of then, from the
/// answer to its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict(Finding);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Finding {
    Accepted,
    Unverified(Box<Rule>),
}

impl Verdict {
    /// As [`Self::of`], of a client: under `Require` nobody is let in who is not accepted, whoever judged.
    pub(crate) fn of_client(judgement: Judgement, policy: ClientAuth) -> Result<(Self, PublicKey), Rule> {
        match Self::of(judgement)? {
            (Self(Finding::Unverified(rule)), _) if policy == ClientAuth::Require => Err(*rule),
            found => Ok(found),
        }
    }

    /// The verdict and the key that CertificateVerify is checked with, or the rule under which the chain is refused.
    pub(crate) fn of(judgement: Judgement) -> Result<(Self, PublicKey), Rule> {
        match judgement {
            Judgement::Accepted(key) => Ok((Self(Finding::Accepted), key)),
            Judgement::Unverified(key, why) => Ok((Self(Finding::Unverified(why)), key)),
            Judgement::Refused(rule) => Err(*rule),
        }
    }

    /// Whether the chain leads to a trust anchor and is what was wanted.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        matches!(self.0, Finding::Accepted)
    }

    /// The rule that an accepted-but-unverified chain breaks.
    #[must_use]
    pub const fn unverified(&self) -> Option<Rule> {
        match &self.0 {
            Finding::Accepted => None,
            Finding::Unverified(rule) => Some(**rule),
        }
    }
}

/// A peer that sent a chain which was judged, and proved that it holds the key, now or when the session was made that
/// this connection goes on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    pub(crate) chain: Chain,
    pub(crate) verdict: Verdict,
}

impl Peer {
    /// The certificates it sent.
    #[must_use]
    pub const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// What was found of them.
    #[must_use]
    pub const fn verdict(&self) -> &Verdict {
        &self.verdict
    }
}
