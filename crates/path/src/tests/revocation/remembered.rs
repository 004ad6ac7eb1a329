//! What is remembered of a path says at every time what would be said without it.

use rcgen::PublicKeyData;
use rustls_pki_types::UnixTime;

use super::forge::{List, Response, Single, entry};
use super::{leaf, root};
use crate::revocation::{CrlFault, Missing, Scope};
use crate::tests::forge::{self, SEQUENCE, at, der, key};
use crate::{Anchors, Decisions, Evidence, PathCache, Policy, Refusal, Revocation, WeakHash, validate};

const DAY: u64 = 24 * 60 * 60;

/// One chain, and a cache that is asked about it.
struct Memory {
    leaf: Vec<u8>,
    anchors: Anchors,
    cache: PathCache,
}

impl Memory {
    fn new() -> Self {
        let anchors = Anchors::from_certificates([&root()[..]]).unwrap();
        Self { leaf: leaf(), anchors, cache: PathCache::new(4) }
    }

    fn ask(&self, evidence: &Evidence<'_>, demand: Revocation, now: UnixTime) -> Result<(), Refusal> {
        let Self { leaf, anchors, cache } = self;
        let policy = Policy::tls_server().revocation(demand);
        let mut off = Decisions::off();
        let cached = cache.validate(leaf, [], anchors, evidence, &policy, now, &mut off).map(|_| ());
        let plain = validate(leaf, [], anchors, evidence, &policy, now, &mut off).map(|_| ());
        assert_eq!(cached, plain, "{now:?}");
        cached
    }
}

/// Asks once a day for a year, of a cache and without it. How often the cache knew, and on how many days it was refused.
fn year(lists: &[&[u8]], responses: &[&[u8]], demand: Revocation) -> (u64, usize) {
    let mut evidence = Evidence::none();
    lists.iter().for_each(|list| evidence.add_crl(*list).unwrap());
    responses.iter().for_each(|response| evidence.add_ocsp(*response).unwrap());
    let memory = Memory::new();
    let days = (forge::START..forge::END).step_by(usize::try_from(DAY).unwrap());
    let refused = days.filter(|day| memory.ask(&evidence, demand, at(*day)).is_err()).count();
    (memory.cache.hits(), refused)
}

/// From 1 May to 1 July: 62 days, of which the first asks. The response was made a day later.
#[test]
fn no_longer_than_a_list_or_a_response() {
    let list = List::of("root").signed_by(1);
    let response = Response::by("root", vec![Single::good("root", 1)]).signed_by(1);
    for demand in [Revocation::hard(Scope::Leaf), Revocation::hard(Scope::Chain)] {
        assert_eq!(year(&[&list], &[], demand), (61, 365 - 62));
        assert_eq!(year(&[], &[&response], demand), (60, 365 - 61));
    }
}

#[test]
fn not_beyond_the_greatest_age() {
    let list = List::of("root").signed_by(1);
    let demand = Revocation::hard(Scope::Leaf).max_age(core::time::Duration::from_secs(10 * DAY));
    assert_eq!(year(&[&list], &[], demand), (10, 365 - 11));
}

/// The list of June takes back what the one of May does not know of.
#[test]
fn not_beyond_the_day_on_which_other_evidence_begins() {
    let may = List::of("root").signed_by(1);
    let june =
        List::of("root").since("260601000000Z").until("261201000000Z").listing(entry(7, &[])).signed_by(1);
    let (hits, refused) = year(&[&may, &june], &[], Revocation::hard(Scope::Leaf));
    assert_eq!((hits, refused), (30, 365 - 31));
    let soft = Revocation::soft(Scope::Leaf);
    assert_eq!(soft.missing(), Missing::Soft);
    assert_eq!(
        year(&[&june], &[], soft).1,
        184,
        "revoked while the list is of today, and not known before and after"
    );
}

#[test]
fn other_evidence_is_another_question() {
    let (memory, demand) = (Memory::new(), Revocation::hard(Scope::Leaf));
    let with = |list: &[u8]| Evidence::none().with_crl(list.to_vec()).unwrap();
    let (good, bad) =
        (with(&List::of("root").signed_by(1)), with(&List::of("root").listing(entry(7, &[])).signed_by(1)));
    assert_eq!(memory.ask(&good, demand, forge::now()), Ok(()));
    assert!(matches!(memory.ask(&bad, demand, forge::now()), Err(Refusal::Revoked { .. })));
    assert!(memory.ask(&Evidence::none(), demand, forge::now()).is_err());
    assert_eq!(memory.ask(&good, demand, forge::now()), Ok(()));
}

/// Who is accepted although nobody could say is asked about again: somebody may know by then.
#[test]
fn not_at_all_where_nothing_was_known() {
    let (known, _) = year(&[], &[], Revocation::soft(Scope::Leaf));
    assert_eq!(known, 0);
}

/// Under another policy its signature was verified; how it was made is asked of each policy anew.
#[test]
fn not_what_another_policy_took() {
    let sha1 = der(SEQUENCE, &[&der(6, &[&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 5]]), &[5, 0]]);
    let list = List::of("root").edit(|list| (list.inside, list.outside) = (sha1.clone(), sha1)).signed_by(1);
    let mut evidence = Evidence::none();
    evidence.add_crl(&list[..]).unwrap();
    evidence.lists().for_each(|listed| listed.held.remember_signer(&key(1).subject_public_key_info()));
    let demand = Revocation::hard(Scope::Leaf);
    assert_eq!(Memory::new().ask(&evidence, demand.accepting_sha1(true), forge::now()), Ok(()));
    let refused = Memory::new().ask(&evidence, demand, forge::now());
    let weak = CrlFault::WeakSignature { hash: WeakHash::Sha1 };
    assert!(matches!(refused, Err(Refusal::CrlUnusable { fault, .. }) if fault == weak), "{refused:?}");
}
