//! The facts of a connection, for programs and for the page that is made from them: one serde structure with a version
//! and a JSON Schema.
//!
//! ```
//! use handfast_study::{Keep, Report, Timeline};
//!
//! let timeline = Timeline::new(Keep::ALL);
//! // … connections are observed by its recorders …
//! let report = Report::of(&timeline).redacted();
//! assert!(report.json().contains("handfast-report/1"));
//! assert!(report.page().starts_with("<!DOCTYPE html>"));
//! ```
//!
//! Whatever a peer wrote is escaped: control characters in the facts, markup where the page is written.

mod chain;
mod diagram;
mod doctor;
mod event;
mod keys;
mod letters;
mod message;
mod page;
mod redaction;
mod signature;
mod summary;

use schemars::{JsonSchema, schema_for};
use serde::Serialize;

pub use self::chain::{Certificate, Chain, Decision, Verdict};
pub use self::diagram::{Diagram, Edge, Missing, Node};
pub use self::doctor::{Diagnosis, Evidence};
pub use self::event::{Event, Happening, Record};
pub use self::keys::{Input, Step};
pub use self::letters::{Hex, Protection, Side, Way, Words};
pub use self::message::{Change, Field, Message};
pub use self::signature::{Part, Signed};
pub use self::summary::{Ending, Summary};
use crate::timeline::Timeline;

/// The version of this form: the number goes up when a field changes its meaning or goes away.
pub const SCHEMA: &str = "handfast-report/1";

/// A connection, as one side saw it or as both did. All octets are in hexadecimal. Optional fields are absent when
/// there is nothing to say.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(title = "handfast-report/1")]
pub struct Report {
    /// Which form this has: `handfast-report/1`.
    pub schema: &'static str,
    /// Whether it holds secrets, in a sentence for whoever opens the file.
    pub notice: &'static str,
    /// Whether it holds secrets.
    pub secrets: bool,
    /// Whose view this is.
    pub watched: Vec<Side>,
    /// Whether it was read from the network: then it is known what both said, and not what goes on inside them.
    pub overheard: bool,
    /// What was agreed on, and how it ended.
    pub summary: Summary,
    /// Why it failed, if a doctor was asked: one diagnosis for each side that was asked.
    pub diagnoses: Vec<Diagnosis>,
    /// Handshake messages in the order in which they were sent. Other parts refer to them by `id`.
    pub messages: Vec<Message>,
    /// All that was observed, in the order of time. Other parts refer to events by `id`.
    pub events: Vec<Event>,
    /// The key schedule, step by step.
    pub keys: Vec<Step>,
    /// What was signed, and how to verify it.
    pub signatures: Vec<Signed>,
    /// The certificates that were shown, and how they were judged.
    pub chains: Vec<Chain>,
    /// The state machines of those who were watched, with the path that was taken.
    pub diagrams: Vec<Diagram>,
}

impl Report {
    /// The facts of a timeline. It tells as much as the timeline has kept: everything with [`Keep::ALL`](crate::Keep).
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        let messages = message::messages(timeline);
        let keys = keys::steps(timeline);
        let events = event::events(timeline, &messages, &keys);
        let secrets = event::hold_secrets(&events) || !keys.is_empty();
        Self {
            schema: SCHEMA,
            notice: if secrets { redaction::SECRETS } else { redaction::NO_SECRETS },
            secrets,
            watched: Side::watched(timeline),
            overheard: timeline.is_overheard(),
            summary: summary::summary(timeline),
            diagnoses: Vec::new(),
            chains: chain::chains(timeline, &messages),
            signatures: signature::signatures(timeline, &messages),
            diagrams: diagram::diagrams(timeline),
            messages,
            events,
            keys,
        }
    }

    /// With what the doctor says for one side.
    #[must_use]
    pub fn with_diagnosis(mut self, side: handfast::Role, diagnosis: &crate::doctor::Diagnosis) -> Self {
        self.diagnoses.push(Diagnosis::of(side, diagnosis));
        self
    }

    /// Without secrets and without what the applications said, to be shown to others. The steps of the key schedule stay,
    /// without values.
    #[must_use]
    pub fn redacted(mut self) -> Self {
        redaction::redact(&mut self);
        self
    }

    /// As JSON, indented.
    #[must_use]
    pub fn json(&self) -> String {
        // Strings, numbers and lists always have a form in JSON.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The JSON Schema of [`Report::json`], as JSON.
    #[must_use]
    pub fn schema_json() -> String {
        serde_json::to_string_pretty(&schema_for!(Self)).unwrap_or_default()
    }

    /// As one page of HTML that needs nothing else: no network, no font, no other file.
    #[must_use]
    pub fn page(&self) -> String {
        page::page(self)
    }
}
