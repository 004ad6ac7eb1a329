//! The log on stderr: a line for everybody who was turned away.

use std::fmt::{Display, Write as _};
use std::io::Write as _;
use std::net::SocketAddr;

use handfast::path::{Identity, Time};
use handfast::{Clock, SystemClock};
use handfast_study::doctor::Diagnosis;

use crate::doctor::Shown;

/// Who a line is about.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    /// Where it comes from.
    pub(super) address: SocketAddr,
    /// What it showed.
    pub(super) shown: Option<Shown>,
    /// What is to be said of how it was judged.
    pub(super) judged: String,
}

impl Visitor {
    /// Time, address, what happened, and the certificate. What the peer wrote into it is escaped where it was read.
    pub(super) fn line(&self, what: impl Display) -> String {
        let now = Time::from(SystemClock.now());
        let mut line = format!("{now} {} {what}", self.address);
        let _ = match &self.shown {
            Some(Shown::Certificate(of)) => {
                let Identity { subject, issuer, serial, .. } = &**of;
                write!(line, "; subject \"{subject}\", issuer \"{issuer}\", serial {serial}")
            }
            Some(Shown::Key { sha256 }) => write!(line, "; key without a certificate, SHA-256 {sha256}"),
            None => Ok(()),
        };
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
