//! The streams of tokio, over pipes in memory and over TCP, and the blocking one.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what serves tests may fail where a test may"
)]

mod blocking;
mod data;
mod ends;
mod handshake;
mod held;
mod later;
mod refusals;
mod support;
