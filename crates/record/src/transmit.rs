//! From what is to be said to the bytes of a connection.

use core::{fmt, mem};
use std::io::IoSlice;

use handfast_wire::alert::Alert;
use handfast_wire::code_points::{ContentType, HandshakeType, ProtocolVersion};
use handfast_wire::record::{HEADER_LEN, MAX_PLAINTEXT};

use crate::facts::Journal;
use crate::outgoing::Outgoing;
use crate::{CannotSeal, Direction, RecordFacts, RecordKeys};

/// The sending half of the record layer.
///
/// Handshake messages gather and are cut into records at a key change, before anything else is sent, and when
/// [`Self::flush`] is called. Everything is copied once, behind its header, and sealed in place.
pub struct Transmit {
    direction: Direction,
    outgoing: Outgoing,
    flight: Vec<u8>,
    begun: bool,
    max_fragment: usize,
    max_protected: usize,
    max_records: u64,
    journal: Option<Journal>,
}

/// Room for the flight of a server with two certificates.
const FLIGHT: usize = 2048;

impl Transmit {
    /// Nothing to send, no keys, fragments of 2^14 bytes, the limits of RFC 9846 §5.5.
    #[must_use]
    pub fn new() -> Self {
        Self {
            direction: Direction::Plaintext,
            outgoing: Outgoing::default(),
            flight: Vec::new(),
            begun: false,
            max_fragment: MAX_PLAINTEXT,
            max_protected: usize::MAX,
            max_records: u64::MAX,
            journal: None,
        }
    }

    /// Puts no more than `bytes` bytes of content in a record: at least 1, and no more than it was limited to before
    /// (RFC 9846 §5.1, RFC 6066 §4).
    pub fn limit_fragment(&mut self, bytes: usize) {
        self.max_fragment = bytes.clamp(1, self.max_fragment);
    }

    /// Protects no more than `bytes` bytes in a record, counted as RFC 8449 §4 does: in TLS 1.3 with the content type and
    /// the padding. It holds from now on, for what has gathered, too.
    pub fn limit_protected(&mut self, bytes: usize) {
        self.max_protected = bytes;
    }

    /// Lets each key installed from now on seal at most `records` records (see [`crate::UsageLimit::at_most`]).
    pub fn limit_records(&mut self, records: u64) {
        self.max_records = records;
    }

    /// One whole handshake message, header included. It is sent with those that follow.
    pub fn handshake(&mut self, message: &[u8]) {
        if self.flight.is_empty() {
            self.flight.reserve(FLIGHT);
        }
        self.flight.extend_from_slice(message);
    }

    /// Cuts the messages that have gathered into records.
    ///
    /// # Errors
    /// [`CannotSeal::KeyExhausted`].
    pub fn flush(&mut self) -> Result<(), CannotSeal> {
        if self.flight.is_empty() {
            return Ok(());
        }
        let mut flight = mem::take(&mut self.flight);
        let version = self.version_of(&flight);
        self.begun = true;
        let sealed = self.seal(ContentType::HANDSHAKE, version, &[IoSlice::new(&flight)], flight.len());
        flight.clear();
        self.flight = flight;
        sealed
    }

    /// Application data, after what has gathered. Returns how many bytes were taken: fewer than given only when the key
    /// must be updated first (see [`Self::wants_update`]).
    ///
    /// # Errors
    /// [`CannotSeal::NoKeys`]; [`CannotSeal::KeyExhausted`] if not even waiting handshake messages can be sealed.
    pub fn data(&mut self, bytes: &[u8]) -> Result<usize, CannotSeal> {
        self.data_vectored(&[IoSlice::new(bytes)])
    }

    /// As [`Self::data`], from several pieces that share records.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub fn data_vectored(&mut self, pieces: &[IoSlice<'_>]) -> Result<usize, CannotSeal> {
        self.flush()?;
        let given = pieces.iter().fold(0usize, |sum, piece| sum.saturating_add(piece.len()));
        let records = self.direction.records_left().and_then(|left| usize::try_from(left).ok());
        let room = records.map_or(given, |left| left.saturating_mul(self.fragment()));
        let taken = given.min(room);
        self.seal(ContentType::APPLICATION_DATA, ProtocolVersion::TLS1_2, pieces, taken)?;
        Ok(taken)
    }

    /// An alert, after what has gathered; protected if there are keys (RFC 9846 §6).
    ///
    /// # Errors
    /// [`CannotSeal::KeyExhausted`].
    pub fn alert(&mut self, alert: Alert) -> Result<(), CannotSeal> {
        self.flush()?;
        let alert = alert.encode();
        self.record(ContentType::ALERT, ProtocolVersion::TLS1_2, alert.len(), |out| {
            out.extend_from_slice(&alert);
        })
    }

    /// The change_cipher_spec of middlebox compatibility (RFC 9846 §E.4), after what has gathered; never protected.
    ///
    /// # Errors
    /// [`CannotSeal::KeyExhausted`] if waiting handshake messages cannot be sealed.
    pub fn change_cipher_spec(&mut self) -> Result<(), CannotSeal> {
        self.flush()?;
        let keys = mem::take(&mut self.direction);
        let done =
            self.record(ContentType::CHANGE_CIPHER_SPEC, ProtocolVersion::TLS1_2, 1, |out| out.push(1));
        self.direction = keys;
        done
    }

    /// New keys for everything from now on; what has gathered is still sent under the old ones.
    ///
    /// # Errors
    /// [`CannotSeal::KeyExhausted`].
    pub fn install(&mut self, keys: RecordKeys) -> Result<(), CannotSeal> {
        self.flush()?;
        self.direction = keys.at_most(self.max_records).into();
        Ok(())
    }

    /// No keys from now on; what has gathered is still sent under the old ones. For a client whose early data was in vain:
    /// its second ClientHello is as the first (RFC 9846 §4.3.10).
    ///
    /// # Errors
    /// [`CannotSeal::KeyExhausted`].
    pub fn unprotect(&mut self) -> Result<(), CannotSeal> {
        self.flush()?;
        self.direction = Direction::Plaintext;
        Ok(())
    }

    /// Whether the key has sealed so many records that it must be updated before more application data is sent
    /// (RFC 9846 §5.5). There is still room for the KeyUpdate and for an alert.
    #[must_use]
    pub fn wants_update(&self) -> bool {
        self.direction.records_left() == Some(0)
    }

    /// The bytes to write to the socket next: whole records, as many as lie in one piece. Once they are
    /// [sent](Self::sent), the next piece stands here; nothing, once all are.
    #[must_use]
    pub fn outgoing(&self) -> &[u8] {
        self.outgoing.waiting()
    }

    /// All pieces that are to be written to the socket, in order: for a vectored write.
    pub fn outgoing_pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.outgoing.pieces()
    }

    /// How many bytes are to be written to the socket, in all pieces.
    #[must_use]
    pub fn outgoing_len(&self) -> usize {
        self.outgoing.len()
    }

    /// The first `n` bytes of what is to be written were.
    pub fn sent(&mut self, n: usize) {
        self.outgoing.sent(n);
    }

    /// Whether messages have gathered that are not in records yet.
    #[must_use]
    pub fn has_gathered(&self) -> bool {
        !self.flight.is_empty()
    }

    /// Whether to keep a copy of every record, plain and sealed, for [`Self::drain_records`].
    pub fn keep_sealed(&mut self, keep: bool) {
        self.journal = keep.then(Journal::default);
    }

    /// Shows the records that were sealed since the last call, in order, and forgets them.
    pub fn drain_records(&mut self, see: impl FnMut(RecordFacts<'_>)) {
        if let Some(journal) = &mut self.journal {
            journal.drain(see);
        }
    }

    /// Gives the memory of empty buffers back. To be called when the connection rests.
    pub fn release(&mut self) {
        self.outgoing.release();
        if self.flight.is_empty() {
            self.flight = Vec::new();
        }
    }

    /// How much buffer memory is in use, in bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.outgoing.capacity() + self.flight.capacity()
    }

    /// How many bytes of content go into the next record.
    fn fragment(&self) -> usize {
        let protected = match self.direction {
            Direction::Plaintext => usize::MAX,
            Direction::Tls12(_) | Direction::Tls13(_) => self.max_protected,
        };
        self.max_fragment.min(protected.saturating_sub(self.direction.inner_type_len())).max(1)
    }

    /// Old servers want 0x0301 in the record of an initial ClientHello; everything else has 0x0303 (RFC 9846 §5.1).
    fn version_of(&self, flight: &[u8]) -> ProtocolVersion {
        let initial = !self.begun && flight.first() == Some(&HandshakeType::CLIENT_HELLO.0);
        if initial { ProtocolVersion::TLS1_0 } else { ProtocolVersion::TLS1_2 }
    }

    /// Cuts `length` bytes of `pieces` into records.
    fn seal(
        &mut self,
        content_type: ContentType,
        version: ProtocolVersion,
        pieces: &[IoSlice<'_>],
        length: usize,
    ) -> Result<(), CannotSeal> {
        if length == 0 {
            return Ok(());
        }
        let fragment = self.fragment();
        let records = length.div_ceil(fragment);
        let around = records * (HEADER_LEN + self.direction.expansion());
        self.outgoing.reserve(length.saturating_add(around), records);
        let mut pieces = Pieces { left: pieces.iter(), piece: &[] };
        let mut left = length;
        while left > 0 {
            let n = left.min(fragment);
            self.record(content_type, version, n, |out| pieces.copy(n, out))?;
            left -= n;
        }
        Ok(())
    }

    /// One record, of which `write` writes the content, as long as this.
    fn record(
        &mut self,
        content_type: ContentType,
        version: ProtocolVersion,
        length: usize,
        write: impl FnOnce(&mut Vec<u8>),
    ) -> Result<(), CannotSeal> {
        let sequence = self.direction.sequence();
        let lead = self.direction.lead();
        let out = self.outgoing.begin(lead, length);
        let start = out.len();
        let content = start + lead;
        out.resize(content, 0);
        write(out);
        if let Some(journal) = &mut self.journal {
            journal.plaintext(content_type, sequence, out.get(content..).unwrap_or_default());
        }
        self.direction
            .seal_in_place(content_type, version, 0, out, start)
            .inspect_err(|_| out.truncate(start))?;
        if let Some(journal) = &mut self.journal {
            journal.sealed(out.get(start..).unwrap_or_default());
        }
        Ok(())
    }
}

/// The bytes copied at once. For more, `memcpy` takes an instruction (`rep movsb`) that is some twenty times slower where
/// the target lies a little behind the source, pages aside: where the application's buffer lies is not ours to say.
const AT_ONCE: usize = 2048;

/// Several slices, read as one.
struct Pieces<'a> {
    left: core::slice::Iter<'a, IoSlice<'a>>,
    piece: &'a [u8],
}

impl Pieces<'_> {
    fn copy(&mut self, n: usize, out: &mut Vec<u8>) {
        let mut missing = n;
        while missing > 0 {
            if self.piece.is_empty() {
                let Some(next) = self.left.next() else { return };
                self.piece = next;
            }
            let (now, later) = self.piece.split_at(missing.min(self.piece.len()).min(AT_ONCE));
            out.extend_from_slice(now);
            self.piece = later;
            missing -= now.len();
        }
    }
}

impl Default for Transmit {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Transmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (waiting, memory) = (self.outgoing_len(), self.memory());
        write!(f, "Transmit {{ {:?}, waiting: {waiting}, memory: {memory} }}", self.direction)
    }
}
