//! The tree of decisions: a certificate, the rules it was held against, and the candidates for its issuer above it.

use handfast::path::{Answer, At, Compared, Decision, Fit, NotRevoked, Refusal};

use super::{Verdict, WIDTH, rails};
use crate::story::{Ink, Text};

pub(super) fn tree(verdict: &Verdict<'_>) -> Vec<Text> {
    let mut tree = Tree { verdict, lines: Vec::new(), at: None };
    (0..verdict.decisions.all().len()).for_each(|index| tree.add(index));
    tree.lines
}

struct Tree<'v> {
    verdict: &'v Verdict<'v>,
    lines: Vec<Text>,
    /// The certificate that was spoken of last.
    at: Option<At>,
}

impl Tree<'_> {
    fn all(&self) -> &[Decision] {
        self.verdict.decisions.all()
    }

    fn add(&mut self, index: usize) {
        let Some(decision) = self.all().get(index).copied() else { return };
        if let Answer::Considered(fit) = decision.answer {
            self.certificate(index, decision.at, Some(fit));
        } else {
            if self.at != Some(decision.at) {
                self.certificate(index, decision.at, None);
            }
            self.answer(index, &decision);
        }
        self.at = Some(decision.at);
    }

    fn was_taken_up(&self, index: usize, at: At) -> bool {
        let mut before = self.all().iter().take(index);
        before.any(|decision| decision.at == at && matches!(decision.answer, Answer::Considered(_)))
    }

    /// The subject and the place; what the certificate says of itself when it is taken up.
    fn certificate(&mut self, index: usize, at: At, taken_up: Option<Fit>) {
        let depth = usize::from(at.depth);
        let (rails, below) = match taken_up {
            Some(_) => (rails::branch(self.all(), index, depth), rails::beside(self.all(), index, depth)),
            None => (rails::beside(self.all(), index, depth), rails::beside(self.all(), index, depth)),
        };
        let subject = Text::new().strong(self.verdict.case.subject(at.source));
        let again = if taken_up.is_none() && self.was_taken_up(index, at) { ", as a whole" } else { "" };
        self.put(&rails, &below, &subject, &format!("{at}{again}"));
        if taken_up.is_some() {
            self.particulars(&below, at, taken_up);
        }
    }

    fn particulars(&mut self, below: &Text, at: At, fit: Option<Fit>) {
        let Some(identity) = self.verdict.case.identity(at.source) else { return };
        let names: Vec<_> = identity.alternative_names().collect();
        if !names.is_empty() {
            self.put(below, below, &Text::new().plain(names.join(", ")), "");
        }
        let issuer = if identity.issuer.is_empty() { "(no name)" } else { &identity.issuer };
        let (from, until) = (identity.validity.not_before, identity.validity.not_after);
        let issued = format!("issued by {issuer}, serial {}", identity.serial);
        self.put(below, below, &Text::new().faint(issued), "");
        self.put(below, below, &Text::new().faint(format!("{from} to {until}")), "");
        let remark = match fit {
            Some(Fit::KeyIdsMatch) => "key identifiers match",
            Some(Fit::KeyIdsDiffer) => "key identifiers differ",
            Some(Fit::NoKeyIds) | None => return,
        };
        self.put(below, below, &Text::new().faint(remark), "");
    }

    fn answer(&mut self, index: usize, decision: &Decision) {
        let rails = rails::beside(self.all(), index, usize::from(decision.at.depth));
        let Decision { rule, clause, answer, .. } = decision;
        let text = match answer {
            Answer::Considered(_) => return,
            Answer::Holds => Text::new().ink(Ink::Good, "✓ ").plain(*rule),
            Answer::NotRevoked(not_revoked) => {
                Text::new().ink(Ink::Good, "✓ ").plain(format!("{rule}: {}", proof(not_revoked)))
            }
            Answer::Warned(warning) => {
                Text::new().ink(Ink::Warning, "! ").strong(*rule).plain(format!(": {}", warning.sentence()))
            }
            Answer::Refused(refusal) => {
                Text::new().ink(Ink::Bad, "✗ ").strong(*rule).plain(format!(": {}", what(refusal)))
            }
            Answer::InPathAlready => Text::new().faint(format!("– {rule}: stands in this path already")),
        };
        let clause = match answer {
            Answer::Refused(refusal) => handfast::rule::Refusal::rule(refusal).clause,
            _ => *clause,
        };
        let below = rails.clone().plain("  ");
        self.put(&rails, &below, &text, &clause.to_string());
        if let Some(compared) = self.verdict.decisions.compared(index) {
            self.compared(&below, &compared.clone());
        }
    }

    fn compared(&mut self, rails: &Text, compared: &Compared) {
        let presented =
            if compared.presented.is_empty() { "no name".to_owned() } else { compared.presented.join(", ") };
        let hanging = rails.clone().plain("  ");
        self.put(rails, &hanging, &Text::new().faint("wanted ").plain(compared.wanted.join(" or ")), "");
        self.put(rails, &hanging, &Text::new().faint("the certificate has ").plain(presented), "");
    }

    /// Text behind its rails, wrapped, and a note at the right edge of the last line, or below it.
    fn put(&mut self, rails: &Text, below: &Text, text: &Text, note: &str) {
        let width = WIDTH.saturating_sub(rails.width().max(below.width())).max(20);
        let mut rails = rails;
        for line in text.wrapped(width) {
            self.lines.push(rails.clone().then(line));
            rails = below;
        }
        if note.is_empty() {
            return;
        }
        let start = WIDTH.saturating_sub(note.chars().count());
        let last = self.lines.pop().unwrap_or_default();
        if last.width() < start {
            self.lines.push(last.padded(start).faint(note));
        } else {
            self.lines.push(last);
            self.lines.push(below.clone().padded(start).faint(note));
        }
    }
}

/// Who says that a certificate is not revoked, and until when that holds.
pub(super) fn proof(proof: &NotRevoked) -> String {
    let NotRevoked { by, this_update, until } = proof;
    format!("not revoked, says {by} of {this_update}, good until {until}")
}

/// The sentence of a refusal with its details, without place and clause, which stand beside it.
pub(crate) fn what(refusal: &Refusal) -> String {
    let text = refusal.to_string();
    text.rsplit_once(" [").map_or(text.clone(), |(what, _)| what.to_owned())
}
