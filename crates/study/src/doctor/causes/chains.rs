//! What is wrong with a chain by itself.

use handfast::Refusal;
use handfast::handshake::{Refusal as Handshake, Refusal12};
use handfast::path::cert::Cert;
use handfast::path::name::text;
use handfast::path::{Time, Validity};
use handfast::rule::{AlertDescription as Alert, Refusal as _};

use super::super::show::{certificate, chain};
use super::super::{Certainty, Direction, Failure};
use super::{Exam, Finding};

/// The chain has this flaw. Our own is judged as the peer probably does; that it has, is certain, and that the peer
/// refuses it for that, if its alert says so.
pub(super) fn flawed(exam: &Exam<'_>, failure: Failure) -> Option<Finding> {
    let flaw = exam.flaw.as_ref().filter(|flaw| flaw.failure == Some(failure))?;
    let certainty = match exam.direction {
        Direction::WeRefused => Certainty::Certain,
        _ if exam.is_about_certificates() => exam.certainty(&[flaw.refusal.rule().alert]),
        _ => return None,
    };
    let finding = Finding::new(certainty, flaw.says.clone(), flaw.remedy.clone());
    let finding = flaw.commands.iter().fold(finding, |finding, command| finding.command(command.trim()));
    let witnesses = flaw.evidence.iter();
    let finding = witnesses.fold(finding, |finding, seen| finding.with(seen.what, seen.says.clone()));
    Some(shown(exam, finding))
}

/// F19. An issuer stands before the certificate that it issued: whoever reads the chain takes the first for the peer's (RFC
/// 9846 §4.5.1), finds the wrong names and purposes in it, and signatures that its key has not made.
pub(super) fn in_the_wrong_order(exam: &Exam<'_>) -> Option<Finding> {
    let chart = exam.patient.chart;
    let (whose, chain, certainty) = match exam.direction {
        Direction::WeRefused if exam.flaw.is_some() || is_bad_signature(exam) => {
            ("the peer's", &chart.theirs, Certainty::Certain)
        }
        _ if exam.is_about_certificates() => {
            let exact = exam.flaw.as_ref().map(|flaw| flaw.refusal.rule().alert);
            ("our", &chart.ours, exam.certainty(exact.as_slice()))
        }
        _ => return None,
    };
    let (first, place) = misplaced(chain.as_deref()?)?;
    let says = format!(
        "the first certificate of {whose} chain, {first}, is the issuer of number {place}: the end entity's own has to \
         come first [RFC 9846 §4.5.1]"
    );
    let remedy = "put the end entity's certificate first in the file, and behind each its issuer";
    Some(
        shown(exam, Finding::new(certainty, says, remedy))
            .command("cat leaf.crt intermediate.crt > chain.crt"),
    )
}

fn is_bad_signature(exam: &Exam<'_>) -> bool {
    let Some(Refusal::Handshake(refusal)) = exam.refusal() else { return false };
    matches!(refusal, Handshake::BadSignature { .. } | Handshake::Tls12(Refusal12::BadSignature { .. }))
}

/// The subject of the first certificate, and which one, counted from 1, it has issued.
fn misplaced(chain: &[Vec<u8>]) -> Option<(String, usize)> {
    let (first, others) = chain.split_first()?;
    let first = Cert::parse(first).ok()?;
    let is_issued = |der: &Vec<u8>| {
        Cert::parse(der).is_ok_and(|cert| cert.issuer == first.subject && cert.subject != first.subject)
    };
    let place = others.iter().position(is_issued)?;
    Some((text(first.subject), place + 2))
}

/// With the chain that was refused, if it has more certificates than the one that is complained about.
pub(super) fn shown(exam: &Exam<'_>, finding: Finding) -> Finding {
    let chart = exam.patient.chart;
    match (exam.direction, &chart.theirs, &chart.ours) {
        (Direction::WeRefused, Some(theirs), _) => finding.with("the peer's chain", chain(theirs)),
        (_, _, Some(ours)) => finding.with("our chain", chain(ours)),
        _ => finding,
    }
}

/// Clocks are said to be wrong by so many seconds at most: a day, for a zone or a battery.
pub(super) const SKEW: i64 = 24 * 60 * 60;

/// F06: valid by our clock, and not for long any more.
pub(super) fn expired_for_a_clock_ahead(exam: &Exam<'_>) -> Option<Finding> {
    skewed(exam, "is about to expire by our clock, and has by that of the peer", |validity, now| {
        (0..SKEW).contains(&validity.not_after.0.saturating_sub(now.0))
    })
}

/// F09: valid by our clock, and not since long.
pub(super) fn not_yet_valid_for_a_clock_behind(exam: &Exam<'_>) -> Option<Finding> {
    skewed(
        exam,
        "has only just become valid by our clock, and is not yet by that of the peer",
        |validity, now| (0..SKEW).contains(&now.0.saturating_sub(validity.not_before.0)),
    )
}

fn skewed(exam: &Exam<'_>, how: &str, fits: fn(&Validity, Time) -> bool) -> Option<Finding> {
    let alert = exam.alert().filter(|alert| *alert == Alert::CERTIFICATE_EXPIRED);
    if alert.is_none() || exam.flaw.is_some() {
        return None;
    }
    let ours = exam.patient.chart.ours.as_ref()?;
    let now = Time::from(exam.patient.now);
    let certs = || ours.iter().filter_map(|der| Cert::parse(der).ok());
    let suspect = certs().find(|cert| fits(&cert.validity, now))?;
    let says = format!("{} {how}", certificate(suspect.der));
    let remedy =
        "compare the clocks of both machines; if they agree, look whether an authority above has expired";
    Some(
        Finding::new(Certainty::Possible, says, remedy).with("our clock", now.to_string()).command("date -u"),
    )
}
