//! Files that somebody made to do harm: whatever is in them, they are read to an end.

use std::io::Cursor;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::LazyLock;
use std::time::Duration;

use handfast::{Role, Version};
use handfast_study::capture::{self, Ends, Packets};
use handfast_study::follow::{Keys, follow};
use handfast_study::{Detail, Trace};
use proptest::prelude::*;

use crate::talk::{Plan, talk};

/// Good files, to spoil.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let [one, other] = [Version::Tls13, Version::Tls12].map(Plan::of);
    [one, other, Plan { retry: true, ..one }].map(|plan| talk(plan).file).to_vec()
});

/// It ends, without a panic, and what it found can be shown.
fn survives(file: &[u8]) {
    let Ok(overheard) = follow(Cursor::new(file), Keys::new()) else { return };
    for connection in &overheard.connections {
        let trace = Trace::of(&connection.timeline).with_detail(Detail::Octets).with_secrets(true);
        assert!(!trace.to_string().is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn anything(file in prop::collection::vec(any::<u8>(), 0..2000)) {
        survives(&file);
    }

    #[test]
    fn a_capture_that_was_spoilt(
        which in 0..3_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        end in any::<prop::sample::Index>(),
    ) {
        let mut file = FILES[which].clone();
        for (place, octet) in changes {
            let place = place.index(file.len());
            file[place] = octet;
        }
        survives(&file);
        survives(&file[..end.index(file.len())]);
    }
}

/// A block that says that it is longer than the file, and than any memory.
#[test]
fn lengths_that_lie() {
    let head = capture::head().expect("a head");
    for length in [0, 1, 11, 12, 0x7fff_fff0, 0xffff_fff0, 0xffff_ffff_u32] {
        for kind in [1, 3, 6, 10, 0x0a0d_0d0a_u32] {
            let block = [&kind.to_le_bytes()[..], &length.to_le_bytes(), &[0xff; 40], &length.to_le_bytes()];
            survives(&[&head[..], &block.concat()].concat());
        }
    }
}

/// Those that are too many to be read are not taken for something else.
#[test]
fn more_connections_than_are_read() {
    let mut file = capture::head().expect("a head");
    for port in 1..=515 {
        let [client, server] = [port, 8443].map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        let mut packets = Packets::new(&mut file, Ends { client, server }, || Duration::ZERO);
        packets.say(Role::Client, if port > 1 { &[22, 3, 1, 0, 1, 1] } else { b"EHLO me" });
        packets.release();
    }
    let overheard = follow(Cursor::new(file), Keys::new()).expect("a capture");
    assert_eq!((overheard.connections.len(), overheard.others, overheard.left_out), (512, 1, 2));
}
