//! FINDING_SESSION (ours, before the first ClientHello): is there a session with this server to go on from, or a key that
//! was shared with it beforehand?

use super::hello::Start;
use super::judging_session::JudgingSession;
use super::offer::Offer;
use super::offers::Offers;
use crate::context::Fact;
use crate::question::Ask;
use crate::session::Session;
use crate::{Cx, Question};

/// The question is open.
#[derive(Debug)]
pub(crate) struct FindingSession {
    pub(crate) server_name: Option<String>,
}

/// Where the answer leads.
#[derive(Debug)]
pub(crate) enum AfterFinding {
    Judge(JudgingSession),
    Go(Start),
}

impl FindingSession {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::OwnSession { server_name: self.server_name.as_deref() }
    }

    /// Of several sessions the first is looked at.
    pub(crate) fn found(self, found: Vec<Session>, cx: &mut Cx<'_>) -> AfterFinding {
        let (keys, sessions): (Vec<_>, Vec<_>) = found.into_iter().partition(Session::is_shared_key);
        let Self { server_name } = self;
        let Some(mut session) = sessions.into_iter().next().map(Box::new) else {
            return AfterFinding::Go(offering(server_name, None, keys, cx));
        };
        let peer = session.peer.take();
        match session.can_be_offered(server_name.as_deref(), peer, cx.config, cx.now()) {
            Err(why) => {
                cx.learned(Fact::NotResumed(why));
                AfterFinding::Go(offering(server_name, None, keys, cx))
            }
            Ok(None) => {
                let offer = Offer::new(session, None, cx);
                AfterFinding::Go(offering(server_name, offer, keys, cx))
            }
            Ok(Some(past)) => {
                cx.ask(Ask::Judge);
                AfterFinding::Judge(JudgingSession { server_name, session, past, keys })
            }
        }
    }
}

/// The session, and the keys that go with a cipher suite of ours: there is nobody to judge with them.
pub(super) fn offering(
    server_name: Option<String>,
    session: Option<Offer>,
    keys: Vec<Session>,
    cx: &mut Cx<'_>,
) -> Start {
    let mut offers: Vec<_> = session.into_iter().collect();
    let mut unfit = None;
    for key in keys {
        match key.can_be_offered_as_shared_key(cx.config) {
            Ok(()) => offers.extend(Offer::new(Box::new(key), None, cx)),
            Err(why) => unfit = Some(why),
        }
    }
    if let Some(why) = unfit.filter(|_| offers.is_empty()) {
        cx.learned(Fact::NotResumed(why));
    }
    Start::with(server_name, Offers::new(offers))
}
