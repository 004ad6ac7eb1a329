//! Reads the TLS of any two programs from a capture (pcap or pcapng), without being one of them: segments of TCP are put
//! together, records cut and opened by the traffic secrets of a key log, messages taken apart.
//!
//! ```no_run
//! use std::fs::File;
//!
//! use handfast_study::Trace;
//! use handfast_study::follow::{Keys, follow};
//!
//! let mut keys = Keys::new();
//! keys.add(&std::fs::read("keys.log")?);
//! for connection in follow(File::open("capture.pcapng")?, keys)?.connections {
//!     println!("{}", Trace::of(&connection.timeline));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A key log has traffic secrets, not what they are made from: so the key schedule of a capture starts there. What cannot
//! be decrypted is shown as such. Memory is bounded, however large the file is.

mod agreed;
mod dialogue;
mod file;
mod flows;
mod half;
mod keys;
mod missing;
mod segment;
mod stream;

use std::io::{Read, Seek, SeekFrom};

pub use file::Damage;
pub use keys::Keys;
pub use missing::Missing;

use self::file::Item;
use self::flows::Flows;
use self::segment::Segment;
use crate::capture::Ends;
use crate::{Rooms, Timeline};

/// A connection of two programs that speak TLS.
#[derive(Debug)]
pub struct Followed {
    /// Who they are.
    pub ends: Ends,
    /// What they sent, as the network saw it.
    pub timeline: Timeline,
}

/// What was read from a capture.
#[derive(Debug)]
pub struct Overheard {
    /// Those that speak TLS from their first octet on, in the order in which they began.
    pub connections: Vec<Followed>,
    /// How many TCP connections there were beside them.
    pub others: usize,
    /// How many more there were, of which nothing was read.
    pub left_out: usize,
    /// Why the file was not read to its end.
    pub damage: Option<Damage>,
}

/// Reads a capture, twice: secrets may stand in it behind what they open. They are added to those that are known.
///
/// # Errors
/// [`Damage::NoCapture`]; any other damage leaves what came before it.
pub fn follow(mut file: impl Read + Seek + Send, mut keys: Keys) -> Result<Overheard, Damage> {
    let read = file::read(&mut file, |item| {
        if let Item::Secrets(lines) = item {
            keys.add(lines);
        }
    });
    if read == Err(Damage::NoCapture) {
        return Err(Damage::NoCapture);
    }
    file.seek(SeekFrom::Start(0)).map_err(|_| Damage::CutOff)?;
    let rooms = Rooms::default();
    let mut flows = Flows::new(&keys, &rooms);
    let read = file::read(&mut file, |item| {
        if let Item::Packet(link, packet) = item
            && let Some(segment) = Segment::of(link, packet)
        {
            flows.take(&segment);
        }
    });
    Ok(Overheard { damage: read.err(), ..flows.end() })
}
