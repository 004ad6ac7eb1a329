//! What is new of revocation while we serve: CRLs and OCSP responses are read again when their files have changed, before
//! the next guest is judged by them. Who comes back with a session is judged again, too. And so is what we staple.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use handfast::path::Time;
use handfast::{Clock, LiveEvidence, SystemClock};

use super::log;
use super::stapled::Stapled;
use crate::evidence::EvidenceArgs;

/// The files, and how they were when they were read last.
#[derive(Debug)]
pub(super) struct News {
    files: EvidenceArgs,
    seen: Mutex<Vec<Stamp>>,
    stapled: Option<Stapled>,
}

/// When a file was written and how long it is; whoever replaces it changes one of both.
pub(super) type Stamp = Option<(SystemTime, u64)>;

impl News {
    /// From how the files are now. They are read after this: what changes in between is read twice rather than never.
    pub(super) fn since(files: EvidenceArgs) -> Self {
        let seen = Mutex::new(stamps(&files));
        Self { files, seen, stapled: None }
    }

    /// What we staple.
    pub(super) fn with_stapled(mut self, stapled: Option<Stapled>) -> Self {
        self.stapled = stapled;
        self
    }

    /// Looks at all files.
    pub(super) fn heed(&self, evidence: &LiveEvidence) {
        let now = Time::from(SystemClock.now());
        self.heed_lists(evidence, now);
        if let Some(stapled) = &self.stapled {
            stapled.heed(now);
        }
    }

    /// Puts what the files hold now in the place of what was known. If they cannot be read, what was known stays: half a
    /// list is no reason to let somebody in, nor to turn everybody away.
    fn heed_lists(&self, evidence: &LiveEvidence, now: Time) {
        if !self.has_changed() {
            return;
        }
        match self.files.read() {
            Ok(read) => {
                evidence.replace(read);
                log::write(&format!("{now} what is known of revocation was read again"));
            }
            Err(why) => {
                log::write(&format!("{now} what is known of revocation stays: {}", why.sentence()));
            }
        }
    }

    fn has_changed(&self) -> bool {
        let now = stamps(&self.files);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        core::mem::replace(&mut *seen, now.clone()) != now
    }
}

fn stamps(files: &EvidenceArgs) -> Vec<Stamp> {
    files.files().map(stamp).collect()
}

/// How the file is now; none if it is not there.
pub(super) fn stamp(file: &Path) -> Stamp {
    let found = fs::metadata(file).ok()?;
    Some((found.modified().ok()?, found.len()))
}
