//! The blocks of pcapng that we write.

use core::time::Duration;
use std::borrow::Cow;
use std::io;

use pcap_parser::{
    DecryptionSecretsBlock, EnhancedPacketBlock, InterfaceDescriptionBlock, Linktype, OptionCode,
    PcapNGOption, SecretsType, SectionHeaderBlock, ToVec,
};

/// Whoever passes a file on must see in its head what it holds.
const COMMENT: &str = "The secrets of the connections are inside: who has this file can read them.";

/// With what a capture file begins: what it is, what it holds, and that packets start with their IP header.
///
/// # Errors
/// None that is known of; blocks are written by a crate that could tell of one.
pub fn head() -> io::Result<Vec<u8>> {
    let options = vec![
        option(OptionCode::Comment, COMMENT)?,
        option(OptionCode::ShbUserAppl, concat!("handfast ", env!("CARGO_PKG_VERSION")))?,
    ];
    let section = SectionHeaderBlock {
        block_type: 0,
        block_len1: 0,
        bom: 0,
        major_version: 1,
        minor_version: 0,
        section_len: -1,
        options,
        block_len2: 0,
    };
    let interface = InterfaceDescriptionBlock {
        block_type: 0,
        block_len1: 0,
        linktype: Linktype::RAW,
        reserved: 0,
        snaplen: 0,
        options: Vec::new(),
        block_len2: 0,
        if_tsresol: MICROSECONDS,
        if_tsoffset: 0,
    };
    Ok([octets(section)?, octets(interface)?].concat())
}

/// The unit of all times, as a negative power of ten.
const MICROSECONDS: u8 = 6;

fn option(code: OptionCode, text: &'static str) -> io::Result<PcapNGOption<'static>> {
    let len = u16::try_from(text.len()).map_err(io::Error::other)?;
    Ok(PcapNGOption { code, len, value: Cow::Borrowed(text.as_bytes()) })
}

/// A packet, and when it was seen: the time since 1970-01-01 UTC.
pub(super) fn packet(at: Duration, data: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(data.len()).map_err(io::Error::other)?;
    let [high, low] = halves(at);
    octets(EnhancedPacketBlock {
        block_type: 0,
        block_len1: 0,
        if_id: 0,
        ts_high: high,
        ts_low: low,
        caplen: length,
        origlen: length,
        data,
        options: Vec::new(),
        block_len2: 0,
    })
}

/// A time in microseconds, as two numbers of 32 bits.
fn halves(at: Duration) -> [u32; 2] {
    let micros = u64::try_from(at.as_micros()).unwrap_or(u64::MAX).to_be_bytes();
    let number = |octets: &[u8]| octets.iter().fold(0, |number, octet| number << 8 | u32::from(*octet));
    let (high, low) = micros.split_at(size_of::<u32>());
    [number(high), number(low)]
}

/// Secrets, as lines of a key log. A reader needs them before the packets that they open.
pub(super) fn secrets(lines: &[u8]) -> io::Result<Vec<u8>> {
    octets(DecryptionSecretsBlock {
        block_type: 0,
        block_len1: 0,
        secrets_type: SecretsType::TlsKeyLog,
        secrets_len: u32::try_from(lines.len()).map_err(io::Error::other)?,
        data: lines,
        options: Vec::new(),
        block_len2: 0,
    })
}

/// Types and lengths are filled in.
fn octets(mut block: impl ToVec) -> io::Result<Vec<u8>> {
    block.to_vec().map_err(io::Error::other)
}
