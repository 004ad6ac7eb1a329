//! Consumes observations, and is never called by protocol code.
//!
//! * [`Timeline`] keeps what was observed of one side or of both, in the order in which it happened.
//! * [`Story`] tells a timeline of both sides to a person at a terminal, [`Cast`] who plays in it.
//! * [`KeyLog`] writes secrets for other programs to read a recorded connection with.

mod hex;
mod keylog;
mod story;
pub mod timeline;

pub use keylog::KeyLog;
pub use story::{Cast, Story};
pub use timeline::{Keep, Recorder, Timeline};
