//! Handshake messages, to the last octet.

use handfast::handshake::Side as Direction;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Hex, Protection, Side};
use crate::fields;
use crate::glossary;
use crate::story::is_counted;
use crate::timeline::{self, Timeline, What};

/// A handshake message.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Message {
    /// Its number among the messages of this report, from 1. While all have a place in the transcript it is their number
    /// there, too.
    pub id: usize,
    /// Its name; absent if its type is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'static str>,
    /// What such a message is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<&'static str>,
    /// Where the standard says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Who sent it.
    pub sender: Side,
    /// In which flight: a flight is all that one side sends until the other does. The first is 1.
    pub flight: usize,
    /// Which keys protect it on its way.
    pub protection: Protection,
    /// Whether it is part of the transcript, which signatures, Finished and secrets are made from.
    pub in_transcript: bool,
    /// The event at which its sender sent it, if the sender was watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<usize>,
    /// The event at which its receiver read it, if the receiver was watched and did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_at: Option<usize>,
    /// Which states it led from and to.
    pub changes: Vec<Change>,
    /// How many octets it has.
    pub length: usize,
    /// All of them, header included.
    pub octets: Hex,
    /// What it consists of: from the first octet to the last, without gap or overlap.
    pub fields: Vec<Field>,
}

/// What a message did to the state of one side.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Change {
    /// Of this side.
    pub side: Side,
    /// The state before.
    pub from: &'static str,
    /// The state after.
    pub to: &'static str,
}

/// A field of a message.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Field {
    /// Its name in the standard.
    pub name: String,
    /// Its place among the names above it: `extensions/key_share/client_shares/KeyShareEntry[1]/group`.
    pub path: String,
    /// Its first octet, counted from the start of the message.
    pub offset: usize,
    /// How many octets it has.
    pub length: usize,
    /// The octets of a field that consists of no others; those of the others are in the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub octets: Option<Hex>,
    /// What they say, if that is more than their digits. Code points by name; unknown ones by number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What the field is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<&'static str>,
    /// Where the standard says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// What this value of it means, if it is a code point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<&'static str>,
    /// Where the standard says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning_clause: Option<String>,
    /// What it consists of.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fields: Vec<Field>,
}

/// Those of both sides, each once.
pub(super) fn messages(timeline: &Timeline) -> Vec<Message> {
    let mut list = List { watched: Side::watched(timeline), messages: Vec::new() };
    for (event, at) in timeline.events().iter().zip(0..) {
        match &event.what {
            What::Message(message) => list.take(event, message, at),
            What::Transition { from, on, to } => {
                list.moved(
                    event.role.into(),
                    *on,
                    Change { side: event.role.into(), from: from.name(), to: to.name() },
                );
            }
            _ => {}
        }
    }
    list.messages
}

struct List {
    watched: Vec<Side>,
    messages: Vec<Message>,
}

impl List {
    fn take(&mut self, event: &timeline::Event, message: &timeline::Message, at: usize) {
        let sender = Side::from(event.sender(message.side));
        let is_receipt = message.side == Direction::Read && self.watched.contains(&sender);
        let mut on_its_way = self.messages.iter_mut().filter(|_| is_receipt);
        match on_its_way.find(|known| known.sender == sender && known.received_at.is_none()) {
            Some(known) => known.received_at = Some(at),
            None => self.add(sender, message, at),
        }
    }

    fn add(&mut self, sender: Side, message: &timeline::Message, at: usize) {
        let flight = match self.messages.last() {
            Some(last) => last.flight + usize::from(last.sender != sender),
            None => 1,
        };
        let entry = message.kind.map(glossary::message);
        let is_sent = message.side == Direction::Write;
        self.messages.push(Message {
            id: self.messages.len() + 1,
            name: message.kind.map(handfast::wire::Kind::name),
            says: entry.map(|entry| entry.says),
            clause: entry.map(|entry| entry.clause.to_string()),
            sender,
            flight,
            protection: message.epoch.into(),
            in_transcript: is_counted(message),
            sent_at: is_sent.then_some(at),
            received_at: (!is_sent).then_some(at),
            changes: Vec::new(),
            length: message.length,
            octets: Hex::from(&message.bytes[..]),
            fields: fields::fields(message).iter().map(|field| Field::of(field, &message.bytes)).collect(),
        });
    }

    /// A transition belongs to the last message of its kind that this side sent or read.
    fn moved(&mut self, side: Side, on: handfast::On, change: Change) {
        let (kind, is_read) = match on {
            handfast::On::Message(kind) => (kind, true),
            handfast::On::Turn(Some(kind)) => (kind, false),
            _ => return,
        };
        let concerns =
            |message: &&mut Message| message.name == Some(kind.name()) && (message.sender == side) != is_read;
        if let Some(message) = self.messages.iter_mut().rev().find(concerns) {
            message.changes.push(change);
        }
    }
}

impl Field {
    fn of(field: &fields::Field, message: &[u8]) -> Self {
        Self {
            name: field.name.to_string(),
            path: field.path.clone(),
            offset: field.bytes.start,
            length: field.bytes.len(),
            octets: field.fields.is_empty().then(|| field.octets(message).into()),
            value: field.value.clone(),
            says: field.entry.map(|entry| entry.says),
            clause: field.entry.map(|entry| entry.clause.to_string()),
            meaning: field.meaning.map(|entry| entry.says),
            meaning_clause: field.meaning.map(|entry| entry.clause.to_string()),
            fields: field.fields.iter().map(|field| Self::of(field, message)).collect(),
        }
    }
}
