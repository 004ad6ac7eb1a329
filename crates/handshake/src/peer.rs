//! Who the peer is: its chain, and the verdict that was passed on it.

use handfast_crypto::public_key::PublicKey;
use handfast_rule::Rule;

use crate::question::Judgement;

/// The certificates that a peer sent, in its order, in one buffer: each behind its length in four octets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chain(Vec<u8>);

impl Chain {
    pub(crate) fn of<'m>(certificates: impl Iterator<Item = &'m [u8]> + Clone) -> Self {
        let mut bytes = Vec::with_capacity(certificates.clone().map(|der| der.len() + LENGTH).sum());
        for der in certificates {
            // A certificate is at most 2^24 - 1 octets (§4.5.1), so its length fits.
            let length = u32::try_from(der.len()).unwrap_or(u32::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(der);
        }
        Self(bytes)
    }

    /// The bytes that [`Self::as_bytes`] gave; at least one certificate.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let chain = Self(bytes.to_vec());
        let whole: usize = chain.certificates().map(|der| der.len() + LENGTH).sum();
        (!bytes.is_empty() && whole == bytes.len()).then_some(chain)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The certificates in DER, the end entity's first.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let mut rest = &self.0[..];
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
