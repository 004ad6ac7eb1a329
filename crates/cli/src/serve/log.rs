//! The log on stderr: a line for everybody who was turned away.

use std::fmt::{Display, Write as _};
use std::io::Write as _;
use std::net::SocketAddr;

use handfast::path::{Identity, Time};
use handfast::{Clock, SystemClock};
use handfast_study::doctor::Diagnosis;

/// Who a line is about.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    /// Where it comes from.
    pub(super) address: SocketAddr,
    /// What the certificate says that it showed.
    pub(super) identity: Option<Identity>,
    /// What is to be said of how it was judged.
    pub(super) judged: String,
}

impl Visitor {
    /// Time, address, what happened, and the certificate. What the peer wrote into it is escaped where it was read.
    pub(super) fn line(&self, what: impl Display) -> String {
        let now = Time::from(SystemClock.now());
        let mut line = format!("{now} {} {what}", self.address);
        if let Some(Identity { subject, issuer, serial, .. }) = &self.identity {
            let _ = write!(line, "; subject \"{subject}\", issuer \"{issuer}\", serial {serial}");
        }
        line.push_str(&self.judged);
        line
    }

    /// The likely cause, in a line of its own.
    pub(super) fn diagnosed(&self, diagnosis: &Diagnosis) {
        write(&format!("{} {} diagnosis: {}", Time::from(SystemClock.now()), self.address, diagnosis.line()));
    }

    pub(super) fn log(&self, what: impl Display) {
        write(&self.line(what));
    }
}

/// A log that cannot be written is no reason to stop.
pub(super) fn write(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
