//! Consumes observations, and is never called by protocol code.
//!
//! * [`Timeline`] keeps what was observed of one side or of both, in the order in which it happened.
//! * [`Story`] tells a timeline of both sides to a person at a terminal, [`Cast`] who plays in it.
//! * [`Trace`] shows a timeline of one side or of both event by event, with as much of each message as is wanted.
//! * [`Report`] holds all of that as facts for programs, and makes a page of them for people.
//! * [`KeyLog`] writes secrets for other programs to read a recorded connection with.
//! * [`capture`] writes a connection as packets, with its secrets, for those programs to open.
//! * [`follow`] reads captures of any two programs, and makes timelines of them.
//! * [`fields`] takes a message apart, and [`explain`] computes its keys and signatures again.
//! * [`glossary`] explains every name that a reader can meet, in a sentence and with the clause.
//! * [`doctor`] says why a connection failed: which side refused, what, the most likely cause, and what mends it.
//! * [`Case`] judges a chain of certificates, and its [`Verdict`] says how it was decided, to people and as JSON.

pub mod capture;
mod count;
pub mod doctor;
pub mod explain;
pub mod fields;
pub mod follow;
pub mod glossary;
mod hex;
mod inflate;
mod keylog;
pub mod report;
mod room;
mod story;
pub mod timeline;
mod trace;
mod verdict;

pub use count::count;
pub use keylog::KeyLog;
pub use report::Report;
pub use room::Rooms;
pub use story::{Cast, Ink, Story, Text};
pub use timeline::{Keep, Recorder, Timeline};
pub use trace::{Detail, Trace};
pub use verdict::{Case, Outcome, Verdict};
