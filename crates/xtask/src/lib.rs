//! The project's own chores, as far as its tests use them too.

pub mod flows;
pub mod limbo;
