//! CRLs: RFC 5280 §6.3.3, step by step.

use core::time::Duration;

use handfast_rule::AlertDescription as Alert;

use super::forge::{List, at_uri, base, certificate_issuer, entry, number, points, reason, scope};
use super::scopes::{YES, leaf_at};
use super::{Case, JULY, MAY, by_lists, leaf, of_leaf, root, signing_authority};
use crate::revocation::{CrlFault, Reason, Scope, Witness};
use crate::tests::forge::{self, Recipe, SEQUENCE, der, dn, extension, key_usage, utc};
use crate::tests::refusals::{Provocation, provoke};
use crate::{
    Anchors, At, Decisions, Evidence, Policy, Profile, Refusal, Revocation, Source, Time, Warning, WeakHash,
    validate,
};

pub(super) const AT: At = At::LEAF;
const NOW: Time = Time(1_780_000_000);
/// 2026-04-01.
const APRIL: Time = Time(1_775_001_600);

pub(super) fn good() -> List {
    List::of("root")
}

fn revoked() -> Refusal {
    Refusal::Revoked { at: AT, since: APRIL, reason: Reason::Unspecified, by: Witness::Crl(0) }
}

pub(super) fn unusable(fault: CrlFault) -> Result<Vec<Witness>, Refusal> {
    Err(Refusal::CrlUnusable { at: AT, crl: 0, fault })
}

pub(super) const BY_FIRST: [Witness; 1] = [Witness::Crl(0)];

#[test]
fn listed_or_not() {
    assert_eq!(by_lists(&[&good().signed_by(1)]).unwrap(), BY_FIRST);
    assert_eq!(by_lists(&[&good().listing(entry(8, &[])).signed_by(1)]).unwrap(), BY_FIRST);
    assert_eq!(by_lists(&[&good().listing(entry(7, &[])).signed_by(1)]), Err(revoked()));
    let for_a_reason = good().listing(entry(6, &[])).listing(entry(7, &[reason(1)])).listing(entry(9, &[]));
    let wanted =
        Refusal::Revoked { at: AT, since: APRIL, reason: Reason::KeyCompromise, by: Witness::Crl(0) };
    assert_eq!(by_lists(&[&for_a_reason.signed_by(1)]), Err(wanted));
    let other = List::of("other").listing(entry(7, &[])).signed_by(1);
    assert_eq!(by_lists(&[&other]), Err(Refusal::NoRevocationInformation { at: AT }));
}

#[test]
fn what_makes_a_list_useless() {
    let unknown = extension(&[0x2A, 3], true, &[5, 0]);
    let extension = crate::cert::Oid::from_content(&[0x2A, 3]);
    let critical = CrlFault::UnknownCriticalExtension { extension };
    let sha1 = der(SEQUENCE, &[&der(6, &[&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1]])]);
    let strange = der(SEQUENCE, &[&der(6, &[&[0x2A, 3]])]);
    let signed = |algorithm: &[u8]| {
        good()
            .edit(|list| (list.inside, list.outside) = (algorithm.to_vec(), algorithm.to_vec()))
            .signed_by(1)
    };
    let cases = [
        (good().with(unknown.clone()).signed_by(1), critical),
        (good().listing(entry(8, &[unknown])).signed_by(1), critical),
        (good().edit(|list| list.inside = sha1.clone()).signed_by(1), CrlFault::AlgorithmsDiffer),
        (signed(&sha1), CrlFault::WeakSignature { hash: WeakHash::Sha1 }),
        (signed(&strange), CrlFault::UnsupportedSignature),
        (good().signed_by(2), CrlFault::BadSignature),
        (
            good().since("260601000000Z").signed_by(1),
            CrlFault::NotYetValid { this_update: Time(1_780_272_000) },
        ),
        (good().with(number(2)).with(base(1)).signed_by(1), CrlFault::DeltaWithoutBase),
        (good().with(scope(&[&at_uri("http://a")])).signed_by(1), CrlFault::OtherScope),
    ];
    for (list, fault) in cases {
        assert_eq!(by_lists(&[&list]), unusable(fault));
    }
    let harmless = good().with(forge::extension(&[0x2A, 3], false, &[5, 0])).signed_by(1);
    assert_eq!(by_lists(&[&harmless]).unwrap(), BY_FIRST, "unknown and not critical");
}

/// Where issuers are held to §5.2.3.
#[test]
fn numbers() {
    let leaf = Recipe::leaf("leaf").with(forge::authority_key_id(b"one")).issued_by("root", 1);
    let root = signing_authority("root", 1).with(forge::subject_key_id(b"one")).issued_by("root", 1);
    let anchors = Anchors::from_certificates([&root[..]]).unwrap();
    let verdict = |profile: Profile, list: List| {
        let evidence = Evidence::none().with_crl(list.signed_by(1)).unwrap();
        let policy = Policy::tls_server().profile(profile).revocation(Revocation::hard(Scope::Leaf));
        let decisions = &mut Decisions::off();
        validate(&leaf, [], &anchors, &evidence, &policy, forge::now(), decisions).map(|_| ())
    };
    let refused = |fault| Err(Refusal::CrlUnusable { at: AT, crl: 0, fault });
    let critical = || good().with(extension(&[0x55, 0x1D, 0x14], true, &[2, 1, 1]));
    assert_eq!(verdict(Profile::CONFORMING, good().with(number(1))), Ok(()));
    assert_eq!(verdict(Profile::CONFORMING, good()), refused(CrlFault::NoNumber));
    assert_eq!(verdict(Profile::CONFORMING, critical()), refused(CrlFault::CriticalNumber));
    assert_eq!(verdict(Profile::RFC5280, good()), Ok(()));
    assert_eq!(verdict(Profile::RFC5280, critical()), Ok(()));
}

#[test]
fn out_of_date() {
    let expired = |until| Err(Refusal::CrlExpired { at: AT, crl: 0, until, now: NOW });
    let june = Time(1_779_926_400);
    assert_eq!(by_lists(&[&good().until("260528000000Z").signed_by(1)]), expired(june));
    let day = Revocation::hard(Scope::Leaf).max_age(Duration::from_secs(86_400));
    assert_eq!(of_leaf(&leaf(), &[&good().signed_by(1)], &[], day), expired(Time(MAY.0 + 86_400)));
    let endless = good().edit(|list| list.next_update.clear());
    assert_eq!(
        by_lists(&[&endless.signed_by(1)]),
        expired(Time(MAY.0 + 864_000)),
        "ten days if it says nothing"
    );
    assert_eq!(by_lists(&[&endless.since("260527000000Z").signed_by(1)]).unwrap(), BY_FIRST);
}

#[test]
fn any_good_one_serves_and_the_newest_is_asked_first() {
    let old = good().listing(entry(7, &[reason(6)])).signed_by(1);
    let new = good().since("260502000000Z").signed_by(1);
    let forged = good().since("260503000000Z").listing(entry(7, &[])).signed_by(2);
    let stale = good().until("260502000000Z").listing(entry(7, &[])).signed_by(1);
    assert_eq!(by_lists(&[&old, &new]).unwrap(), [Witness::Crl(1)], "a hold that was lifted");
    assert_eq!(by_lists(&[&forged, &stale, &new, &old]).unwrap(), [Witness::Crl(2)]);
}

#[test]
fn delta_lists() {
    let complete = |listed: bool| {
        let list = good().with(number(5));
        if listed { list.listing(entry(7, &[reason(6)])).signed_by(1) } else { list.signed_by(1) }
    };
    let delta = |from: u8, to: u8, entries: &[Vec<u8>]| {
        let list = good().since("260510000000Z").with(number(to)).with(base(from));
        entries.iter().cloned().fold(list, List::listing).signed_by(1)
    };
    let by_delta =
        Refusal::Revoked { at: AT, since: APRIL, reason: Reason::Unspecified, by: Witness::Crl(1) };
    assert_eq!(by_lists(&[&complete(false), &delta(5, 6, &[entry(7, &[])])]), Err(by_delta));
    assert_eq!(by_lists(&[&complete(false), &delta(3, 6, &[entry(8, &[])])]).unwrap(), [Witness::Crl(1)]);
    assert_eq!(
        by_lists(&[&complete(true), &delta(5, 6, &[entry(7, &[reason(8)])])]).unwrap(),
        [Witness::Crl(1)]
    );
    for useless in [delta(6, 7, &[entry(7, &[])]), delta(3, 5, &[entry(7, &[])])] {
        assert_eq!(by_lists(&[&complete(false), &useless]).unwrap(), BY_FIRST, "too new, or too old");
    }
    let stale = good().until("260502000000Z").with(number(5)).signed_by(1);
    assert_eq!(by_lists(&[&stale, &delta(5, 6, &[])]).unwrap(), [Witness::Crl(1)], "brought up to date");
    let forged = good().with(number(6)).with(base(5)).listing(entry(7, &[])).signed_by(2);
    assert_eq!(by_lists(&[&complete(false), &forged]).unwrap(), BY_FIRST);
    let stale_delta = good().until("260502000000Z").with(number(6)).with(base(5)).signed_by(1);
    assert!(matches!(by_lists(&[&stale, &stale_delta]), Err(Refusal::CrlExpired { crl: 0, .. })));
}

#[test]
fn another_key_for_lists() {
    let (leaf, root, list) = (leaf(), root(), good().signed_by(2));
    let signer = |bits| {
        let recipe = Recipe::authority("root", 2).without_extensions().with(key_usage(bits));
        recipe.edit(|r| r.serial = vec![2, 1, 9])
    };
    let ask = |signer: &[u8], lists: &[&[u8]]| {
        let demand = Revocation::hard(Scope::Leaf);
        let case = Case { leaf: &leaf, intermediates: &[signer], root: &root, lists, responses: &[], demand };
        case.ask().map(|_| ())
    };
    let (sound, own) = (signer(0x02).issued_by("root", 1), good().signed_by(1));
    assert_eq!(ask(&sound, &[&list, &own]), Ok(()));
    assert_eq!(
        ask(&sound, &[&list]).err(),
        unusable(CrlFault::UntrustedIssuer).err(),
        "nobody vouches for the signer"
    );
    let stranger = signer(0x02).issued_by("root", 5);
    assert_eq!(ask(&stranger, &[&list]).err(), unusable(CrlFault::UntrustedIssuer).err());
    assert_eq!(ask(&signer(0x04).issued_by("root", 1), &[&list]).err(), unusable(CrlFault::MayNotSign).err());
    let revoked = good().since("260502000000Z").listing(entry(9, &[])).signed_by(1);
    let only_by_signer = good().since("260503000000Z").signed_by(2);
    let scoped = ask(&sound, &[&only_by_signer, &revoked]);
    assert_eq!(scoped, Ok(()), "the other key, which is trusted, answers for the leaf");
}

/// root ← leaf, and an indirect CRL by another authority, to which the certificate points.
#[test]
fn indirect_lists() {
    let issuer = der(0xA2, &[&der(0xA4, &[&dn("lister")])]);
    let leaf = leaf_at(&[&der(SEQUENCE, &[&issuer])]);
    let lister = Recipe::authority("lister", 3).without_extensions().with(key_usage(0x02));
    let lister = lister.with(points(&[&der(SEQUENCE, &[&issuer])])).edit(|r| r.serial = vec![2, 1, 9]);
    let (lister, root) = (lister.issued_by("root", 1), root());
    let own_name = der(0xA0, &[&der(0xA0, &[&der(0xA4, &[&dn("lister")])])]);
    let list = || List::of("lister").with(scope(&[&own_name, &der(0x84, &[YES])]));
    let ask = |intermediates: &[&[u8]], list: Vec<u8>| {
        let demand = Revocation::hard(Scope::Leaf);
        let lists: &[&[u8]] = &[&list];
        let case = Case { leaf: &leaf, intermediates, root: &root, lists, responses: &[], demand };
        case.ask().map(|_| ())
    };
    let with = |list: List| ask(&[&lister], list.signed_by(3));
    let of_root = |serial, more: &[Vec<u8>]| entry(serial, &[&[certificate_issuer("root")], more].concat());
    assert_eq!(with(list()), Ok(()));
    assert_eq!(with(list().listing(entry(7, &[]))), Ok(()), "a certificate of the lister");
    assert_eq!(with(list().listing(of_root(7, &[]))).err(), Some(revoked()));
    assert_eq!(
        with(list().listing(of_root(8, &[])).listing(entry(7, &[]))).err(),
        Some(revoked()),
        "inherited"
    );
    let after = list().listing(of_root(8, &[])).listing(entry(7, &[certificate_issuer("x")]));
    assert_eq!(with(after), Ok(()));
    assert_eq!(
        with(list().listing(of_root(9, &[]))).err(),
        unusable(CrlFault::UntrustedIssuer).err(),
        "lists itself"
    );
    assert_eq!(ask(&[], list().signed_by(3)).err(), unusable(CrlFault::UnknownIssuer).err());
    assert_eq!(with(List::of("lister")).err(), unusable(CrlFault::OtherScope).err(), "not indirect");
    let own = ask(&[&lister], good().signed_by(1));
    assert_eq!(
        own.err(),
        Some(Refusal::NoRevocationInformation { at: AT }),
        "the issuer leaves it to the lister"
    );
}

#[test]
fn a_list_for_each_authority() {
    let leaf = Recipe::leaf("leaf").issued_by("one", 2);
    let (one, root) = (signing_authority("one", 2).issued_by("root", 1), root());
    let (of_root, of_one) = (good().signed_by(1), List::of("one").signed_by(2));
    let ask = |lists: &[&[u8]], demand| {
        let case = Case { leaf: &leaf, intermediates: &[&one], root: &root, lists, responses: &[], demand };
        case.ask().map(|(path, _)| path.warnings().to_vec())
    };
    let (leaf_only, chain) = (Revocation::hard(Scope::Leaf), Revocation::hard(Scope::Chain));
    assert_eq!(ask(&[&of_one], leaf_only), Ok(vec![]));
    assert_eq!(ask(&[&of_root, &of_one], chain), Ok(vec![]));
    let middle = At { depth: 1, source: Source::Intermediate(0) };
    assert_eq!(ask(&[&of_one], chain), Err(Refusal::NoRevocationInformation { at: middle }));
    assert_eq!(ask(&[], Revocation::OFF), Ok(vec![]));
    let soft = Revocation::soft(Scope::Chain);
    assert_eq!(ask(&[&of_root], soft), Ok(vec![(AT, Warning::RevocationNotKnown)]));
    let taken_back = good().listing(entry(7, &[])).signed_by(1);
    let revoked =
        Refusal::Revoked { at: middle, since: APRIL, reason: Reason::Unspecified, by: Witness::Crl(0) };
    assert_eq!(ask(&[&taken_back, &of_one], soft), Err(revoked), "soft is for what is not known");
}

pub(in crate::tests) fn provocations() -> Vec<Provocation> {
    let (stale, good) = (good().until("260528000000Z").signed_by(1), good());
    let until = Time(1_779_926_400);
    assert!(until < JULY);
    vec![
        provoke(
            by_lists(&[&good.clone().listing(entry(7, &[])).signed_by(1)]).err(),
            revoked(),
            Alert::CERTIFICATE_REVOKED,
            "RFC 5280 §6.3.3",
        ),
        provoke(
            by_lists(&[]).err(),
            Refusal::NoRevocationInformation { at: AT },
            Alert::CERTIFICATE_UNKNOWN,
            "RFC 5280 §6.3.3",
        ),
        provoke(
            by_lists(&[&stale]).err(),
            Refusal::CrlExpired { at: AT, crl: 0, until, now: NOW },
            Alert::CERTIFICATE_UNKNOWN,
            "RFC 5280 §5.1.2.5",
        ),
        provoke(
            by_lists(&[&good.signed_by(2)]).err(),
            Refusal::CrlUnusable { at: AT, crl: 0, fault: CrlFault::BadSignature },
            Alert::CERTIFICATE_UNKNOWN,
            "RFC 5280 §6.3.3",
        ),
    ]
}

/// What is wrong comes with what would mend it.
#[test]
fn told_in_words() {
    let refusal = by_lists(&[&good().listing(entry(7, &[reason(1)])).signed_by(1)]).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the certificate is revoked since 2026-04-01 00:00:00 UTC, keyCompromise, says CRL 0 [depth 0, end entity; RFC \
         5280 §6.3.3]"
    );
    let unknown = utc("260528000000Z");
    let late = by_lists(&[&good().edit(|list| list.next_update = unknown).signed_by(1)]).unwrap_err();
    assert!(late.to_string().contains("CRL 0, good until 2026-05-28 00:00:00 UTC, judged at"), "{late}");
    assert!(late.remedy().contains("fetch the CRL again"));
}
