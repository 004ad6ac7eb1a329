//! The machines, in memory.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod diagram;
mod figures;
mod handshake;
mod held;
mod inputs;
mod matrix;
mod refusals;
mod turns;
mod verdicts;
mod walk;
