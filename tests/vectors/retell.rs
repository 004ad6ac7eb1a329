//! Our run, retold in the words of RFC 8448: step by step for both sides, record by record, value by value.
//!
//! Secrets come from the observer, messages and records too. Three things are computed here from what was observed, with
//! the HKDF of the crate: keys and IVs, which the record layer keeps to itself (its records show that it has the same);
//! the keys of Finished; and the resumption secrets, which this stack does not need yet.

mod hashes;
mod schedule;
mod steps;
mod values;

use std::collections::BTreeMap;

use handfast::Role;
use handfast::handshake::Epoch;
use handfast::wire::code_points::ContentType;
use handfast::wire::{Kind, Message};

use self::hashes::Hashes;
use crate::hex::hex;
use crate::log::{Log, Said, Sealed};
use crate::opening::decode;
use crate::script::Script;
use crate::trace::Mismatch;

/// What a file should say.
pub(crate) struct Retelling {
    pub(crate) steps: Vec<Told>,
    pub(crate) records: Vec<ToldRecord>,
    pub(crate) values: BTreeMap<String, String>,
}

/// A step.
pub(crate) struct Told {
    pub(crate) actor: Role,
    pub(crate) operation: String,
    pub(crate) fields: Vec<(&'static str, String)>,
}

/// A record; each side's are in order.
pub(crate) struct ToldRecord {
    pub(crate) sender: Role,
    pub(crate) content_type: &'static str,
    pub(crate) keys: Option<String>,
    pub(crate) sequence: Option<u64>,
    pub(crate) payload: String,
    pub(crate) record: String,
}

pub(crate) const BOTH: [Role; 2] = [Role::Client, Role::Server];

pub(crate) fn retell(script: &Script<'_>, log: &Log) -> Result<Retelling, Mismatch> {
    let run = Run { script, log, hashes: Hashes::of(log) };
    let steps = [run.steps_of(Role::Client)?, run.steps_of(Role::Server)?].into_iter().flatten().collect();
    Ok(Retelling { steps, records: log.records.iter().map(record).collect(), values: run.values()? })
}

/// What is known after a run.
struct Run<'r> {
    script: &'r Script<'r>,
    log: &'r Log,
    hashes: Hashes,
}

impl<'r> Run<'r> {
    /// The last message of this kind, decoded.
    fn message(&self, sender: Role, kind: Kind) -> Option<Message<'r>> {
        let mut messages = self.log.messages.iter().rev();
        let said = messages.find(|said| said.sender == sender && said.kind == kind)?;
        decode(&said.bytes).ok()
    }
}

/// The octets of a message, decoded and encoded again.
fn encoded(said: &Said) -> Result<String, Mismatch> {
    let mut out = Vec::new();
    decode(&said.bytes)?.encode(&mut out).map_err(|_| Mismatch::new("a message too long to encode"))?;
    Ok(hex(out))
}

fn record(record: &Sealed) -> ToldRecord {
    ToldRecord {
        sender: record.sender,
        content_type: name_of(record.content_type),
        keys: keys(record),
        sequence: record.sequence,
        payload: hex(&record.payload),
        record: hex(&record.record),
    }
}

fn keys(record: &Sealed) -> Option<String> {
    let epoch = match record.epoch {
        _ if record.sequence.is_none() => return None,
        Epoch::Plaintext => return None,
        Epoch::EarlyData => "early",
        Epoch::Handshake => "handshake",
        Epoch::Application(_) => "application",
    };
    Some(format!("{}_{epoch}_traffic", record.sender.name()))
}

const fn name_of(content_type: ContentType) -> &'static str {
    match content_type {
        ContentType::HANDSHAKE => "handshake",
        ContentType::APPLICATION_DATA => "application_data",
        ContentType::ALERT => "alert",
        ContentType::CHANGE_CIPHER_SPEC => "change_cipher_spec",
        _ => "unknown",
    }
}
