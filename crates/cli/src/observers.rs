//! Several who watch one connection.

use handfast::{Observation, Observer, Wish};

/// All see everything that one of them wishes to see.
#[derive(Default)]
pub(crate) struct Observers(Vec<Box<dyn Observer + Send>>);

impl Observers {
    /// With one more, if there is one.
    pub(crate) fn with(mut self, observer: Option<Box<dyn Observer + Send>>) -> Self {
        self.0.extend(observer);
        self
    }
}

impl Observer for Observers {
    fn wish(&self) -> Wish {
        self.0.iter().map(|observer| observer.wish()).fold(Wish::default(), |all, one| Wish {
            records: all.records || one.records,
            fields: all.fields || one.fields,
            secrets: all.secrets || one.secrets,
            decisions: all.decisions || one.decisions,
        })
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.0.iter_mut().for_each(|observer| observer.observe(observation));
    }
}
