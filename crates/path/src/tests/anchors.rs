//! What can be a trust anchor.

use handfast_crypto::public_key::KeyError;

use rcgen::PublicKeyData;

use super::forge::{Recipe, SEQUENCE, der, dn, key, now};
use crate::cert::Oid;
use crate::name::Spelling;
use crate::refusal::{At, Source};
use crate::{AnchorConstraints, AnchorError, Anchors, Decisions, Evidence, Policy, Refusal, validate};

#[test]
fn names_and_certificates_in_order_without_repetition() {
    let one = Recipe::authority("one", 1).issued_by("one", 1);
    let two = Recipe::authority("two", 2).issued_by("two", 2);
    let anchors = Anchors::from_certificates([&one[..], &two, &one]).unwrap();
    assert_eq!((anchors.len(), anchors.is_empty()), (2, false));
    assert_eq!(anchors.names().collect::<Vec<_>>(), [dn("one"), dn("two")]);
    assert_eq!(anchors.certificates().collect::<Vec<_>>(), [one, two]);
    assert!(Anchors::new().is_empty());
}

#[test]
fn what_cannot_be_one() {
    let error = |recipe: Recipe| Anchors::from_certificates([&recipe.unsigned()[..]]).unwrap_err();
    assert_eq!(error(Recipe::authority("", 1)), AnchorError::NoName);
    let ed448 = der(SEQUENCE, &[&der(SEQUENCE, &[&der(6, &[&[0x2B, 0x65, 0x71]])]), &der(3, &[&[0; 58]])]);
    let unsupported = error(Recipe::authority("root", 1).edit(|r| r.spki = ed448));
    assert!(matches!(unsupported, AnchorError::Key(KeyError::UnsupportedAlgorithm(_))));
    assert!(matches!(Anchors::new().add(&[0x30]), Err(AnchorError::Malformed(_))));
    for error in [AnchorError::NoName, AnchorError::NameConstraints, unsupported] {
        assert!(error.to_string().starts_with("the "), "{error}");
    }
}

/// A path of two that ends in a name and a key.
fn below(constraints: &AnchorConstraints<'_>) -> Result<usize, Refusal> {
    let mut anchors = Anchors::new();
    anchors.add_key(&dn("root"), &key(1).subject_public_key_info(), constraints).unwrap();
    let middle = Recipe::authority("middle", 2).issued_by("root", 1);
    let leaf = Recipe::leaf("leaf").issued_by("middle", 2);
    let policy = Policy::tls_server();
    validate(&leaf, [&middle[..]], &anchors, &Evidence::none(), &policy, now(), &mut Decisions::off())
        .map(|path| path.anchor())
}

#[test]
fn a_name_and_a_key_with_what_binds_them() {
    let free = AnchorConstraints::default();
    assert_eq!(below(&free), Ok(0));
    assert_eq!(below(&AnchorConstraints { path_len: Some(1), ..free }), Ok(0));
    let at = At { depth: 2, source: Source::Anchor(0) };
    let short = below(&AnchorConstraints { path_len: Some(0), ..free });
    assert_eq!(short, Err(Refusal::PathLength { at, limit: 0, below: 1 }));
    let explicit = AnchorConstraints { require_explicit_policy: true, ..free };
    let lost = At { depth: 1, source: Source::Intermediate(0) };
    assert_eq!(below(&explicit), Err(Refusal::NoValidPolicy { at: lost, by: Some(at) }));
}

#[test]
fn what_binds_policies() {
    let constraints = |policies| AnchorConstraints { policies, ..AnchorConstraints::default() };
    let policies = ["1.2.3".parse().unwrap(), "1.2.4".parse().unwrap()];
    let mut anchors = Anchors::new();
    let mut add =
        |policies| anchors.add_key(&dn("root"), &key(1).subject_public_key_info(), &constraints(policies));
    assert_eq!(
        (add(None), add(Some(&policies)), add(Some(&policies)), add(Some(&[]))),
        (Ok(()), Ok(()), Ok(()), Ok(()))
    );
    assert_eq!((anchors.len(), anchors.certificates().count(), anchors.names().count()), (3, 0, 3));
    let policies_of = |index: &usize| {
        let policies = anchors.get(*index).unwrap().certificate().extensions.certificate_policies;
        policies.map(|policies| policies.iter().map(Oid::from_content).collect::<Vec<_>>())
    };
    assert_eq!(
        anchors.named(&dn("root"), Spelling::Same).iter().map(policies_of).collect::<Vec<_>>(),
        [None, Some(policies.to_vec()), Some(vec![])]
    );
}

#[test]
fn what_binds_names() {
    let subtrees = |host: &[u8]| der(SEQUENCE, &[&der(0xA0, &[&der(SEQUENCE, &[&der(0x82, &[host])])])]);
    let constrained = |value: &[u8]| {
        let constraints = AnchorConstraints { name_constraints: Some(value), ..AnchorConstraints::default() };
        below(&constraints)
    };
    assert_eq!(constrained(&subtrees(b"localhost")), Ok(0));
    assert!(matches!(constrained(&subtrees(b"example.org")), Err(Refusal::NameNotPermitted { .. })));
    let error = |value: &[u8]| {
        let constraints = AnchorConstraints { name_constraints: Some(value), ..AnchorConstraints::default() };
        Anchors::new().add_key(&dn("root"), &key(1).subject_public_key_info(), &constraints).unwrap_err()
    };
    assert_eq!(error(&der(SEQUENCE, &[])), AnchorError::NameConstraints);
    assert_eq!(error(&subtrees(b"*")), AnchorError::NameConstraints);
    assert!(matches!(error(&[0x30]), AnchorError::Malformed(_)));
}

#[test]
fn what_cannot_be_one_without_a_certificate() {
    let spki = key(1).subject_public_key_info();
    let error = |name: &[u8], spki: &[u8]| {
        Anchors::new().add_key(name, spki, &AnchorConstraints::default()).unwrap_err()
    };
    assert_eq!(error(&dn(""), &spki), AnchorError::NoName);
    assert!(matches!(error(&[0x30], &spki), AnchorError::Malformed(_)));
    assert!(matches!(error(&[dn("root"), vec![0]].concat(), &spki), AnchorError::Malformed(_)));
    assert!(matches!(error(&dn("root"), &spki[1..]), AnchorError::Key(_)));
}
