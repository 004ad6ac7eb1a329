//! The valid_policy_graph of RFC 9618 §3: at each depth one node per policy, however many ways lead to it. RFC 5280 has
//! a tree, which doubles with every certificate that maps cleverly.

use core::ops::Range;

use super::countdown::Countdown;
use crate::cert::{ANY_POLICY, CertificatePolicies, PolicyMappings};
use crate::refusal::At;
use crate::rules::Step;

/// The graph down to the certificates read so far. Node 0 is the root.
#[derive(Debug)]
pub(super) struct Graph<'c> {
    nodes: Vec<Node<'c>>,
    /// The nodes at the last depth, sorted by their policy.
    last: Range<usize>,
    edges: Vec<Edge<'c>>,
    /// The edges from the last depth to the next, sorted by the expected policy.
    open: Range<usize>,
}

#[derive(Debug)]
struct Node<'c> {
    /// valid_policy: the content bytes of its identifier.
    policy: &'c [u8],
    /// Whether policyMappings say what is expected below it.
    mapped: bool,
    /// The edges that lead here.
    parents: Range<usize>,
}

/// A policy in the expected_policy_set of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Edge<'c> {
    expected: &'c [u8],
    node: usize,
}

impl<'c> Graph<'c> {
    /// Depth 0: any policy, and any is expected (§6.1.2 (a)).
    pub(super) fn new() -> Self {
        let root = Node { policy: ANY_POLICY, mapped: false, parents: 0..0 };
        Self {
            nodes: vec![root],
            last: 0..1,
            edges: vec![Edge { expected: ANY_POLICY, node: 0 }],
            open: 0..1,
        }
    }

    /// One depth more. If no policy is valid any longer, the certificate at which that is so.
    pub(super) fn read(&mut self, step: &Step<'_, 'c>, countdown: &Countdown) -> Result<(), At> {
        let extensions = &step.cert.extensions;
        let is_end_entity = step.at.depth == 0;
        let any_counts = countdown.inhibit_any_policy > 0 || (!is_end_entity && step.cert.is_self_issued());
        self.certificate(extensions.certificate_policies.ok_or(step.at)?, any_counts);
        if self.last.is_empty() {
            return Err(step.at);
        }
        if !is_end_entity {
            self.expect(extensions.policy_mappings, countdown.policy_mapping > 0);
        }
        Ok(())
    }

    /// The next depth: the policies of a certificate (§6.1.3 (d)).
    fn certificate(&mut self, policies: CertificatePolicies<'c>, any_counts: bool) {
        self.last = self.nodes.len()..self.nodes.len();
        for policy in policies.iter().filter(|policy| *policy != ANY_POLICY) {
            let parents = Some(self.expecting(policy)).filter(|parents| !parents.is_empty());
            self.insert(policy, parents.unwrap_or_else(|| self.expecting(ANY_POLICY)));
        }
        if any_counts && policies.iter().any(|policy| policy == ANY_POLICY) {
            self.insert_all_expected();
        }
    }

    /// anyPolicy in the certificate stands for whatever is expected (§6.1.3 (d) (2)).
    fn insert_all_expected(&mut self) {
        let mut at = self.open.start;
        while let Some(edge) = self.edges.get(at).filter(|_| at < self.open.end).copied() {
            let parents = self.expecting(edge.expected);
            at = parents.end;
            self.insert(edge.expected, parents);
        }
    }

    /// The edges that lead from the last depth to this policy.
    fn expecting(&self, policy: &[u8]) -> Range<usize> {
        let open = self.edges.get(self.open.clone()).unwrap_or_default();
        let start = open.partition_point(|edge| edge.expected < policy);
        let end = open.partition_point(|edge| edge.expected <= policy);
        self.open.start + start..self.open.start + end
    }

    /// A node at the last depth, unless it is there or nothing leads to it.
    fn insert(&mut self, policy: &'c [u8], parents: Range<usize>) {
        if let (Err(place), false) = (self.find(policy), parents.is_empty()) {
            self.nodes.insert(place, Node { policy, mapped: false, parents });
            self.last.end += 1;
        }
    }

    /// Where this policy stands at the last depth, or where it would.
    fn find(&self, policy: &[u8]) -> Result<usize, usize> {
        let last = self.nodes.get(self.last.clone()).unwrap_or_default();
        let place = last.binary_search_by(|node| node.policy.cmp(policy));
        place.map(|found| self.last.start + found).map_err(|free| self.last.start + free)
    }

    /// What the next certificate is expected to name (§6.1.4 (b)): each policy itself, or what it is mapped to; if
    /// mapping is inhibited, a mapped policy is lost.
    fn expect(&mut self, mappings: Option<PolicyMappings<'c>>, mapping_counts: bool) {
        let pairs = || mappings.into_iter().flat_map(PolicyMappings::iter);
        self.open = self.edges.len()..self.edges.len();
        if let (true, Ok(any)) = (mapping_counts, self.find(ANY_POLICY)) {
            let parents = self.nodes.get(any).map_or(0..0, |any| any.parents.clone());
            pairs().for_each(|(issuer, _)| self.insert(issuer, parents.clone()));
        }
        for (issuer, expected) in pairs() {
            if let Ok(node) = self.find(issuer) {
                self.mark_mapped(node);
                self.edges.extend(mapping_counts.then_some(Edge { expected, node }));
            }
        }
        let last = self.nodes.iter().enumerate().skip(self.last.start);
        let unmapped = last.filter(|(_, node)| !node.mapped);
        self.edges.extend(unmapped.map(|(index, node)| Edge { expected: node.policy, node: index }));
        self.open.end = self.edges.len();
        self.edges.get_mut(self.open.clone()).unwrap_or_default().sort_unstable();
    }

    fn mark_mapped(&mut self, node: usize) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.mapped = true;
        }
    }

    /// The policies of the anchor's domain from which the last depth is reached, and anyPolicy if it is (§6.1.5 (g)):
    /// a policy enters the graph as a child of anyPolicy, and below it has other names by mapping.
    pub(super) fn valid_policies(&self) -> Vec<&'c [u8]> {
        let reached = self.reached();
        let nodes = self.nodes.iter().enumerate().filter(|(index, _)| reached.get(*index) == Some(&true));
        let entered = |node: &Node<'c>| self.parents(node).iter().any(|edge| self.is_any(edge.node));
        let valid = nodes.filter(|(index, node)| match node.policy {
            ANY_POLICY => self.last.contains(index),
            _ => entered(node),
        });
        let mut valid: Vec<_> = valid.map(|(_, node)| node.policy).collect();
        valid.sort_unstable();
        valid.dedup();
        valid
    }

    /// Which nodes lead to one at the last depth (§6.1.3 (d) (3) would have deleted the others).
    fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate().rev() {
            if self.last.contains(&index) || reached.get(index) == Some(&true) {
                let parents = self.parents(node).iter().map(|edge| edge.node);
                for node in parents.chain([index]) {
                    reached.get_mut(node).into_iter().for_each(|reached| *reached = true);
                }
            }
        }
        reached
    }

    fn parents(&self, node: &Node<'c>) -> &[Edge<'c>] {
        self.edges.get(node.parents.clone()).unwrap_or_default()
    }

    fn is_any(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|node| node.policy == ANY_POLICY)
    }
}
