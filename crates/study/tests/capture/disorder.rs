//! Packets as networks deliver them: late, twice, not at all, in other wrappings.

use std::io::Cursor;

use handfast::Version;
use handfast_study::Timeline;
use handfast_study::follow::{Keys, Missing, follow};
use proptest::prelude::*;

use crate::followed::{blocks, heard, missing, only};
use crate::talk::{Plan, talk};

/// The Enhanced Packet Block.
const PACKET: u32 = 6;

/// Each flight, which is what one side says before the other does, in another order, and some packets twice, at once or
/// at the end. The first packets, which open the connection, stay.
fn disordered(file: &[u8], draws: &[usize]) -> Vec<u8> {
    let (packets, head): (Vec<_>, Vec<_>) = blocks(file).into_iter().partition(|(kind, _)| *kind == PACKET);
    let packets: Vec<Vec<u8>> = packets.into_iter().map(|(_, block)| block).collect();
    let (opening, rest) = packets.split_at(3);
    let (mut draws, mut twice) = (draws.iter().cycle().copied(), Vec::new());
    let mut disordered = opening.to_vec();
    for flight in rest.chunk_by(|one, next| port(one) == port(next)) {
        let mut flight = flight.to_vec();
        for place in (1..flight.len()).rev() {
            flight.swap(place, draws.next().expect("no end") % (place + 1));
        }
        match draws.next().expect("no end") % 3 {
            0 => flight.push(flight[0].clone()),
            1 => twice.push(flight[0].clone()),
            _ => {}
        }
        disordered.extend(flight);
    }
    disordered.extend(twice);
    head.into_iter().map(|(_, block)| block).chain(disordered).flatten().collect()
}

/// The source port, behind the headers of the block and of IPv4.
fn port(block: &[u8]) -> [u8; 2] {
    block[48..50].try_into().expect("two")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn put_in_order(draws in prop::collection::vec(any::<usize>(), 8..64)) {
        for version in [Version::Tls13, Version::Tls12] {
            let seen = talk(Plan { much: 30_000, ..Plan::of(version) });
            let followed = only(&disordered(&seen.file, &draws), Keys::new());
            prop_assert_eq!(missing(&followed), []);
            prop_assert_eq!(heard(&followed), heard(&seen.timeline));
        }
    }
}

/// A packet that never came: what is behind it cannot be read, and that is said.
#[test]
fn a_gap() {
    let seen = talk(Plan { much: 30_000, ..Plan::of(Version::Tls13) });
    let mut packets = 0;
    let with_gap: Vec<u8> = blocks(&seen.file)
        .into_iter()
        .filter(|(kind, _)| {
            packets += usize::from(*kind == PACKET);
            *kind != PACKET || packets != 30
        })
        .flat_map(|(_, block)| block)
        .collect();
    let followed = only(&with_gap, Keys::new());
    assert!(matches!(missing(&followed)[..], [Missing::Octets { waiting }] if waiting > 1000));
    assert!(heard(&followed).len() < heard(&seen.timeline).len());
}

/// The same packets in a pcap file, behind the headers that systems put before IP.
#[test]
fn in_other_wrappings() {
    let seen = talk(Plan::of(Version::Tls13));
    let secrets: Vec<u8> = blocks(&seen.file)
        .into_iter()
        .filter(|(kind, _)| *kind == 10)
        .flat_map(|(_, block)| block[16..].to_vec())
        .collect();
    let ethernet = [&[2; 12][..], &[8, 0]].concat();
    let vlan = [&[2; 12][..], &[0x81, 0, 0, 7, 8, 0]].concat();
    let cooked = [&[0; 14][..], &[8, 0]].concat();
    let cooked2 = [&[8, 0][..], &[0; 18]].concat();
    let wrappings: [(u32, &[u8]); 6] =
        [(101, &[]), (1, &ethernet), (1, &vlan), (113, &cooked), (276, &cooked2), (0, &[2, 0, 0, 0])];
    for (link, before) in wrappings {
        for big_endian in [false, true] {
            let pcap = pcap(&seen.file, link, before, big_endian);
            let mut keys = Keys::new();
            keys.add(&secrets);
            assert_eq!(heard(&one(&pcap, keys)), heard(&seen.timeline), "link type {link}");
        }
    }
}

fn one(file: &[u8], keys: Keys) -> Timeline {
    let mut overheard = follow(Cursor::new(file), keys).expect("a capture");
    assert_eq!(overheard.connections.len(), 1);
    overheard.connections.remove(0).timeline
}

/// Magic number, version 2.4, two zeros, the longest packet, the link type; before each packet its time and lengths.
fn pcap(file: &[u8], link: u32, before: &[u8], big_endian: bool) -> Vec<u8> {
    let number = |number: u32| if big_endian { number.to_be_bytes() } else { number.to_le_bytes() };
    let short = |number: u16| if big_endian { number.to_be_bytes() } else { number.to_le_bytes() };
    let mut pcap = [&number(0xa1b2_c3d4)[..], &short(2), &short(4)].concat();
    pcap.extend([0, 0, 0xffff, link].map(number).concat());
    for (_, block) in blocks(file).into_iter().filter(|(kind, _)| *kind == PACKET) {
        let length = u32::from_le_bytes(block[20..24].try_into().expect("four"));
        let end = 28 + usize::try_from(length).expect("small");
        let packet = [before, &block[28..end]].concat();
        let length = u32::try_from(packet.len()).expect("small");
        pcap.extend([1, 1, length, length].map(number).concat());
        pcap.extend(packet);
    }
    pcap
}
