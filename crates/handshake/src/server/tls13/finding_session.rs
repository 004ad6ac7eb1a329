//! FINDING_SESSION (ours, between RECVD_CH and NEGOTIATED of RFC 9846 §A.2): is one of the pre-shared keys that the client
//! offers (§4.3.11) a session of ours, and does it stand under what holds today?

use handfast_crypto::hash::{Digest, Hash};
use handfast_wire::ext::OfferedPsks;

use super::flight::{Flight, Resumed};
use super::judging_early_data::{Candidate, JudgingEarlyData};
use super::judging_session::{AfterJudging, JudgingSession};
use super::prepared::Prepared;
use crate::accepts::HelloFacts;
use crate::context::Fact;
use crate::early_data::{Arrival, NoEarlyData};
use crate::question::Ask;
use crate::schedule13::EarlySecret;
use crate::session::{Circumstances, NotResumed, Session, SessionName};
use crate::{Cx, Error, Question, Refusal, Version};

/// What the client offers; the question is open.
#[derive(Debug)]
pub(crate) struct FindingSession {
    pub(crate) facts: Box<HelloFacts>,
    pub(crate) prepared: Box<Prepared>,
    pub(crate) offered: Box<OfferedPsk>,
}

/// The pre-shared keys of a ClientHello.
#[derive(Debug)]
pub(crate) struct OfferedPsk {
    names: Vec<SessionName>,
    ages: Vec<u32>,
    binders: Vec<Vec<u8>>,
    /// The hash of all up to the binders (§4.3.11.2), by the hash of the cipher suite: no other can be resumed with it.
    truncated: Digest,
}

/// More are not looked at: a client has no use for so many.
const MOST: usize = 32;

impl OfferedPsk {
    /// Of the ClientHello that is being handled, of which they are the end.
    pub(crate) fn of(offered: &OfferedPsks<'_>, hash: Hash, cx: &Cx<'_>) -> Self {
        let hello = cx.transcript.message();
        let truncated = hello.len().checked_sub(offered.binders_len()).and_then(|end| hello.get(..end));
        let names = offered.identities.iter().map(|psk| SessionName::Ticket(psk.identity.to_vec()));
        Self {
            names: names.take(MOST).collect(),
            ages: offered.identities.iter().map(|psk| psk.obfuscated_ticket_age).take(MOST).collect(),
            binders: offered.binders.iter().map(|binder| binder.0.to_vec()).take(MOST).collect(),
            truncated: cx.transcript.followed_by(hash, truncated.unwrap_or_default()),
        }
    }
}

/// What a client offers that is known here: its place, and what it stands for.
pub(super) type Known = (u16, Box<Session>);

/// Where a session leads, or that there is none.
#[derive(Debug)]
pub(crate) enum AfterFinding {
    Judge(JudgingSession),
    Admit(JudgingEarlyData),
    Go(Flight),
}

impl From<AfterJudging> for AfterFinding {
    fn from(next: AfterJudging) -> Self {
        match next {
            AfterJudging::Admit(s) => Self::Admit(s),
            AfterJudging::Go(flight) => Self::Go(flight),
        }
    }
}

impl FindingSession {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::Session(&self.offered.names)
    }

    /// A session goes before the keys that were shared beforehand; of several sessions the first is looked at.
    pub(crate) fn found(self, found: Vec<Known>, cx: &mut Cx<'_>) -> Result<AfterFinding, Error> {
        let (keys, sessions): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(_, session)| session.is_shared_key());
        let Some((index, mut session)) = sessions.into_iter().next() else {
            return self.by_key(keys, NotResumed::Unknown, cx).map(AfterFinding::from);
        };
        if let Err(why) = session.fits(&self.today(cx)) {
            return self.by_key(keys, why, cx).map(AfterFinding::from);
        }
        let psk = Box::new(self.bound(index, &session, cx)?);
        self.note_skew(index, &session, cx);
        let candidate = self.early_data(index, &session, &psk, cx);
        let past = session.peer.take();
        let resumed = Box::new(Resumed::new(index, psk, session));
        Ok(match past {
            Some(past) => {
                cx.ask(Ask::Judge);
                let finding = Box::new(self);
                AfterFinding::Judge(JudgingSession { finding, keys, resumed, past, candidate })
            }
            None => self.prepared.admitting(resumed, candidate, cx).into(),
        })
    }

    /// No session is gone on from, for this reason: by the first of these keys that serves, or in full.
    pub(super) fn by_key(
        self,
        keys: Vec<Known>,
        mut why: NotResumed,
        cx: &mut Cx<'_>,
    ) -> Result<AfterJudging, Error> {
        for (index, session) in keys {
            match session.fits(&self.today(cx)) {
                Ok(()) => {
                    let psk = Box::new(self.bound(index, &session, cx)?);
                    let resumed = Box::new(Resumed::new(index, psk, session));
                    return Ok(self.prepared.admitting(resumed, Err(NoEarlyData::NotAllowed), cx));
                }
                Err(unfit) if why == NotResumed::Unknown => why = unfit,
                Err(_) => {}
            }
        }
        cx.learned(Fact::NotResumed(why));
        Ok(AfterJudging::Go(self.prepared.in_full()?))
    }

    /// By how much the client's idea of the ticket's age differs from ours, if by a second or more.
    fn note_skew(&self, index: u16, session: &Session, cx: &mut Cx<'_>) {
        let Some(age) = self.offered.ages.get(usize::from(index)) else { return };
        let sent_at = session.sent_at(*age);
        let skew = sent_at.cast_signed().saturating_sub(cx.now().cast_signed());
        if skew.unsigned_abs() >= 1000 {
            cx.learned(Fact::TicketAgeSkew(skew));
        }
    }

    /// Whether early data can be taken, but for what those know who remember other ClientHellos.
    fn early_data(
        &self,
        index: u16,
        session: &Session,
        psk: &EarlySecret,
        cx: &mut Cx<'_>,
    ) -> Result<Box<Candidate>, NoEarlyData> {
        let terms = &self.prepared.terms;
        let (OfferedPsk { ages, binders, .. }, place) = (&*self.offered, usize::from(index));
        let arrival = Arrival {
            index,
            obfuscated_age: ages.get(place).copied().unwrap_or_default(),
            binder: binders.get(place).map_or(&[], Vec::as_slice),
            suite: terms.suite,
            alpn: terms.alpn.as_deref(),
            now: cx.now(),
        };
        let policy = cx.config.tickets.and_then(|tickets| tickets.early_data);
        let policy = policy.filter(|_| terms.early_data);
        let mark = session.takes_early_data(policy, &arrival)?;
        let hello = cx.transcript.before(terms.suite.hash);
        let secrets = Box::new(psk.secrets(&hello, cx.seen()));
        Ok(Box::new(Candidate { mark, secrets, most: session.max_early_data }))
    }

    fn today(&self, cx: &Cx<'_>) -> Circumstances<'_> {
        let Prepared { terms, client_auth, trust, shown } = &*self.prepared;
        Circumstances {
            version: Version::Tls13,
            suite: terms.suite,
            server_name: self.facts.server_name.as_deref(),
            client_auth: *client_auth,
            trust,
            shared_key_suffices: cx.config.shared_key_suffices,
            certificate_preferred: cx.config.certificates_preferred && shown.is_ok(),
            now: cx.now(),
        }
    }

    /// The client has the key of the session it names: only the binder of that one is looked at (§4.3.11).
    fn bound(&self, index: u16, session: &Session, cx: &mut Cx<'_>) -> Result<EarlySecret, Refusal> {
        let early = EarlySecret::new(self.prepared.terms.suite.hash, &session.secret, cx.seen());
        let early = early.of_origin(session.origin);
        let binder = self.offered.binders.get(usize::from(index)).ok_or(Refusal::BadBinder)?;
        early.check_binder(&self.offered.truncated, binder, cx.seen()).map_err(|_| Refusal::BadBinder)?;
        Ok(early)
    }
}
