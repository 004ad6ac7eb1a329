//! The valid_policy_tree of RFC 5280 §6.1, word for word and therefore exponential: the second source.

use std::collections::BTreeSet;

use super::Link;

/// anyPolicy among the numbers that stand for policies.
pub(super) const ANY: u8 = 0;

type Policies = BTreeSet<u8>;

struct Node {
    valid_policy: u8,
    expected: Policies,
    children: Vec<Self>,
}

impl Node {
    fn new(valid_policy: u8, expected: Policies) -> Self {
        Self { valid_policy, expected, children: Vec::new() }
    }

    fn at(&mut self, depth: usize, act: &mut impl FnMut(&mut Self)) {
        match depth {
            0 => act(self),
            _ => self.children.iter_mut().for_each(|child| child.at(depth - 1, act)),
        }
    }

    /// Deletes what does not reach this depth; says whether anything is left.
    fn prune(&mut self, depth: usize) -> bool {
        if depth > 0 {
            self.children.retain_mut(|child| child.prune(depth - 1));
        }
        depth == 0 || !self.children.is_empty()
    }
}

/// What the caller wants.
#[derive(Debug, Clone)]
pub(super) struct Inputs {
    pub(super) set: Option<Vec<u8>>,
    pub(super) explicit: bool,
    pub(super) inhibit_mapping: bool,
    pub(super) inhibit_any: bool,
}

struct State {
    tree: Option<Node>,
    explicit_policy: usize,
    policy_mapping: usize,
    inhibit_any_policy: usize,
}

/// The user-constrained-policy-set, or that the path is refused.
pub(super) fn validate(chain: &[Link], inputs: &Inputs) -> Option<Policies> {
    let n = chain.len();
    let start = |now: bool| if now { 0 } else { n + 1 };
    let mut state = State {
        tree: Some(Node::new(ANY, [ANY].into())),
        explicit_policy: start(inputs.explicit),
        policy_mapping: start(inputs.inhibit_mapping),
        inhibit_any_policy: start(inputs.inhibit_any),
    };
    for (i, link) in (1..).zip(chain) {
        state.process(link, i, n)?;
        if i < n {
            state.prepare(link, i);
        }
    }
    state.wrap_up(chain.last()?, inputs, n)
}

impl State {
    /// §6.1.3 (d)–(f).
    fn process(&mut self, link: &Link, i: usize, n: usize) -> Option<()> {
        let any_counts = self.inhibit_any_policy > 0 || (i < n && link.self_issued);
        match (&mut self.tree, &link.policies) {
            (Some(tree), Some(policies)) => {
                let any_is_parent = (policies.iter().filter(|policy| **policy != ANY))
                    .filter(|policy| {
                        let mut expected = false;
                        tree.at(i - 1, &mut |node| expected |= node.expected.contains(policy));
                        !expected
                    })
                    .copied()
                    .collect::<Policies>();
                tree.at(i - 1, &mut |node| grow(node, policies, &any_is_parent, any_counts));
            }
            (tree, _) => *tree = None,
        }
        self.prune(i);
        (self.explicit_policy > 0 || self.tree.is_some()).then_some(())
    }

    /// §6.1.4 (b), (h)–(j).
    fn prepare(&mut self, link: &Link, i: usize) {
        let mapped: Policies = link.mappings.iter().map(|(issuer, _)| *issuer).collect();
        for issuer in mapped {
            let subjects = || link.mappings.iter().filter(|(from, _)| *from == issuer).map(|(_, to)| *to);
            if self.policy_mapping > 0 {
                self.map(issuer, &subjects().collect(), i);
            } else {
                self.delete(issuer, i);
            }
        }
        self.prune(i);
        if !link.self_issued {
            self.explicit_policy = self.explicit_policy.saturating_sub(1);
            self.policy_mapping = self.policy_mapping.saturating_sub(1);
            self.inhibit_any_policy = self.inhibit_any_policy.saturating_sub(1);
        }
        self.explicit_policy = self.explicit_policy.min(link.require.unwrap_or(usize::MAX));
        self.policy_mapping = self.policy_mapping.min(link.inhibit_mapping.unwrap_or(usize::MAX));
        self.inhibit_any_policy = self.inhibit_any_policy.min(link.inhibit_any.unwrap_or(usize::MAX));
    }

    fn map(&mut self, issuer: u8, subjects: &Policies, i: usize) {
        let Some(tree) = &mut self.tree else { return };
        let mut found = false;
        tree.at(i, &mut |node| {
            if node.valid_policy == issuer {
                found = true;
                node.expected.clone_from(subjects);
            }
        });
        if !found {
            tree.at(i - 1, &mut |node| {
                if node.children.iter().any(|child| child.valid_policy == ANY) {
                    node.children.push(Node::new(issuer, subjects.clone()));
                }
            });
        }
    }

    fn delete(&mut self, issuer: u8, i: usize) {
        if let Some(tree) = &mut self.tree {
            tree.at(i - 1, &mut |node| node.children.retain(|child| child.valid_policy != issuer));
        }
    }

    fn prune(&mut self, depth: usize) {
        if self.tree.as_mut().is_some_and(|tree| !tree.prune(depth)) {
            self.tree = None;
        }
    }

    /// §6.1.5 (a), (b) and (g).
    fn wrap_up(mut self, last: &Link, inputs: &Inputs, n: usize) -> Option<Policies> {
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if last.require == Some(0) {
            self.explicit_policy = 0;
        }
        let set = self.tree.map(|tree| constrain(tree, inputs, n)).unwrap_or_default();
        (self.explicit_policy > 0 || !set.is_empty()).then_some(set)
    }
}

/// The children of one node at depth i - 1.
fn grow(node: &mut Node, policies: &[u8], any_is_parent: &Policies, any_counts: bool) {
    for policy in policies.iter().copied().filter(|policy| *policy != ANY) {
        if node.expected.contains(&policy) || (node.valid_policy == ANY && any_is_parent.contains(&policy)) {
            node.children.push(Node::new(policy, [policy].into()));
        }
    }
    if any_counts && policies.contains(&ANY) {
        for policy in node.expected.clone() {
            if !node.children.iter().any(|child| child.valid_policy == policy) {
                node.children.push(Node::new(policy, [policy].into()));
            }
        }
    }
}

/// §6.1.5 (g): the policies of valid_policy_node_set that are wanted; anyPolicy at depth n stands for all of them.
fn constrain(mut tree: Node, inputs: &Inputs, n: usize) -> Policies {
    let mut valid = Policies::new();
    for depth in 0..n {
        tree.at(depth, &mut |node| {
            let children = node.children.iter().map(|child| child.valid_policy);
            valid.extend(children.filter(|policy| node.valid_policy == ANY && *policy != ANY));
        });
    }
    let mut any = false;
    tree.at(n, &mut |node| any |= node.valid_policy == ANY);
    match &inputs.set {
        None => valid.into_iter().chain(any.then_some(ANY)).collect(),
        Some(set) => set.iter().copied().filter(|policy| any || valid.contains(policy)).collect(),
    }
}
