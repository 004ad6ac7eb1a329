//! One direction of TLS: octets to records, records to what they hold.

use handfast::handshake::Epoch;
use handfast::record::{Content, Direction, MAX_MESSAGE};
use handfast::wire::code_points::ContentType;
use handfast::wire::record::{HEADER_LEN, Header, MAX_PLAINTEXT};

use super::missing::Missing;

/// What one side sends.
#[derive(Debug, Default)]
pub(super) struct Half {
    heard: Vec<u8>,
    /// So many octets of it have been read.
    read: usize,
    /// Of a handshake message that crosses records, what came so far.
    joined: Vec<u8>,
    keys: Current,
    /// The keys after the next, in their order, which are tried where the current ones do not open, or are not known.
    later: Vec<(Epoch, Option<Direction>)>,
    /// What was already said to be missing.
    pub(super) told: Vec<Missing>,
    is_over: bool,
}

/// The keys, and how many records came under them.
#[derive(Debug)]
struct Current {
    epoch: Epoch,
    /// `None` if they are not known.
    direction: Option<Direction>,
    records: u64,
}

impl Default for Current {
    fn default() -> Self {
        Self { epoch: Epoch::Plaintext, direction: Some(Direction::Plaintext), records: 0 }
    }
}

/// A record as it came.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) header: [u8; HEADER_LEN],
    pub(super) body: Vec<u8>,
}

/// A record that was opened, if that was possible.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) epoch: Epoch,
    pub(super) sequence: Option<u64>,
    pub(super) content: Option<Content>,
    pub(super) plaintext: Vec<u8>,
}

/// The most that TLS 1.2 lets a record hold (RFC 5246 §6.2.3), which is more than TLS 1.3 does.
const LONGEST: usize = MAX_PLAINTEXT + 2048;

impl Half {
    /// More octets came.
    pub(super) fn add(&mut self, octets: &[u8]) {
        if !self.is_over {
            self.heard.drain(..self.read);
            self.read = 0;
            self.heard.extend_from_slice(octets);
        }
    }

    /// The next whole record, if there is one.
    ///
    /// # Errors
    /// [`Missing::Records`], once: then nothing more of this direction is read.
    pub(super) fn next(&mut self) -> Result<Option<Raw>, Missing> {
        let unread = self.heard.get(self.read..).unwrap_or_default();
        let Some((header, rest)) = unread.split_first_chunk() else { return Ok(None) };
        let (header, length) = (*header, usize::from(Header::decode(header).length));
        if !is_record(&header) || length > LONGEST {
            self.end();
            return Err(Missing::Records);
        }
        let Some(body) = rest.get(..length).map(<[u8]>::to_vec) else { return Ok(None) };
        self.read += HEADER_LEN + length;
        Ok(Some(Raw { header, body }))
    }

    /// Nothing more is read.
    pub(super) fn end(&mut self) {
        *self = Self { is_over: true, told: core::mem::take(&mut self.told), ..Self::default() };
    }

    /// Whether the keys in use are known.
    pub(super) fn has_keys(&self) -> bool {
        self.keys.direction.is_some() || self.later.iter().any(|(_, keys)| keys.is_some())
    }

    pub(super) const fn epoch(&self) -> Epoch {
        self.keys.epoch
    }

    /// Opens a record that is protected.
    pub(super) fn open(&mut self, raw: &Raw) -> Read {
        let opened =
            self.keys.direction.as_mut().and_then(|keys| opened(keys, raw)).or_else(|| self.skip(raw));
        let sequence = Some(self.keys.records);
        self.keys.records += 1;
        let (content, plaintext) = opened.map_or((None, Vec::new()), |(content, text)| (Some(content), text));
        Read { epoch: self.keys.epoch, sequence, content, plaintext }
    }

    /// The end of the handshake was not seen, for want of its keys: perhaps the record is one of those behind it.
    fn skip(&mut self, raw: &Raw) -> Option<(Content, Vec<u8>)> {
        let tried = self.later.iter_mut().enumerate().find_map(|(index, (_, keys))| {
            let read = opened(keys.as_mut()?, raw)?;
            Some((index, read))
        });
        let (index, read) = tried?;
        let (epoch, keys) = self.later.drain(..=index).next_back()?;
        self.later.retain(|(other, _)| *other != epoch);
        self.keys = Current::new(epoch, keys);
        Some(read)
    }

    /// From the next record on these keys, or unknown ones.
    pub(super) fn install(&mut self, epoch: Epoch, keys: Option<Direction>) {
        self.keys = Current::new(epoch, keys);
        self.later.clear();
    }

    /// Those will follow, known or not.
    pub(super) fn expect(&mut self, epoch: Epoch, keys: Option<Direction>) {
        self.later.push((epoch, keys));
    }

    /// What these keys protect is over.
    pub(super) fn promote(&mut self, from: Epoch) {
        self.later.retain(|(epoch, _)| *epoch != from);
        if self.keys.epoch == from && !self.later.is_empty() {
            let (epoch, keys) = self.later.remove(0);
            self.keys = Current::new(epoch, keys);
        }
    }

    /// The handshake messages that are whole with this piece.
    ///
    /// # Errors
    /// [`Missing::Records`] if a message is too long.
    pub(super) fn messages(&mut self, piece: &[u8]) -> Result<Vec<Vec<u8>>, Missing> {
        self.joined.extend_from_slice(piece);
        let (mut messages, mut read) = (Vec::new(), 0);
        while let Some((rest, length)) = self.joined.get(read..).and_then(|rest| Some((rest, length(rest)?)))
        {
            if length > MAX_MESSAGE {
                self.end();
                return Err(Missing::Records);
            }
            let Some(message) = rest.get(..length) else { break };
            messages.push(message.to_vec());
            read += length;
        }
        self.joined.drain(..read);
        Ok(messages)
    }
}

impl Current {
    const fn new(epoch: Epoch, direction: Option<Direction>) -> Self {
        Self { epoch, direction, records: 0 }
    }
}

/// Opening happens in place and destroys what does not open.
fn opened(keys: &mut Direction, raw: &Raw) -> Option<(Content, Vec<u8>)> {
    let mut body = raw.body.clone();
    let content = keys.open(&raw.header, &mut body).ok()?;
    let plaintext = body.get(content.start..content.start.checked_add(content.length)?)?.to_vec();
    Some((content, plaintext))
}

/// All versions since SSL 3.0 begin a record alike.
pub(super) fn is_record(header: &[u8]) -> bool {
    let is_known = |content_type: u8| {
        let content_type = ContentType(content_type);
        [
            ContentType::CHANGE_CIPHER_SPEC,
            ContentType::ALERT,
            ContentType::HANDSHAKE,
            ContentType::APPLICATION_DATA,
        ]
        .contains(&content_type)
    };
    matches!(header, [content_type, 3, 0..=4, ..] if is_known(*content_type))
}

/// The length of the message that begins here, header included (RFC 9846 §4).
fn length(message: &[u8]) -> Option<usize> {
    let [_, high, middle, low] = *message.first_chunk()?;
    Some(4 + usize::try_from(u32::from_be_bytes([0, high, middle, low])).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 700,000 records, each with an octet of data: all that is behind a record must not be moved for it.
    #[test]
    fn many_small_records_that_come_at_once_are_cut_in_time() {
        let begin = std::time::Instant::now();
        let mut half = Half::default();
        half.add(&[23, 3, 3, 0, 1, 0].repeat(700_000));
        let mut cut = 0;
        while let Ok(Some(raw)) = half.next() {
            assert_eq!(raw.body, [0]);
            cut += 1;
        }
        assert_eq!(cut, 700_000);
        assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
    }

    #[test]
    fn messages_are_whole_wherever_they_are_cut() {
        let stream = [[0, 0, 0, 0].as_slice(), &[20, 0, 0, 2, 7, 8], &[24, 0, 0, 1, 1]].concat();
        for at in 0..stream.len() {
            let mut half = Half::default();
            let (first, rest) = stream.split_at(at);
            let mut messages = half.messages(first).unwrap();
            messages.extend(half.messages(rest).unwrap());
            assert_eq!(messages.concat(), stream, "{at}");
            assert_eq!(messages.len(), 3, "{at}");
        }
    }
}
