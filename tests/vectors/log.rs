//! What happens inside the connection, written down.

use handfast::crypto::hash::Digest;
use handfast::crypto::secret::Secret;
use handfast::handshake::{Derivation, Epoch, How, SecretName, Side};
use handfast::record::RecordFacts;
use handfast::wire::Kind;
use handfast::wire::code_points::ContentType;
use handfast::{Observation, Observer, Role, Wish};
use handfast_study::{Keep, Timeline};

use crate::trace::Mismatch;

/// The log of one connection; it tells sides by their role.
#[derive(Debug)]
pub(crate) struct Log {
    /// Whose connection it is.
    pub(crate) role: Role,
    pub(crate) messages: Vec<Said>,
    pub(crate) records: Vec<Sealed>,
    /// The same for a reader.
    pub(crate) timeline: Timeline,
    derived: Vec<Derived>,
}

/// A handshake message as it was delivered.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) sender: Role,
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
}

/// A record.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) sender: Role,
    pub(crate) epoch: Epoch,
    pub(crate) content_type: ContentType,
    pub(crate) sequence: Option<u64>,
    pub(crate) payload: Vec<u8>,
    pub(crate) record: Vec<u8>,
}

/// A secret and how it came to be.
#[derive(Debug)]
pub(crate) struct Derived {
    name: SecretName,
    pub(crate) from: Secret,
    pub(crate) with: With,
    pub(crate) value: Secret,
}

#[derive(Debug)]
pub(crate) enum With {
    Keying(Secret),
    Label(&'static str, Digest),
}

impl Log {
    pub(crate) const fn new(role: Role) -> Self {
        let timeline = Timeline::new(Keep::ALL);
        Self { role, messages: Vec::new(), records: Vec::new(), timeline, derived: Vec::new() }
    }

    pub(crate) fn secret(&self, name: SecretName) -> Result<&Derived, Mismatch> {
        let found = self.derived.iter().find(|derived| derived.name == name);
        found.ok_or_else(|| Mismatch::new(format!("{name:?} was not derived")))
    }

    pub(crate) fn records_of(&self, sender: Role) -> impl Iterator<Item = &Sealed> {
        self.records.iter().filter(move |record| record.sender == sender)
    }

    const fn sender(&self, side: Side) -> Role {
        match side {
            Side::Write => self.role,
            Side::Read => self.role.peer(),
        }
    }

    fn derived(&mut self, derivation: &Derivation) {
        let Derivation { name, from, how, value, .. } = derivation;
        let with = match how {
            How::Extract(keying) => With::Keying(keying.clone()),
            How::ExpandLabel(label, Some(context)) => With::Label(label, *context),
            // "traffic upd" alone has no context; the traces update no keys.
            How::ExpandLabel(_, None) => return,
            How::ExpandNonce(..) | How::Kept | How::Prf(..) | How::Logged => return,
        };
        self.derived.push(Derived { name: *name, from: from.clone(), with, value: value.clone() });
    }

    fn record(&mut self, side: Side, epoch: Epoch, facts: &RecordFacts<'_>) {
        let (Some(content), Some(body)) = (facts.content, facts.sealed) else { return };
        self.records.push(Sealed {
            sender: self.sender(side),
            epoch,
            content_type: content.content_type,
            sequence: facts.sequence,
            payload: facts.plaintext.to_vec(),
            record: [&facts.header, body].concat(),
        });
    }
}

impl Observer for Log {
    fn wish(&self) -> Wish {
        Wish { records: true, fields: true, secrets: true, decisions: true }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.timeline.recorder(self.role).observe(observation);
        match observation {
            Observation::Message { side, kind: Some(kind), bytes, .. } => {
                self.messages.push(Said { sender: self.sender(*side), kind: *kind, bytes: bytes.to_vec() });
            }
            Observation::Record { side, epoch, facts } => self.record(*side, *epoch, facts),
            Observation::Derived(derivation) => self.derived(derivation),
            _ => {}
        }
    }
}
