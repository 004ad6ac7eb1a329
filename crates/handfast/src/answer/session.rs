//! Is there a session to go on from, and what is a new one to be called?

use handfast_crypto::rng::Rng;
use handfast_handshake::{Answer, Millis, Question};

use super::misuse;
use crate::{Config, Error, SessionKey};

/// A client's own session, one that it offers, or the ticket of a new one.
pub(crate) fn session(
    question: Question<'_>,
    config: &Config,
    key: Option<&SessionKey>,
    now: Millis,
    rng: &mut dyn Rng,
) -> Result<Answer, Error> {
    match question {
        Question::OwnSession { .. } => {
            let store = config.session_store().zip(key);
            Ok(Answer::OwnSession(store.and_then(|(store, key)| store.take(key)).map(Box::new)))
        }
        Question::Session(names) => Ok(Answer::Session(config.server_sessions.find(names, now))),
        Question::Ticket(session) => Ok(Answer::Ticket(config.server_sessions.issue(session, now, rng))),
        _ => Err(misuse()),
    }
}
