//! The order in which candidates of the right name are tried: by the key identifiers, and of equals those first that are
//! valid now. Hints and no more (RFC 4158 §3.5).

use crate::decision::Fit;

/// The place of a candidate in the order; the lowest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rank {
    fit: Fit,
    is_valid: bool,
}

impl Rank {
    pub(super) const fn new(fit: Fit, is_valid: bool) -> Self {
        Self { fit, is_valid }
    }

    pub(super) const fn fit(self) -> Fit {
        self.fit
    }

    const fn bit(self) -> u8 {
        let fit = match self.fit {
            Fit::KeyIdsMatch => 0,
            Fit::NoKeyIds => 1,
            Fit::KeyIdsDiffer => 2,
        };
        1 << (2 * fit + !self.is_valid as u8)
    }
}

/// The ranks that occur, in their order.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ranks(u8);

impl Ranks {
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Rank> for Ranks {
    fn from_iter<I: IntoIterator<Item = Rank>>(ranks: I) -> Self {
        Self(ranks.into_iter().fold(0, |bits, rank| bits | rank.bit()))
    }
}

impl Iterator for Ranks {
    type Item = Rank;

    fn next(&mut self) -> Option<Rank> {
        let all = Fit::ORDER.iter().flat_map(|fit| [true, false].map(|is_valid| Rank::new(*fit, is_valid)));
        let next = all.into_iter().find(|rank| self.0 & rank.bit() != 0)?;
        self.0 &= !next.bit();
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::{Rank, Ranks};
    use crate::decision::Fit;

    #[test]
    fn key_identifiers_come_before_validity() {
        let (differs, expired) = (Rank::new(Fit::KeyIdsDiffer, true), Rank::new(Fit::KeyIdsMatch, false));
        let plain = Rank::new(Fit::NoKeyIds, true);
        let ranks: Ranks = [differs, plain, expired, plain].into_iter().collect();
        assert_eq!(ranks.collect::<Vec<_>>(), [expired, plain, differs]);
        assert_eq!([].into_iter().collect::<Ranks>().count(), 0);
    }
}
