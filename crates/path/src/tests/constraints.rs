//! Name constraints over whole paths.

use super::forge::{self, Recipe, SEQUENCE, alt_names, der, dn, extension};
use super::{judge, judge_under};
use crate::cert::NameForm;
use crate::{At, Limit, Limits, Policy, Profile, Refusal, Source};

const ROOT: At = At { depth: 2, source: Source::Anchor(0) };
const ONE: At = At { depth: 1, source: Source::Intermediate(0) };

/// A tag and a content.
type Name<'a> = (u8, &'a [u8]);

pub(super) fn constraints(permitted: &[Name<'_>], excluded: &[Name<'_>]) -> Vec<u8> {
    let value = crate::name::constraints::tests::extension(permitted, excluded);
    extension(&[0x55, 0x1D, 0x1E], true, &value)
}

/// Root, one, leaf, of which root and one constrain.
fn verdict(root: Recipe, one: Recipe, leaf: Recipe) -> Result<(), Refusal> {
    let (root, one) = (root.issued_by("root", 1), one.issued_by("root", 1));
    judge(&leaf.issued_by("one", 2), &[&one], &[&root]).map(|_| ())
}

fn root() -> Recipe {
    Recipe::authority("root", 1)
}

fn one() -> Recipe {
    Recipe::authority("one", 2)
}

/// For `a.example.com`.
fn leaf() -> Recipe {
    Recipe::leaf("leaf").without_extensions().with(alt_names(&[(0x82, b"a.example.com")]))
}

#[test]
fn anchors_and_intermediates_constrain_together() {
    let permits = |base: &[u8]| constraints(&[(0x82, base)], &[]);
    assert_eq!(verdict(root().with(permits(b"com")), one().with(permits(b"example.com")), leaf()), Ok(()));
    let refused =
        |by| Err(Refusal::NameNotPermitted { at: At::LEAF, by, form: NameForm::Dns, index: Some(0) });
    assert_eq!(verdict(root().with(permits(b"org")), one().with(permits(b"com")), leaf()), refused(ROOT));
    assert_eq!(verdict(root().with(permits(b"com")), one().with(permits(b"org")), leaf()), refused(ONE));
    let excludes = constraints(&[], &[(0x82, b"example.com")]);
    let excluded = Refusal::NameExcluded { at: At::LEAF, by: ROOT, form: NameForm::Dns, index: Some(0) };
    assert_eq!(verdict(root().with(excludes), one(), leaf()), Err(excluded));
}

/// Where a common name stands for a host, it lies where hosts must (RFC 6125 §6.4.4).
#[test]
fn a_common_name_that_is_a_host_is_bound_like_one() {
    let root = || root().with(constraints(&[(0x82, b"example.com")], &[])).issued_by("root", 1);
    let one = || one().issued_by("root", 1);
    let legacy = Policy::tls_server().profile(Profile::LEGACY);
    let verdict = |policy: &Policy, name: &str| {
        let end = Recipe::leaf(name).without_extensions().issued_by("one", 2);
        judge_under(policy, forge::now(), &end, &[&one()], &[&root()]).map(|_| ())
    };
    let refused = Refusal::NameNotPermitted { at: At::LEAF, by: ROOT, form: NameForm::Dns, index: None };
    assert_eq!(verdict(&legacy, "bank.test"), Err(refused));
    assert_eq!(verdict(&legacy, "a.example.com"), Ok(()));
    assert_eq!(verdict(&legacy, "Example Server"), Ok(()), "no host");
    assert_eq!(verdict(&Policy::tls_server(), "bank.test"), Ok(()), "nobody takes it for a host");
    let client = Policy::tls_client().profile(Profile::LEGACY);
    assert_eq!(verdict(&client, "alice"), Ok(()), "a client is no host");
}

#[test]
fn intermediates_are_bound_unless_self_issued() {
    let names = alt_names(&[(0x82, b"ca.example.org")]);
    let root_with = || root().with(constraints(&[(0x82, b"example.com")], &[]));
    let refused = Refusal::NameNotPermitted { at: ONE, by: ROOT, form: NameForm::Dns, index: Some(0) };
    assert_eq!(verdict(root_with(), one().with(names.clone()), leaf()), Err(refused));
    let renewed = Recipe::authority("root", 2).with(names).issued_by("root", 1);
    let end = leaf().issued_by("root", 2);
    assert!(judge(&end, &[&renewed], &[&root_with().issued_by("root", 1)]).is_ok());
}

/// Subjects are directoryNames, and mailboxes in them count where subjectAltName has none.
#[test]
fn subjects() {
    let permits = constraints(&[(0xA4, &dn("leaf"))], &[]);
    let refused = Refusal::NameNotPermitted { at: ONE, by: ROOT, form: NameForm::Directory, index: None };
    assert_eq!(verdict(root().with(permits.clone()), one(), leaf()), Err(refused));
    assert_eq!(verdict(root(), one().with(permits), leaf()), Ok(()));
    let id = der(6, &[&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1]]);
    let pair = der(SEQUENCE, &[&id, &der(0x16, &[b"a@example.com"])]);
    let mailbox = |r: &mut Recipe| r.subject = der(SEQUENCE, &[&der(0x31, &[&pair])]);
    let excludes = || one().with(constraints(&[], &[(0x81, b"example.com")]));
    let excluded = Refusal::NameExcluded { at: At::LEAF, by: ONE, form: NameForm::Email, index: None };
    assert_eq!(verdict(root(), excludes(), leaf().edit(mailbox)), Err(excluded));
    let named = Recipe::leaf("leaf").without_extensions().with(alt_names(&[(0x81, b"a@example.org")]));
    assert_eq!(verdict(root(), excludes(), named.edit(mailbox)), Ok(()));
}

/// A path that the constraints forbid does not hide another one.
#[test]
fn another_path_is_tried() {
    let leaf = leaf().issued_by("one", 2);
    let forbids = constraints(&[], &[(0x82, b"example.com")]);
    let constrained = one().with(forbids).issued_by("root", 1);
    let free = one().issued_by("root", 1);
    let root = root().issued_by("root", 1);
    let path = judge(&leaf, &[&constrained, &free], &[&root]).unwrap();
    assert_eq!(path.intermediates(), [1]);
}

#[test]
fn a_crowd_of_names_is_given_up_quickly() {
    let names: Vec<String> = (0..600).map(|n| format!("t{n}.test")).collect();
    let listed: Vec<Name<'_>> = names.iter().map(|name| (0x82, name.as_bytes())).collect();
    let root =
        Recipe::authority("root", 1).with(constraints(&listed, &[(0x82, b"x.test")])).issued_by("root", 1);
    let leaf = |n: usize| {
        Recipe::leaf("leaf").without_extensions().with(alt_names(&listed[..n])).issued_by("root", 1)
    };
    assert!(judge(&leaf(600), &[], &[&root]).is_ok(), "600 · 601 / 2 + 600 comparisons");
    let few = Policy::tls_server().limits(Limits { comparisons: 180_000, ..Limits::DEFAULT });
    let refusal = judge_under(&few, forge::now(), &leaf(600), &[], &[&root]).unwrap_err();
    assert_eq!(refusal, Refusal::BudgetSpent { limit: Limit::Comparisons });
}
