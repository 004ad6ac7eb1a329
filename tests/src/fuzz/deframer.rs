//! The receiving half of the record layer, fed with anything in pieces of any size.

use handfast::crypto::aead::Aead;
use handfast::crypto::hash::Hash;
use handfast::crypto::secret::Secret;
use handfast::record::{Direction, MAX_MESSAGE, Opened, Receive, RecordKeys};
use handfast::wire::code_points::ContentType;
use handfast::wire::record::{HEADER_LEN, MAX_CIPHERTEXT};

use super::script::Script;

/// A script: whether there are keys, how long a message may be, how the bytes are cut, and which records come.
pub fn deframer(data: &[u8]) {
    let mut script = Script::new(data);
    let mut feed = Feed::new(&mut script);
    while !script.is_over() && !feed.refused {
        feed.next(&mut script);
    }
    feed.flush();
}

struct Feed {
    rx: Receive,
    keys: Direction,
    generation: u8,
    /// What was sealed and not delivered.
    wire: Vec<u8>,
    cut: usize,
    limit: usize,
    refused: bool,
    /// Application data that was sealed and did not come out; `None` after something was done to the stream.
    expected: Option<Vec<u8>>,
}

impl Feed {
    fn new(script: &mut Script<'_>) -> Self {
        let mut rx = Receive::new();
        let limit = if script.flag() { usize::from(script.number()) } else { MAX_MESSAGE };
        rx.limit_message(limit);
        rx.allow_change_cipher_spec(script.flag());
        rx.keep_sealed(script.flag());
        let cut = usize::from(script.byte());
        let (keys, wire) = (Direction::Plaintext, Vec::new());
        Self { rx, keys, generation: 0, wire, cut, limit, refused: false, expected: Some(Vec::new()) }
    }

    fn next(&mut self, script: &mut Script<'_>) {
        match script.byte() % 8 {
            0 => self.seal(ContentType::HANDSHAKE, script.piece(), 0),
            1 => self.seal(ContentType::APPLICATION_DATA, script.piece(), 0),
            2 => self.seal(ContentType(script.byte()), script.part(), script.below(600)),
            3 => self.raw(script.part()),
            4 => self.damage(script),
            5 => self.new_keys(),
            6 => self.rx.allow_change_cipher_spec(script.flag()),
            _ => {
                self.flush();
                self.rx.release();
            }
        }
    }

    fn seal(&mut self, content_type: ContentType, content: &[u8], padding: usize) {
        let sealed = self.keys.seal(content_type, content, padding, &mut self.wire);
        if content_type == ContentType(0) {
            // No type but padding: the last byte of the content that is not 0 is the type then (RFC 9846 §5.4).
            self.expected = None;
        }
        match &mut self.expected {
            Some(expected) if content_type == ContentType::APPLICATION_DATA && sealed.is_ok() => {
                expected.extend_from_slice(content);
            }
            _ => {}
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.expected = None;
        self.wire.extend_from_slice(bytes);
    }

    fn damage(&mut self, script: &mut Script<'_>) {
        self.expected = None;
        script.damage(&mut self.wire);
    }

    /// On both sides, as far as the receiver is at a boundary.
    fn new_keys(&mut self) {
        self.flush();
        self.generation = self.generation.wrapping_add(1);
        let at_boundary = self.rx.at_boundary();
        let installed = self.rx.install(self.keys_of(self.generation));
        assert!(at_boundary || installed.is_err(), "a key change inside a message");
        match installed {
            Ok(()) => self.keys = self.keys_of(self.generation).into(),
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// Of both versions in turn.
    fn keys_of(&self, generation: u8) -> RecordKeys {
        let aead = [Aead::Aes128Gcm, Aead::ChaCha20Poly1305, Aead::Aes256Gcm];
        let aead = aead.into_iter().cycle().nth(usize::from(generation % 3)).expect("three of them");
        let secret = |length| Secret::from_slice([generation; 32].get(..length).expect("no more than 32"));
        if generation.is_multiple_of(2) {
            RecordKeys::tls12(aead, &secret(aead.key_len()), &secret(aead.fixed_iv_len()))
        } else {
            RecordKeys::tls13(aead, Hash::Sha256, &secret(32))
        }
    }

    fn flush(&mut self) {
        let wire = std::mem::take(&mut self.wire);
        let mut rest = wire.as_slice();
        while !rest.is_empty() && !self.refused {
            let piece = if self.cut == 0 { rest } else { rest.get(..self.cut).unwrap_or(rest) };
            let n = self.rx.receive(piece);
            self.open_all();
            assert!(n > 0 || self.refused, "there is no room, and nothing to take either");
            rest = rest.get(n..).unwrap_or_default();
        }
    }

    fn open_all(&mut self) {
        let limit = 16 + 2 * self.rx.unopened();
        for _ in 0..limit {
            self.check_memory();
            match self.rx.open_next() {
                Ok(Opened::NeedInput) => return,
                Ok(Opened::Handshake) => self.messages(),
                Ok(Opened::ApplicationData) => self.content(),
                Ok(Opened::Alert(_) | Opened::ChangeCipherSpec | Opened::EarlyData) => {}
                Err(refusal) => self.refuse(refusal),
            }
            if self.refused {
                return;
            }
        }
        assert!(self.refused, "opening has no end");
    }

    fn messages(&mut self) {
        loop {
            match self.rx.next_message() {
                Ok(Some(place)) => {
                    let message = self.rx.message(&place);
                    let [_, high, middle, low] = *message.first_chunk().expect("a header");
                    let length = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
                    assert_eq!(message.len(), 4 + length, "a whole message");
                    assert!(length <= self.limit, "a message over the limit");
                }
                Ok(None) => return,
                Err(refusal) => return self.refuse(refusal),
            }
        }
    }

    fn content(&mut self) {
        let content = self.rx.plaintext().to_vec();
        if let Some(expected) = &mut self.expected {
            assert!(expected.starts_with(&content), "what comes out is what went in");
            expected.drain(..content.len());
        }
        self.rx.consume(content.len());
        assert!(self.rx.plaintext().is_empty());
    }

    /// A refusal is final and lends nothing.
    fn refuse(&mut self, refusal: handfast::record::Refusal) {
        assert!(!refusal.to_string().is_empty());
        assert_eq!(self.rx.open_next(), Err(refusal));
        assert_eq!(self.rx.next_message(), Err(refusal));
        assert!(self.rx.plaintext().is_empty());
        self.refused = true;
    }

    /// Four records to one read, a message and what growing it cost, a copy of a record.
    fn check_memory(&self) {
        let record = HEADER_LEN + MAX_CIPHERTEXT;
        let most = 5 * record + 2 * (self.limit + 4) + 2 * record;
        assert!(self.rx.memory() <= most, "{} bytes", self.rx.memory());
    }
}
