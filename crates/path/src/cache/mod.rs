//! Paths that were found to hold, for servers that see the same client chains again.

mod slots;

use core::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use handfast_crypto::hash::Digest;
use rustls_pki_types::UnixTime;

use crate::anchors::Anchors;
use crate::cert::{Cert, Time, Validity};
use crate::decision::Decisions;
use crate::fingerprint::Fingerprint;
use crate::path::Path;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::revocation::Evidence;
use crate::search::validate;
use slots::{Entry, Slots};

/// Remembers paths that hold, so that a chain that comes again costs a hash of its bytes instead of its signatures.
///
/// A path is found again only if every input is the same: the bytes of every certificate that was handed in, in their
/// order, the anchors, the evidence and the policy, by SHA-256. It is forgotten as soon as any certificate in it is out of
/// its time, or any CRL or OCSP response that spoke of one.
/// Refusals are not remembered: who cannot show a valid chain cannot fill the cache.
///
/// What it gives away: a chain that was seen lately is judged some dozens of microseconds sooner, and who holds the
/// certificate of another can measure that.
pub struct PathCache {
    slots: Mutex<Slots>,
}

impl PathCache {
    /// Room for so many paths, rounded up to a multiple of four, at about half a kilobyte each; allocated at once. When
    /// it is full, those not seen for the longest time make room.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { slots: Mutex::new(Slots::new(capacity)) }
    }

    /// [`validate`], unless the same was validated before. When decisions are recorded everything is judged, so that
    /// there is something to record.
    ///
    /// # Errors
    /// As there.
    #[expect(clippy::too_many_arguments, reason = "those of validate, and where it is remembered")]
    pub fn validate<'a>(
        &self,
        leaf: &'a [u8],
        intermediates: impl IntoIterator<Item = &'a [u8]> + Clone,
        anchors: &Anchors,
        evidence: &Evidence<'_>,
        policy: &Policy,
        now: UnixTime,
        decisions: &mut Decisions,
    ) -> Result<Path<'a>, Refusal> {
        if decisions.is_on() {
            return validate(leaf, intermediates, anchors, evidence, policy, now, decisions);
        }
        let key = key(leaf, intermediates.clone(), anchors, evidence, policy);
        if let Some(path) = self.find(&key, leaf, now.into()) {
            return Ok(path);
        }
        let path = validate(leaf, intermediates.clone(), anchors, evidence, policy, now, decisions)?;
        if let Some(validity) = common_validity(&path, intermediates, anchors) {
            self.slots().keep(Entry::new(key, validity, path.found().clone()));
        }
        Ok(path)
    }

    /// How many paths are kept.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.slots().kept()
    }

    /// How many times a path was found here.
    #[must_use]
    pub fn hits(&self) -> u64 {
        self.slots().hits()
    }

    fn find<'a>(&self, key: &Digest, leaf: &'a [u8], now: Time) -> Option<Path<'a>> {
        let found = self.slots().find(key, now)?;
        let leaf = Cert::parse(leaf).ok()?;
        let key = leaf.public_key().ok()?;
        Some(Path::new(leaf, key, (*found).clone()))
    }

    /// A thread that panicked with the lock in its hand left whole entries: each is written in one go.
    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is of a fixed length stands first, and each certificate says how long it is: two different inputs never give the
/// same bytes.
fn key<'a>(
    leaf: &[u8],
    intermediates: impl IntoIterator<Item = &'a [u8]>,
    anchors: &Anchors,
    evidence: &Evidence<'_>,
    policy: &Policy,
) -> Digest {
    let start = Fingerprint::new().with(&anchors.fingerprint());
    let start = start.with(evidence.fingerprint()).with(policy).with(leaf);
    intermediates.into_iter().fold(start, |fingerprint, der| fingerprint.with(der)).digest()
}

/// When all certificates of the path are valid, its anchor included, and all evidence that spoke of them.
fn common_validity<'a>(
    path: &Path<'_>,
    intermediates: impl IntoIterator<Item = &'a [u8]>,
    anchors: &Anchors,
) -> Option<Validity> {
    let mut common = path.leaf().validity.and(anchors.get(path.anchor())?.certificate().validity);
    for (index, der) in intermediates.into_iter().enumerate() {
        if path.intermediates().contains(&index) {
            common = common.and(Cert::parse(der).ok()?.validity);
        }
    }
    Some(common.and(path.found().evidence_validity))
}

impl fmt::Debug for PathCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slots = self.slots();
        write!(f, "PathCache({} of {}, found {} times)", slots.kept(), slots.capacity(), slots.hits())
    }
}
