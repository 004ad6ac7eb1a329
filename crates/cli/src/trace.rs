//! `--trace`: what is kept of a connection while it lives, and how it is shown afterwards.

use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clap::ArgAction;
use handfast::wire::code_points::ContentType;
use handfast::{Acceptance, Observation, Observer, Role, Wish};
use handfast_study::{Detail, Keep, Timeline, Trace};

/// Over the options that show what happens inside.
pub(crate) const HEADING: &str = "What happens inside";

/// How much of a connection is shown.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = HEADING)]
pub(crate) struct Tracing {
    /// Show the connection event by event: messages, records, states, keys, decisions.
    #[arg(long)]
    trace: bool,
    /// With the fields of each message, and what each is for; -vv with all octets, too. Implies --trace.
    #[arg(short, long, action = ArgAction::Count)]
    verbose: u8,
    /// With the key schedule: every secret, and a command that computes it. Whoever has this can read the connection.
    /// Implies --trace.
    #[arg(long)]
    secrets: bool,
}

impl Tracing {
    pub(crate) const fn is_wanted(self) -> bool {
        self.trace || self.verbose > 0 || self.secrets
    }

    /// Whether the configuration must reveal secrets for it.
    pub(crate) const fn wants_secrets(self) -> bool {
        self.secrets
    }

    /// What records one side of a connection, if it is to be shown.
    pub(crate) fn recording(self, role: Role) -> Option<Recording> {
        let keep = Keep { secrets: self.secrets, ..Keep::ALL };
        self.is_wanted().then(|| Recording::new(role, keep))
    }

    /// A timeline as it was asked for.
    pub(crate) const fn of(self, timeline: &Timeline) -> Trace<'_> {
        let detail = match self.verbose {
            0 => Detail::Messages,
            1 => Detail::Fields,
            _ => Detail::Octets,
        };
        Trace::of(timeline).with_detail(detail).with_secrets(self.secrets)
    }

    /// Writes what was recorded to standard error, in one piece: other connections may do so, too.
    pub(crate) fn print(self, recording: &Recording, acceptance: Option<Acceptance>) {
        let mut recorded = recording.lock();
        if let Some(acceptance) = acceptance {
            recorded.timeline.acceptance(recording.role, acceptance);
        }
        let mut text = format!("\n{}", self.of(&recorded.timeline));
        if recorded.left_out > 0 {
            text += &format!("\n  and {} records of application data more\n", recorded.left_out);
        }
        // Whoever closes the pipe has read enough.
        let _ = print(&text);
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

/// As many octets of application data are kept: a connection may last long.
const MOST: usize = 1 << 20;

/// What one side does, recorded. Clones share the record, so that one can observe while the other waits to read.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    role: Role,
    keep: Keep,
    recorded: Arc<Mutex<Recorded>>,
}

#[derive(Debug)]
struct Recorded {
    timeline: Timeline,
    data: usize,
    left_out: usize,
}

impl Recording {
    fn new(role: Role, keep: Keep) -> Self {
        let recorded = Recorded { timeline: Timeline::new(keep), data: 0, left_out: 0 };
        Self { role, keep, recorded: Arc::new(Mutex::new(recorded)) }
    }

    /// What writes into this record.
    pub(crate) fn observer(&self) -> Box<dyn Observer + Send> {
        Box::new(self.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Recorded> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorded {
    /// Whether there is room for it.
    fn takes(&mut self, observation: &Observation<'_>) -> bool {
        let Observation::Record { facts, .. } = observation else { return true };
        let is_data =
            |content: handfast::record::Content| content.content_type == ContentType::APPLICATION_DATA;
        if !facts.content.is_some_and(is_data) {
            return true;
        }
        self.data = self.data.saturating_add(facts.plaintext.len());
        self.left_out += usize::from(self.data > MOST);
        self.data <= MOST
    }
}

impl Observer for Recording {
    fn wish(&self) -> Wish {
        let Keep { fields, records, secrets, decisions, .. } = self.keep;
        Wish { records, fields, secrets, decisions }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        let role = self.role;
        let mut recorded = self.lock();
        if recorded.takes(observation) {
            recorded.timeline.recorder(role).observe(observation);
        }
    }
}
