//! The machines, in memory.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod bad_input;
mod binding;
mod certificate_compression;
mod choosing;
mod closing;
mod connected12;
mod diagram;
mod early_data;
mod exporters;
mod figures;
mod grease;
mod handshake;
mod held;
mod inputs;
mod key_update;
mod matrix;
mod mischief;
mod post_handshake;
mod raw_keys;
mod record_limits;
mod refusals;
mod resumption;
mod shared_keys;
mod staples;
mod tls12;
mod turns;
mod unprinted;
mod verdicts;
mod walk;
