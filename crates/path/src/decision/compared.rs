//! Decisions about names: what was wanted, and what the certificate has.

use core::fmt;

use handfast_rule::{Clause, rfc7250, rfc9846};

use super::{Answer, Decision, Decisions};
use crate::allow::{Allow, NotAllowed};
use crate::budget::Budget;
use crate::cert::Cert;
use crate::identity::Identity;
use crate::known_keys::KnownKeys;
use crate::name::{self, Reference};
use crate::refusal::{At, Refusal, Warning};

/// Both sides of a comparison of names, each with its form in front: `dns:localhost`. Safe to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The name that was wanted, or the rules of which one had to fit.
    pub wanted: Vec<String>,
    /// The names in the certificate.
    pub presented: Vec<String>,
    /// For rules that do not fit: what stands against each, in the order of `wanted`.
    pub against: Vec<String>,
}

impl Decisions {
    /// What the decision with this index in [`Decisions::all`] compared, if it compared names.
    #[must_use]
    pub fn compared(&self, decision: usize) -> Option<&Compared> {
        let comparisons = &self.log.as_ref()?.comparisons;
        comparisons.iter().find(|(index, _)| *index == decision).map(|(_, compared)| compared)
    }

    /// Records whether the certificate is for the peer of this name.
    pub(crate) fn named(
        &mut self,
        cert: &Cert<'_>,
        wanted: &Reference<'_>,
        verdict: &Result<Option<Warning>, Refusal>,
    ) {
        let answer = match verdict {
            Ok(None) => Answer::Holds,
            Ok(Some(warning)) => Answer::Warned(*warning),
            Err(refusal) => Answer::Refused(*refusal),
        };
        self.compare("subjectAltName", name::clause(wanted), answer, || {
            let presented = presented(&Identity::of(cert));
            Compared { wanted: vec![wanted.to_string()], presented, against: Vec::new() }
        });
    }

    /// Records whether a key, by its SHA-256, is among those that are known.
    pub(crate) fn known_key(
        &mut self,
        shown: &str,
        known: impl Iterator<Item = String>,
        verdict: Result<(), Refusal>,
    ) {
        let answer = verdict.map_or_else(Answer::Refused, |()| Answer::Holds);
        let form = |digest: &str| format!("spki-sha256:{digest}");
        self.name_key(form(shown));
        self.compare(KnownKeys::RULE, rfc7250("6"), answer, || Compared {
            wanted: known.map(|one| form(&one)).collect(),
            presented: vec![form(shown)],
            against: Vec::new(),
        });
    }

    /// Records whether a rule lets the holder in.
    pub(crate) fn allowed(&mut self, identity: &Identity, allow: &Allow, verdict: &Result<(), NotAllowed>) {
        self.let_in(allow, verdict, || presented(identity));
    }

    /// The same of who showed a key alone, with this SHA-256. Without rules there is nothing to record.
    pub(crate) fn allowed_key(&mut self, shown: &str, allow: &Allow, verdict: &Result<(), NotAllowed>) {
        if !allow.is_empty() {
            self.let_in(allow, verdict, || vec![format!("spki-sha256:{shown}")]);
        }
    }

    fn let_in(
        &mut self,
        allow: &Allow,
        verdict: &Result<(), NotAllowed>,
        presented: impl FnOnce() -> Vec<String>,
    ) {
        let refusal = Refusal::NotAllowed { rules: allow.rules().len() };
        let answer = if verdict.is_ok() { Answer::Holds } else { Answer::Refused(refusal) };
        self.compare("allowed", rfc9846("6.2"), answer, || Compared {
            wanted: allow.rules().iter().map(ToString::to_string).collect(),
            presented: presented(),
            against: match verdict {
                Ok(()) => Vec::new(),
                Err(none) => none.rules.iter().map(|(_, against)| against.clone()).collect(),
            },
        });
    }

    fn compare(
        &mut self,
        rule: &'static str,
        clause: Clause,
        answer: Answer,
        compared: impl FnOnce() -> Compared,
    ) {
        let Some(log) = &mut self.log else { return };
        let spent = Budget { signatures: 0, candidates: 0, comparisons: 0 };
        let budget = log.decisions.last().map_or(spent, |last| last.budget);
        log.comparisons.push((log.decisions.len(), compared()));
        log.decisions.push(Decision { at: At::LEAF, rule, clause, answer, budget });
    }
}

impl Compared {
    /// Below the answer.
    pub(super) fn lines(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let presented =
            if self.presented.is_empty() { "no name".to_owned() } else { self.presented.join(", ") };
        writeln!(f, "      wanted {}; the certificate has {presented}", self.wanted.join(" or "))?;
        let mut rules = self.wanted.iter().zip(&self.against);
        rules.try_for_each(|(rule, against)| writeln!(f, "      {rule}: {against}"))
    }
}

/// The names in subjectAltName; without them, the common names, for that is where people put them.
fn presented(identity: &Identity) -> Vec<String> {
    let names: Vec<_> = identity.alternative_names().collect();
    if !names.is_empty() {
        return names;
    }
    identity.common_names.iter().map(|name| format!("cn:{name}")).collect()
}
