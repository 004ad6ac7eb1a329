//! `--trace`: a connection on the terminal.

use std::io::{self, ErrorKind, Write};

use clap::ArgAction;
use handfast_study::{Detail, Timeline, Trace};

/// How much of a connection is shown.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = super::HEADING)]
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

    /// Whether more is wanted than what happened.
    pub(crate) const fn wants_fields(self) -> bool {
        self.verbose > 0
    }

    /// Whether the configuration must reveal secrets for it.
    pub(crate) const fn wants_secrets(self) -> bool {
        self.secrets
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
    pub(super) fn print(self, timeline: &Timeline) {
        // Whoever closes the pipe has read enough.
        let _ = print(&format!("\n{}", self.of(timeline)));
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}
