//! Paths, from certificates that are forged for each test.

mod allow;
mod anchors;
mod cache;
mod constraints;
pub(crate) mod forge;
mod known_keys;
mod names;
mod policies;
mod profiles;
mod reading;
mod refusals;
mod revocation;
mod search;
mod signatures;

use rustls_pki_types::UnixTime;

use crate::{Anchors, Decisions, Evidence, Path, Policy, Refusal, validate};

/// Validates for a server, at the usual time, twice: what is decided does not depend on whether it is recorded.
fn judge<'a>(leaf: &'a [u8], intermediates: &[&'a [u8]], anchors: &[&[u8]]) -> Result<Path<'a>, Refusal> {
    judge_under(&Policy::tls_server(), forge::now(), leaf, intermediates, anchors)
}

fn judge_under<'a>(
    policy: &Policy,
    now: UnixTime,
    leaf: &'a [u8],
    intermediates: &[&'a [u8]],
    anchors: &[&[u8]],
) -> Result<Path<'a>, Refusal> {
    let anchors = Anchors::from_certificates(anchors.iter().copied()).unwrap();
    let run = |decisions: &mut Decisions| {
        validate(leaf, intermediates.iter().copied(), &anchors, &Evidence::none(), policy, now, decisions)
    };
    let (mut on, mut off) = (Decisions::on(), Decisions::off());
    let (recorded, silent) = (run(&mut on), run(&mut off));
    assert_eq!(recorded.as_ref().err(), silent.as_ref().err());
    assert!(off.all().is_empty());
    if let Err(refusal) = recorded {
        let answers: Vec<_> = on.all().iter().map(|decision| decision.answer).collect();
        assert!(answers.contains(&crate::Answer::Refused(refusal)), "{refusal} is not in the record:\n{on}");
    }
    silent
}
