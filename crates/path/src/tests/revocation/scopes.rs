//! Whether a CRL speaks of a certificate: distribution points, kinds of certificates, reasons.

use super::forge::{at_uri, entry, points, reason, scope};
use super::lists::{AT, BY_FIRST, good, unusable};
use super::{by_lists, leaf, of_leaf};
use crate::revocation::{CrlFault, Reason, Scope};
use crate::tests::forge::{Recipe, SEQUENCE, der, dn};
use crate::{Refusal, Revocation};

/// A leaf with cRLDistributionPoints.
pub(super) fn leaf_at(list: &[&[u8]]) -> Vec<u8> {
    Recipe::leaf("leaf").with(points(list)).issued_by("root", 1)
}

/// Whether a CRL of this scope speaks of this leaf.
fn speaks(leaf: &[u8], fields: &[&[u8]]) -> bool {
    let list = good().with(scope(fields)).signed_by(1);
    match of_leaf(leaf, &[&list], &[], Revocation::hard(Scope::Leaf)) {
        Ok(witnesses) => witnesses == BY_FIRST,
        Err(refusal) => {
            assert_eq!(refusal, Refusal::CrlUnusable { at: AT, crl: 0, fault: CrlFault::OtherScope });
            false
        }
    }
}

pub(super) const YES: &[u8] = &[0xFF];

#[test]
fn scopes() {
    let (here, there) = (at_uri("http://here"), at_uri("http://there"));
    let point = der(SEQUENCE, &[&here]);
    assert!(speaks(&leaf_at(&[&point]), &[&here]));
    assert!(!speaks(&leaf_at(&[&point]), &[&there]));
    assert!(speaks(&leaf_at(&[&der(SEQUENCE, &[&there]), &point]), &[&here]), "one of two points");
    let (users, authorities, attributes) = (der(0x81, &[YES]), der(0x82, &[YES]), der(0x85, &[YES]));
    assert!(
        speaks(&leaf(), &[&users]) && !speaks(&leaf(), &[&authorities]) && !speaks(&leaf(), &[&attributes])
    );
    let own = der(0xA0, &[&der(0xA0, &[&der(0xA4, &[&dn("ROOT")])])]);
    assert!(
        speaks(&leaf(), &[&own]) && speaks(&leaf_at(&[&point]), &[&own]),
        "the name of the issuer is a point"
    );
    let indirect = der(0x84, &[YES]);
    assert!(speaks(&leaf(), &[&indirect]));
    assert!(!speaks(&leaf_at(&[&point]), &[&here, &indirect]), "the point names no other issuer");
}

#[test]
fn names_relative_to_the_issuer_of_the_list() {
    let part = |name: &str| der(SEQUENCE, &[&der(6, &[&[0x55, 4, 10]]), &der(0x0C, &[name.as_bytes()])]);
    let relative = |name: &str| der(0xA0, &[&der(0xA1, &[&part(name)])]);
    let whole = [&dn("root")[2..], &der(0x31, &[&part("one")])].concat();
    let full = der(0xA0, &[&der(0xA0, &[&der(0xA4, &[&der(SEQUENCE, &[&whole])])])]);
    for of_leaf in [&relative("one"), &full] {
        let leaf = leaf_at(&[&der(SEQUENCE, &[of_leaf])]);
        assert!(speaks(&leaf, &[&relative("one")]) && speaks(&leaf, &[&full]));
        assert!(!speaks(&leaf, &[&relative("two")]));
    }
}

/// Some reasons of onlySomeReasons or of a point: keyCompromise alone, or all but that.
fn some_reasons(tag: u8, compromise: bool) -> Vec<u8> {
    if compromise { der(tag, &[&[6, 0x40]]) } else { der(tag, &[&[7, 0x3F, 0x80]]) }
}

#[test]
fn reasons() {
    let list = |compromise| good().with(scope(&[&some_reasons(0x83, compromise)]));
    let (one, rest) = (list(true).signed_by(1), list(false).signed_by(1));
    assert_eq!(by_lists(&[&one]), unusable(CrlFault::SomeReasonsOnly));
    assert_eq!(by_lists(&[&one, &rest]).unwrap(), BY_FIRST);
    let with_it = list(false).listing(entry(7, &[reason(4)])).signed_by(1);
    assert!(matches!(by_lists(&[&one, &with_it]), Err(Refusal::Revoked { reason: Reason::Superseded, .. })));
    let point = |compromise| der(SEQUENCE, &[&at_uri("http://a"), &some_reasons(0x81, compromise)]);
    let leaf = leaf_at(&[&point(true)]);
    let named = good().with(scope(&[&at_uri("http://a")])).signed_by(1);
    let asked = |lists: &[&[u8]]| of_leaf(&leaf, lists, &[], Revocation::hard(Scope::Leaf));
    assert_eq!(asked(&[&named]), unusable(CrlFault::SomeReasonsOnly), "the point covers one reason");
    assert_eq!(asked(&[&named, &good().signed_by(1)]).unwrap(), BY_FIRST);
}
