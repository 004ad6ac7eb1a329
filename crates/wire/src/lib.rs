//! TLS bytes to messages and back, and nothing else.
//!
//! Messages borrow from their input. Every field is named as it is read or written, so a reader can ask for the byte
//! range of each: **the dissector is the parser**. Nothing here keeps state, judges an offer or knows a secret.
//!
//! * [`codec`]: one reader, one writer, and the ranges they name.
//! * [`code_points`]: the numbers of the registries, unknown values kept.
//! * [`handshake`]: one message a file (RFC 9846 §4, RFC 5246 §7.4).
//! * [`ext`]: one extension a file, and the table of extensions and messages (RFC 9846 §4.3).
//! * [`alert`]: the two bytes of an alert (RFC 9846 §6).
//! * [`record`]: the five bytes before a record (RFC 9846 §5.1).
//! * [`DecodeError`]: why bytes are refused.

pub mod alert;
pub mod code_points;
pub mod codec;
mod error;
pub mod ext;
mod field_names;
pub mod handshake;
pub mod record;

pub use codec::{List, Span, TooLong};
pub use error::DecodeError;
pub use field_names::FIELD_NAMES;
pub use handshake::{Dialect, Kind, Message};

#[cfg(test)]
mod tests;
