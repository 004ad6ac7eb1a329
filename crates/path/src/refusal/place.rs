//! Which certificate a refusal is about.

use core::fmt;

/// A certificate and its place in the path that was being tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct At {
    /// 0 is the end entity, 1 its issuer, and so on towards the anchor.
    pub depth: u8,
    /// Which certificate stands there.
    pub source: Source,
}

/// Where a certificate came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The end entity: the first certificate of the message.
    Leaf,
    /// The one with this index among the intermediates that were handed in.
    Intermediate(usize),
    /// The one with this index among the trust anchors.
    Anchor(usize),
    /// The responder's, in the OCSP response with this index.
    Responder(usize),
}

impl At {
    /// The end entity.
    pub const LEAF: Self = Self { depth: 0, source: Source::Leaf };

    /// The certificate at this place of what the peer sent, from 0; if that is in order, its depth is its place.
    pub(crate) fn presented(place: usize) -> Self {
        let source = place.checked_sub(1).map_or(Source::Leaf, Source::Intermediate);
        Self { depth: u8::try_from(place).unwrap_or(u8::MAX), source }
    }
}

/// `depth 1, intermediate 0`
impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Source::Leaf => write!(f, "depth {}, end entity", self.depth),
            Source::Intermediate(index) => write!(f, "depth {}, intermediate {index}", self.depth),
            Source::Anchor(index) => write!(f, "depth {}, trust anchor {index}", self.depth),
            Source::Responder(index) => write!(f, "depth {}, responder of OCSP response {index}", self.depth),
        }
    }
}
