//! Why a connection failed, in the order in which a person needs it: which side refused, what, the most likely cause,
//! its evidence, how sure that is, and what mends or narrows it.
//!
//! Never the alert alone: the same bad certificate is answered with six different alerts by as many servers, with a
//! reset, or with a page of HTTP. So what is asked first is what we know ourselves: the chain that was sent, judged as
//! the peer would judge it; the authorities and the schemes that were asked for; the offer. The alert then says how well
//! that fits.

mod causes;
mod chain;
mod chart;
mod direction;
mod failure;
mod fault;
mod offer;
mod show;
mod witness;

use handfast::rule::{AlertDescription as Alert, Refusal as _};
use handfast::{Config, Error, Negotiated, Refusal};
use rustls_pki_types::{ServerName, UnixTime};

pub use causes::cannot_be_asked;
pub use chart::Chart;
pub use direction::Direction;
pub use failure::Failure;

use self::chain::Flaw;

/// A connection that failed, and what our side knew.
#[derive(Debug, Clone)]
pub struct Patient<'a> {
    /// What was observed.
    pub chart: &'a Chart,
    /// Who we are, and what we demanded.
    pub config: &'a Config,
    /// What was agreed on until then.
    pub negotiated: &'a Negotiated,
    /// Whom we, a client, wanted.
    pub wanted: Option<ServerName<'a>>,
    /// How it ended.
    pub ending: Ending,
    /// When.
    pub now: UnixTime,
}

/// How a connection ended, seen from our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// In this error.
    Failed(Error),
    /// The transport broke.
    Reset,
    /// Nothing came any more.
    TimedOut,
    /// A server answered with this status of HTTP, as some do that refuse a client's certificate.
    Http(u16),
}

/// How sure a diagnosis is, the least sure first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It would explain what is seen, and so would other things.
    Possible,
    /// It explains what is seen better than all else that is known.
    Likely,
    /// One side said so, or it cannot be otherwise.
    Certain,
}

/// Something that speaks for the cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it is: `"authorities named"`.
    pub what: &'static str,
    /// What it says. What the peer wrote is escaped.
    pub says: String,
}

/// What the doctor says. Its text has at most 80 columns and the escape codes of colours: see
/// [`Verdict`](crate::Verdict).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// Which side refused.
    pub direction: Direction,
    /// That, and where in the handshake, in a sentence.
    pub headline: String,
    /// The most likely cause; `None` if the catalogue has none for it.
    pub cause: Option<Failure>,
    /// How sure that is.
    pub certainty: Certainty,
    /// The cause as it shows here, in a sentence.
    pub says: String,
    /// What speaks for it.
    pub evidence: Vec<Evidence>,
    /// What mends or narrows it, to stand behind "to mend it,".
    pub remedy: String,
    /// Commands that do so.
    pub commands: Vec<String>,
}

/// Examines a connection that failed.
#[must_use]
pub fn diagnose(patient: &Patient<'_>) -> Diagnosis {
    let exam = Exam::of(patient);
    let numbered =
        causes::CAUSES.iter().filter_map(|(failure, examine)| Some((Some(*failure), examine(&exam)?)));
    let findings = causes::UNNUMBERED.iter().filter_map(|examine| Some((None, examine(&exam)?)));
    let findings = findings.chain(numbered);
    // Of those that are as sure, the first counts: the table has the order.
    let best = findings.reduce(|best, next| if next.1.certainty > best.1.certainty { next } else { best });
    let (cause, finding) = best.unwrap_or_else(|| (None, causes::unknown(&exam)));
    let finding = causes::with_session(&exam, finding);
    let Finding { certainty, says, evidence, remedy, commands } = finding;
    let headline = direction::headline(exam.direction, patient);
    Diagnosis { direction: exam.direction, headline, cause, certainty, says, evidence, remedy, commands }
}

/// What a cause is judged by.
struct Exam<'a> {
    patient: &'a Patient<'a>,
    direction: Direction,
    /// What is wrong with the chain that was refused, or would be.
    flaw: Option<Flaw>,
}

/// A cause that is there.
struct Finding {
    certainty: Certainty,
    says: String,
    evidence: Vec<Evidence>,
    remedy: String,
    commands: Vec<String>,
}

impl<'a> Exam<'a> {
    fn of(patient: &'a Patient<'a>) -> Self {
        let direction = Direction::of(patient);
        let flaw = match direction {
            Direction::WeRefused => chain::theirs(patient),
            Direction::PeerRefused | Direction::RejectionSuspected => chain::ours(patient),
            Direction::Lost | Direction::OurSide => None,
        };
        Self { patient, direction, flaw }
    }

    /// Why we refused the peer, if we did.
    const fn refusal(&self) -> Option<Refusal> {
        match self.patient.ending {
            Ending::Failed(Error::Refused(refusal)) => Some(refusal),
            _ => None,
        }
    }

    /// The alert that the peer refused us with.
    const fn alert(&self) -> Option<Alert> {
        match self.patient.ending {
            Ending::Failed(Error::RefusedByPeer(alert)) => Some(alert),
            _ => None,
        }
    }

    /// Certain with an alert that says just that; likely with one that does not deny it, or with none.
    fn certainty(&self, exact: &[Alert]) -> Certainty {
        match self.alert() {
            Some(alert) if exact.contains(&alert) => Certainty::Certain,
            _ => Certainty::Likely,
        }
    }

    /// Whether the peer's refusal can be one of a certificate: by its alert, or because it gives none.
    fn is_about_certificates(&self) -> bool {
        self.direction.is_against_us() && self.alert().is_none_or(|alert| CERTIFICATES.contains(&alert))
    }
}

/// What servers and clients really send when a certificate does not please them.
const CERTIFICATES: &[Alert] = &[
    Alert::CLOSE_NOTIFY,
    Alert::HANDSHAKE_FAILURE,
    Alert::BAD_CERTIFICATE,
    Alert::UNSUPPORTED_CERTIFICATE,
    Alert::CERTIFICATE_REVOKED,
    Alert::CERTIFICATE_EXPIRED,
    Alert::CERTIFICATE_UNKNOWN,
    Alert::UNKNOWN_CA,
    Alert::ACCESS_DENIED,
    Alert::DECODE_ERROR,
    Alert::DECRYPT_ERROR,
    Alert::INTERNAL_ERROR,
    Alert::CERTIFICATE_REQUIRED,
];

impl Finding {
    fn new(certainty: Certainty, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (says, remedy) = (says.into(), remedy.into());
        Self { certainty, says, evidence: Vec::new(), remedy, commands: Vec::new() }
    }

    fn with(mut self, what: &'static str, says: impl Into<String>) -> Self {
        self.evidence.push(Evidence { what, says: says.into() });
        self
    }

    fn command(mut self, command: impl Into<String>) -> Self {
        self.commands.push(command.into());
        self
    }
}

/// The rule behind our refusal, as text with its clause.
fn rule(refusal: &Refusal) -> String {
    let rule = refusal.rule();
    format!("{} [{}]", rule.sentence, rule.clause)
}
