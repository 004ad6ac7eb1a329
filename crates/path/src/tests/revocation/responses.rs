//! OCSP responses: RFC 6960 §3.2, step by step.

use core::time::Duration;

use handfast_crypto::hash::Hash;
use handfast_rule::{AlertDescription as Alert, Refusal as _};

use super::forge::{ENUMERATED, List, Response, Single, entry, generalized, key_hash};
use super::{Case, JULY, MAY, by_responses, leaf, of_leaf, root};
use crate::cert::Oid;
use crate::revocation::{OcspFault, Reason, Scope, Unsuccessful, Witness};
use crate::tests::forge::{self, Recipe, SEQUENCE, der, dn, extension, key, key_usage, purposes, utc};
use crate::tests::refusals::{Provocation, provoke};
use crate::{Anchors, At, Decisions, Evidence, Policy, Refusal, Revocation, Time, WeakHash, validate};
use rcgen::PublicKeyData;

const AT: At = At::LEAF;
const BY: Witness = Witness::Ocsp(0);
const NOW: Time = Time(1_780_000_000);
/// 2026-04-01.
const APRIL: Time = Time(1_775_001_600);
const OCSP_SIGNING: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 9];

fn good() -> Single {
    Single::good("root", 1)
}

fn by_root(single: Single) -> Response {
    Response::by("root", vec![single])
}

fn ask(response: &[u8]) -> Result<Vec<Witness>, Refusal> {
    by_responses(&[response])
}

fn unusable(fault: OcspFault) -> Result<Vec<Witness>, Refusal> {
    Err(Refusal::OcspUnusable { at: AT, by: BY, fault })
}

const BY_FIRST: [Witness; 1] = [BY];

#[test]
fn good_revoked_unknown() {
    assert_eq!(ask(&by_root(good()).signed_by(1)).unwrap(), BY_FIRST);
    let revoked = Refusal::Revoked { at: AT, since: APRIL, reason: Reason::KeyCompromise, by: BY };
    assert_eq!(ask(&by_root(good().revoked(1)).signed_by(1)), Err(revoked));
    let unknown = by_root(good().edit(|single| single.status = vec![0x82, 0])).signed_by(1);
    assert_eq!(ask(&unknown), Err(Refusal::OcspUnknown { at: AT, by: BY }));
}

#[test]
fn by_name_by_key_and_by_sha2() {
    let by_key = by_root(good()).edit(|r| r.responder = der(0xA2, &[&der(4, &[&key_hash(1)])]));
    assert_eq!(ask(&by_key.signed_by(1)).unwrap(), BY_FIRST);
    let sha256 = good().edit(|single| {
        single.algorithm = der(SEQUENCE, &[&der(6, &[&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]])]);
        single.name_hash = Hash::Sha256.digest(&[&dn("root")]).as_ref().to_vec();
        single.key_hash = Hash::Sha256.digest(&[key(1).der_bytes()]).as_ref().to_vec();
    });
    assert_eq!(ask(&by_root(sha256).signed_by(1)).unwrap(), BY_FIRST);
}

#[test]
fn about_others() {
    let silent = Err(Refusal::NoRevocationInformation { at: AT });
    for other in [
        Single::good("other", 1),
        Single::good("root", 2),
        good().edit(|single| single.serial = 8),
        good().edit(|single| single.algorithm = der(SEQUENCE, &[&der(6, &[&[0x2A, 3]])])),
    ] {
        assert_eq!(ask(&by_root(other.revoked(1)).signed_by(1)), silent);
    }
    assert_eq!(ask(&Response::by("root", vec![]).signed_by(1)), silent);
    let crowd = vec![Single::good("other", 1).revoked(1), good(), good().edit(|single| single.serial = 8)];
    assert_eq!(ask(&Response::by("root", crowd).signed_by(1)).unwrap(), BY_FIRST);
}

#[test]
fn the_worst_answer_of_today_counts() {
    let several = |singles| ask(&Response::by("root", singles).signed_by(1));
    assert!(matches!(several(vec![good(), good().revoked(4)]), Err(Refusal::Revoked { .. })));
    let unknown = good().edit(|single| single.status = vec![0x82, 0]);
    assert_eq!(several(vec![unknown, good()]), Err(Refusal::OcspUnknown { at: AT, by: BY }));
    let stale =
        good().revoked(4).edit(|single| single.next_update = der(0xA0, &[&generalized("20260502000000Z")]));
    assert_eq!(several(vec![stale, good()]).unwrap(), BY_FIRST);
}

#[test]
fn dates() {
    let stale = |until| Err(Refusal::OcspStale { at: AT, by: BY, until, now: NOW });
    let until = |text| good().edit(|single| single.next_update = der(0xA0, &[&generalized(text)]));
    assert_eq!(ask(&by_root(until("20260528000000Z")).signed_by(1)), stale(Time(1_779_926_400)));
    let endless = good().edit(|single| single.next_update.clear());
    assert_eq!(
        ask(&by_root(endless).signed_by(1)),
        stale(Time(MAY.0 + 864_000)),
        "ten days if it says nothing"
    );
    let day = Revocation::hard(Scope::Leaf).max_age(Duration::from_secs(86_400));
    let response = by_root(good()).signed_by(1);
    assert_eq!(of_leaf(&leaf(), &[], &[&response], day), stale(Time(MAY.0 + 86_400)));
    let from = Time(1_780_272_000);
    let early = good().edit(|single| single.this_update = generalized("20260601000000Z"));
    assert_eq!(ask(&by_root(early).signed_by(1)), unusable(OcspFault::NotYetValid { from }));
    let ahead = by_root(good()).edit(|r| r.produced_at = generalized("20260601000000Z"));
    assert_eq!(ask(&ahead.signed_by(1)), unusable(OcspFault::NotYetValid { from }));
}

#[test]
fn what_makes_a_response_useless() {
    let unknown = extension(&[0x2A, 3], true, &[5, 0]);
    let critical = OcspFault::UnknownCriticalExtension { extension: Oid::from_content(&[0x2A, 3]) };
    let algorithm = |id: &[u8]| {
        let algorithm = der(SEQUENCE, &[&der(6, &[id])]);
        by_root(good()).edit(|r| r.algorithm = algorithm).signed_by(1)
    };
    let status = |code: u8| der(SEQUENCE, &[&der(ENUMERATED, &[&[code]])]);
    let cases = [
        (by_root(good().edit(|s| s.extensions.push(unknown.clone()))).signed_by(1), critical),
        (by_root(good()).edit(|r| r.extensions.push(unknown.clone())).signed_by(1), critical),
        (by_root(good()).signed_by(2), OcspFault::BadSignature),
        (algorithm(&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1]), OcspFault::WeakSignature { hash: WeakHash::Sha1 }),
        (algorithm(&[0x2A, 3]), OcspFault::UnsupportedSignature),
        (Response::by("stranger", vec![good()]).signed_by(1), OcspFault::UnknownResponder),
        (status(3), OcspFault::Unsuccessful { status: Unsuccessful::TryLater }),
        (status(6), OcspFault::Unsuccessful { status: Unsuccessful::Unauthorized }),
    ];
    for (response, fault) in cases {
        assert_eq!(ask(&response), unusable(fault));
    }
    let nonce = extension(&[0x2B, 6, 1, 5, 5, 7, 0x30, 1, 2], true, &[4, 1, 0]);
    let echo = by_root(good()).edit(|r| r.extensions.push(nonce)).signed_by(1);
    assert_eq!(ask(&echo).unwrap(), BY_FIRST, "a nonce says nothing about a certificate");
}

/// A responder that the root delegated to, with key 4.
fn delegate() -> Recipe {
    Recipe::leaf("delegate").without_extensions().with(purposes(&[OCSP_SIGNING])).edit(|r| {
        r.spki = key(4).subject_public_key_info();
        r.serial = vec![2, 1, 9];
    })
}

fn by_delegate(cert: &[u8]) -> Vec<u8> {
    Response::by("delegate", vec![good()]).with(cert).signed_by(4)
}

#[test]
fn delegates() {
    let sound = || delegate().issued_by("root", 1);
    assert_eq!(ask(&by_delegate(&sound())).unwrap(), BY_FIRST);
    let cases = [
        (delegate().issued_by("root", 5), OcspFault::NotDelegated),
        (delegate().issued_by("other", 1), OcspFault::NotDelegated),
        (delegate().edit(|r| r.extensions.clear()).issued_by("root", 1), OcspFault::NotDelegated),
        (
            delegate().edit(|r| r.not_after = utc("260501000000Z")).issued_by("root", 1),
            OcspFault::BadResponder,
        ),
        (delegate().with(key_usage(0x04)).issued_by("root", 1), OcspFault::BadResponder),
    ];
    for (cert, fault) in cases {
        assert_eq!(ask(&by_delegate(&cert)), unusable(fault));
    }
    let any = delegate().edit(|r| r.extensions = vec![purposes(&[forge::ANY_PURPOSE])]).issued_by("root", 1);
    assert_eq!(ask(&by_delegate(&any)), unusable(OcspFault::NotDelegated), "any purpose is no delegation");
    let forged = Response::by("delegate", vec![good()]).with(&sound()).signed_by(5);
    assert_eq!(ask(&forged), unusable(OcspFault::BadSignature));
    let (leaf, root, cert) = (leaf(), root(), sound());
    let alone = Response::by("delegate", vec![good()]).signed_by(4);
    let demand = Revocation::hard(Scope::Leaf);
    let case =
        Case { leaf: &leaf, intermediates: &[&cert], root: &root, lists: &[], responses: &[&alone], demand };
    assert_eq!(case.witnesses(), BY_FIRST, "its certificate came another way");
}

#[test]
fn delegates_can_be_taken_back() {
    let hard = Revocation::hard(Scope::Leaf);
    let list = List::of("root").listing(entry(9, &[]));
    let ask = |cert: &[u8], lists: &[&[u8]]| of_leaf(&leaf(), lists, &[&by_delegate(cert)], hard);
    let by_crl = list.listing(entry(8, &[])).signed_by(1);
    let sound = delegate().issued_by("root", 1);
    assert_eq!(
        ask(&sound, &[&by_crl]).unwrap(),
        [Witness::Crl(0)],
        "the CRL answers, the responder does not"
    );
    let nocheck = extension(&[0x2B, 6, 1, 5, 5, 7, 0x30, 1, 5], false, &[5, 0]);
    let never_asked = delegate().with(nocheck).issued_by("root", 1);
    assert_eq!(ask(&never_asked, &[&by_crl]).unwrap(), BY_FIRST);
    let aia = extension(&[0x2B, 6, 1, 5, 5, 7, 1, 1], false, &[0x30, 0]);
    let to_be_asked = delegate().with(aia).issued_by("root", 1);
    assert_eq!(ask(&to_be_asked, &[]), unusable(OcspFault::UncheckedResponder));
    let listed =
        List::of("root").listing(entry(9, &[])).edit(|l| l.next_update = utc("260502000000Z")).signed_by(1);
    assert!(
        matches!(ask(&sound, &[&listed]), Ok(witnesses) if witnesses == BY_FIRST),
        "an old list says nothing"
    );
}

/// The one that says it is revoked is believed.
#[test]
fn beside_a_list() {
    let hard = Revocation::hard(Scope::Leaf);
    let (good_list, bad_list) =
        (List::of("root").signed_by(1), List::of("root").listing(entry(7, &[])).signed_by(1));
    let (good, bad) = (by_root(good()).signed_by(1), by_root(good().revoked(1)).signed_by(1));
    assert!(matches!(
        of_leaf(&leaf(), &[&bad_list], &[&good], hard),
        Err(Refusal::Revoked { by: Witness::Crl(0), .. })
    ));
    assert!(matches!(of_leaf(&leaf(), &[&good_list], &[&bad], hard), Err(Refusal::Revoked { by: BY, .. })));
    assert_eq!(of_leaf(&leaf(), &[&good_list], &[&good], hard).unwrap(), BY_FIRST);
}

/// What the peer sent along is the peer's fault.
fn stapled(response: &[u8]) -> Option<Refusal> {
    stapled_under(Revocation::hard(Scope::Leaf), response)
}

fn stapled_under(demand: Revocation, response: &[u8]) -> Option<Refusal> {
    stapled_beside(Evidence::none(), demand, response)
}

fn stapled_beside<'a>(mut evidence: Evidence<'a>, demand: Revocation, response: &'a [u8]) -> Option<Refusal> {
    if let Err(refusal) = evidence.add_stapled(0, response) {
        return Some(refusal);
    }
    let (leaf, root) = (leaf(), root());
    let anchors = Anchors::from_certificates([&root[..]]).unwrap();
    let policy = Policy::tls_server().revocation(demand);
    validate(&leaf, [], &anchors, &evidence, &policy, forge::now(), &mut Decisions::off()).err()
}

/// RFC 6066 §8: who asked for an answer refuses one that is none, also where it could do without.
#[test]
fn a_bad_staple_is_no_ignorance() {
    let soft = Revocation::soft(Scope::Leaf);
    let unknown = by_root(good().edit(|single| single.status = vec![0x82, 0])).signed_by(1);
    assert_eq!(stapled_under(soft, &by_root(good()).signed_by(1)), None);
    for bad in [&by_root(good()).signed_by(2)[..], &unknown, b"no response"] {
        let refusal = stapled_under(soft, bad).unwrap();
        assert_eq!(refusal.rule().alert, Alert::BAD_CERTIFICATE_STATUS_RESPONSE, "{refusal:?}");
    }
    assert_eq!(of_leaf(&leaf(), &[], &[&unknown], soft).err(), None);
    let mut list = Evidence::none();
    list.add_crl(List::of("root").signed_by(1)).unwrap();
    assert_eq!(stapled_beside(list.clone(), soft, &by_root(good()).signed_by(1)), None);
    let beside = stapled_beside(list, soft, &by_root(good()).signed_by(2)).unwrap();
    assert_eq!(beside.rule().alert, Alert::BAD_CERTIFICATE_STATUS_RESPONSE, "whatever a list says");
}

pub(in crate::tests) fn provocations() -> Vec<Provocation> {
    let unknown = by_root(good().edit(|single| single.status = vec![0x82, 0])).signed_by(1);
    let stale =
        by_root(good().edit(|single| single.next_update = der(0xA0, &[&generalized("20260528000000Z")])));
    let until = Time(1_779_926_400);
    assert!(until < JULY);
    let fault = OcspFault::BadSignature;
    let by = Witness::Stapled(0);
    let revoked = |by| Refusal::Revoked { at: AT, since: APRIL, reason: Reason::KeyCompromise, by };
    vec![
        provoke(
            ask(&by_root(good().revoked(1)).signed_by(1)).err(),
            revoked(BY),
            Alert::CERTIFICATE_REVOKED,
            "RFC 6960 §2.2",
        ),
        provoke(
            ask(&unknown).err(),
            Refusal::OcspUnknown { at: AT, by: BY },
            Alert::CERTIFICATE_UNKNOWN,
            "RFC 6960 §2.2",
        ),
        provoke(
            stapled(&unknown),
            Refusal::OcspUnknown { at: AT, by },
            Alert::BAD_CERTIFICATE_STATUS_RESPONSE,
            "RFC 6960 §2.2",
        ),
        provoke(
            stapled(&stale.signed_by(1)),
            Refusal::OcspStale { at: AT, by, until, now: NOW },
            Alert::BAD_CERTIFICATE_STATUS_RESPONSE,
            "RFC 6960 §4.2.2.1",
        ),
        provoke(
            stapled(&by_root(good()).signed_by(2)),
            Refusal::OcspUnusable { at: AT, by, fault },
            Alert::BAD_CERTIFICATE_STATUS_RESPONSE,
            "RFC 6960 §3.2",
        ),
    ]
}
