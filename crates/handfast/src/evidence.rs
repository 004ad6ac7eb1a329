//! What is known of revocation, while the server runs.

use std::sync::{Arc, PoisonError, RwLock};

use handfast_path::Evidence;

/// The CRLs and OCSP responses that peers' certificates are judged by. Clones share them: a
/// [`Config`](crate::Config) holds one, the application another, and what the application replaces is what the next
/// certificate is judged by. Nothing that was decided before is decided again.
///
/// ```
/// use handfast::path::Evidence;
/// use handfast::{Config, LiveEvidence};
///
/// let evidence = LiveEvidence::new(Evidence::none());
/// let config = Config::new().with_evidence(evidence.clone());
/// // Later, when a new CRL is there:
/// evidence.replace(Evidence::none());
/// # let _ = config;
/// ```
#[derive(Debug, Clone, Default)]
pub struct LiveEvidence(Arc<RwLock<Arc<Evidence<'static>>>>);

impl LiveEvidence {
    /// Starts with this.
    #[must_use]
    pub fn new(evidence: Evidence<'static>) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(evidence))))
    }

    /// What is known from now on; all of it, not in addition.
    pub fn replace(&self, evidence: Evidence<'static>) {
        let evidence = Arc::new(evidence);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = evidence;
    }

    /// What is known now.
    #[must_use]
    pub fn current(&self) -> Arc<Evidence<'static>> {
        // A thread that panicked with the lock in its hand left a whole pointer: it is written in one go.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}
