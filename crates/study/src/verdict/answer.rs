//! The answer: which certificate, why, and what would mend it.

use handfast::path::{Identity, Purpose, Refusal, Source};
use handfast::rule::Refusal as _;

use super::tree::what;
use super::{Outcome, Verdict, WIDTH, candidates, recipe};
use crate::story::{Ink, Text};

/// In lines, with the commands that mend it on lines of their own.
pub(super) fn answer(verdict: &Verdict<'_>) -> Vec<Text> {
    let Some(refusal) = verdict.refusal else { return accepted(verdict) };
    let mut lines = candidates::lines(verdict, &refusal);
    let mark = match verdict.outcome() {
        Outcome::Unknown => Text::new().ink(Ink::Warning, "? ").strong("cannot say: "),
        _ => Text::new().ink(Ink::Bad, "✗ ").strong("refused: "),
    };
    let why = mark.plain(complaint(verdict, &refusal));
    lines.extend(hanging(&why));
    lines.extend(hanging(&Text::new().plain("  ").strong("to mend it, ").plain(remedy(verdict, &refusal))));
    lines.extend(recipe::commands(verdict, &refusal).into_iter().map(|line| Text::new().plain(line)));
    if verdict.legacy_accepts {
        let legacy = "or take it as it is, by your own decision: --profile legacy accepts it, with a warning";
        lines.extend(hanging(&Text::new().plain(format!("  {legacy}"))));
    }
    lines
}

/// In one line.
pub(super) fn sentence(verdict: &Verdict<'_>) -> String {
    match verdict.refusal {
        None => praise(verdict),
        Some(refusal) => {
            format!("{}; to mend it, {}", complaint(verdict, &refusal), remedy(verdict, &refusal))
        }
    }
}

fn accepted(verdict: &Verdict<'_>) -> Vec<Text> {
    let good = Text::new().ink(Ink::Good, "✓ ").strong("accepted: ").plain(praise(verdict));
    let mut lines = hanging(&good);
    for (at, warning) in &verdict.warnings {
        let subject = verdict.case.subject(at.source);
        let text = format!("{subject} [{at}]: {warning}");
        lines.extend(hanging(&Text::new().ink(Ink::Warning, "! ").strong("warning: ").plain(text)));
    }
    if verdict.case.wanted.is_none() && verdict.case.policy.purpose() == Purpose::ServerAuth {
        lines.extend(nobody_wanted(verdict));
    }
    lines
}

/// Of a server whose name was not asked for.
fn nobody_wanted(verdict: &Verdict<'_>) -> Vec<Text> {
    let leaf = verdict.case.identity(Source::Leaf);
    if leaf.is_some_and(|leaf| leaf.alternative_names().next().is_some()) {
        let note = "  no name was wanted (--name), so whose certificate it is was not asked";
        return hanging(&Text::new().faint(note));
    }
    let nameless = "it has no subjectAltName, so no client takes it for any server (RFC 9525 §6.2); \
                    to mend it, issue it again with a name";
    let mut lines = hanging(&Text::new().ink(Ink::Warning, "! ").strong("warning: ").plain(nameless));
    let commands = recipe::commands(verdict, &Refusal::NoSubjectAltName);
    lines.extend(commands.into_iter().map(|line| Text::new().plain(line)));
    lines
}

fn praise(verdict: &Verdict<'_>) -> String {
    let purpose = match verdict.case.policy.purpose() {
        Purpose::ServerAuth => "a server",
        Purpose::ClientAuth => "a client",
    };
    let name = verdict.case.wanted.as_ref().map(|wanted| format!(" {wanted}")).unwrap_or_default();
    let anchor = verdict.path.last().copied().unwrap_or(Source::Leaf);
    let until = verdict.case.identity(Source::Leaf).map(|leaf| leaf.validity.not_after.to_string());
    format!(
        "{}, is good for {purpose}{name} until {}; it leads to the trust anchor {}",
        holder(verdict, Source::Leaf),
        until.unwrap_or_default(),
        verdict.case.subject(anchor)
    )
}

pub(super) fn complaint(verdict: &Verdict<'_>, refusal: &Refusal) -> String {
    let clause = refusal.rule().clause;
    let Some(at) = refusal.at() else { return format!("{} [{clause}]", what(refusal)) };
    let names = names(verdict, refusal);
    format!("{}: {}{names} [{at}; {clause}]", holder(verdict, at.source), what(refusal))
}

/// For a name that does not fit, both sides.
fn names(verdict: &Verdict<'_>, refusal: &Refusal) -> String {
    let (Refusal::NameMismatch { .. } | Refusal::NotSvid { .. } | Refusal::NoSubjectAltName, Some(wanted)) =
        (refusal, &verdict.case.wanted)
    else {
        return String::new();
    };
    let leaf = verdict.case.identity(Source::Leaf);
    let names: Vec<_> = leaf.iter().flat_map(Identity::alternative_names).collect();
    let has = if names.is_empty() { "no name".to_owned() } else { names.join(", ") };
    format!("; wanted {wanted}, and it has {has}")
}

/// `CN=leaf, issued by CN=root, serial 0a1b`
fn holder(verdict: &Verdict<'_>, source: Source) -> String {
    let subject = verdict.case.subject(source);
    match verdict.case.identity(source) {
        Some(Identity { issuer, serial, .. }) if issuer.is_empty() => {
            format!("{subject}, issued by nobody, serial {serial}")
        }
        Some(Identity { issuer, serial, .. }) => format!("{subject}, issued by {issuer}, serial {serial}"),
        None => subject,
    }
}

pub(super) fn remedy(verdict: &Verdict<'_>, refusal: &Refusal) -> String {
    match (refusal, refusal.at().and_then(|at| verdict.case.identity(at.source))) {
        (Refusal::UnknownIssuer { .. }, Some(identity)) => {
            format!("add the certificate of {} to what is sent, or trust it", identity.issuer)
        }
        _ => refusal.remedy().to_owned(),
    }
}

/// Wrapped, all but the first line indented.
pub(super) fn hanging(text: &Text) -> Vec<Text> {
    let mut lines = text.wrapped(WIDTH - 2).into_iter();
    let first = lines.next();
    first.into_iter().chain(lines.map(|line| Text::new().plain("  ").then(line))).collect()
}
