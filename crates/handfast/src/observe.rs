//! Observations tell a reader what happens inside; they are not events for an application. Every verb that applies
//! effects takes [`Hooks`]; without an observer each place costs one branch.

use core::fmt;

use handfast_handshake::{Ask, Derivation, Epoch, Fact, Role, Side, State};
use handfast_path::Decisions;
use handfast_record::RecordFacts;
use handfast_wire::alert::Alert;
use handfast_wire::{Kind, Span};

use crate::Error;

/// Something that happened inside a connection.
#[derive(Debug)]
#[non_exhaustive]
pub enum Observation<'a> {
    /// A record was received and opened, or sent.
    Record {
        /// Which direction.
        side: Side,
        /// Which keys protect it.
        epoch: Epoch,
        /// What it is.
        facts: RecordFacts<'a>,
    },
    /// A handshake message was received or sent, as it was delivered.
    Message {
        /// Which direction.
        side: Side,
        /// Which keys protect it.
        epoch: Epoch,
        /// Its kind; `None` if its type is unknown.
        kind: Option<Kind>,
        /// All its octets, header included.
        bytes: &'a [u8],
        /// Its fields, if [`Wish::fields`] and it decodes.
        fields: &'a [Span],
    },
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
    /// A secret was derived; only if [`Wish::secrets`] and the configuration reveals them.
    Derived(&'a Derivation),
    /// Something was negotiated.
    Learned(&'a Fact),
    /// A question was opened.
    Asked(Ask),
    /// The peer's chain was judged; every decision, if [`Wish::decisions`] or it was refused.
    Judged {
        /// Whose chain.
        peer: Role,
        /// What the path validation decided, rule by rule.
        decisions: &'a Decisions,
        /// Whether the chain was accepted.
        refusal: Option<handfast_path::Refusal>,
    },
    /// ChangeCipherSpec was sent or received: in TLS 1.2 all that follows is under new keys (RFC 5246 §7.1), in TLS 1.3 it is
    /// a dummy (RFC 9846 §E.4).
    ChangeCipherSpec(Side),
    /// An alert was sent or received.
    Alert(Side, Alert),
    /// The handshake is complete on this side.
    Complete,
    /// The connection failed.
    Failed(&'a Error),
}

/// What moved a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// A message came.
    Message(Kind),
    /// ChangeCipherSpec of TLS 1.2 came.
    ChangeCipherSpec,
    /// A question was answered.
    Answer(Ask),
    /// It was our turn; what was sent, if anything.
    Turn(Option<Kind>),
    /// The application wanted it.
    Command,
}

/// What an observer wants to see beyond the facts that cost nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish {
    /// The bytes of records, plain and sealed.
    pub records: bool,
    /// The fields of messages with their byte ranges.
    pub fields: bool,
    /// Secrets; given only if the configuration reveals them.
    pub secrets: bool,
    /// Every decision of path validation, also when the chain is accepted.
    pub decisions: bool,
}

/// Sees what happens inside a connection.
pub trait Observer {
    /// What it wants to see. Asked once a turn.
    fn wish(&self) -> Wish {
        Wish::default()
    }

    /// Something happened.
    fn observe(&mut self, observation: &Observation<'_>);
}

/// Changes what is sent, for vectors and provocations.
pub trait Tamper {
    /// In the place of this message (`bytes`, header included) go those that `deliver` is called with: none, one or more.
    /// Transcript and observer see what is delivered.
    fn outgoing(&mut self, kind: Kind, bytes: &[u8], deliver: &mut dyn FnMut(&[u8]));
}

/// What is hooked into a connection for the time of one call.
#[derive(Default)]
pub struct Hooks<'h> {
    /// Who watches.
    pub observer: Option<&'h mut dyn Observer>,
    /// Who changes what is sent.
    pub tamper: Option<&'h mut dyn Tamper>,
}

impl<'h> Hooks<'h> {
    /// Nothing hooked in.
    #[must_use]
    pub const fn none() -> Self {
        Self { observer: None, tamper: None }
    }

    /// An observer.
    #[must_use]
    pub const fn observing(observer: &'h mut dyn Observer) -> Self {
        Self { observer: Some(observer), tamper: None }
    }

    /// A tamper.
    #[must_use]
    pub const fn tampering(tamper: &'h mut dyn Tamper) -> Self {
        Self { observer: None, tamper: Some(tamper) }
    }

    pub(crate) fn wish(&self) -> Wish {
        self.observer.as_ref().map_or_else(Wish::default, |observer| observer.wish())
    }

    pub(crate) const fn is_watched(&self) -> bool {
        self.observer.is_some()
    }

    /// Who watches sees this. Nobody costs one branch: an observation is made only for somebody.
    pub(crate) fn see<'o>(&mut self, observation: impl FnOnce() -> Observation<'o>) {
        if let Some(observer) = &mut self.observer {
            show(&mut **observer, &observation());
        }
    }
}

/// Out of the way of those whom nobody watches.
#[cold]
#[inline(never)]
fn show(observer: &mut dyn Observer, observation: &Observation<'_>) {
    observer.observe(observation);
}

impl fmt::Debug for Hooks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (observer, tamper) = (self.observer.is_some(), self.tamper.is_some());
        f.debug_struct("Hooks").field("observer", &observer).field("tamper", &tamper).finish()
    }
}
