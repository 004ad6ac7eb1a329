//! The program `handfast serve` as a user has it: files, a port, exit codes, a log.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what serves tests may fail where a test may"
)]

mod arguments;
mod once;
mod pages;
mod served;
