//! Somebody who watches a connection and can be asked afterwards.

use handfast::handshake::{Epoch, Side};
use handfast::rule::AlertDescription;
use handfast::wire::Kind;
use handfast::{Error, Observation, Observer, On, State};

/// One transition, and what happened on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// From this state.
    pub from: State,
    /// Because of this.
    pub on: On,
    /// To this state.
    pub to: State,
    /// The messages that were delivered, by their kinds.
    pub sent: Vec<Kind>,
    /// The keys that changed.
    pub keys: Vec<(Side, Epoch)>,
}

/// What was seen of a connection.
#[derive(Debug, Default)]
pub struct Witness {
    /// Every transition.
    pub steps: Vec<Step>,
    /// Every message, header included.
    pub messages: Vec<(Side, Vec<u8>)>,
    /// Every alert.
    pub alerts: Vec<(Side, AlertDescription)>,
    /// What the connection failed of.
    pub failure: Option<Error>,
    sent: Vec<Kind>,
    keys: Vec<(Side, Epoch)>,
}

impl Witness {
    /// The state the last transition led to.
    #[must_use]
    pub fn state(&self) -> State {
        self.steps.last().map_or(State::Start, |step| step.to)
    }
}

impl Observer for Witness {
    fn observe(&mut self, observation: &Observation<'_>) {
        match observation {
            Observation::Transition { from, on, to } => {
                let (sent, keys) = (core::mem::take(&mut self.sent), core::mem::take(&mut self.keys));
                self.steps.push(Step { from: *from, on: *on, to: *to, sent, keys });
            }
            Observation::Message { side, kind, bytes, .. } => {
                self.messages.push((*side, bytes.to_vec()));
                self.sent.extend(kind.filter(|_| *side == Side::Write));
            }
            Observation::Keys { side, epoch } => self.keys.push((*side, *epoch)),
            Observation::Alert(side, alert) => self.alerts.push((*side, alert.description)),
            Observation::Failed(error) => self.failure = Some(**error),
            _ => {}
        }
    }
}
