use core::time::Duration;

use super::*;
use crate::{Authority, Error, Request};

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn root() -> Authority {
    Authority::root(&Request::authority("list root", at(1_800_000_000))).unwrap()
}

#[test]
fn reasons_round_trip() {
    for reason in REASONS {
        assert_eq!(reason_named(reason.name()), Ok(*reason));
        assert!(UnknownReason.to_string().contains(reason.name()));
    }
    assert_eq!(reason_named("KEYCOMPROMISE"), Ok(Reason::KeyCompromise));
    assert_eq!(reason_named("removeFromCRL"), Err(UnknownReason), "only a delta CRL says that");
}

/// RFC 5280 §5.1.2.4: UTCTime through 2049, GeneralizedTime from 2050 on.
#[test]
fn times_change_their_type_in_2050() {
    assert!(matches!(time(at(2_524_607_999)), Ok(Time::UtcTime(_))));
    assert!(matches!(time(at(2_524_608_000)), Ok(Time::GeneralTime(_))));
    assert_eq!(time(at(253_402_300_800)), Err(Error::DateOutOfRange));
}

#[test]
fn lists_that_cannot_be_are_refused() {
    let reversed = List::complete(1, at(2), at(1));
    assert_eq!(root().revocation_list(&reversed), Err(Error::ValidityReversed));
    let entry = Entry { serial: vec![1; 21], at: at(1), reason: None, issuer: None };
    let long = List { entries: vec![entry], ..List::complete(1, at(1), at(2)) };
    assert!(matches!(root().revocation_list(&long), Err(Error::Library(_))));
}
