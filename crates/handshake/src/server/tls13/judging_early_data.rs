//! JUDGING_EARLY_DATA (ours, between RECVD_CH and NEGOTIATED of RFC 9846 §A.2): the client of the session is welcome, and
//! sent early data under it (§4.3.10). Is it taken, or did this ClientHello come before (§8.2)?

use super::flight::{EarlyTerms, Flight, Resumed};
use super::prepared::Prepared;
use crate::early_data::{EarlyHello, NoEarlyData};
use crate::schedule13::EarlySecrets;
use crate::{Cx, Question};

/// The question is open.
#[derive(Debug)]
pub(crate) struct JudgingEarlyData {
    pub(crate) prepared: Box<Prepared>,
    pub(crate) resumed: Box<Resumed>,
    pub(crate) candidate: Box<Candidate>,
}

/// Early data that stood every test but one.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) mark: EarlyHello,
    pub(crate) secrets: Box<EarlySecrets>,
    /// How many bytes of it the ticket allows.
    pub(crate) most: u32,
}

impl JudgingEarlyData {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::EarlyData(&self.candidate.mark)
    }

    pub(crate) fn admission(self, admitted: Result<(), NoEarlyData>, cx: &mut Cx<'_>) -> Flight {
        let Self { prepared, mut resumed, candidate } = self;
        let Candidate { secrets, most, .. } = *candidate;
        resumed.early_data = admitted.map(|()| EarlyTerms { secrets, most });
        prepared.resuming(resumed, cx)
    }
}
