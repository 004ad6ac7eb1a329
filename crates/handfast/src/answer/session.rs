//! Is there a session to go on from, and what is a new one to be called?

use handfast_crypto::rng::Rng;
use handfast_handshake::{Answer, EarlyHello, Millis, NoEarlyData, Psk, Question, Session, SessionName};

use super::misuse;
use crate::{Config, Error, SessionKey};

/// A client's own session, one that it offers, or the ticket of a new one.
#[inline(never)]
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
            let session = session.filter(|session| session.rests_on(config.shared_keys()));
            let keys = config.shared_keys().iter().cloned().map(Session::from);
            Ok(Answer::OwnSessions(session.into_iter().chain(keys).collect()))
        }
        Question::Session(names) => {
            let is_good =
                |session: &Session| !session.is_expired(now) && session.rests_on(config.shared_keys());
            let session = config.server_sessions.find(names, is_good);
            let keys = config.shared_keys().iter().filter_map(|key| shared_key(names, key));
            Ok(Answer::Session(session.into_iter().chain(keys).collect()))
        }
        Question::Ticket(session) => Ok(Answer::Ticket(config.server_sessions.issue(session, now, rng))),
        _ => Err(misuse()),
    }
}

/// One of our keys, if it is among these.
fn shared_key(names: &[SessionName], key: &Psk) -> Option<(u16, Box<Session>)> {
    let (_, index) = names.iter().zip(0..).find(|(name, _)| name.bytes() == key.identity())?;
    Some((index, Box::new(key.clone().into())))
}

/// Whether early data is taken: by those who remember which came before. Without them it is not.
pub(crate) fn early_data(hello: &EarlyHello, config: &Config, now: Millis) -> Answer {
    let admitted = config.hello_record().ok_or(NoEarlyData::NotRecorded);
    Answer::EarlyData(admitted.and_then(|record| record.admit(hello, now)))
}
