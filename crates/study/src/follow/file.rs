//! Capture files, pcap and pcapng, of any size: a block at a time.

use core::fmt;
use std::io::Read;

use pcap_parser::traits::{PcapNGPacketBlock, PcapReaderIterator};
use pcap_parser::{Block, Linktype, PcapBlockOwned, PcapError, SecretsType, create_reader};

/// What is of interest in a file.
#[derive(Debug)]
pub(super) enum Item<'a> {
    /// A packet, and what its first header is.
    Packet(Linktype, &'a [u8]),
    /// Lines of a key log.
    Secrets(&'a [u8]),
}

/// Why a file was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It is neither pcap nor pcapng.
    NoCapture,
    /// It ends within a packet.
    CutOff,
    /// Something in it cannot be a packet, or any other block.
    Malformed,
    /// It has a block of more octets than are read at once.
    TooLong,
}

/// The buffer of a reader at first, in octets; and when it has grown.
const CAPACITY: usize = 1 << 16;
const MOST: usize = 1 << 24;

/// Gives everything of interest to `take`, from first to last. What came before the damage was given.
pub(super) fn read(file: impl Read + Send, mut take: impl FnMut(Item<'_>)) -> Result<(), Damage> {
    let mut reader = create_reader(CAPACITY, file).map_err(|_| Damage::NoCapture)?;
    let (mut interfaces, mut capacity) = (Interfaces::default(), CAPACITY);
    loop {
        let next = match reader.next() {
            Ok((length, block)) => {
                interfaces.block(&block, &mut take);
                Next::Done(length)
            }
            Err(why) => Next::after(&why),
        };
        match next {
            Next::Done(length) => reader.consume(length),
            Next::More => {
                let before = reader.data().len();
                reader.refill().map_err(|_| Damage::CutOff)?;
                let is_stuck = reader.data().len() == before && !reader.reader_exhausted();
                if is_stuck && !grow(&mut *reader, &mut capacity) {
                    return Err(Damage::TooLong);
                }
            }
            Next::Larger if !grow(&mut *reader, &mut capacity) => return Err(Damage::TooLong),
            Next::Larger => reader.refill().map_err(|_| Damage::CutOff)?,
            Next::End => return Ok(()),
            Next::Damaged(_) if reader.data().is_empty() => return Ok(()),
            Next::Damaged(damage) => return Err(damage),
        }
    }
}

/// What a reader needs before it goes on.
enum Next {
    Done(usize),
    More,
    Larger,
    End,
    Damaged(Damage),
}

impl Next {
    const fn after(why: &PcapError<&[u8]>) -> Self {
        match why {
            PcapError::Eof => Self::End,
            PcapError::Incomplete(_) => Self::More,
            PcapError::BufferTooSmall => Self::Larger,
            PcapError::UnexpectedEof | PcapError::ReadError => Self::Damaged(Damage::CutOff),
            _ => Self::Damaged(Damage::Malformed),
        }
    }
}

fn grow(reader: &mut dyn PcapReaderIterator, capacity: &mut usize) -> bool {
    *capacity *= 2;
    *capacity <= MOST && reader.grow(*capacity)
}

/// What the packets of each interface begin with, in the section that is read.
#[derive(Default)]
struct Interfaces(Vec<Linktype>);

/// As many of a section are remembered.
const INTERFACES: usize = 1024;

impl Interfaces {
    fn block(&mut self, block: &PcapBlockOwned<'_>, take: &mut impl FnMut(Item<'_>)) {
        match block {
            PcapBlockOwned::LegacyHeader(header) => self.0 = vec![header.network],
            PcapBlockOwned::Legacy(packet) => self.packet(0, packet.data, take),
            PcapBlockOwned::NG(Block::SectionHeader(_)) => self.0.clear(),
            PcapBlockOwned::NG(Block::InterfaceDescription(interface)) if self.0.len() < INTERFACES => {
                self.0.push(interface.linktype);
            }
            PcapBlockOwned::NG(Block::EnhancedPacket(packet)) => {
                self.packet(packet.if_id as usize, packet.packet_data(), take);
            }
            PcapBlockOwned::NG(Block::SimplePacket(packet)) => self.packet(0, packet.packet_data(), take),
            PcapBlockOwned::NG(Block::DecryptionSecrets(secrets))
                if secrets.secrets_type == SecretsType::TlsKeyLog =>
            {
                take(Item::Secrets(secrets.data));
            }
            PcapBlockOwned::NG(_) => {}
        }
    }

    fn packet(&self, interface: usize, data: &[u8], take: &mut impl FnMut(Item<'_>)) {
        if let Some(link) = self.0.get(interface) {
            take(Item::Packet(*link, data));
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCapture => "the file is neither pcap nor pcapng",
            Self::CutOff => "the file ends within a packet",
            Self::Malformed => "something in the file is no packet",
            Self::TooLong => "a block of the file is longer than any packet",
        })
    }
}

impl core::error::Error for Damage {}
