//! Is there a session to go on from, and what is a new one to be called?

use handfast_crypto::rng::Rng;
use handfast_handshake::{Answer, EarlyHello, Millis, NoEarlyData, Psk, Question, Session, SessionName};

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
            let session = store.and_then(|(store, key)| store.take(key));
            let session = session.or_else(|| config.shared_keys().first().cloned().map(Session::from));
            Ok(Answer::OwnSession(session.map(Box::new)))
        }
        Question::Session(names) => {
            let session = config.server_sessions.find(names, now);
            Ok(Answer::Session(session.or_else(|| shared_key(names, config.shared_keys()))))
        }
        Question::Ticket(session) => Ok(Answer::Ticket(config.server_sessions.issue(session, now, rng))),
        _ => Err(misuse()),
    }
}

/// The first of these identities that is one of our keys'.
fn shared_key(names: &[SessionName], ours: &[Psk]) -> Option<(u16, Box<Session>)> {
    names.iter().zip(0..).find_map(|(name, index)| {
        let key = ours.iter().find(|key| key.identity() == name.bytes())?;
        Some((index, Box::new(key.clone().into())))
    })
}

/// Whether early data is taken: by those who remember which came before. Without them it is not.
pub(crate) fn early_data(hello: &EarlyHello, config: &Config, now: Millis) -> Answer {
    let admitted = config.hello_record().ok_or(NoEarlyData::NotRecorded);
    Answer::EarlyData(admitted.and_then(|record| record.admit(hello, now)))
}
