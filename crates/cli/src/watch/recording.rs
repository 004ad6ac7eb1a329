//! What is kept of a connection while it lives.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use handfast::wire::code_points::ContentType;
use handfast::{Acceptance, Observation, Observer, Role, Wish};
use handfast_study::{Keep, Timeline};

/// As many octets of application data are kept: a connection may last long.
const MOST: usize = 1 << 20;

/// What one side does, recorded. Clones share the record, so that one can observe while the other waits to read.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    pub(super) role: Role,
    keep: Keep,
    recorded: Arc<Mutex<Recorded>>,
}

#[derive(Debug)]
pub(crate) struct Recorded {
    pub(crate) timeline: Timeline,
    data: usize,
    pub(super) left_out: usize,
}

impl Recording {
    pub(crate) fn new(role: Role, keep: Keep) -> Self {
        let recorded = Recorded { timeline: Timeline::new(keep), data: 0, left_out: 0 };
        Self { role, keep, recorded: Arc::new(Mutex::new(recorded)) }
    }

    /// Whether secrets are recorded, if the configuration reveals them.
    pub(crate) const fn keeps_secrets(&self) -> bool {
        self.keep.secrets
    }

    /// What writes into this record.
    pub(crate) fn observer(&self) -> Box<dyn Observer + Send> {
        Box::new(self.clone())
    }

    /// What was recorded; with what this side knows in the end of whether it was accepted, if that is known.
    pub(crate) fn read(&self, acceptance: Option<Acceptance>) -> MutexGuard<'_, Recorded> {
        let mut recorded = self.lock();
        if let Some(acceptance) = acceptance {
            recorded.timeline.acceptance(self.role, acceptance);
        }
        recorded
    }

    fn lock(&self) -> MutexGuard<'_, Recorded> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorded {
    /// Whether there is room for it.
    fn takes(&mut self, observation: &Observation<'_>) -> bool {
        let Observation::Record { facts, .. } = observation else { return true };
        let is_data =
            |content: handfast::record::Content| content.content_type == ContentType::APPLICATION_DATA;
        if !facts.content.is_some_and(is_data) {
            return true;
        }
        self.data = self.data.saturating_add(facts.plaintext.len());
        self.left_out += usize::from(self.data > MOST);
        self.data <= MOST
    }
}

impl Observer for Recording {
    fn wish(&self) -> Wish {
        let Keep { fields, records, secrets, decisions, .. } = self.keep;
        Wish { records, fields, secrets, decisions }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        let role = self.role;
        let mut recorded = self.lock();
        if recorded.takes(observation) {
            recorded.timeline.recorder(role).observe(observation);
        }
    }
}
