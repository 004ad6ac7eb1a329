//! A connection as a capture file, with its secrets inside: Wireshark and its like open it decrypted (pcapng, with the
//! Decryption Secrets Block).
//!
//! [`Capture`] writes what was observed, which are records; what was refused before it made a record, for example plain
//! HTTP, is not among them. [`Packets`] writes what it is given. The TCP connection around it is told as it could have
//! been: its sequence numbers, acknowledgements and checksums are right, but where the stream was really cut into
//! segments is not known.

mod block;
mod flow;
mod packets;
mod writer;

pub use block::head;
pub use flow::Ends;
pub use packets::Packets;
pub use writer::Capture;
