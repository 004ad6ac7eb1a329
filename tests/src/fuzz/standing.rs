//! Who the peer may be said to be: kept by somebody who sees the same as every observer, and believes nothing that was
//! not judged and proved.

use handfast::handshake::Fact;
use handfast::{Observation, State};

/// What is known of the peer of one connection.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// The last verdict on a chain, as long as nothing has come of it.
    verdict: Option<bool>,
    /// The certificate that is being shown, and that of the session that is offered.
    shown: Option<Claim>,
    remembered: Option<Claim>,
    resumed: bool,
    /// Who is there, since the handshake is complete or the last answer after it.
    known: Option<Claim>,
}

/// That somebody is the holder of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    /// What the verdict says.
    pub(super) accepted: bool,
    /// Whether the key was seen to be his: by a signature, or in the session that this one goes on from.
    pub(super) proved: bool,
}

impl Standing {
    pub(super) fn observe(&mut self, observation: &Observation<'_>) {
        match observation {
            Observation::Judged { refusal, .. } => self.verdict = Some(refusal.is_none()),
            Observation::Learned(Fact::Resumed) => self.resumed = true,
            Observation::Transition { from, to, .. } if from != to && *to != State::Failed => {
                self.left(*from);
            }
            Observation::Complete => {
                self.known = if self.resumed { self.remembered } else { self.shown.take() };
            }
            _ => {}
        }
    }

    fn left(&mut self, state: State) {
        let claim = |proved| move |accepted| Claim { accepted, proved };
        match state {
            State::JudgingCertificate | State::JudgingAnswer => {
                self.shown = self.verdict.take().map(claim(false));
            }
            State::JudgingSession => self.remembered = self.verdict.take().map(claim(true)),
            // A server of TLS 1.2 signs its key exchange.
            State::WaitCv | State::WaitAnswerCv | State::WaitSke => {
                self.shown = self.shown.map(|claim| Claim { proved: true, ..claim });
            }
            // An empty answer changes nothing.
            State::WaitAnswerEnd => self.known = self.shown.take().or(self.known),
            _ => {}
        }
    }

    pub(super) const fn known(&self) -> Option<Claim> {
        self.known
    }
}
