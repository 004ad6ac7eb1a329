//! What is kept of a connection while it lives.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use handfast::{Acceptance, Observation, Observer, Role, Wish};
use handfast_study::{Keep, Rooms, Timeline};

/// What one side does, recorded. Clones share the record, so that one can observe while the other waits to read.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    pub(super) role: Role,
    keep: Keep,
    recorded: Arc<Mutex<Timeline>>,
}

impl Recording {
    /// A connection may last long, and its peer may be anybody: no more is kept than there is room for.
    pub(crate) fn new(role: Role, keep: Keep, rooms: &Rooms) -> Self {
        Self { role, keep, recorded: Arc::new(Mutex::new(Timeline::within(keep, rooms))) }
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
    pub(crate) fn read(&self, acceptance: Option<Acceptance>) -> MutexGuard<'_, Timeline> {
        let mut recorded = self.lock();
        if let Some(acceptance) = acceptance {
            recorded.acceptance(self.role, acceptance);
        }
        recorded
    }

    fn lock(&self) -> MutexGuard<'_, Timeline> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Recording {
    fn wish(&self) -> Wish {
        let Keep { fields, records, secrets, decisions, .. } = self.keep;
        Wish { records, fields, secrets, decisions }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        let role = self.role;
        self.lock().recorder(role).observe(observation);
    }
}
