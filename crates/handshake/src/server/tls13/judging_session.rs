//! JUDGING_SESSION (ours, between RECVD_CH and NEGOTIATED of RFC 9846 §A.2): is the client of the session still welcome?

use super::finding_session::{FindingSession, Known};
use super::flight::{Flight, Resumed};
use super::judging_early_data::{Candidate, JudgingEarlyData};
use crate::early_data::NoEarlyData;
use crate::question::Judgement;
use crate::session::Past;
use crate::{Cx, Error, Question};

/// The chain of then is judged by what holds today; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingSession {
    pub(crate) finding: Box<FindingSession>,
    /// What else the client offers.
    pub(crate) keys: Vec<Known>,
    pub(crate) resumed: Box<Resumed>,
    pub(crate) past: Past,
    pub(crate) candidate: Result<Box<Candidate>, NoEarlyData>,
}

/// Where the verdict leads.
#[derive(Debug)]
pub(crate) enum AfterJudging {
    Admit(JudgingEarlyData),
    Go(Flight),
}

impl JudgingSession {
    pub(crate) const fn question(&self) -> Question<'_> {
        self.past.question(None, self.finding.prepared.client_auth, false)
    }

    /// Who is refused is not turned away, but asked again: a full handshake follows, and early data is lost.
    pub(crate) fn judgement(self, judgement: Judgement, cx: &mut Cx<'_>) -> Result<AfterJudging, Error> {
        let Self { finding, keys, mut resumed, past, candidate } = self;
        match past.judged(judgement) {
            Ok(peer) => {
                resumed.peer = Some(peer);
                Ok(finding.prepared.admitting(resumed, candidate, cx))
            }
            Err(why) => finding.by_key(keys, why, cx),
        }
    }
}
