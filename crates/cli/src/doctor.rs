//! What is remembered of a connection, for the case that it fails.

mod files;

use std::sync::{Arc, Mutex, PoisonError};

use handfast::path::{Identity, spki_sha256};
use handfast::{Observation, Observer, Role, Wish};
use handfast_study::doctor::Chart;

pub(crate) use self::files::of_file;

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
    pub(crate) fn shown(&self) -> Option<Shown> {
        let chart = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match chart.peer_raw_key() {
            Some(key) => Some(Shown::Key { sha256: spki_sha256(key.spki()) }),
            None => Identity::read(chart.peer_certificate()?).ok().map(Box::new).map(Shown::Certificate),
        }
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

/// What a peer showed of itself.
#[derive(Debug, Clone)]
pub(crate) enum Shown {
    /// A certificate, which says this.
    Certificate(Box<Identity>),
    /// A key without one (RFC 7250).
    Key {
        /// SHA-256 of its SubjectPublicKeyInfo, in hexadecimal.
        sha256: String,
    },
}
