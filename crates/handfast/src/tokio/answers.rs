//! Answers that take time: a key in a hardware module, a certificate judged by a service.

use core::future::Future;
use core::pin::Pin;

use handfast_handshake::{Answer, OwnedQuestion};

/// Answers the questions that the configuration holds ([`crate::Config::held`]).
pub trait Answers: Send + Sync {
    /// Starts to answer. Nothing else of the handshake happens until the future is ready.
    fn answer(&self, question: OwnedQuestion) -> Answering;
}

/// An answer under way.
pub type Answering = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// What came of a question.
#[derive(Debug)]
pub enum Reply {
    /// This answer, of the kind that was asked for; another kind gives the connection up.
    Answer(Answer),
    /// What the configuration would have answered at once.
    AsConfigured,
    /// Nobody can answer: the peer is told `internal_error`.
    GiveUp,
}
