//! The machines, in memory.

mod handshake;
