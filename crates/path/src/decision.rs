//! The record of a validation: every certificate tried, every rule asked, every answer.

mod compared;

use core::fmt;

use handfast_rule::{Clause, rfc7250};

use crate::budget::Budget;
use crate::cert::{Cert, Time};
use crate::known_keys::KnownKeys;
use crate::name::dn;
use crate::refusal::{At, Refusal, Source, Warning};
use crate::revocation::Witness;
pub use compared::Compared;

/// Records the answers of path validation, or nothing at no cost.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    log: Option<Box<Log>>,
}

#[derive(Debug, Clone, Default)]
struct Log {
    decisions: Vec<Decision>,
    names: Vec<Names>,
    /// What was compared by the decision with this index.
    comparisons: Vec<(usize, Compared)>,
}

/// The names in a certificate that occurred, as text in the form of RFC 4514.
#[derive(Debug, Clone)]
struct Names {
    source: Source,
    subject: String,
    issuer: String,
}

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The certificate and its place.
    pub at: At,
    /// The rule: a field, an extension, or a step of the search, by the name the standard gives it.
    pub rule: &'static str,
    /// Where the rule stands.
    pub clause: Clause,
    /// What came out.
    pub answer: Answer,
    /// What was left of the budget afterwards.
    pub budget: Budget,
}

/// What came out of a rule or a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The certificate is taken up for this place; the rules follow.
    Considered(Fit),
    /// The rule holds.
    Holds,
    /// It is not revoked, as this CRL or OCSP response says.
    NotRevoked(NotRevoked),
    /// The rule does not hold, and the profile takes the certificate all the same.
    Warned(Warning),
    /// The rule does not hold.
    Refused(Refusal),
    /// The certificate stands in this path already, or another one with its name and key.
    InPathAlready,
}

/// A certificate is not revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRevoked {
    /// Who says so.
    pub by: Witness,
    /// When that was known to be right.
    pub this_update: Time,
    /// The last second in which it may be relied upon: nextUpdate, or the greatest age that is taken.
    pub until: Time,
}

/// What the key identifiers say of an issuer. A hint for the order in which candidates are tried, and no more: the
/// signature decides (RFC 4158 §3.5.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// authorityKeyIdentifier of the one is subjectKeyIdentifier of the other.
    KeyIdsMatch,
    /// One of them is absent.
    NoKeyIds,
    /// They differ.
    KeyIdsDiffer,
}

impl Fit {
    /// The order in which candidates are tried.
    pub(crate) const ORDER: [Self; 3] = [Self::KeyIdsMatch, Self::NoKeyIds, Self::KeyIdsDiffer];

    /// Of a certificate and one that may have issued it.
    pub(crate) fn between(cert: &Cert<'_>, issuer: &Cert<'_>) -> Self {
        Self::of(cert.extensions.authority_key_id, issuer.extensions.subject_key_id)
    }

    pub(crate) fn of(authority_key_id: Option<&[u8]>, subject_key_id: Option<&[u8]>) -> Self {
        match (authority_key_id, subject_key_id) {
            (Some(wanted), Some(has)) if wanted == has => Self::KeyIdsMatch,
            (Some(_), Some(_)) => Self::KeyIdsDiffer,
            _ => Self::NoKeyIds,
        }
    }
}

impl Decisions {
    /// Records nothing and allocates nothing.
    #[must_use]
    pub const fn off() -> Self {
        Self { log: None }
    }

    /// Records everything.
    #[must_use]
    pub fn on() -> Self {
        Self { log: Some(Box::default()) }
    }

    /// Whether anything is recorded.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.log.is_some()
    }

    /// What was recorded, in the order in which it was decided.
    #[must_use]
    pub fn all(&self) -> &[Decision] {
        self.log.as_ref().map_or(&[], |log| &log.decisions)
    }

    /// The subject of a certificate that occurred, as text in the form of RFC 4514.
    #[must_use]
    pub fn subject(&self, source: Source) -> Option<&str> {
        self.names(source).map(|names| names.subject.as_str())
    }

    /// The issuer that a certificate names, likewise: for [`Refusal::UnknownIssuer`], the one that was looked for.
    #[must_use]
    pub fn issuer(&self, source: Source) -> Option<&str> {
        self.names(source).map(|names| names.issuer.as_str())
    }

    fn names(&self, source: Source) -> Option<&Names> {
        self.log.as_ref()?.names.iter().find(|names| names.source == source)
    }

    /// Hardly ever reached: a validation that nobody studies is not to pay for the code of those that are.
    #[cold]
    pub(crate) fn push(&mut self, decision: Decision) {
        if let Some(log) = &mut self.log {
            log.decisions.push(decision);
        }
    }

    /// Keeps the names in a certificate.
    #[inline]
    pub(crate) fn name(&mut self, source: Source, cert: &Cert<'_>) {
        if self.is_on() {
            self.push_names(source, cert);
        }
    }

    /// Takes up a key that has no certificate, by what it is called instead of a subject.
    fn name_key(&mut self, name: String) {
        let Some(log) = &mut self.log else { return };
        let (at, answer) = (At::LEAF, Answer::Considered(Fit::NoKeyIds));
        let budget = Budget { signatures: 0, candidates: 0, comparisons: 0 };
        log.names.push(Names { source: at.source, subject: name, issuer: String::new() });
        log.decisions.push(Decision { at, rule: KnownKeys::RULE, clause: rfc7250("3"), answer, budget });
    }

    #[cold]
    fn push_names(&mut self, source: Source, cert: &Cert<'_>) {
        if self.names(source).is_none()
            && let Some(log) = &mut self.log
        {
            let (subject, issuer) = (dn::text(cert.subject), dn::text(cert.issuer));
            log.names.push(Names { source, subject, issuer });
        }
    }
}

/// The search as a tree: a line per certificate, indented by its depth, and a line per answer below it.
impl fmt::Display for Decisions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all().iter().enumerate().try_for_each(|(index, decision)| {
            self.line(decision, f)?;
            self.compared(index).map_or(Ok(()), |compared| compared.lines(f))
        })
    }
}

impl Decisions {
    fn line(&self, decision: &Decision, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let indent = 4 * usize::from(decision.at.depth);
        let Decision { at, rule, clause, answer, budget } = decision;
        match answer {
            Answer::Considered(fit) => {
                let subject = self.subject(at.source).unwrap_or("(no subject)");
                writeln!(f, "{:indent$}{at}: {subject}{}", "", fit.remark())
            }
            Answer::Holds => writeln!(f, "{:indent$}  ✓ {rule} ({clause})", ""),
            Answer::NotRevoked(NotRevoked { by, this_update, until }) => {
                writeln!(
                    f,
                    "{:indent$}  ✓ not revoked: {by} of {this_update}, good until {until} ({clause})",
                    ""
                )
            }
            Answer::Warned(warning) => writeln!(f, "{:indent$}  ! {warning}", ""),
            Answer::Refused(refusal) => {
                write!(f, "{:indent$}  ✗ {refusal}", "")?;
                if let Refusal::UnknownIssuer { at } | Refusal::NamesakeIssuer { at, .. } = refusal {
                    write!(f, "; its issuer is {}", self.issuer(at.source).unwrap_or("(no name)"))?;
                }
                writeln!(f, "; {} signatures left", budget.signatures)
            }
            Answer::InPathAlready => writeln!(f, "{:indent$}  – {rule}: in this path already ({clause})", ""),
        }
    }
}

impl Fit {
    const fn remark(self) -> &'static str {
        match self {
            Self::KeyIdsMatch => " (key identifiers match)",
            Self::NoKeyIds => "",
            Self::KeyIdsDiffer => " (key identifiers differ)",
        }
    }
}
