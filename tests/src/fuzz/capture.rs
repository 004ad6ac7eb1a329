//! A capture file of two strangers, with secrets inside or without.

use std::io::Cursor;

use handfast_study::follow::{Keys, follow};
use handfast_study::{Detail, Trace};

/// A pcap or pcapng file.
pub fn capture(data: &[u8]) {
    let Ok(overheard) = follow(Cursor::new(data), Keys::new()) else { return };
    for connection in &overheard.connections {
        let trace = Trace::of(&connection.timeline).with_detail(Detail::Fields).with_secrets(true);
        assert!(!trace.to_string().is_empty());
    }
}
