//! From the bytes of a connection to what they say.

mod accept;
mod early_data;
mod limits;

use core::fmt;
use core::ops::Range;

use handfast_wire::alert::Alert;
use handfast_wire::code_points::ContentType;
use handfast_wire::record::{HEADER_LEN, Header};

use crate::coalesce::{Joined, message_len};
use crate::deframe::{Expected, judge};
use crate::facts::Noted;
use crate::incoming::Incoming;
use crate::limits::Patience;
use crate::not_tls::judge_first;
use crate::{Content, Direction, MAX_MESSAGE, RecordFacts, RecordKeys, Refusal};
use limits::Limits;

/// What [`Receive::open_next`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// No whole record is there.
    NeedInput,
    /// A piece of the handshake: call [`Receive::next_message`] until it has no more.
    Handshake,
    /// Application data, possibly of length zero: see [`Receive::plaintext`].
    ApplicationData,
    /// An alert.
    Alert(Alert),
    /// A change_cipher_spec of value 0x01, while it is allowed. TLS 1.3 drops it (RFC 9846 §5).
    ChangeCipherSpec,
    /// A record of early data, which was passed over (see [`Receive::pass_over_early_data`]).
    EarlyData,
}

/// Where a handshake message lies, header included: good for [`Receive::message`] until the next call of
/// [`Receive::space`], [`Receive::receive`], [`Receive::next_message`] or [`Receive::open_next`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Lies);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Lies {
    InRecord(Range<usize>),
    Joined,
}

/// The receiving half of the record layer.
///
/// A record is opened in place, and only when the one before has been taken, so keys can change between any two.
/// A refusal is final: whatever is asked afterwards gives it again, and no content.
pub struct Receive {
    direction: Direction,
    incoming: Incoming,
    joined: Joined,
    holds: ContentType,
    begun: bool,
    proven: bool,
    change_cipher_spec: bool,
    /// How much of it may still be passed over, if it was announced.
    early_data: Option<usize>,
    patience: Patience,
    refused: Option<Refusal>,
    max_message: usize,
    limits: Limits,
    last: Option<Noted>,
    sealed: Option<Vec<u8>>,
}

impl Receive {
    /// Nothing received, no keys, no change_cipher_spec allowed, messages up to [`MAX_MESSAGE`] bytes.
    #[must_use]
    pub fn new() -> Self {
        Self {
            direction: Direction::Plaintext,
            incoming: Incoming::default(),
            joined: Joined::default(),
            holds: ContentType::HANDSHAKE,
            begun: false,
            proven: false,
            change_cipher_spec: false,
            early_data: None,
            patience: Patience::default(),
            refused: None,
            max_message: MAX_MESSAGE,
            limits: Limits::default(),
            last: None,
            sealed: None,
        }
    }

    /// Room to read into, straight from a socket: a quarter of a record while little comes, up to four records while
    /// reads fill it. It is empty only while the buffer is full of what has not been taken.
    pub fn space(&mut self) -> &mut [u8] {
        self.last = None;
        self.incoming.space()
    }

    /// The first `n` bytes of [`Self::space`] were filled.
    pub fn received(&mut self, n: usize) {
        self.incoming.received(n);
    }

    /// Copies `bytes` in and returns how many there was room for; the rest is to be given again after some was taken.
    pub fn receive(&mut self, bytes: &[u8]) -> usize {
        let mut left = bytes;
        while !left.is_empty() {
            let space = self.space();
            let n = space.len().min(left.len());
            if n == 0 {
                break;
            }
            let (now, later) = left.split_at(n);
            space.iter_mut().zip(now).for_each(|(to, from)| *to = *from);
            self.received(n);
            left = later;
        }
        bytes.len() - left.len()
    }

    /// Opens at most one record. While content of the one before has not been taken, says again what that is.
    ///
    /// # Errors
    /// Any [`Refusal`].
    pub fn open_next(&mut self) -> Result<Opened, Refusal> {
        self.unless_refused(Self::try_open_next)
    }

    fn try_open_next(&mut self) -> Result<Opened, Refusal> {
        if !self.incoming.held().is_empty() {
            return Ok(self.holding());
        }
        let Some(header) = self.next_header()? else { return Ok(Opened::NeedInput) };
        let named = Header::decode(&header);
        let protected = judge(named, self.expected())?;
        let record = HEADER_LEN + usize::from(named.length);
        if self.incoming.unread().len() < record {
            return Ok(Opened::NeedInput);
        }
        self.begun = true;
        match self.open(header, record, protected) {
            Err(refusal @ (Refusal::BadRecordMac | Refusal::UnprotectedApplicationData)) => {
                self.pass_over(record, record - HEADER_LEN, refusal).map(|()| Opened::EarlyData)
            }
            content => self.accept(content?, protected),
        }
    }

    /// With which octet the next handshake message begins, whole or not, which is not taken: its msg_type (RFC 9846 §4).
    #[must_use]
    pub fn next_message_type(&self) -> Option<u8> {
        self.joined.begun().unwrap_or_else(|| fragment(self.holds, &self.incoming)).first().copied()
    }

    /// The next whole handshake message of the record that was opened, in place if it lies in one record.
    ///
    /// # Errors
    /// [`Refusal::MessageTooLong`].
    pub fn next_message(&mut self) -> Result<Option<Place>, Refusal> {
        self.unless_refused(Self::try_next_message)
    }

    fn try_next_message(&mut self) -> Result<Option<Place>, Refusal> {
        self.joined.forget_whole();
        let fragment = fragment(self.holds, &self.incoming);
        if !self.joined.is_partial()
            && let Some(length) = message_len(fragment, self.max_message)?
            && length <= fragment.len()
        {
            return Ok(Some(Place(Lies::InRecord(self.incoming.take(length)))));
        }
        let taken = self.joined.add(fragment, self.max_message)?;
        self.incoming.take(taken);
        Ok(self.joined.whole().map(|_| Place(Lies::Joined)))
    }

    /// The bytes of a message, header included.
    #[must_use]
    pub fn message(&self, place: &Place) -> &[u8] {
        match &place.0 {
            Lies::InRecord(range) => self.incoming.slice(range),
            Lies::Joined => self.joined.whole().unwrap_or_default(),
        }
    }

    /// The application data of the record that was opened, as far as it is not consumed.
    #[must_use]
    pub fn plaintext(&self) -> &[u8] {
        if self.holds == ContentType::APPLICATION_DATA { self.incoming.held() } else { &[] }
    }

    /// The first `n` bytes of [`Self::plaintext`] are done with.
    pub fn consume(&mut self, n: usize) {
        if self.holds == ContentType::APPLICATION_DATA {
            self.incoming.take(n);
        }
    }

    /// Whether the last handshake message ended with its record, as one before a key change must (RFC 9846 §5.1).
    #[must_use]
    pub fn at_boundary(&self) -> bool {
        self.incoming.held().is_empty() && !self.joined.is_partial()
    }

    /// New keys for everything that has not been opened yet.
    ///
    /// # Errors
    /// [`Refusal::KeyChangeInsideRecord`] unless [`Self::at_boundary`]; the keys are then unchanged.
    pub fn install(&mut self, keys: RecordKeys) -> Result<(), Refusal> {
        self.unless_refused(|receive| {
            if !receive.at_boundary() {
                return Err(Refusal::KeyChangeInsideRecord);
            }
            receive.direction = keys.into();
            receive.limits.new_keys();
            Ok(())
        })
    }

    /// Whether change_cipher_spec may come: after the first ClientHello was sent or received, until the peer's
    /// Finished (RFC 9846 §5).
    pub fn allow_change_cipher_spec(&mut self, allowed: bool) {
        self.change_cipher_spec = allowed;
    }

    /// Refuse handshake messages of more than `bytes` bytes (without header) from now on.
    pub fn limit_message(&mut self, bytes: usize) {
        self.max_message = bytes;
    }

    /// Refuse records of more than `bytes` bytes of content (RFC 6066 §4) from the next one on.
    pub fn limit_fragment(&mut self, bytes: usize) {
        self.limits.fragment = bytes;
    }

    /// Refuse protected records of more than `bytes` bytes, counted as RFC 8449 §4 does: in TLS 1.3 with the content type
    /// and the padding. It holds for what was opened under the present keys already: the peer knew the limit before we
    /// know that it did.
    ///
    /// # Errors
    /// [`Refusal::RecordSizeLimit`]: one of those was longer.
    pub fn limit_protected(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.unless_refused(|receive| receive.limits.limit_protected(bytes))
    }

    /// Whether to keep a copy of each record's body for [`Self::last_record`] before it is opened in place.
    pub fn keep_sealed(&mut self, keep: bool) {
        self.sealed = keep.then(Vec::new);
    }

    /// The record that [`Self::open_next`] opened, or tried to, last; until the next [`Self::space`].
    #[must_use]
    pub fn last_record(&self) -> Option<RecordFacts<'_>> {
        let noted = self.last.as_ref()?;
        Some(noted.facts(self.incoming.slice(&noted.plaintext), self.sealed.as_deref()))
    }

    /// How many bytes were received and not opened. If the transport ends and this is not 0, a record was cut off.
    #[must_use]
    pub fn unopened(&self) -> usize {
        self.incoming.unread().len()
    }

    /// Gives the memory of an empty buffer back. To be called when the connection rests, for instance when a read
    /// would block.
    pub fn release(&mut self) {
        self.last = None;
        self.joined.forget_whole();
        self.incoming.release();
    }

    /// How much buffer memory is in use, in bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.incoming.capacity() + self.joined.capacity() + self.sealed.as_ref().map_or(0, Vec::capacity)
    }

    fn unless_refused<T>(&mut self, ask: impl FnOnce(&mut Self) -> Result<T, Refusal>) -> Result<T, Refusal> {
        if let Some(refusal) = self.refused {
            return Err(refusal);
        }
        ask(self).inspect_err(|refusal| {
            self.refused = Some(*refusal);
            self.incoming.take(usize::MAX);
        })
    }

    fn next_header(&self) -> Result<Option<[u8; HEADER_LEN]>, Refusal> {
        let Some(header) = self.incoming.unread().first_chunk() else { return Ok(None) };
        if !self.begun {
            judge_first(header)?;
        }
        Ok(Some(*header))
    }

    fn expected(&self) -> Expected {
        Expected {
            protection: self.direction.protection(),
            proven: self.proven,
            change_cipher_spec: self.change_cipher_spec,
            early_data: self.early_data.is_some(),
        }
    }

    fn holding(&self) -> Opened {
        if self.holds == ContentType::APPLICATION_DATA { Opened::ApplicationData } else { Opened::Handshake }
    }

    /// Opens the first unread record, which is whole, and holds its content.
    fn open(&mut self, header: [u8; HEADER_LEN], record: usize, protected: bool) -> Result<Content, Refusal> {
        let sequence = if protected { self.direction.sequence() } else { None };
        self.last = Some(Noted { header, sequence, content: None, plaintext: 0..0 });
        let body = self.incoming.unread_mut(record).get_mut(HEADER_LEN..).unwrap_or_default();
        if let Some(sealed) = &mut self.sealed {
            sealed.clear();
            sealed.extend_from_slice(body);
        }
        let content = match &mut self.direction {
            Direction::Plaintext if protected => return Err(Refusal::UnprotectedApplicationData),
            direction if protected => direction.open(&header, body)?,
            _ => Direction::Plaintext.open(&header, body)?,
        };
        self.proven |= protected;
        let plaintext = self.incoming.hold(record, content.start..content.start + content.length);
        self.last = Some(Noted { header, sequence, content: Some(content), plaintext });
        let inner_type = if protected { self.direction.inner_type_len() } else { 0 };
        self.limits.judge(&content, inner_type, protected)?;
        Ok(content)
    }
}

/// What the record that was opened still holds of handshake messages.
fn fragment(holds: ContentType, incoming: &Incoming) -> &[u8] {
    if holds == ContentType::HANDSHAKE { incoming.held() } else { &[] }
}

impl Default for Receive {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Receive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unopened, memory) = (self.unopened(), self.memory());
        write!(f, "Receive {{ {:?}, unopened: {unopened}, memory: {memory} }}", self.direction)
    }
}
