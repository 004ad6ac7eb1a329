//! What is left out of a report that others may see.

use super::{Event, Happening, Report};

/// In the head of a report with secrets.
pub(super) const SECRETS: &str =
    "THIS FILE HOLDS SECRETS: who has it can read the connection. --redact makes one to share.";

/// In the head of one without.
pub(super) const NO_SECRETS: &str = "This file holds no secrets of the connection.";

/// In the head of one that had secrets.
const REDACTED: &str =
    "This file was redacted: the secrets, and what the applications said, were left out of it.";

pub(super) fn redact(report: &mut Report) {
    for step in &mut report.keys {
        (step.value, step.command) = (None, None);
        step.inputs.iter_mut().for_each(|input| input.value = None);
    }
    report.events.iter_mut().for_each(silence);
    (report.notice, report.secrets) = (if report.secrets { REDACTED } else { NO_SECRETS }, false);
}

fn silence(event: &mut Event) {
    if let Happening::Record(record) = &mut event.what {
        record.says = None;
    }
}
