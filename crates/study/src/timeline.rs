//! What was observed of a connection, kept: one list of events, the order of which is the order of time.

use handfast::handshake::{Ask, Derivation, Epoch, Fact, Side, State};
use handfast::path::{Decisions, Refusal};
use handfast::record::{Content, RecordFacts};
use handfast::wire::alert::Alert;
use handfast::wire::{Kind, Span};
use handfast::{Acceptance, Error, Observation, Observer, On, Role, Wish};

use crate::follow::Missing;
use crate::room::{Room, Rooms};

/// What to keep beyond the facts that are small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keep {
    /// The octets of messages.
    pub messages: bool,
    /// The fields of messages with their byte ranges.
    pub fields: bool,
    /// Records, with their octets plain and sealed.
    pub records: bool,
    /// How secrets were derived, and the secrets.
    pub secrets: bool,
    /// Every decision of path validation, also when the chain is accepted.
    pub decisions: bool,
}

impl Keep {
    /// Everything.
    pub const ALL: Self =
        Self { messages: true, fields: true, records: true, secrets: true, decisions: true };
}

/// What happened on one side of a connection, or on both. Both sides share one list, so whoever drives them one after
/// the other gets the true order of both.
///
/// ```
/// use handfast::{Hooks, Role};
/// use handfast_study::{Keep, Timeline};
///
/// let mut timeline = Timeline::new(Keep::default());
/// let mut recorder = timeline.recorder(Role::Client);
/// let hooks = Hooks::observing(&mut recorder);   // for a call of a client's connection
/// # drop(hooks);
/// assert!(timeline.events().is_empty());
/// ```
#[derive(Debug, Default)]
pub struct Timeline {
    keep: Keep,
    events: Vec<Event>,
    overheard: bool,
    room: Room,
    /// Whose events are not all here.
    cut: Vec<Role>,
}

/// One thing that happened.
#[derive(Debug)]
pub struct Event {
    /// On which side.
    pub role: Role,
    /// What.
    pub what: What,
}

impl Event {
    /// Who has sent what was observed in this direction.
    #[must_use]
    pub const fn sender(&self, side: Side) -> Role {
        match side {
            Side::Write => self.role,
            Side::Read => self.role.peer(),
        }
    }
}

/// An observation that is owned: see [`Observation`] for what each means.
#[derive(Debug)]
#[non_exhaustive]
pub enum What {
    /// A record was received and opened, or sent.
    Record(Record),
    /// A handshake message was received or sent.
    Message(Message),
    /// The machine moved.
    Transition {
        /// From this state.
        from: State,
        /// Because of this.
        on: On,
        /// To this state.
        to: State,
    },
    /// A direction is protected with new keys.
    Keys {
        /// Which direction.
        side: Side,
        /// Which keys.
        epoch: Epoch,
    },
    /// A secret was derived.
    Derived(Box<Derivation>),
    /// Something was negotiated.
    Learned(Fact),
    /// A question was opened.
    Asked(Ask),
    /// The peer's chain was judged.
    Judged {
        /// Whose chain.
        peer: Role,
        /// Rule by rule.
        decisions: Decisions,
        /// Why it was not accepted, if it was not.
        refusal: Option<Refusal>,
    },
    /// ChangeCipherSpec was sent or received; in TLS 1.3 it means nothing.
    ChangeCipherSpec(Side),
    /// An alert was sent or received.
    Alert(Side, Alert),
    /// The handshake is complete on this side.
    Complete,
    /// The connection failed.
    Failed(Error),
    /// Whether this side knows that it was accepted: not observed but told by who drives it, with
    /// [`Timeline::acceptance`].
    Acceptance(Acceptance),
    /// What was sent cannot be shown, because it was read from the network and something is missing, or because there
    /// was no room for more.
    Missing(Missing),
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Which direction.
    pub side: Side,
    /// Which keys protect it.
    pub epoch: Epoch,
    /// The header as on the wire.
    pub header: [u8; 5],
    /// The sequence number of a protected record.
    pub sequence: Option<u64>,
    /// The true type; `None` if the record could not be opened.
    pub content: Option<Content>,
    /// The content, unprotected.
    pub plaintext: Vec<u8>,
    /// The body as on the wire.
    pub sealed: Vec<u8>,
}

/// A handshake message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which direction.
    pub side: Side,
    /// Which keys protect it.
    pub epoch: Epoch,
    /// Its kind; `None` if its type is unknown.
    pub kind: Option<Kind>,
    /// How many octets it has, header included.
    pub length: usize,
    /// All of them, if [`Keep::messages`].
    pub bytes: Vec<u8>,
    /// Its fields, if [`Keep::fields`].
    pub fields: Vec<Span>,
}

impl Timeline {
    /// Nothing happened yet.
    #[must_use]
    pub const fn new(keep: Keep) -> Self {
        Self { keep, events: Vec::new(), overheard: false, room: Room::UNBOUNDED, cut: Vec::new() }
    }

    /// Nothing happened yet, and no more is kept of what will than there is room for: of a connection that may last as
    /// long as a stranger wants. Where something is left out first, [`What::Missing`] says so, once of each side.
    #[must_use]
    pub fn within(keep: Keep, rooms: &Rooms) -> Self {
        Self { room: rooms.one(), ..Self::new(keep) }
    }

    /// Of a connection that others have and that is read from the network: what a side sends is its event, and what goes
    /// on inside it is not known.
    pub(crate) fn overheard(rooms: &Rooms) -> Self {
        Self { overheard: true, ..Self::within(Keep::ALL, rooms) }
    }

    /// Whether it was read from the network.
    #[must_use]
    pub const fn is_overheard(&self) -> bool {
        self.overheard
    }

    pub(crate) fn push(&mut self, role: Role, what: What) {
        // Said once of each side: what is missing, and why it came to an end.
        let is_last = matches!(what, What::Missing(_) | What::Failed(_));
        if is_last || self.room.takes(&what) {
            self.events.push(Event { role, what });
        } else if !self.cut.contains(&role) {
            self.cut.push(role);
            self.events.push(Event { role, what: What::Missing(Missing::Room) });
        }
    }

    /// What happened so far, in the order of time.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Whether anything of this side was observed.
    #[must_use]
    pub fn watches(&self, role: Role) -> bool {
        self.events.iter().any(|event| event.role == role)
    }

    /// The observer of one side.
    #[must_use]
    pub const fn recorder(&mut self, role: Role) -> Recorder<'_> {
        Recorder { timeline: self, role }
    }

    /// Tells whether one side knows that it was accepted; only a change becomes an event.
    pub fn acceptance(&mut self, role: Role, now: Acceptance) {
        let told = self.events.iter().rev().find_map(|event| match event.what {
            What::Acceptance(told) if event.role == role => Some(told),
            _ => None,
        });
        if told != Some(now) {
            self.events.push(Event { role, what: What::Acceptance(now) });
        }
    }
}

/// Writes what one side does into a [`Timeline`].
#[derive(Debug)]
pub struct Recorder<'t> {
    timeline: &'t mut Timeline,
    role: Role,
}

impl Observer for Recorder<'_> {
    fn wish(&self) -> Wish {
        let Keep { messages: _, fields, records, secrets, decisions } = self.timeline.keep;
        Wish { records, fields, secrets, decisions }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        let role = self.role;
        if let Some(what) = owned(observation, self.timeline.keep) {
            self.timeline.push(role, what);
        }
    }
}

/// `None` for a kind of observation that is newer than this list.
fn owned(observation: &Observation<'_>, keep: Keep) -> Option<What> {
    Some(match *observation {
        Observation::Record { side, epoch, facts } => What::Record(record(side, epoch, &facts)),
        Observation::Message { side, epoch, kind, bytes, fields } => {
            let kept = if keep.messages { bytes.to_vec() } else { Vec::new() };
            let (length, fields) = (bytes.len(), fields.to_vec());
            What::Message(Message { side, epoch, kind, length, bytes: kept, fields })
        }
        Observation::Transition { from, on, to } => What::Transition { from, on, to },
        Observation::Keys { side, epoch } => What::Keys { side, epoch },
        Observation::Derived(derivation) => What::Derived(Box::new(derivation.clone())),
        Observation::Learned(fact) => What::Learned(fact.clone()),
        Observation::Asked(ask) => What::Asked(ask),
        Observation::Judged { peer, decisions, refusal } => {
            What::Judged { peer, decisions: decisions.clone(), refusal }
        }
        Observation::ChangeCipherSpec(side) => What::ChangeCipherSpec(side),
        Observation::Alert(side, alert) => What::Alert(side, alert),
        Observation::Complete => What::Complete,
        Observation::Failed(error) => What::Failed(*error),
        _ => return None,
    })
}

fn record(side: Side, epoch: Epoch, facts: &RecordFacts<'_>) -> Record {
    Record {
        side,
        epoch,
        header: facts.header,
        sequence: facts.sequence,
        content: facts.content,
        plaintext: facts.plaintext.to_vec(),
        sealed: facts.sealed.unwrap_or_default().to_vec(),
    }
}
