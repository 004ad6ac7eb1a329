//! What is remembered of a connection, for the case that it fails.

use std::sync::{Arc, Mutex, PoisonError};

use handfast::path::Identity;
use handfast::{Observation, Observer, Role, Wish};
use handfast_study::doctor::Chart;

/// Clones share what is remembered, so that one can observe while the other waits to read.
#[derive(Debug, Clone)]
pub(crate) struct Notes(Arc<Mutex<Chart>>);

impl Notes {
    /// Of the side that plays this role.
    pub(crate) fn new(role: Role) -> Self {
        Self(Arc::new(Mutex::new(Chart::new(role))))
    }

    /// What takes the notes.
    pub(crate) fn observer(&self) -> Box<dyn Observer + Send> {
        Box::new(self.clone())
    }

    /// What was noted so far.
    pub(crate) fn chart(&self) -> Chart {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the peer's certificate says, if one was shown that can be read.
    pub(crate) fn identity(&self) -> Option<Identity> {
        let chart = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Identity::read(chart.peer_certificate()?).ok()
    }
}

impl Observer for Notes {
    fn wish(&self) -> Wish {
        Wish::default()
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).observe(observation);
    }
}
