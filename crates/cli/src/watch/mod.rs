//! Watching a connection: what is kept of it while it lives, and how it is shown when it has ended.

mod files;
mod recording;
mod secret_file;
mod trace;

use handfast::{Acceptance, Role};
use handfast_study::doctor::Diagnosis;
use handfast_study::{Keep, Report, Rooms};

use self::files::Files;
pub(crate) use self::recording::Recording;
pub(crate) use self::secret_file::for_owner;
use self::trace::Tracing;
use crate::exit::Exit;

/// Over the options that show what happens inside.
pub(crate) const HEADING: &str = "What happens inside";

/// What is shown of a connection, and where.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = HEADING)]
pub(crate) struct Watching {
    #[command(flatten)]
    pub(crate) trace: Tracing,
    #[command(flatten)]
    pub(crate) files: Files,
}

/// How a connection ended, as far as it is not observed.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Whether our side knows that it is accepted.
    pub(crate) acceptance: Option<Acceptance>,
    /// Why it failed.
    pub(crate) diagnosis: Option<Diagnosis>,
}

impl Watching {
    /// Whether a connection is recorded at all.
    pub(crate) fn is_wanted(&self) -> bool {
        self.trace.is_wanted() || self.files.are_wanted()
    }

    /// Whether the configuration must reveal secrets for it.
    pub(crate) fn wants_secrets(&self) -> bool {
        self.trace.wants_secrets() || self.files.are_wanted()
    }

    /// What records one side of a connection, if it is to be shown, within the room that all have together.
    pub(crate) fn recording(&self, role: Role, rooms: &Rooms) -> Option<Recording> {
        let keep = Keep { secrets: self.wants_secrets(), ..Keep::ALL };
        self.is_wanted().then(|| Recording::new(role, keep, rooms))
    }

    /// Shows a connection that has ended: the trace on standard error, the rest in files. Of several connections this is
    /// the one with that number.
    pub(crate) fn show(
        &self,
        recording: &Recording,
        outcome: &Outcome,
        number: Option<usize>,
    ) -> Result<(), Exit> {
        let recorded = recording.read(outcome.acceptance);
        if self.trace.is_wanted() {
            self.trace.print(&recorded);
        }
        if !self.files.are_wanted() {
            return Ok(());
        }
        let mut report = Report::of(&recorded);
        drop(recorded);
        if let Some(diagnosis) = &outcome.diagnosis {
            report = report.with_diagnosis(recording.role, diagnosis);
        }
        self.files.write(report, number)
    }
}
