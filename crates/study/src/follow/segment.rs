//! A packet as a segment of TCP (RFC 9293 §3.1), whatever headers are around it.

use std::net::{IpAddr, SocketAddr};

use etherparse::{EtherType, LaxNetSlice, LaxSlicedPacket, TransportSlice};
use pcap_parser::Linktype;

/// What a segment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment<'a> {
    pub(super) from: SocketAddr,
    pub(super) to: SocketAddr,
    pub(super) sequence: u32,
    pub(super) syn: bool,
    pub(super) ack: bool,
    pub(super) payload: &'a [u8],
}

impl<'a> Segment<'a> {
    /// `None` for everything else than TCP, and for the later fragments of IP packets, which TCP avoids.
    pub(super) fn of(link: Linktype, packet: &'a [u8]) -> Option<Self> {
        let sliced = sliced(link, packet)?;
        let Some(TransportSlice::Tcp(tcp)) = sliced.transport else { return None };
        let (from, to): (IpAddr, IpAddr) = match sliced.net? {
            LaxNetSlice::Ipv4(ip) => {
                (ip.header().source_addr().into(), ip.header().destination_addr().into())
            }
            LaxNetSlice::Ipv6(ip) => {
                (ip.header().source_addr().into(), ip.header().destination_addr().into())
            }
            LaxNetSlice::Arp(_) => return None,
        };
        Some(Self {
            from: SocketAddr::new(from, tcp.source_port()),
            to: SocketAddr::new(to, tcp.destination_port()),
            sequence: tcp.sequence_number(),
            syn: tcp.syn(),
            ack: tcp.ack(),
            payload: tcp.payload(),
        })
    }
}

/// Headers that some systems put before that of IP: BSD's loopback, and those of Linux's device `any`, which name the
/// protocol at the end and at the start.
const BSD_LOOPBACK: usize = 4;
const LINUX_COOKED: usize = 16;
const LINUX_COOKED_2: usize = 20;

/// `LINKTYPE_RAW` had other numbers on some systems.
const RAW: [Linktype; 5] = [Linktype::RAW, Linktype::IPV4, Linktype::IPV6, Linktype(12), Linktype(14)];

fn sliced(link: Linktype, packet: &[u8]) -> Option<LaxSlicedPacket<'_>> {
    match link {
        Linktype::ETHERNET => LaxSlicedPacket::from_ethernet(packet).ok(),
        Linktype::NULL | Linktype::LOOP => LaxSlicedPacket::from_ip(packet.get(BSD_LOOPBACK..)?).ok(),
        Linktype::LINUX_SLL => {
            cooked(packet.get(LINUX_COOKED - 2..LINUX_COOKED)?, packet.get(LINUX_COOKED..)?)
        }
        Linktype::LINUX_SLL2 => cooked(packet.get(..2)?, packet.get(LINUX_COOKED_2..)?),
        raw if RAW.contains(&raw) => LaxSlicedPacket::from_ip(packet).ok(),
        _ => None,
    }
}

fn cooked<'a>(protocol: &[u8], packet: &'a [u8]) -> Option<LaxSlicedPacket<'a>> {
    let protocol = u16::from_be_bytes(*protocol.first_chunk()?);
    Some(LaxSlicedPacket::from_ether_type(EtherType(protocol), packet))
}
