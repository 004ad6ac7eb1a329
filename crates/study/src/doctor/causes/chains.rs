//! What is wrong with a chain by itself.

use handfast::path::cert::Cert;
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
