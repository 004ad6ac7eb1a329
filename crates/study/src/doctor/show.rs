//! A diagnosis for a terminal, and certificates in a line.

use core::fmt;

use handfast::crypto::public_key::{PublicKey, PublicKeyRef};
use handfast::path::{Cert, Identity, spki_sha256};

use super::{Certainty, Diagnosis, Direction};
use crate::story::{Ink, Text};

/// The width of a terminal.
const WIDTH: usize = 80;

/// Subject, issuer, serial number and dates.
pub(super) fn certificate(der: &[u8]) -> String {
    let Ok(Identity { subject, issuer, serial, validity, .. }) = Identity::read(der) else {
        return "(unreadable)".into();
    };
    let subject = if subject.is_empty() { "(no subject)" } else { &subject };
    format!(
        "{subject}, issued by {issuer}, serial {serial}, valid from {} until {}",
        validity.not_before, validity.not_after
    )
}

/// Each in a line like that.
pub(super) fn chain(certificates: &[Vec<u8>]) -> String {
    let lines = certificates.iter().enumerate().map(|(depth, der)| format!("{depth}: {}", certificate(der)));
    let all: Vec<_> = lines.collect();
    if all.is_empty() { "no certificate".into() } else { all.join("\n") }
}

/// The kind of key in a certificate, or of one alone.
pub(super) fn key(der: &[u8]) -> String {
    let spki = Cert::parse(der).map_or(der, |cert| cert.spki);
    let key = PublicKeyRef::from_spki(spki);
    key.map_or_else(|_| "(unreadable)".into(), |key| format!("{:?}", key.kind()))
}

/// A key that is shown alone: its kind, and the fingerprint by which it is known.
pub(super) fn raw_key(key: &PublicKey) -> String {
    format!("{}, SHA-256 {}", key.kind(), spki_sha256(key.spki()))
}

impl Diagnosis {
    /// Whether it says more than the refusal does by itself.
    #[must_use]
    pub fn says_more(&self) -> bool {
        self.cause.is_some() || !self.evidence.is_empty()
    }

    /// One line, for a log: the direction and the rest of the headline stand in it already.
    #[must_use]
    pub fn line(&self) -> String {
        let cause = self.cause.map(|cause| format!("{cause}, ")).unwrap_or_default();
        format!("{cause}{}: {}; to mend it, {}", self.certainty, self.says, self.remedy)
    }

    fn lines(&self) -> Vec<Text> {
        let headline = Text::new().ink(Ink::Bad, "✗ ").strong(self.headline.clone());
        let mut lines = hanging(&headline, 2);
        lines.extend(hanging(&self.cause_line(), 2));
        lines.extend(hanging(&Text::new().plain("  ").plain(self.says.clone()), 2));
        lines.extend(self.evidence.iter().flat_map(|evidence| labelled(evidence.what, &evidence.says)));
        let remedy = Text::new().plain("  ").strong("to mend it, ").plain(self.remedy.clone());
        lines.extend(hanging(&remedy, 2));
        lines.extend(self.commands.iter().map(|command| Text::new().plain(format!("    {command}"))));
        lines
    }

    fn cause_line(&self) -> Text {
        let sure = self.certainty.to_string();
        match self.cause {
            Some(cause) => Text::new()
                .ink(Ink::Warning, format!("  {cause} {}", cause.title()))
                .faint(format!(" ({sure})")),
            None => Text::new().faint(format!("  no entry of the catalogue ({sure})")),
        }
    }
}

/// A column of labels, and beside it what they say.
fn labelled(what: &str, says: &str) -> Vec<Text> {
    const LABEL: usize = 26;
    let lines = says.lines().flat_map(|line| Text::new().plain(line).wrapped(WIDTH - LABEL));
    let label = |index| if index == 0 { format!("    {what}") } else { String::new() };
    lines.enumerate().map(|(index, line)| Text::new().faint(label(index)).padded(LABEL).then(line)).collect()
}

/// Wrapped, all but the first line indented.
fn hanging(text: &Text, indent: usize) -> Vec<Text> {
    let lines = text.wrapped(WIDTH - indent).into_iter().enumerate();
    let blanks = |index| Text::new().plain(" ".repeat(if index == 0 { 0 } else { indent }));
    lines.map(|(index, line)| blanks(index).then(line)).collect()
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines().iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        })
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WeRefused => "we refused the peer",
            Self::PeerRefused => "the peer refused us",
            Self::RejectionSuspected => "client-authentication rejection suspected",
            Self::Lost => "the connection was lost",
            Self::OurSide => "something is wrong on our side",
        })
    }
}
