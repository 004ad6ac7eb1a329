//! FINDING_SESSION (ours, TLS 1.2): is what the client offers, a ticket (RFC 5077 §3.2) or a session id (RFC 5246
//! §7.4.1.2), a session of ours, and does it stand under what holds today?

use super::flight::{Flight, SendServerHello};
use super::judging_session::JudgingSession;
use crate::accepts::HelloFacts;
use crate::context::Fact;
use crate::question::Ask;
use crate::session::{Circumstances, NotResumed, Session, SessionName};
use crate::{Cx, Error, Question, Refusal12, Suite12, Version};

/// The question is open.
#[derive(Debug)]
pub(crate) struct FindingSession {
    pub(crate) facts: Box<HelloFacts>,
    /// The full handshake, to which every doubt leads back.
    pub(crate) hello: SendServerHello,
    pub(crate) names: [SessionName; 1],
}

/// Where a session leads, or that there is none.
#[derive(Debug)]
pub(crate) enum AfterFinding {
    Judge(JudgingSession),
    Go(Flight),
}

impl FindingSession {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::Session(&self.names)
    }

    pub(crate) fn found(self, found: Option<Box<Session>>, cx: &mut Cx<'_>) -> Result<AfterFinding, Error> {
        let (session, suite) = match self.fitting(found, cx) {
            Ok(fitting) => fitting,
            Err(why) => {
                self.note(why, cx);
                return Ok(AfterFinding::Go(Flight::ServerHello(self.hello)));
            }
        };
        if session.extended && !self.hello.terms.extended {
            return Err(Refusal12::SessionBinding.into());
        }
        Ok(self.go_on(session, suite, cx))
    }

    /// An id that is not known says nothing: clients that speak TLS 1.3, too, send one that never was a session's (RFC 9846
    /// §E.4).
    fn note(&self, why: NotResumed, cx: &mut Cx<'_>) {
        let [name] = &self.names;
        if why != NotResumed::Unknown || matches!(name, SessionName::Ticket(_)) {
            cx.learned(Fact::NotResumed(why));
        }
    }

    fn go_on(self, mut session: Box<Session>, suite: Suite12, cx: &mut Cx<'_>) -> AfterFinding {
        let hello = self.hello;
        match session.peer.take() {
            None => AfterFinding::Go(hello.resuming(session, suite, None, cx)),
            Some(past) => {
                cx.ask(Ask::Judge);
                AfterFinding::Judge(JudgingSession { hello, session, suite, past })
            }
        }
    }

    /// The session with its suite, which both sides still speak. One that is not bound to its handshake is not resumed
    /// (RFC 7627 §5.3).
    fn fitting(
        &self,
        found: Option<Box<Session>>,
        cx: &Cx<'_>,
    ) -> Result<(Box<Session>, Suite12), NotResumed> {
        let session = found.ok_or(NotResumed::Unknown)?;
        let SendServerHello { terms, identity, .. } = &self.hello;
        let spoken = terms.suites.iter().find(|suite| suite.suite.code == session.suite);
        let suite = *spoken.ok_or(NotResumed::OtherSuite)?;
        session.fits(&Circumstances {
            version: Version::Tls12,
            suite: suite.suite,
            server_name: self.facts.server_name.as_deref(),
            client_auth: identity.client_auth,
            trust: &identity.trust,
            shared_key_suffices: false,
            certificate_preferred: false,
            now: cx.now(),
        })?;
        if session.extended { Ok((session, suite)) } else { Err(NotResumed::NotExtended) }
    }
}
