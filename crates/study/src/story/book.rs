//! The messages of a handshake in the order of the transcript, numbered, so that a reader can say "messages 1–5".

use handfast::Role;
use handfast::crypto::hash::{Digest, Hash, Running};
use handfast::handshake::{Epoch, Side};
use handfast::wire::code_points::HandshakeType;
use handfast::wire::{Dialect, Kind};

use crate::timeline::{Event, Message, Timeline, What};

/// What was sent, from first to last.
#[derive(Debug)]
pub(crate) struct Book<'t> {
    sent: Vec<(Role, &'t Message)>,
}

/// How many messages one side has written, or read, so far.
#[derive(Debug, Default)]
pub(crate) struct Mark {
    client: usize,
    server: usize,
}

impl<'t> Book<'t> {
    /// What one side read counts as sent if the sender itself was not watched.
    pub(crate) fn of(timeline: &'t Timeline) -> Self {
        let is_watched = |role| timeline.watches(role);
        Self { sent: timeline.events().iter().filter_map(|event| sent(event, is_watched)).collect() }
    }

    /// The number of the next message of this sender after the mark, which moves on; numbers start at 1. `None` for
    /// what has no place in the transcript.
    pub(crate) fn number(&self, message: &Message, sender: Role, mark: &mut Mark) -> Option<usize> {
        let place = match sender {
            Role::Client => &mut mark.client,
            Role::Server => &mut mark.server,
        };
        let nth = is_counted(message).then_some(*place)?;
        *place += 1;
        let mut theirs = self.sent.iter().enumerate().filter(|(_, (role, _))| *role == sender);
        theirs.nth(nth).map(|(index, _)| index + 1)
    }

    /// The number of the last message of which this is the transcript hash (RFC 9846 §4.1).
    pub(crate) fn covered_by(&self, hash: Hash, digest: &[u8]) -> Option<usize> {
        let mut transcript = hash.start();
        let position = self.sent.iter().position(|(_, message)| {
            transcript = with(transcript.clone(), message);
            transcript.current().as_ref() == digest
        });
        position.map(|index| index + 1)
    }

    /// The transcript hash of the messages up to this number.
    pub(crate) fn hash_through(&self, hash: Hash, last: usize) -> Digest {
        self.hash_of(hash, 1..=last)
    }

    /// The hash of the messages of these numbers.
    pub(crate) fn hash_of(&self, hash: Hash, numbers: impl IntoIterator<Item = usize>) -> Digest {
        let messages = numbers.into_iter().filter_map(|number| self.sent.get(number.checked_sub(1)?));
        messages.fold(hash.start(), |transcript, (_, message)| with(transcript, message)).current()
    }

    /// The octets of the messages up to this number, one after the other.
    pub(crate) fn octets_through(&self, last: usize) -> Vec<u8> {
        self.sent.iter().take(last).flat_map(|(_, message)| message.bytes.iter().copied()).collect()
    }

    /// The event by which this side has written or read all messages up to this number.
    pub(crate) fn seen(&self, role: Role, last: usize, timeline: &Timeline) -> Option<usize> {
        let wanted = self.sent.iter().take(last).filter(|(sender, _)| *sender == role).count();
        let (mut written, mut read) = (0, 0);
        timeline.events().iter().position(|event| {
            if let What::Message(message) = &event.what
                && event.role == role
                && is_counted(message)
            {
                match message.side {
                    Side::Write => written += 1,
                    Side::Read => read += 1,
                }
            }
            written >= wanted && read >= last.saturating_sub(wanted)
        })
    }

    /// The first message of this kind from this sender, and its number.
    pub(crate) fn find(&self, sender: Role, kind: Kind) -> Option<(usize, &'t Message)> {
        self.all(sender, kind).next()
    }

    /// All messages of this kind from this sender, each with its number.
    pub(crate) fn all(
        &self,
        sender: Role,
        kind: Kind,
    ) -> impl DoubleEndedIterator<Item = (usize, &'t Message)> + '_ {
        let of_kind = move |(place, (role, message)): (usize, &(Role, &'t Message))| {
            (*role == sender && message.kind == Some(kind)).then_some((place + 1, *message))
        };
        self.sent.iter().enumerate().filter_map(of_kind)
    }
}

/// `message 1`, `messages 1–5`
pub(crate) fn through(last: usize) -> String {
    if last == 1 { "message 1".to_owned() } else { format!("messages 1–{last}") }
}

fn sent(event: &Event, is_watched: impl Fn(Role) -> bool) -> Option<(Role, &Message)> {
    let What::Message(message) = &event.what else { return None };
    let sender = event.sender(message.side);
    let is_original = message.side == Side::Write || !is_watched(sender);
    (is_original && is_counted(message)).then_some((sender, message))
}

/// Whether a message has a place in the transcript. A ticket of TLS 1.2 comes before there are keys (RFC 5077 §3.3).
pub(crate) fn is_counted(message: &Message) -> bool {
    let is_early = message.epoch == Epoch::Plaintext;
    let dialect = if is_early { Dialect::Tls12Ecdhe } else { Dialect::Tls13 };
    message.kind.is_some_and(|kind| kind.in_transcript(dialect))
}

/// A HelloRetryRequest turns all before it into its hash, in the form of a message (RFC 9846 §4.1).
fn with(mut transcript: Running, message: &Message) -> Running {
    if message.kind == Some(Kind::HelloRetryRequest) {
        let first = transcript.current();
        let length = u8::try_from(first.as_ref().len()).unwrap_or(u8::MAX);
        transcript = transcript.hash().start();
        transcript.update(&[HandshakeType::MESSAGE_HASH.0, 0, 0, length]);
        transcript.update(first.as_ref());
    }
    transcript.update(&message.bytes);
    transcript
}
