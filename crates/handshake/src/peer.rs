//! Who the peer is: its chain, and the verdict that was passed on it.

use handfast_crypto::public_key::PublicKey;
use handfast_rule::Rule;

use crate::CertificateType;
use crate::question::Judgement;

/// What a peer showed: certificates in its order, or a key alone (RFC 7250).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chain {
    certificate_type: CertificateType,
    /// In one buffer, each behind its length in four octets.
    bytes: Vec<u8>,
}

impl Chain {
    /// Certificates in DER, the end entity's first.
    pub(crate) fn of<'m>(certificates: impl Iterator<Item = &'m [u8]> + Clone) -> Self {
        Self { certificate_type: CertificateType::X509, bytes: Self::joined(certificates) }
    }

    /// A SubjectPublicKeyInfo in DER.
    pub(crate) fn of_raw_public_key(key: &[u8]) -> Self {
        let bytes = Self::joined(core::iter::once(key));
        Self { certificate_type: CertificateType::RawPublicKey, bytes }
    }

    fn joined<'m>(certificates: impl Iterator<Item = &'m [u8]> + Clone) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(certificates.clone().map(|der| der.len() + LENGTH).sum());
        for der in certificates {
            // A certificate is at most 2^24 - 1 octets (§4.5.1), so its length fits.
            let length = u32::try_from(der.len()).unwrap_or(u32::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(der);
        }
        bytes
    }

    /// The bytes that [`Self::as_bytes`] gave; at least one certificate, and of raw keys one.
    pub(crate) fn from_bytes(certificate_type: CertificateType, bytes: &[u8]) -> Option<Self> {
        let chain = Self { certificate_type, bytes: bytes.to_vec() };
        let whole: usize = chain.entries().map(|der| der.len() + LENGTH).sum();
        let alone = certificate_type == CertificateType::X509 || chain.entries().count() == 1;
        (!bytes.is_empty() && whole == bytes.len() && alone).then_some(chain)
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
        self.entries().filter(|_| self.certificate_type == CertificateType::X509)
    }

    /// The SubjectPublicKeyInfo in DER, if the peer showed a key alone (RFC 7250 §3).
    #[must_use]
    pub fn raw_public_key(&self) -> Option<&[u8]> {
        self.entries().next().filter(|_| self.certificate_type == CertificateType::RawPublicKey)
    }

    fn entries(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let mut rest = &self.bytes[..];
        core::iter::from_fn(move || {
            let (length, after) = rest.split_first_chunk::<LENGTH>()?;
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            let (certificate, after) = after.split_at_checked(length)?;
            rest = after;
            Some(certificate)
        })
    }
}

const LENGTH: usize = 4;

/// What was found of a peer's chain. Only JUDGING_CERTIFICATE makes one, and JUDGING_SESSION of the chain of then, from the
/// answer to its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict(Finding);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Finding {
    Accepted,
    Unverified(Rule),
}

impl Verdict {
    /// The verdict and the key that CertificateVerify is checked with, or the rule under which the chain is refused.
    pub(crate) fn of(judgement: Judgement) -> Result<(Self, PublicKey), Rule> {
        match judgement {
            Judgement::Accepted(key) => Ok((Self(Finding::Accepted), key)),
            Judgement::Unverified(key, why) => Ok((Self(Finding::Unverified(why)), key)),
            Judgement::Refused(rule) => Err(rule),
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
        match self.0 {
            Finding::Accepted => None,
            Finding::Unverified(rule) => Some(rule),
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
