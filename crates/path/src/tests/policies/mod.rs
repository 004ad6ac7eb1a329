//! Certificate policies: the graph against the tree, bounds, and what anchors say.

mod tree;

use std::collections::HashSet;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

use super::forge::{Recipe, der, dn, extension};
use crate::cert::{Cert, Fault, Oid};
use crate::refusal::{At, Source};
use crate::rules::Step;
use crate::rules::policies::{InitialPolicies, judge};
use crate::{Malformed, Refusal};
use tree::{ANY, Inputs};

/// What a certificate says of policies; policies are small numbers.
#[derive(Debug, Clone, Default)]
struct Link {
    self_issued: bool,
    policies: Option<Vec<u8>>,
    mappings: Vec<(u8, u8)>,
    require: Option<usize>,
    inhibit_mapping: Option<usize>,
    inhibit_any: Option<usize>,
}

fn identifier(policy: u8) -> Vec<u8> {
    let content: &[u8] = if policy == ANY { &[0x55, 0x1D, 0x20, 0x00] } else { &[0x2A, policy] };
    der(6, &[content])
}

fn named(policies: &[u8]) -> Vec<u8> {
    let list: Vec<u8> = policies.iter().flat_map(|policy| der(0x30, &[&identifier(*policy)])).collect();
    extension(&[0x55, 0x1D, 0x20], false, &der(0x30, &[&list]))
}

fn mapped(pairs: &[(u8, u8)]) -> Vec<u8> {
    let pair = |(issuer, subject): &(u8, u8)| der(0x30, &[&identifier(*issuer), &identifier(*subject)]);
    extension(&[0x55, 0x1D, 0x21], true, &der(0x30, &[&pairs.iter().flat_map(pair).collect::<Vec<_>>()]))
}

fn number(tag: u8, number: Option<usize>) -> Vec<u8> {
    number.map_or(Vec::new(), |number| der(tag, &[&[u8::try_from(number).unwrap()]]))
}

fn constrained(require: Option<usize>, inhibit_mapping: Option<usize>) -> Vec<u8> {
    let fields = [number(0x80, require), number(0x81, inhibit_mapping)].concat();
    extension(&[0x55, 0x1D, 0x24], true, &der(0x30, &[&fields]))
}

fn any_inhibited(skip: usize) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x36], true, &number(2, Some(skip)))
}

impl Link {
    fn naming(policies: &[u8]) -> Self {
        Self { policies: Some(policies.to_vec()), ..Self::default() }
    }

    fn der(&self) -> Vec<u8> {
        let mut recipe = Recipe::authority("somebody", 1).edit(|r| r.issuer = dn("else"));
        if self.self_issued {
            recipe = recipe.edit(|r| r.issuer = r.subject.clone());
        }
        let mut extensions: Vec<_> = self.policies.as_deref().map(named).into_iter().collect();
        if !self.mappings.is_empty() {
            extensions.push(mapped(&self.mappings));
        }
        if self.require.is_some() || self.inhibit_mapping.is_some() {
            extensions.push(constrained(self.require, self.inhibit_mapping));
        }
        extensions.extend(self.inhibit_any.map(any_inhibited));
        extensions.into_iter().fold(recipe, Recipe::with).unsigned()
    }
}

fn oid(policy: u8) -> Oid {
    Oid::from_content(&identifier(policy)[2..])
}

/// Judges a chain from below the anchor to the end entity, with or without an anchor above it.
fn judged(anchor: Option<&Link>, chain: &[Link], inputs: &Inputs) -> Result<HashSet<Oid>, Refusal> {
    let ders: Vec<Vec<u8>> = anchor.into_iter().chain(chain).map(Link::der).collect();
    let certs: Vec<Cert<'_>> = ders.iter().map(|der| Cert::parse(der).unwrap()).collect();
    let source = |place| match (place, anchor) {
        (0, Some(_)) => Source::Anchor(0),
        _ => Source::Intermediate(place),
    };
    let depth = |place| u8::try_from(certs.len() - 1 - place).unwrap();
    let at = |n| At { depth: depth(n), source: source(n) };
    let path: Vec<_> = certs.iter().enumerate().map(|(n, cert)| Step { at: at(n), cert }).collect();
    let initial = InitialPolicies {
        set: inputs.set.clone().and_then(|set| InitialPolicies::set_of(set.into_iter().map(oid))),
        require_explicit: inputs.explicit,
        inhibit_mapping: inputs.inhibit_mapping,
        inhibit_any: inputs.inhibit_any,
    };
    judge(path.into_iter(), &initial).map(HashSet::from_iter)
}

const NOTHING_ASKED: Inputs =
    Inputs { set: None, explicit: false, inhibit_mapping: false, inhibit_any: false };
const EXPLICIT: Inputs = Inputs { explicit: true, ..NOTHING_ASKED };

fn links() -> impl Strategy<Value = Vec<Link>> {
    let policies = option::weighted(0.9, btree_set(0_u8..6, 1..4).prop_map(Vec::from_iter));
    let mappings = prop_oneof![2 => Just(Vec::new()), 1 => vec((1_u8..6, 1_u8..6), 1..4)];
    let skip = || option::weighted(0.2, 0_usize..3);
    let link = (prop::bool::weighted(0.2), policies, mappings, skip(), skip(), skip());
    let link = link.prop_map(|(self_issued, policies, mappings, require, inhibit_mapping, inhibit_any)| {
        Link { self_issued, policies, mappings, require, inhibit_mapping, inhibit_any }
    });
    vec(link, 1..6)
}

fn inputs() -> impl Strategy<Value = Inputs> {
    let flag = || prop::bool::weighted(0.2);
    let set = option::of(vec(1_u8..6, 0..4));
    (set, any::<bool>(), flag(), flag()).prop_map(|(set, explicit, inhibit_mapping, inhibit_any)| Inputs {
        set,
        explicit,
        inhibit_mapping,
        inhibit_any,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn the_graph_says_what_the_tree_says(chain in links(), inputs in inputs()) {
        let by_tree = tree::validate(&chain, &inputs).map(|set| set.into_iter().map(oid).collect());
        prop_assert_eq!(judged(None, &chain, &inputs).ok(), by_tree);
    }
}

/// RFC 9618 §2: every certificate maps each of two policies to both, so that the tree doubles at each.
#[test]
fn a_tree_that_would_not_fit_into_memory() {
    let all: Vec<u8> = (1..100).collect();
    let pairs: Vec<_> = all.iter().flat_map(|from| [(*from, *from), (*from, from % 99 + 1)]).collect();
    let link = Link { mappings: pairs, ..Link::naming(&all) };
    let chain = vec![link; 60];
    assert_eq!(judged(None, &chain, &EXPLICIT).unwrap().len(), 99);
}

#[test]
fn who_lost_the_policy_and_who_requires_one() {
    let at = |depth, source| At { depth, source };
    let chain = [Link { require: Some(1), ..Link::naming(&[1]) }, Link::naming(&[2]), Link::naming(&[2])];
    let lost = at(1, Source::Intermediate(1));
    let by = Some(at(2, Source::Intermediate(0)));
    assert_eq!(judged(None, &chain, &NOTHING_ASKED), Err(Refusal::NoValidPolicy { at: lost, by }));
    assert_eq!(judged(None, &chain, &EXPLICIT), Err(Refusal::NoValidPolicy { at: lost, by: None }));
    let other = Inputs { set: Some(vec![3]), ..EXPLICIT };
    let refusal = judged(None, &[Link::naming(&[1])], &other);
    assert_eq!(refusal, Err(Refusal::OtherPolicies { at: At::LEAF, by: None }));
}

/// RFC 5937 §3.2: what an anchor says of policies is not part of the path, and constrains it.
#[test]
fn an_anchor_constrains() {
    let chain = [Link::naming(&[1, 2]), Link::naming(&[1, 2])];
    let verdict = |anchor: &Link| judged(Some(anchor), &chain, &NOTHING_ASKED).map(|set| set.len());
    assert_eq!(verdict(&Link::default()), Ok(2));
    assert_eq!(verdict(&Link::naming(&[ANY])), Ok(2));
    assert_eq!(verdict(&Link::naming(&[2, 3])), Ok(1));
    assert_eq!(verdict(&Link::naming(&[3])), Ok(0), "no policy is required");
    let demanding = Link { require: Some(0), ..Link::naming(&[3]) };
    assert!(matches!(verdict(&demanding), Err(Refusal::OtherPolicies { .. })));
    let all = [Link::naming(&[ANY]), Link::naming(&[ANY])];
    let set = |anchor: &Link, inputs| judged(Some(anchor), &all, inputs);
    assert_eq!(set(&Link::naming(&[2, 3]), &NOTHING_ASKED), Ok([oid(2), oid(3)].into()));
    let wanted = Inputs { set: Some(vec![3, 4]), ..EXPLICIT };
    assert_eq!(set(&Link::naming(&[2, 3]), &wanted), Ok([oid(3)].into()));
    let inhibiting = Link { inhibit_any: Some(0), ..Link::default() };
    assert!(matches!(set(&inhibiting, &EXPLICIT), Err(Refusal::NoValidPolicy { .. })));
}

/// Written into one certificate, each is refused by its field.
#[test]
fn malformed_policies() {
    let fault = |extension: Vec<u8>| {
        let error = Cert::parse(&Recipe::leaf("leaf").with(extension).unsigned()).unwrap_err();
        let Malformed { field, fault, .. } = error;
        (field, fault)
    };
    let empty = |last: u8| extension(&[0x55, 0x1D, last], false, &der(0x30, &[]));
    assert_eq!(fault(named(&[1, 2, 1])), ("policyIdentifier", Fault::Repeated));
    assert_eq!(fault(named(&[ANY, ANY])), ("policyIdentifier", Fault::Repeated));
    assert_eq!(fault(empty(0x20)), ("certificatePolicies", Fault::Value));
    assert_eq!(fault(empty(0x21)), ("policyMappings", Fault::Value));
    assert_eq!(fault(empty(0x24)), ("policyConstraints", Fault::Value));
    assert_eq!(fault(mapped(&[(1, 2), (ANY, 1)])), ("issuerDomainPolicy", Fault::Value));
    assert_eq!(fault(mapped(&[(1, ANY)])), ("subjectDomainPolicy", Fault::Value));
    assert_eq!(fault(mapped(&[(1, 2); 257])), ("policyMappings", Fault::TooMany));
    let negative = extension(&[0x55, 0x1D, 0x36], true, &der(2, &[&[0x80]]));
    assert_eq!(fault(negative), ("inhibitAnyPolicy", Fault::Value));
    let unqualified = der(0x30, &[&der(0x30, &[&identifier(1), &der(0x30, &[])])]);
    assert_eq!(
        fault(extension(&[0x55, 0x1D, 0x20], false, &unqualified)),
        ("policyQualifiers", Fault::Value)
    );
}

#[test]
fn qualifiers_are_passed_over() {
    let qualified = der(0x30, &[&der(0x30, &[&identifier(1), &der(0x30, &[&der(0x30, &[&identifier(9)])])])]);
    let der = Recipe::leaf("leaf").with(extension(&[0x55, 0x1D, 0x20], false, &qualified)).unsigned();
    let policies = Cert::parse(&der).unwrap().extensions.certificate_policies.unwrap();
    assert_eq!(policies.iter().collect::<Vec<_>>(), [[0x2A, 1]]);
}
