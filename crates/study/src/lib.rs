//! Consumes observations, and is never called by protocol code.
//!
//! * [`KeyLog`] writes secrets for other programs to read a recorded connection with.

mod hex;
mod keylog;

pub use keylog::KeyLog;
