//! The records of an honest peer, made anew: what it says is put into records by the script, which knows its keys.

use std::collections::VecDeque;

use handfast::record::Direction;
use handfast::rule::AlertDescription;
use handfast::wire::Kind;
use handfast::wire::alert::Alert;
use handfast::wire::code_points::{AlertLevel, ContentType};

use super::script::Script;
use super::witnessed::Said;
use crate::samples::{malformed, raw, sample};

/// From what is said to bytes on the wire.
pub(super) struct Line {
    longest: usize,
    keys: Direction,
    /// Handshake messages that are not in a record yet.
    pending: Vec<u8>,
    held: Option<Vec<u8>>,
    said: Vec<Vec<u8>>,
    /// What goes to the other side next.
    pub(super) wire: Vec<u8>,
    /// Whether something was done that an honest line does not do.
    pub(super) has_meddled: bool,
}

impl Line {
    /// For one who takes no more than this in a record.
    pub(super) const fn new(longest: usize) -> Self {
        Self {
            longest,
            keys: Direction::Plaintext,
            pending: Vec::new(),
            held: None,
            said: Vec::new(),
            wire: Vec::new(),
            has_meddled: false,
        }
    }

    /// Everything that was said since the last time.
    pub(super) fn say(&mut self, said: Vec<Said>, script: &mut Script<'_>) {
        let mut said = VecDeque::from(said);
        while let Some(next) = said.pop_front() {
            match next {
                Said::Message(bytes) => self.message(bytes, script),
                Said::ChangeCipherSpec => self.change_cipher_spec(script),
                Said::Alert(alert) => self.record(ContentType::ALERT, &alert.encode(), 0),
                Said::Keys(keys) => {
                    // Choice 1 leaves what was said before under the keys that come.
                    if script.byte() % 16 == 1 {
                        self.has_meddled |= !self.pending.is_empty();
                    } else {
                        self.flush();
                    }
                    self.keys = keys.map_or(Direction::Plaintext, Direction::from);
                }
            }
        }
        self.flush();
    }

    /// A message of TLS 1.2, and a dummy in TLS 1.3: once, or never, twice, or something else.
    fn change_cipher_spec(&mut self, script: &mut Script<'_>) {
        let choice = script.byte() % 16;
        self.has_meddled |= matches!(choice, 1..=3);
        let content: &[&[u8]] = match choice {
            1 => &[],
            2 => &[&[1], &[1]],
            3 => &[script.piece()],
            _ => &[&[1]],
        };
        content.iter().for_each(|content| self.own_record(ContentType::CHANGE_CIPHER_SPEC, content));
    }

    fn message(&mut self, bytes: Vec<u8>, script: &mut Script<'_>) {
        let before = self.held.take();
        let choice = script.byte() % 16;
        self.has_meddled |= !matches!(choice, 0..=3);
        match choice {
            // Four ways that are fine: with others in a record, alone, in pieces, padded.
            1 => {
                self.flush();
                self.alone(&bytes, 0);
            }
            2 => self.pieces(&bytes, script),
            3 => {
                self.flush();
                self.alone(&bytes, script.below(300));
            }
            4 => {}
            5 => self.pending.extend([&bytes[..], &bytes].concat()),
            6 => self.held = Some(bytes.clone()),
            7 => {
                let mut damaged = bytes.clone();
                script.damage(&mut damaged);
                self.pending.extend(damaged);
            }
            8 => self.pending.extend(raw(bytes.first().copied().unwrap_or(0), script.piece())),
            9 | 10 => {
                self.act(script);
                self.pending.extend(&bytes);
            }
            11 => {
                self.pending.extend(&bytes);
                self.act(script);
            }
            12 => {
                self.pending.extend(&bytes);
                self.flush();
                script.damage(&mut self.wire);
            }
            13 => self.any_sample(script),
            14 => self.again(script),
            _ => self.pending.extend(&bytes),
        }
        self.said.push(bytes);
        self.pending.extend(before.into_iter().flatten());
    }

    /// In records of a few bytes each.
    fn pieces(&mut self, bytes: &[u8], script: &mut Script<'_>) {
        self.flush();
        let length = 1 + usize::from(script.byte());
        bytes.chunks(length).for_each(|piece| self.record(ContentType::HANDSHAKE, piece, 0));
    }

    /// Something that the honest peer would not do: any record, message, alert or bytes.
    pub(super) fn act(&mut self, script: &mut Script<'_>) {
        self.has_meddled = true;
        match script.byte() % 8 {
            0 => self.own_record(ContentType(script.byte()), script.piece()),
            1 => self.own_record(ContentType::HANDSHAKE, script.part()),
            2 => self.any_sample(script),
            3 => self.alert(script),
            4 => self.wire.extend(script.part()),
            5 => (0..script.byte()).for_each(|_| self.record(ContentType::APPLICATION_DATA, &[], 0)),
            6 => {
                let (content_type, content) = (ContentType(20 + script.byte() % 5), script.piece());
                let _ = Direction::Plaintext.seal(content_type, content, 0, &mut self.wire);
            }
            _ => self.again(script),
        }
    }

    /// Application data.
    pub(super) fn data(&mut self, content: &[u8]) {
        self.own_record(ContentType::APPLICATION_DATA, content);
    }

    fn alert(&mut self, script: &mut Script<'_>) {
        let alert = Alert { level: AlertLevel(script.byte()), description: AlertDescription(script.byte()) };
        self.own_record(ContentType::ALERT, &alert.encode());
    }

    fn any_sample(&mut self, script: &mut Script<'_>) {
        let kind = Kind::ALL.get(script.below(Kind::ALL.len())).copied().unwrap_or(Kind::Finished);
        self.pending.extend(if script.flag() { malformed(kind) } else { sample(kind) });
    }

    /// A message that was said before.
    fn again(&mut self, script: &mut Script<'_>) {
        let at = script.below(self.said.len());
        self.pending.extend(self.said.get(at).into_iter().flatten());
    }

    fn own_record(&mut self, content_type: ContentType, content: &[u8]) {
        self.flush();
        self.record(content_type, content, 0);
    }

    pub(super) fn flush(&mut self) {
        let pending = core::mem::take(&mut self.pending);
        self.alone(&pending, 0);
    }

    /// In as few records as there can be, with padding where there is room.
    fn alone(&mut self, bytes: &[u8], padding: usize) {
        for fragment in bytes.chunks(self.longest) {
            let padding = padding.min(self.longest - fragment.len());
            self.record(ContentType::HANDSHAKE, fragment, padding);
        }
    }

    /// What cannot be sealed, such as data without keys, does not go out.
    fn record(&mut self, content_type: ContentType, content: &[u8], padding: usize) {
        let _ = self.keys.seal(content_type, content, padding, &mut self.wire);
    }
}
