//! A fixed number of entries, found by their key.

use std::sync::Arc;

use handfast_crypto::hash::Digest;

use crate::cert::{Time, Validity};
use crate::path::Found;

/// How many places an entry may have, the least recently used of which it takes. Four come close to a full order of use,
/// and are looked through in no time.
const WAYS: usize = 4;

/// Sets of [`WAYS`] places; the key says which set.
pub(super) struct Slots {
    places: Vec<Option<Entry>>,
    hits: u64,
}

pub(super) struct Entry {
    key: Digest,
    validity: Validity,
    found: Arc<Found>,
    /// How many hits there were then.
    last_use: u64,
}

impl Entry {
    pub(super) fn new(key: Digest, validity: Validity, found: Found) -> Self {
        Self { key, validity, found: Arc::new(found), last_use: 0 }
    }
}

impl Slots {
    pub(super) fn new(capacity: usize) -> Self {
        let places = core::iter::repeat_with(|| None).take(capacity.next_multiple_of(WAYS));
        Self { places: places.collect(), hits: 0 }
    }

    /// What is kept under this key and holds at this time. What is past its time is dropped.
    pub(super) fn find(&mut self, key: &Digest, now: Time) -> Option<Arc<Found>> {
        let hits = self.hits + 1;
        let is_it = |place: &&mut Option<Entry>| place.as_ref().is_some_and(|entry| entry.key == *key);
        let place = self.set(key).iter_mut().find(is_it)?;
        let Some(entry) = place.as_mut().filter(|entry| entry.validity.contains(now)) else {
            *place = None;
            return None;
        };
        entry.last_use = hits;
        let found = Arc::clone(&entry.found);
        self.hits = hits;
        Some(found)
    }

    /// Keeps an entry, in the place of the one with its key, of none, or of the one whose last use is longest ago.
    pub(super) fn keep(&mut self, mut entry: Entry) {
        entry.last_use = self.hits;
        let key = entry.key;
        let age = |place: &&mut Option<Entry>| match place {
            Some(other) if other.key == key => (0, 0),
            None => (1, 0),
            Some(other) => (2, other.last_use),
        };
        if let Some(place) = self.set(&key).iter_mut().min_by_key(age) {
            *place = Some(entry);
        }
    }

    fn set(&mut self, key: &Digest) -> &mut [Option<Entry>] {
        let number = key.as_ref().first_chunk().map_or(0, |first| u64::from_be_bytes(*first));
        let sets = u64::try_from(self.places.len() / WAYS).unwrap_or(u64::MAX).max(1);
        let set = usize::try_from(number % sets).unwrap_or_default();
        self.places.chunks_mut(WAYS).nth(set).unwrap_or_default()
    }

    pub(super) fn kept(&self) -> usize {
        self.places.iter().flatten().count()
    }

    pub(super) const fn hits(&self) -> u64 {
        self.hits
    }

    pub(super) const fn capacity(&self) -> usize {
        self.places.len()
    }
}
