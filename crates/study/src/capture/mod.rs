//! A connection as a capture file, with its secrets inside: Wireshark and its like open it decrypted (pcapng, with the
//! Decryption Secrets Block).
//!
//! What was observed are records. The TCP connection around them is told as it could have been: its sequence numbers,
//! acknowledgements and checksums are right, but where the stream was really cut into segments is not known. What was
//! refused before it made a record, for example plain HTTP, is not in it.

mod block;
mod flow;
mod writer;

pub use block::head;
pub use flow::Ends;
pub use writer::Capture;
