//! What can be a trust anchor.

use handfast_crypto::public_key::KeyError;

use super::forge::{Recipe, SEQUENCE, der, dn};
use crate::{AnchorError, Anchors};

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
    for error in [AnchorError::NoName, unsupported] {
        assert!(error.to_string().starts_with("the "), "{error}");
    }
}
