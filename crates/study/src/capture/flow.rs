//! A TCP connection around what two say to each other (RFC 9293): SYN, segments, acknowledgements, FIN.

use std::io;
use std::net::{IpAddr, SocketAddr};

use etherparse::{PacketBuilder, PacketBuilderStep, TcpHeader, TcpOptionElement};
use handfast::Role;

/// Who talks to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// The address and port of the client.
    pub client: SocketAddr,
    /// The address and port of the server.
    pub server: SocketAddr,
}

impl Ends {
    const fn of(&self, role: Role) -> SocketAddr {
        match role {
            Role::Client => self.client,
            Role::Server => self.server,
        }
    }
}

/// Octets of a segment, so that its packet fits the 1500 of an Ethernet frame, also in IPv6.
const SEGMENT: usize = 1440;

/// The octets that either side takes before it acknowledges some.
const WINDOW: u16 = u16::MAX;

/// So many octets may wait for their acknowledgement.
const UNACKNOWLEDGED: u32 = 32 * 1024;

/// How many routers a packet may pass.
const HOPS: u8 = 64;

/// A TCP connection, packet by packet, each of them IP and TCP header and what it carries.
#[derive(Debug)]
pub(super) struct Flow {
    ends: Ends,
    client: Sender,
    server: Sender,
}

/// How far one side is. Both start to count at 0, which is easy to read and forbidden to none.
#[derive(Debug, Clone, Copy, Default)]
struct Sender {
    next: u32,
    acknowledged: u32,
}

/// What a segment says beside its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Syn,
    Data,
    Fin,
    Ack,
}

impl Flow {
    pub(super) fn new(ends: Ends) -> Self {
        Self { ends, client: Sender::default(), server: Sender::default() }
    }

    /// The three packets by which the two find each other.
    pub(super) fn open(&mut self) -> io::Result<Vec<Vec<u8>>> {
        [(Role::Client, Says::Syn), (Role::Server, Says::Syn), (Role::Client, Says::Ack)]
            .into_iter()
            .map(|(from, says)| self.segment(from, says, &[]))
            .collect()
    }

    /// What one side says, and what the other acknowledges lest too much waits.
    pub(super) fn carry(&mut self, from: Role, octets: &[u8]) -> io::Result<Vec<Vec<u8>>> {
        let mut packets = Vec::new();
        for piece in octets.chunks(SEGMENT) {
            packets.push(self.segment(from, Says::Data, piece)?);
            let sender = self.sender(from);
            if sender.next.wrapping_sub(sender.acknowledged) > UNACKNOWLEDGED {
                packets.push(self.segment(from.peer(), Says::Ack, &[])?);
            }
        }
        Ok(packets)
    }

    /// Both say that they say no more.
    pub(super) fn close(&mut self, first: Role) -> io::Result<Vec<Vec<u8>>> {
        let last = first.peer();
        [(first, Says::Fin), (last, Says::Ack), (last, Says::Fin), (first, Says::Ack)]
            .into_iter()
            .map(|(from, says)| self.segment(from, says, &[]))
            .collect()
    }

    fn segment(&mut self, from: Role, says: Says, octets: &[u8]) -> io::Result<Vec<u8>> {
        let mut packet = Vec::new();
        self.header(from, says)?.write(&mut packet, octets).map_err(io::Error::other)?;
        // SYN and FIN count like an octet each (RFC 9293 §3.4).
        let counts = u32::from(matches!(says, Says::Syn | Says::Fin));
        let length = u32::try_from(octets.len()).map_err(io::Error::other)?;
        self.acknowledge(from.peer(), says);
        let sender = self.sender_mut(from);
        sender.next = sender.next.wrapping_add(length).wrapping_add(counts);
        Ok(packet)
    }

    /// Every segment but the very first acknowledges all that came.
    fn acknowledge(&mut self, of: Role, says: Says) {
        let sender = self.sender_mut(of);
        if says != Says::Syn || sender.next != 0 {
            sender.acknowledged = sender.next;
        }
    }

    fn header(&self, from: Role, says: Says) -> io::Result<PacketBuilderStep<TcpHeader>> {
        let (source, target) = (self.ends.of(from), self.ends.of(from.peer()));
        let (sequence, heard) = (self.sender(from).next, self.sender(from.peer()).next);
        let network = match (source.ip(), target.ip()) {
            (IpAddr::V4(source), IpAddr::V4(target)) => {
                PacketBuilder::ipv4(source.octets(), target.octets(), HOPS)
            }
            (source, target) => PacketBuilder::ipv6(sixteen(source), sixteen(target), HOPS),
        };
        let header = network.tcp(source.port(), target.port(), sequence, WINDOW);
        let header = if from == Role::Client && says == Says::Syn { header } else { header.ack(heard) };
        match says {
            Says::Syn => header.syn().options(&[TcpOptionElement::MaximumSegmentSize(1440)]),
            Says::Data => Ok(header.psh()),
            Says::Fin => Ok(header.fin()),
            Says::Ack => Ok(header),
        }
        .map_err(io::Error::other)
    }

    const fn sender(&self, role: Role) -> &Sender {
        match role {
            Role::Client => &self.client,
            Role::Server => &self.server,
        }
    }

    const fn sender_mut(&mut self, role: Role) -> &mut Sender {
        match role {
            Role::Client => &mut self.client,
            Role::Server => &mut self.server,
        }
    }
}

const fn sixteen(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}
