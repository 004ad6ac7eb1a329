//! The machines, in memory.

mod diagram;
mod handshake;
