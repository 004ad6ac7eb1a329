//! The transcript hash before and after each message.

use handfast::Role;
use handfast::crypto::hash::{Digest, Hash};
use handfast::handshake::transcript::{Transcript, View};
use handfast::wire::{Dialect, Kind};

use crate::log::{Log, Said};
use crate::trace::Mismatch;

/// Computed with the transcript of the stack over the messages that the observer saw.
pub(super) struct Hashes(Vec<Point>);

struct Point {
    sender: Role,
    kind: Kind,
    before: Digest,
    after: Digest,
}

impl Hashes {
    pub(super) fn of(log: &Log) -> Self {
        let mut transcript = Transcript::default();
        let covered = log.messages.iter().filter(|said| said.kind.in_transcript(Dialect::Tls13));
        Self(covered.map(|said| Point::pass(said, &mut transcript)).collect())
    }

    /// Before the last message of this kind.
    pub(super) fn before(&self, sender: Role, kind: Kind) -> Result<Digest, Mismatch> {
        self.find(sender, kind).map(|point| point.before)
    }

    /// Including it.
    pub(super) fn including(&self, sender: Role, kind: Kind) -> Result<Digest, Mismatch> {
        self.find(sender, kind).map(|point| point.after)
    }

    fn find(&self, sender: Role, kind: Kind) -> Result<&Point, Mismatch> {
        let found = self.0.iter().rev().find(|point| point.sender == sender && point.kind == kind);
        found.ok_or_else(|| Mismatch::new(format!("no {kind} of the {}", sender.name())))
    }
}

impl Point {
    fn pass(said: &Said, transcript: &mut Transcript) -> Self {
        let before = now(transcript);
        if said.kind == Kind::HelloRetryRequest {
            transcript.restart(Hash::Sha256);
        }
        transcript.add(&said.bytes);
        Self { sender: said.sender, kind: said.kind, before, after: now(transcript) }
    }
}

fn now(transcript: &Transcript) -> Digest {
    View::new(transcript, &[]).before(Hash::Sha256)
}
