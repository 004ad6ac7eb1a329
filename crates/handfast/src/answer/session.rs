//! Is there a session to go on from, and what is a new one to be called?

use handfast_crypto::hash::Hash;
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
            let session = session.filter(|session| rests_on(config.shared_keys(), session));
            let keys = config.shared_keys().iter().cloned().map(Session::from);
            Ok(Answer::OwnSessions(session.into_iter().chain(keys).collect()))
        }
        Question::Session { names, hash } => {
            let session = config.server_sessions.find(names, now);
            let session = session.filter(|(_, session)| rests_on(config.shared_keys(), session));
            Ok(Answer::Session(session.or_else(|| shared_key(names, hash, config.shared_keys()))))
        }
        Question::Ticket(session) => Ok(Answer::Ticket(config.server_sessions.issue(session, now, rng))),
        _ => Err(misuse()),
    }
}

/// Whether the key that was shared beforehand is still one of ours, if the session began with one.
fn rests_on(ours: &[Psk], session: &Session) -> bool {
    session.shared_key().is_none_or(|identity| ours.iter().any(|key| key.identity() == identity))
}

/// The first of our keys that is among these, one that goes with the cipher suite before others.
fn shared_key(names: &[SessionName], hash: Option<Hash>, ours: &[Psk]) -> Option<(u16, Box<Session>)> {
    let place = |key: &Psk| names.iter().zip(0..).find(|(name, _)| name.bytes() == key.identity());
    let known = || ours.iter().filter_map(|key| Some((place(key)?.1, key)));
    let (index, key) = known().find(|(_, key)| Some(key.hash()) == hash).or_else(|| known().next())?;
    Some((index, Box::new(key.clone().into())))
}

/// Whether early data is taken: by those who remember which came before. Without them it is not.
pub(crate) fn early_data(hello: &EarlyHello, config: &Config, now: Millis) -> Answer {
    let admitted = config.hello_record().ok_or(NoEarlyData::NotRecorded);
    Answer::EarlyData(admitted.and_then(|record| record.admit(hello, now)))
}
