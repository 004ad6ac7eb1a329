//! Orders, duplicates, loops, cross-signing, tangles.

use super::forge::{self, Recipe, authority_key_id, basic_constraints, subject_key_id, utc};
use super::{judge, judge_under};
use crate::{
    Anchors, Answer, At, Decisions, Evidence, Limit, Limits, Policy, Purpose, Refusal, Source, validate,
};

struct Chain {
    leaf: Vec<u8>,
    two: Vec<u8>,
    one: Vec<u8>,
    root: Vec<u8>,
}

/// root → one → two → leaf
fn chain() -> Chain {
    Chain {
        leaf: Recipe::leaf("leaf").issued_by("two", 3),
        two: Recipe::authority("two", 3).issued_by("one", 2),
        one: Recipe::authority("one", 2).issued_by("root", 1),
        root: Recipe::authority("root", 1).issued_by("root", 1),
    }
}

#[test]
fn a_chain_in_every_order_with_all_kinds_of_ballast() {
    let Chain { leaf, two, one, root } = chain();
    let other = Recipe::authority("two", 9).issued_by("one", 8);
    let path = judge(&leaf, &[&two, &one], &[&root]).unwrap();
    assert_eq!((path.intermediates(), path.anchor(), path.depth()), (&[0, 1][..], 0, 2));
    assert_eq!(path.public_key().spki(), path.leaf().spki);
    let orders: &[(&[&[u8]], &[usize])] = &[
        (&[&one, &two], &[1, 0]),
        (&[&two, &one, &root], &[0, 1]),
        (&[&root, &one, &two], &[2, 1]),
        (&[&two, &two, &one, &one, &two], &[0, 2]),
        (&[&leaf, &two, &one], &[1, 2]),
        (&[&other, &two, &one], &[1, 2]),
        (&[b"no certificate", &two, &[], &one], &[1, 3]),
    ];
    for (intermediates, expected) in orders {
        assert_eq!(judge(&leaf, intermediates, &[&root]).unwrap().intermediates(), *expected);
    }
    assert_eq!(
        judge(&leaf, &[&two], &[&root, &one]).unwrap().anchor(),
        1,
        "an anchor need not be self-signed"
    );
    assert_eq!(judge(&leaf, &[&two, &one], &[&root, &two]).unwrap().depth(), 0, "anchors come first");
}

#[test]
fn an_authority_that_writes_its_name_in_another_way_is_the_same() {
    let Chain { leaf, one, .. } = chain();
    let two = Recipe::authority("  TWO", 3).issued_by("One ", 2);
    let root = Recipe::authority("rOOt", 1).issued_by("Root", 1);
    judge(&leaf, &[&two, &one], &[&root]).unwrap();
}

#[test]
fn the_missing_piece_is_named() {
    let Chain { leaf, two, one, root } = chain();
    let unknown = |depth, source| Some(Refusal::UnknownIssuer { at: At { depth, source } });
    assert_eq!(judge(&leaf, &[], &[&root]).err(), unknown(0, Source::Leaf));
    assert_eq!(judge(&leaf, &[&one], &[&root]).err(), unknown(0, Source::Leaf));
    assert_eq!(judge(&leaf, &[&one, &two], &[]).err(), unknown(2, Source::Intermediate(0)));
    assert_eq!(judge(&leaf, &[&two], &[&root]).err(), unknown(1, Source::Intermediate(0)));
    let at = At { depth: 3, source: Source::Intermediate(2) };
    assert_eq!(judge(&leaf, &[&two, &one, &root], &[]).err(), Some(Refusal::SelfSigned { at }));
}

#[test]
fn an_intermediate_that_cannot_be_read_is_the_reason_if_it_was_missed() {
    let Chain { leaf, two, one, root } = chain();
    let cut = &two[..two.len() - 1];
    match judge(&leaf, &[&one, cut], &[&root]) {
        Err(Refusal::Malformed { at, .. }) => assert_eq!(at.source, Source::Intermediate(1)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_broken_rule_tells_more_than_an_unknown_issuer() {
    let Chain { leaf, one, root, .. } = chain();
    let expired =
        Recipe::authority("two", 3).edit(|r| r.not_after = utc("260102000000Z")).issued_by("one", 2);
    let astray = Recipe::authority("two", 3).issued_by("someone else", 9);
    for two in [[&expired, &astray], [&astray, &expired]] {
        let refusal = judge(&leaf, &[two[0], two[1], &one], &[&root]).unwrap_err();
        assert!(matches!(refusal, Refusal::Expired { .. }), "{refusal}");
    }
}

#[test]
fn an_unknown_issuer_is_unknown_even_if_it_is_expired_too() {
    let Chain { leaf, root, .. } = chain();
    let expired = |issuer: &str, n| {
        Recipe::authority("two", 3).edit(|r| r.not_after = utc("260102000000Z")).issued_by(issuer, n)
    };
    let at = At { depth: 1, source: Source::Intermediate(0) };
    let (elsewhere, itself) = (expired("someone else", 9), expired("two", 3));
    assert_eq!(judge(&leaf, &[&elsewhere], &[&root]).err(), Some(Refusal::UnknownIssuer { at }));
    assert_eq!(judge(&leaf, &[&itself], &[&root]).err(), Some(Refusal::SelfSigned { at }));
    assert!(matches!(judge(&leaf, &[&itself], &[&root, &itself]), Err(Refusal::Expired { .. })));
}

#[test]
fn cross_signed_authorities() {
    let Chain { leaf, one, root, .. } = chain();
    let two = |issuer: &str, n| Recipe::authority("two", 3).issued_by(issuer, n);
    let (known, unknown) = (two("one", 2), two("root of another time", 9));
    assert_eq!(judge(&leaf, &[&unknown, &known, &one], &[&root]).unwrap().intermediates(), [1, 2]);
    assert_eq!(judge(&leaf, &[&known, &unknown, &one], &[&root]).unwrap().intermediates(), [0, 2]);
    let expired =
        Recipe::authority("two", 3).edit(|r| r.not_after = utc("260102000000Z")).issued_by("one", 2);
    assert_eq!(judge(&leaf, &[&expired, &known, &one], &[&root]).unwrap().intermediates(), [1, 2]);
}

#[test]
fn authorities_that_vouch_for_each_other() {
    let leaf = Recipe::leaf("leaf").issued_by("a", 2);
    let a_by_b = Recipe::authority("a", 2).issued_by("b", 3);
    let b_by_a = Recipe::authority("b", 3).issued_by("a", 2);
    let b_by_root = Recipe::authority("b", 3).issued_by("root", 1);
    let root = Recipe::authority("root", 1).issued_by("root", 1);
    assert!(judge(&leaf, &[&a_by_b, &b_by_a], &[&root]).is_err());
    assert_eq!(judge(&leaf, &[&a_by_b, &b_by_a, &b_by_root], &[&root]).unwrap().intermediates(), [0, 2]);
    let mut decisions = Decisions::on();
    let anchors = Anchors::from_certificates([&root[..]]).unwrap();
    let intermediates = [&a_by_b[..], &b_by_a];
    let _ = validate(
        &leaf,
        intermediates,
        &anchors,
        &Evidence::none(),
        &Policy::tls_server(),
        forge::now(),
        &mut decisions,
    );
    assert!(decisions.all().iter().any(|decision| decision.answer == Answer::InPathAlready), "{decisions}");
}

/// A key rollover (RFC 4210 §4.4): the new key is vouched for by the old one, in a self-issued certificate.
#[test]
fn self_issued_certificates_do_not_count_for_path_len() {
    let limited = |n: usize| {
        Recipe::authority("root", n).edit(|r| r.extensions = vec![basic_constraints(true, Some(0))])
    };
    let (old, new) = (limited(1).issued_by("root", 1), limited(4).issued_by("root", 1));
    let leaf = Recipe::leaf("leaf").issued_by("root", 4);
    assert_eq!(judge(&leaf, &[&new], &[&old]).unwrap().depth(), 1);
    let below = Recipe::authority("one", 2).issued_by("root", 4);
    let leaf = Recipe::leaf("leaf").issued_by("one", 2);
    let at = At { depth: 2, source: Source::Intermediate(1) };
    let refusal = Refusal::PathLength { at, limit: 0, below: 1 };
    assert_eq!(judge(&leaf, &[&below, &new], &[&old]).err(), Some(refusal));
}

#[test]
fn key_identifiers_put_the_likely_issuer_first_and_forbid_none() {
    let root =
        |n: usize, id: &[u8]| Recipe::authority("root", n).with(subject_key_id(id)).issued_by("root", n);
    let (stranger, issuer) = (root(5, b"other"), root(1, b"id"));
    let leaf = Recipe::leaf("leaf").with(authority_key_id(b"id")).issued_by("root", 1);
    let anchors = Anchors::from_certificates([&stranger[..], &issuer]).unwrap();
    let mut decisions = Decisions::on();
    let path =
        validate(&leaf, [], &anchors, &Evidence::none(), &Policy::tls_server(), forge::now(), &mut decisions)
            .unwrap();
    assert_eq!(path.anchor(), 1);
    let strangers = decisions.all().iter().filter(|decision| decision.at.source == Source::Anchor(0));
    assert_eq!(strangers.count(), 0, "{decisions}");
    let lies = Recipe::leaf("leaf").with(authority_key_id(b"other")).issued_by("root", 1);
    assert_eq!(judge(&lies, &[], &[&stranger, &issuer]).unwrap().anchor(), 1);
}

#[test]
fn yesterdays_authority_of_the_same_name_is_an_unknown_one() {
    let today = Recipe::authority("root", 1).with(subject_key_id(b"today")).issued_by("root", 1);
    let namesake = Refusal::NamesakeIssuer { at: At::LEAF, namesake: Source::Anchor(0) };
    let leaf = Recipe::leaf("leaf").with(authority_key_id(b"yesterday")).issued_by("root", 5);
    assert_eq!(judge(&leaf, &[], &[&today]).err(), Some(namesake));
    let leaf = Recipe::leaf("leaf").issued_by("root", 5);
    assert_eq!(judge(&leaf, &[], &[&today]).err(), Some(namesake));
}

#[test]
fn a_leaf_that_is_an_anchor() {
    let both = Recipe::leaf("both").with(basic_constraints(true, None));
    let itself = both.clone().issued_by("both", 0);
    let path = judge(&itself, &[], &[&itself]).unwrap();
    assert_eq!((path.depth(), path.anchor()), (0, 0));
    let issued = Recipe::leaf("leaf").issued_by("one", 2);
    assert!(judge(&issued, &[], &[&issued]).is_ok(), "it was configured, so nobody has to vouch for it");
    let expired = both.clone().edit(|r| r.not_after = utc("260102000000Z")).issued_by("both", 0);
    assert!(matches!(judge(&expired, &[], &[&expired]), Err(Refusal::Expired { .. })));
    let purpose = both.with(forge::purposes(&[forge::CLIENT_AUTH])).issued_by("both", 0);
    assert!(matches!(judge(&purpose, &[], &[&purpose]), Err(Refusal::WrongPurpose { .. })));
    let twin = Recipe::leaf("both").issued_by("both", 0);
    assert_eq!(
        judge(&itself, &[], &[&twin]).err(),
        Some(Refusal::NotAuthority { at: At { depth: 1, source: Source::Anchor(0) } })
    );
}

#[test]
fn a_leaf_may_be_an_authority() {
    let leaf = Recipe::leaf("leaf").with(basic_constraints(true, None)).issued_by("root", 1);
    assert!(judge(&leaf, &[], &[&chain().root]).is_ok());
}

#[test]
fn what_an_anchor_says_of_itself_binds() {
    let leaf = Recipe::leaf("leaf").issued_by("root", 1);
    let at = At { depth: 1, source: Source::Anchor(0) };
    let verdict = |root: Recipe| judge(&leaf, &[], &[&root.issued_by("root", 1)]).err();
    let root = || Recipe::authority("root", 1);
    let expired = verdict(root().edit(|r| r.not_after = utc("260102000000Z"))).unwrap();
    assert!(matches!(expired, Refusal::Expired { .. }));
    assert_eq!(verdict(root().without_extensions()), Some(Refusal::NotAuthority { at }));
    let client = root().with(forge::purposes(&[forge::CLIENT_AUTH]));
    assert_eq!(verdict(client), Some(Refusal::WrongPurpose { at, wanted: Purpose::ServerAuth }));
}

#[test]
fn purposes() {
    let root = chain().root;
    let verdict = |policy: Policy, leaf: &[&[u8]], authority: &[&[u8]]| {
        let with = |recipe: Recipe, list: &[&[u8]]| {
            if list.is_empty() { recipe } else { recipe.with(forge::purposes(list)) }
        };
        let leaf = with(Recipe::leaf("leaf"), leaf).issued_by("one", 2);
        let one = with(Recipe::authority("one", 2), authority).issued_by("root", 1);
        judge_under(&policy, forge::now(), &leaf, &[&one], &[&root]).err().and_then(|refusal| refusal.at())
    };
    let one = Some(At { depth: 1, source: Source::Intermediate(0) });
    let (server, client, any) = (forge::SERVER_AUTH, forge::CLIENT_AUTH, forge::ANY_PURPOSE);
    assert_eq!(verdict(Policy::tls_server(), &[], &[]), None);
    assert_eq!(verdict(Policy::tls_server(), &[client, server], &[]), None);
    assert_eq!(verdict(Policy::tls_server(), &[client], &[]), Some(At::LEAF));
    assert_eq!(verdict(Policy::tls_client(), &[server], &[]), Some(At::LEAF));
    assert_eq!(verdict(Policy::tls_client(), &[client], &[server]), one);
    assert_eq!(verdict(Policy::tls_client(), &[client], &[server, client]), None);
    assert_eq!(verdict(Policy::tls_client(), &[any], &[any]), None);
    assert_eq!(verdict(Policy::tls_client().any_purpose(false), &[any], &[]), Some(At::LEAF));
}

#[test]
fn both_ends_of_the_validity_belong_to_it() {
    let root = chain().root;
    let leaf = Recipe::leaf("leaf").issued_by("root", 1);
    let at = |time| judge_under(&Policy::tls_server(), forge::at(time), &leaf, &[], &[&root]);
    assert!(matches!(at(forge::START - 1), Err(Refusal::NotYetValid { .. })));
    assert!(at(forge::START).is_ok());
    assert!(at(forge::END).is_ok());
    assert!(matches!(at(forge::END + 1), Err(Refusal::Expired { .. })));
}

/// The longest path that is followed, and one more (the latter is among the refusals).
#[test]
fn six_intermediates() {
    let names = ["a", "b", "c", "d", "e", "f", "root"];
    let authority = |n: usize| Recipe::authority(names[n], n + 2).issued_by(names[n + 1], n + 3);
    let tower: Vec<Vec<u8>> = (0..6).map(authority).collect();
    let tower: Vec<&[u8]> = tower.iter().map(Vec::as_slice).collect();
    let root = Recipe::authority("root", 8).issued_by("root", 8);
    assert_eq!(judge(&Recipe::leaf("leaf").issued_by("a", 2), &tower, &[&root]).unwrap().depth(), 6);
}

/// Every key of one name vouches for every other: the number of ways grows like a factorial.
#[test]
fn a_tangle_is_given_up_quickly() {
    let tangle: Vec<Vec<u8>> = (1..12)
        .flat_map(|n| {
            (1..12).filter(move |m| *m != n).map(move |m| Recipe::authority("x", n).issued_by("x", m))
        })
        .collect();
    let tangle: Vec<&[u8]> = tangle.iter().map(Vec::as_slice).collect();
    let leaf = Recipe::leaf("leaf").issued_by("x", 1);
    let refusal = judge(&leaf, &tangle, &[&chain().root]).unwrap_err();
    assert_eq!(refusal, Refusal::BudgetSpent { limit: Limit::Signatures });
    let mut decisions = Decisions::on();
    let anchors = Anchors::new();
    let _ = validate(
        &leaf,
        tangle.iter().copied(),
        &anchors,
        &Evidence::none(),
        &Policy::tls_server(),
        forge::now(),
        &mut decisions,
    );
    assert!(decisions.all().len() < 5000, "{} answers", decisions.all().len());
    let few = Policy::tls_server().limits(Limits { candidates: 10, ..Limits::DEFAULT });
    let refusal = judge_under(&few, forge::now(), &leaf, &tangle, &[&chain().root]).unwrap_err();
    assert_eq!(refusal, Refusal::BudgetSpent { limit: Limit::Candidates });
}

/// Certificates that all bear the name that is looked for, and nobody's key.
#[test]
fn a_crowd_of_namesakes_is_given_up_quickly() {
    let crowd: Vec<Vec<u8>> = (0..200)
        .map(|n: u8| Recipe::authority("x", 5).with(subject_key_id(&[n])).issued_by("y", 6))
        .collect();
    let crowd: Vec<&[u8]> = crowd.iter().map(Vec::as_slice).collect();
    let leaf = Recipe::leaf("leaf").issued_by("x", 1);
    let refusal = judge(&leaf, &crowd, &[&chain().root]).unwrap_err();
    assert_eq!(refusal, Refusal::BudgetSpent { limit: Limit::Signatures });
}

#[test]
fn the_record_as_a_tree() {
    let Chain { leaf, root, .. } = chain();
    let two = Recipe::authority("two", 3).with(forge::purposes(&[forge::CLIENT_AUTH])).issued_by("root", 1);
    let anchors = Anchors::from_certificates([&root[..]]).unwrap();
    let mut decisions = Decisions::on();
    let _ = validate(
        &leaf,
        [&two[..]],
        &anchors,
        &Evidence::none(),
        &Policy::tls_server(),
        forge::now(),
        &mut decisions,
    );
    assert_eq!(decisions.to_string(), include_str!("tree.txt"));
    assert_eq!(decisions.subject(Source::Intermediate(0)), Some("CN=two"));
    assert_eq!(decisions.subject(Source::Intermediate(1)), None);
}

/// Of two certificates of one authority the one that is valid is tried first, in whatever order they come.
#[test]
fn the_expired_come_last() {
    let root = Recipe::authority("root", 1).issued_by("root", 1);
    let old = Recipe::authority("one", 2).edit(|r| r.not_after = utc("260102000000Z")).issued_by("root", 1);
    let new = Recipe::authority("one", 2).issued_by("root", 1);
    let leaf = Recipe::leaf("leaf").issued_by("one", 2);
    let anchors = Anchors::from_certificates([&root[..]]).unwrap();
    let mut decisions = Decisions::on();
    let policy = Policy::tls_server();
    let path =
        validate(&leaf, [&old[..], &new], &anchors, &Evidence::none(), &policy, forge::now(), &mut decisions)
            .unwrap();
    assert_eq!(path.intermediates(), [1]);
    assert!(decisions.subject(Source::Intermediate(0)).is_none(), "{decisions}");
}
