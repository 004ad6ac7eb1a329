//! Why it failed, in the words of the doctor.

use handfast_study::report::{Diagnosis, Report, Side};
use handfast_study::{Ink, Text};

use super::labelled;

/// What is said to one side, or else to the other; diagnoses are made when all is over.
pub(crate) fn doctor(report: &Report, side: Side, is_end: bool) -> Vec<Text> {
    let of = |wanted: Side| report.diagnoses.iter().find(|diagnosis| diagnosis.side == wanted);
    match of(side).or_else(|| report.diagnoses.first()).filter(|_| is_end) {
        Some(diagnosis) => examined(diagnosis),
        None => vec![Text::new().plain("Nothing has failed so far: the doctor has nothing to say.")],
    }
}

fn examined(diagnosis: &Diagnosis) -> Vec<Text> {
    let mut lines = vec![Text::new().faint(format!("What the {} makes of it", diagnosis.side.name()))];
    lines.extend(Text::new().ink(Ink::Bad, "✗ ").strong(diagnosis.headline.clone()).wrapped(80));
    let cause = match (&diagnosis.cause, diagnosis.title) {
        (Some(cause), Some(title)) => format!("{cause} {title}"),
        _ => "no entry of the catalogue".to_owned(),
    };
    lines.push(Text::new().ink(Ink::Warning, cause).faint(format!(" ({})", diagnosis.certainty)));
    lines.extend(Text::new().plain(diagnosis.says.clone()).wrapped(80));
    lines.extend(diagnosis.evidence.iter().flat_map(|evidence| {
        let mut lines = vec![Text::new().faint(evidence.what)];
        lines.extend(labelled("", &evidence.says));
        lines
    }));
    lines.extend(Text::new().strong("to mend it, ").plain(diagnosis.remedy.clone()).wrapped(80));
    lines.extend(diagnosis.commands.iter().map(|command| Text::new().plain(format!("  {command}"))));
    lines
}
