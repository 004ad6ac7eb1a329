//! The machines, in memory.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod diagram;
mod handshake;
