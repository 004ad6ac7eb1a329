//! Which issuer was looked for, and why none of those at hand is it.

use handfast::path::{Answer, Cert, Decision, Refusal, Source};

use super::answer::hanging;
use super::{Verdict, tree};
use crate::story::Text;

/// A certificate that could have been the issuer.
pub(super) struct Candidate {
    pub(super) source: Source,
    pub(super) subject: String,
    /// Why it is not.
    pub(super) why: String,
    /// It has the right name, at least.
    is_namesake: bool,
}

/// More than this many of another name are counted, not listed.
const LISTED: usize = 8;

/// All anchors and intermediates, if no issuer was found.
pub(super) fn candidates(verdict: &Verdict<'_>, refusal: &Refusal) -> Vec<Candidate> {
    let (Refusal::UnknownIssuer { at } | Refusal::NamesakeIssuer { at, .. } | Refusal::SelfSigned { at }) =
        refusal
    else {
        return Vec::new();
    };
    let anchors = (0..verdict.case.anchors.len()).map(Source::Anchor);
    let intermediates = (0..verdict.case.intermediates.len()).map(Source::Intermediate);
    let others = anchors.chain(intermediates).filter(|source| *source != at.source);
    others.map(|source| candidate(verdict, at.source, source)).collect()
}

fn candidate(verdict: &Verdict<'_>, wanting: Source, source: Source) -> Candidate {
    let subject = verdict.case.subject(source);
    let tried = tried(verdict, wanting, source);
    let why = match (verdict.case.certificate(source).map(Cert::parse), tried) {
        (Some(Err(malformed)), _) => format!("cannot be read: {malformed}"),
        (_, Some(why)) => why,
        (Some(Ok(cert)), None) if Some(cert.der) == verdict.case.certificate(wanting) => {
            return Candidate {
                source,
                subject,
                why: "is the same certificate".to_owned(),
                is_namesake: true,
            };
        }
        (_, None) if looks_alike(&subject, &issuer(verdict, wanting)) => {
            "has that name, and was not tried".to_owned()
        }
        (_, None) => {
            return Candidate { source, subject, why: "has another name".to_owned(), is_namesake: false };
        }
    };
    Candidate { source, subject, why, is_namesake: true }
}

fn looks_alike(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn issuer(verdict: &Verdict<'_>, source: Source) -> String {
    verdict.case.identity(source).map(|identity| identity.issuer).unwrap_or_default()
}

/// What the record says of it as an issuer of this certificate.
fn tried(verdict: &Verdict<'_>, wanting: Source, source: Source) -> Option<String> {
    let all = verdict.decisions.all();
    let refused = all.iter().find_map(|decision| match decision.answer {
        Answer::Refused(refusal) if is_about(decision, &refusal, wanting, source) => Some(refusal),
        _ => None,
    });
    let loops = all.iter().any(|d| d.at.source == source && d.answer == Answer::InPathAlready);
    match refused {
        Some(Refusal::NamesakeIssuer { .. }) => {
            Some("has that name, and its key did not make the signature".to_owned())
        }
        Some(refusal) => Some(format!("has that name, but {}", tree::what(&refusal))),
        None => loops.then(|| "stands in the path already".to_owned()),
    }
}

fn is_about(decision: &Decision, refusal: &Refusal, wanting: Source, source: Source) -> bool {
    match refusal {
        Refusal::NamesakeIssuer { at, namesake } => at.source == wanting && *namesake == source,
        _ => decision.at.source == source,
    }
}

/// For people: the issuer that was looked for, and a line for each that is not it.
pub(super) fn lines(verdict: &Verdict<'_>, refusal: &Refusal) -> Vec<Text> {
    let (Refusal::UnknownIssuer { at } | Refusal::NamesakeIssuer { at, .. } | Refusal::SelfSigned { at }) =
        refusal
    else {
        return Vec::new();
    };
    let all = candidates(verdict, refusal);
    let looked = format!("looked for {}, the issuer of ", issuer(verdict, at.source));
    let looked = Text::new().plain(looked).plain(verdict.case.subject(at.source));
    if all.is_empty() {
        return hanging(&looked.plain(": there is no trust anchor and no intermediate"))
            .into_iter()
            .collect();
    }
    let mut lines = hanging(&looked.plain(", among"));
    let (near, far): (Vec<_>, Vec<_>) = all.into_iter().partition(|candidate| candidate.is_namesake);
    let room = LISTED.saturating_sub(near.len());
    near.iter().chain(far.iter().take(room)).for_each(|candidate| lines.extend(line(candidate)));
    if let Some(left @ 1..) = far.len().checked_sub(room) {
        lines.push(Text::new().plain(format!("  and {left} more of other names")));
    }
    lines
}

fn line(candidate: &Candidate) -> Vec<Text> {
    let place = match candidate.source {
        Source::Leaf => "end entity".to_owned(),
        Source::Intermediate(index) => format!("intermediate {index}"),
        Source::Anchor(index) => format!("trust anchor {index}"),
        Source::Responder(index) => format!("responder of OCSP response {index}"),
    };
    hanging(
        &Text::new().faint(format!("  {place} ")).plain(format!("{}: {}", candidate.subject, candidate.why)),
    )
}
