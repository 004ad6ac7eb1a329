//! What the hellos lead to, before it is known whether the client goes on from something.

use super::flight::{Flight, Proof, Resumed, SendServerHello, Shown};
use super::judging_early_data::{Candidate, JudgingEarlyData};
use super::judging_session::AfterJudging;
use crate::early_data::NoEarlyData;
use crate::question::Ask;
use crate::server::hello::Terms;
use crate::session::Trust;
use crate::{ClientAuth, Cx, Refusal};

/// All is chosen but this: a certificate, or what both sides share already.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) terms: Box<Terms>,
    pub(crate) client_auth: ClientAuth,
    pub(crate) trust: Trust,
    /// What is shown in the full handshake, to which every doubt leads back; or why there can be none.
    pub(crate) shown: Result<Shown, Refusal>,
}

impl Prepared {
    /// The full handshake.
    pub(crate) fn in_full(self) -> Result<Flight, Refusal> {
        let Self { terms, client_auth, shown, .. } = self;
        Ok(Flight::ServerHello(SendServerHello { terms, client_auth, proof: Proof::Signature(shown?) }))
    }

    /// The client of the session is welcome: what becomes of its early data?
    pub(super) fn admitting(
        self: Box<Self>,
        mut resumed: Box<Resumed>,
        candidate: Result<Box<Candidate>, NoEarlyData>,
        cx: &mut Cx<'_>,
    ) -> AfterJudging {
        match candidate {
            Ok(candidate) => {
                cx.ask(Ask::EarlyData);
                AfterJudging::Admit(JudgingEarlyData { prepared: self, resumed, candidate })
            }
            Err(why) => {
                resumed.early_data = Err(why);
                AfterJudging::Go(self.resuming(resumed, cx))
            }
        }
    }

    /// Goes on from a session: the client is who it was, and is not asked again.
    pub(super) fn resuming(self, resumed: Box<Resumed>, cx: &mut Cx<'_>) -> Flight {
        let Self { mut terms, client_auth, .. } = self;
        resumed.session.taken().into_iter().for_each(|fact| cx.learned(fact));
        if let Some(draft) = &mut terms.draft {
            draft.going_on(&resumed.session);
        }
        Flight::ServerHello(SendServerHello { terms, client_auth, proof: Proof::Session(resumed) })
    }
}
