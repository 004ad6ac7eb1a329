//! The messages of a handshake in the order of the transcript, numbered, so that a reader can say "messages 1–5".

use handfast::Role;
use handfast::crypto::hash::{Hash, Running};
use handfast::handshake::Side;
use handfast::wire::Kind;
use handfast::wire::code_points::HandshakeType;

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
    pub(crate) fn of(timeline: &'t Timeline) -> Self {
        Self { sent: timeline.events().iter().filter_map(sent).collect() }
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
}

fn sent(event: &Event) -> Option<(Role, &Message)> {
    match &event.what {
        What::Message(message) if message.side == Side::Write && is_counted(message) => {
            Some((event.role, message))
        }
        _ => None,
    }
}

/// Whether a message has a place in the transcript.
fn is_counted(message: &Message) -> bool {
    message.kind.is_some_and(Kind::in_transcript)
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
