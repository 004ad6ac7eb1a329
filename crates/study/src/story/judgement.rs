//! What was found of a certificate chain.

use handfast::Role;
use handfast::path::{Answer, Decision, Decisions, KnownKeys, Refusal, Source};

use super::ink::{Ink, Text};
use crate::count;

/// What a judge notes: whom it takes the holder for, on whose word, and how much was checked.
pub(crate) fn notes(
    peer: Role,
    decisions: &Decisions,
    refusal: Option<Refusal>,
    server_name: Option<&str>,
) -> Vec<Text> {
    let Some(refusal) = refusal else { return accepted(peer, decisions, server_name) };
    let why = Text::new().ink(Ink::Bad, "✗ ").plain(way_up(decisions));
    vec![why, Text::new().plain(format!("  {refusal}"))]
}

fn accepted(peer: Role, decisions: &Decisions, server_name: Option<&str>) -> Vec<Text> {
    let holder = Text::new().ink(Ink::Good, "✓ ").ink(Ink::of(peer), way_up(decisions));
    if decisions.all().iter().any(|decision| decision.rule == KnownKeys::RULE) {
        let known = "a key without a certificate is known beforehand or not at all (RFC 7250 §6)";
        return vec![holder.faint(" (known)"), says(known.into())];
    }
    let (rules, signatures) = held(decisions);
    let checked = format!("{} held, {} verified", count(rules, "rule"), count(signatures, "signature"));
    let mut notes = vec![holder.faint(" (trusted)"), says(format!("{checked} (RFC 5280 §6)"))];
    if let Some(name) = server_name.filter(|_| peer == Role::Server) {
        notes.push(says(format!("it is for {name}, as was asked (RFC 9525 §6)")));
    }
    notes
}

fn says(text: String) -> Text {
    Text::new().plain("  ").faint(text)
}

/// The subjects from the end entity up to where the search ended.
pub(crate) fn way_up(decisions: &Decisions) -> String {
    let subject = |source: &Source| decisions.subject(*source).unwrap_or("(no subject)");
    let names: Vec<_> = path(decisions.all()).iter().map(subject).collect();
    names.join(" ← ")
}

/// The search goes depth first, so the last certificate taken up at each depth is the one that stayed.
fn path(decisions: &[Decision]) -> Vec<Source> {
    let mut path = Vec::new();
    for decision in decisions {
        if let Answer::Considered(_) = decision.answer {
            path.truncate(usize::from(decision.at.depth));
            path.push(decision.at.source);
        }
    }
    path
}

/// How many rules held, and how many signatures verified.
fn held(decisions: &Decisions) -> (usize, usize) {
    let held = decisions.all().iter().filter(|decision| decision.answer == Answer::Holds);
    let (signatures, rules): (Vec<&Decision>, Vec<&Decision>) =
        held.partition(|decision| decision.rule.starts_with("signatureValue"));
    (rules.len(), signatures.len())
}
