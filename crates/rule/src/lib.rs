//! Why a peer is refused.
//!
//! Every refusal in handfast is an enum variant of the crate that makes it. Each such enum has one exhaustive match
//! which gives for every variant a [`Rule`]: the alert the peer is sent, the clause that demands the refusal, and
//! one sentence for the reader. This crate is the vocabulary of those matches and knows nothing else.

mod alert;
mod clause;

pub use alert::AlertDescription;
pub use clause::{
    Clause, Standard, baseline_requirements, rfc5077, rfc5246, rfc5280, rfc5746, rfc6066, rfc6960, rfc7250,
    rfc7301, rfc7507, rfc7627, rfc8422, rfc8449, rfc8879, rfc9325, rfc9525, rfc9598, rfc9846, spiffe_id,
    x509_svid,
};

use core::error::Error;

/// What a refusal says: to the peer (the alert), to the standard (the clause), to the reader (the sentence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The alert that is delivered to the peer (RFC 9846 §6.2).
    pub alert: AlertDescription,
    /// Where the standard says so.
    pub clause: Clause,
    /// One sentence without a full stop, in lower case unless it starts with a name of the standard.
    pub sentence: &'static str,
}

impl Rule {
    /// A rule; `const`, so that the match of a crate is a table.
    #[must_use]
    pub const fn new(alert: AlertDescription, clause: Clause, sentence: &'static str) -> Self {
        Self { alert, clause, sentence }
    }
}

/// Implemented by the one refusal enum of each crate.
pub trait Refusal: Error {
    /// The alert, the clause and the sentence of this refusal.
    fn rule(&self) -> Rule;
}
