//! What is remembered of paths whose revocation was asked about.

use rustls_pki_types::UnixTime;

use super::forge::{List, Response, Single, entry, generalized};
use super::{JULY, MAY, leaf, root};
use crate::revocation::Scope;
use crate::tests::forge::{at, now};
use crate::{Anchors, Decisions, Evidence, PathCache, Policy, Refusal, Revocation};

/// Whether it was found in the cache.
fn ask(
    cache: &PathCache,
    evidence: &Evidence<'_>,
    demand: Revocation,
    now: UnixTime,
) -> Result<bool, Refusal> {
    let (leaf, root, before) = (LEAF.with(Vec::clone), ROOT.with(Vec::clone), cache.hits());
    let anchors = Anchors::from_certificates([&root[..]]).unwrap();
    let policy = Policy::tls_server().revocation(demand);
    cache.validate(&leaf, [], &anchors, evidence, &policy, now, &mut Decisions::off())?;
    Ok(cache.hits() > before)
}

thread_local! {
    static LEAF: Vec<u8> = leaf();
    static ROOT: Vec<u8> = root();
}

fn second(time: crate::Time, more: i64) -> UnixTime {
    at(u64::try_from(time.0 + more).unwrap())
}

#[test]
fn nothing_outlives_a_list_or_a_response() {
    let hard = Revocation::hard(Scope::Leaf);
    let list = Evidence::none().with_crl(List::of("root").signed_by(1)).unwrap();
    let single = Single::good("root", 1).edit(|single| single.this_update = generalized("20260502000000Z"));
    let response = Response::by("root", vec![single]).signed_by(1);
    let response = Evidence::none().with_ocsp(response).unwrap();
    for evidence in [&list, &response] {
        let cache = PathCache::new(4);
        let ask = |now| ask(&cache, evidence, hard, now);
        assert_eq!(
            [ask(now()), ask(second(JULY, 0)), ask(second(MAY, 86_400))],
            [Ok(false), Ok(true), Ok(true)]
        );
        assert!(ask(second(JULY, 1)).is_err() && ask(second(MAY, -1)).is_err());
        assert_eq!(cache.kept(), 0);
    }
}

#[test]
fn other_evidence_is_asked_anew() {
    let (hard, cache) = (Revocation::hard(Scope::Leaf), PathCache::new(4));
    let good = Evidence::none().with_crl(List::of("root").signed_by(1)).unwrap();
    assert_eq!([ask(&cache, &good, hard, now()), ask(&cache, &good, hard, now())], [Ok(false), Ok(true)]);
    let bad = List::of("root").since("260502000000Z").listing(entry(7, &[])).signed_by(1);
    let bad = good.clone().with_crl(bad).unwrap();
    assert!(matches!(ask(&cache, &bad, hard, now()), Err(Refusal::Revoked { .. })));
    assert_eq!(ask(&cache, &good, hard, now()), Ok(true));
    assert!(matches!(
        ask(&cache, &Evidence::none(), hard, now()),
        Err(Refusal::NoRevocationInformation { .. })
    ));
}

/// What is not known now may be known in a second.
#[test]
fn ignorance_and_the_future() {
    let (soft, cache) = (Revocation::soft(Scope::Leaf), PathCache::new(4));
    let later = at(now().as_secs() + 1);
    let none = Evidence::none();
    assert_eq!([ask(&cache, &none, soft, now()), ask(&cache, &none, soft, later)], [Ok(false), Ok(false)]);
    let revoked = List::of("root").since("260601000000Z").listing(entry(7, &[])).signed_by(1);
    let both = Evidence::none().with_crl(List::of("root").signed_by(1)).unwrap().with_crl(revoked).unwrap();
    let (june, hard) = (at(1_780_272_000), Revocation::hard(Scope::Leaf));
    assert_eq!([ask(&cache, &both, hard, now()), ask(&cache, &both, hard, later)], [Ok(false), Ok(true)]);
    assert!(matches!(ask(&cache, &both, hard, june), Err(Refusal::Revoked { .. })));
}
