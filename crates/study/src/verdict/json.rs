//! The verdict for programs. Field names are documented at [`Verdict::json`](super::Verdict::json).

use handfast::path::{Answer, At, Decision, Identity, Refusal, Source, Time};
use handfast::rule::Refusal as _;
use serde_json::{Map, Value, json};

use super::{Outcome, Verdict, answer, candidates, recipe, tree};

pub(super) fn json(verdict: &Verdict<'_>) -> Value {
    let case = verdict.case;
    json!({
        "verdict": match verdict.outcome() {
            Outcome::Accepted => "accepted",
            Outcome::Refused => "refused",
            Outcome::Unknown => "unknown",
        },
        "answer": answer::sentence(verdict),
        "profile": case.policy.named_profile().name(),
        "purpose": case.policy.purpose().name(),
        "at": time(case.now.into()),
        "wanted": case.wanted.as_ref().map(ToString::to_string),
        "certificate": case.identity(Source::Leaf).map(|identity| certificate(&identity)),
        "path": verdict.path.iter().map(|source| holder(verdict, *source)).collect::<Vec<_>>(),
        "refusal": verdict.refusal.map(|refusal| self::refusal(verdict, &refusal)),
        "candidates": verdict.refusal.map(|refusal| others(verdict, &refusal)).unwrap_or_default(),
        "warnings": verdict.warnings.iter().map(|(at, warning)| {
            with_place(*at, json!({ "sentence": warning.sentence(), "clause": warning.clause().to_string() }))
        }).collect::<Vec<_>>(),
        "decisions": (0..).zip(verdict.decisions.all()).map(|(index, decision)| {
            self::decision(verdict, index, decision)
        }).collect::<Vec<_>>(),
    })
}

/// `2026-11-22T02:00:00Z`
fn time(time: Time) -> String {
    time.to_string().replacen(' ', "T", 1).replace(" UTC", "Z")
}

fn certificate(identity: &Identity) -> Value {
    json!({
        "subject": identity.subject,
        "issuer": identity.issuer,
        "serial": identity.serial,
        "names": identity.alternative_names().collect::<Vec<_>>(),
        "spiffe_id": identity.spiffe_id(),
        "not_before": time(identity.validity.not_before),
        "not_after": time(identity.validity.not_after),
        "sha256": identity.sha256,
        "spki_sha256": identity.spki_sha256,
    })
}

fn holder(verdict: &Verdict<'_>, source: Source) -> Value {
    let identity = verdict.case.identity(source);
    with_source(
        source,
        json!({
            "subject": verdict.case.subject(source),
            "issuer": identity.as_ref().map(|identity| &identity.issuer),
            "serial": identity.as_ref().map(|identity| &identity.serial),
        }),
    )
}

fn refusal(verdict: &Verdict<'_>, refusal: &Refusal) -> Value {
    let rule = refusal.rule();
    let what = json!({
        "code": code(refusal),
        "sentence": rule.sentence,
        "details": tree::what(refusal),
        "clause": rule.clause.to_string(),
        "alert": { "number": rule.alert.0, "name": rule.alert.name() },
        "remedy": refusal.remedy(),
        "commands": recipe::commands(verdict, refusal).iter().map(|line| line.trim_end()).collect::<Vec<_>>(),
        "legacy_accepts": verdict.legacy_accepts,
    });
    match refusal.at() {
        Some(at) => merged(holder(verdict, at.source), with_place(at, what)),
        None => what,
    }
}

/// The name of the variant.
fn code(refusal: &Refusal) -> String {
    let debug = format!("{refusal:?}");
    debug.split([' ', '{', '(']).next().unwrap_or_default().to_owned()
}

fn others(verdict: &Verdict<'_>, refusal: &Refusal) -> Vec<Value> {
    let candidates = candidates::candidates(verdict, refusal);
    let value = |other: &candidates::Candidate| {
        with_source(other.source, json!({ "subject": other.subject, "why": other.why }))
    };
    candidates.iter().map(value).collect()
}

fn decision(verdict: &Verdict<'_>, index: usize, decision: &Decision) -> Value {
    let (answer, sentence) = answer_in_words(decision.answer);
    let compared = verdict.decisions.compared(index);
    with_place(
        decision.at,
        json!({
            "subject": verdict.case.subject(decision.at.source),
            "rule": decision.rule,
            "clause": decision.clause.to_string(),
            "answer": answer,
            "sentence": sentence,
            "wanted": compared.map(|compared| &compared.wanted),
            "presented": compared.map(|compared| &compared.presented),
            "signatures_left": decision.budget.signatures,
            "candidates_left": decision.budget.candidates,
        }),
    )
}

/// The name of an answer, and what more is to say of it.
pub(crate) fn answer_in_words(answer: Answer) -> (&'static str, Option<String>) {
    match answer {
        Answer::Considered(_) => ("considered", None),
        Answer::Holds => ("holds", None),
        Answer::NotRevoked(proof) => ("not_revoked", Some(tree::proof(&proof))),
        Answer::Warned(warning) => ("warned", Some(warning.sentence().to_owned())),
        Answer::Refused(refusal) => ("refused", Some(tree::what(&refusal))),
        Answer::InPathAlready => ("in_path_already", None),
    }
}

fn with_place(at: At, value: Value) -> Value {
    merged(with_source(at.source, json!({ "depth": at.depth })), value)
}

fn with_source(source: Source, value: Value) -> Value {
    let (name, index) = place(source);
    merged(json!({ "source": name, "index": index }), value)
}

/// Where a certificate comes from, and its place there.
pub(crate) const fn place(source: Source) -> (&'static str, usize) {
    match source {
        Source::Leaf => ("leaf", 0),
        Source::Intermediate(index) => ("intermediate", index),
        Source::Anchor(index) => ("anchor", index),
        Source::Responder(index) => ("responder", index),
    }
}

fn merged(one: Value, other: Value) -> Value {
    let fields = [one, other].into_iter().filter_map(|value| match value {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    Value::Object(fields.flatten().collect::<Map<_, _>>())
}
