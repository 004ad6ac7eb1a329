//! Is it of today? (RFC 5280 §6.3.3, RFC 6960 §3.2)

use super::Revocation;
use crate::cert::Time;

/// From when until when a CRL or an answer of OCSP may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) this_update: Time,
    /// By its nextUpdate or by the greatest age that is taken, whichever comes first.
    pub(crate) until: Time,
}

/// Not of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Untimely {
    /// thisUpdate is still to come.
    Early,
    /// It is past its end.
    Late,
}

impl Period {
    pub(crate) fn of(this_update: Time, next_update: Option<Time>, demand: &Revocation) -> Self {
        let aged = |age: core::time::Duration| {
            Time(this_update.0.saturating_add(i64::try_from(age.as_secs()).unwrap_or(i64::MAX)))
        };
        let oldest = demand.max_age.map(aged);
        let stated = next_update.or(oldest).unwrap_or_else(|| aged(Revocation::UNSTATED_AGE));
        Self { this_update, until: oldest.map_or(stated, |oldest| oldest.min(stated)) }
    }

    /// Both ends belong to it.
    pub(crate) fn includes(&self, now: Time) -> Result<(), Untimely> {
        match now {
            early if early < self.this_update => Err(Untimely::Early),
            late if late > self.until => Err(Untimely::Late),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::{Period, Untimely};
    use crate::cert::Time;
    use crate::revocation::{Revocation, Scope};

    #[test]
    fn ends_with_next_update_or_with_age() {
        let hard = Revocation::hard(Scope::Leaf);
        let until =
            |next: Option<i64>, demand: &Revocation| Period::of(Time(100), next.map(Time), demand).until.0;
        assert_eq!(until(Some(200), &hard), 200);
        assert_eq!(until(None, &hard), 100 + 864_000);
        let young = hard.max_age(Duration::from_secs(50));
        assert_eq!(
            (until(Some(200), &young), until(Some(120), &young), until(None, &young)),
            (150, 120, 150)
        );
        assert_eq!(until(None, &hard.max_age(Duration::MAX)), i64::MAX);
    }

    #[test]
    fn both_ends_belong_to_it() {
        let period = Period { this_update: Time(100), until: Time(200) };
        let at = |now| period.includes(Time(now));
        assert_eq!(
            (at(99), at(100), at(200), at(201)),
            (Err(Untimely::Early), Ok(()), Ok(()), Err(Untimely::Late))
        );
    }
}
