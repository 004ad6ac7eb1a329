//! Which segments belong together, and which side is the client.

use std::collections::HashMap;
use std::net::SocketAddr;

use handfast::Role;

use super::dialogue::Dialogue;
use super::half::is_record;
use super::keys::Keys;
use super::segment::Segment;
use super::stream::Stream;
use super::{Followed, Overheard};
use crate::Rooms;
use crate::capture::Ends;

/// All TCP connections of a capture.
#[derive(Debug)]
pub(super) struct Flows<'k> {
    keys: &'k Keys,
    rooms: &'k Rooms,
    /// The last connection between two ends, by its place in `all`.
    last: HashMap<[SocketAddr; 2], usize>,
    all: Vec<Flow<'k>>,
    waiting: usize,
    tls: usize,
    left_out: usize,
}

/// As many TCP connections are told apart, and as many of them are read if they speak TLS.
const CONNECTIONS: usize = 16_384;
const DIALOGUES: usize = 512;

/// So many octets wait in all streams together for others that are missing.
const WAITING: usize = 64 << 20;

/// One of them.
#[derive(Debug)]
struct Flow<'k> {
    /// The ends in the order of their addresses, and what each said.
    ends: [SocketAddr; 2],
    streams: [Stream; 2],
    /// Which of both opened the connection.
    opener: Option<usize>,
    speaks: Speaks<'k>,
}

#[derive(Debug)]
enum Speaks<'k> {
    /// Not enough was said to tell; this is what.
    Unknown([Vec<u8>; 2]),
    /// TLS; which of both is the client.
    Tls { client: usize, dialogue: Box<Dialogue<'k>> },
    /// TLS, of which there is too much to read this, too.
    LeftOut,
    /// Something else, which is not read.
    Other,
}

impl<'k> Flows<'k> {
    pub(super) fn new(keys: &'k Keys, rooms: &'k Rooms) -> Self {
        let (last, all) = (HashMap::new(), Vec::new());
        Self { keys, rooms, last, all, waiting: 0, tls: 0, left_out: 0 }
    }

    pub(super) fn take(&mut self, segment: &Segment<'_>) {
        let mut ends = [segment.from, segment.to];
        ends.sort_unstable();
        let is_new = segment.syn && !segment.ack;
        let known = self.last.get(&ends).copied();
        let place = match known.filter(|place| !(is_new && self.has_begun(*place))) {
            Some(place) => place,
            None if self.all.len() < CONNECTIONS => self.add(ends),
            None => {
                self.left_out += usize::from(is_new);
                return;
            }
        };
        let Some(flow) = self.all.get_mut(place) else { return };
        let before = flow.waiting();
        let may_speak = self.tls < DIALOGUES;
        let (was, may_wait) = (flow.is_tls(), self.waiting < WAITING);
        if let Some(told) = flow.take(segment, may_wait) {
            flow.hear(told, || may_speak.then(|| Dialogue::new(self.keys, self.rooms)));
        }
        self.tls += usize::from(flow.is_tls() && !was);
        self.waiting = (self.waiting + flow.waiting()).saturating_sub(before);
    }

    fn has_begun(&self, place: usize) -> bool {
        self.all.get(place).is_some_and(Flow::has_begun)
    }

    fn add(&mut self, ends: [SocketAddr; 2]) -> usize {
        let (streams, speaks) = (Default::default(), Speaks::Unknown(Default::default()));
        self.all.push(Flow { ends, streams, opener: None, speaks });
        self.last.insert(ends, self.all.len() - 1);
        self.all.len() - 1
    }

    /// Those that spoke TLS, and how many others there were.
    pub(super) fn end(self) -> Overheard {
        let (tcp, beyond) = (self.all.len(), self.all.iter().filter(|flow| flow.is_left_out()).count());
        let connections: Vec<_> = self.all.into_iter().filter_map(Flow::end).collect();
        let (others, left_out) = (tcp - connections.len() - beyond, self.left_out + beyond);
        Overheard { connections, others, left_out, damage: None }
    }
}

/// New octets of one end.
type Told = (usize, Vec<u8>);

impl<'k> Flow<'k> {
    const fn is_tls(&self) -> bool {
        matches!(self.speaks, Speaks::Tls { .. })
    }

    const fn is_left_out(&self) -> bool {
        matches!(self.speaks, Speaks::LeftOut)
    }

    fn has_begun(&self) -> bool {
        match &self.speaks {
            Speaks::Unknown(said) => said.iter().any(|said| !said.is_empty()),
            Speaks::Tls { .. } | Speaks::LeftOut | Speaks::Other => true,
        }
    }

    fn waiting(&self) -> usize {
        self.streams.iter().map(Stream::waiting).sum()
    }

    fn take(&mut self, segment: &Segment<'_>, may_wait: bool) -> Option<Told> {
        let from = usize::from(self.ends.first() != Some(&segment.from));
        let stream = self.streams.get_mut(from)?;
        let mut sequence = segment.sequence;
        if segment.syn {
            self.opener.get_or_insert(if segment.ack { 1 - from } else { from });
            stream.starts(sequence);
            sequence = sequence.wrapping_add(1);
        }
        if segment.payload.is_empty() || matches!(self.speaks, Speaks::LeftOut | Speaks::Other) {
            return None;
        }
        let octets = stream.take(sequence, segment.payload, may_wait);
        (!octets.is_empty()).then_some((from, octets))
    }

    fn hear(&mut self, (from, octets): Told, dialogue: impl FnOnce() -> Option<Dialogue<'k>>) {
        match &mut self.speaks {
            Speaks::Tls { client, dialogue } => dialogue.hear(role(from, *client), &octets),
            Speaks::Unknown(said) => {
                if let Some(said) = said.get_mut(from) {
                    said.extend_from_slice(&octets);
                }
                self.listen(from, dialogue);
            }
            Speaks::LeftOut | Speaks::Other => {}
        }
    }

    /// Decides what is spoken once the first octets are there: a header of a record, and the type of a message.
    fn listen(&mut self, from: usize, dialogue: impl FnOnce() -> Option<Dialogue<'k>>) {
        let Speaks::Unknown(said) = &mut self.speaks else { return };
        let Some([header @ .., message]) = said.get(from).and_then(|said| said.first_chunk::<6>()) else {
            return;
        };
        let client = match (header, *message) {
            ([22, ..], 1) => from,
            ([22, ..], 2) => 1 - from,
            _ => self.opener.unwrap_or(from),
        };
        if !is_record(header) {
            return self.ignore(Speaks::Other);
        }
        let Some(mut dialogue) = dialogue() else { return self.ignore(Speaks::LeftOut) };
        for end in [from, 1 - from] {
            if let Some(said) = said.get(end) {
                dialogue.hear(role(end, client), said);
            }
        }
        self.speaks = Speaks::Tls { client, dialogue: Box::new(dialogue) };
    }

    fn ignore(&mut self, why: Speaks<'k>) {
        self.speaks = why;
        self.streams = Default::default();
    }

    fn end(self) -> Option<Followed> {
        let Speaks::Tls { client, dialogue } = self.speaks else { return None };
        let [first, second] = self.ends;
        let ends = match client {
            0 => Ends { client: first, server: second },
            _ => Ends { client: second, server: first },
        };
        let [first, second] = self.streams.map(|stream| stream.waiting());
        let timeline = dialogue.end([(role(0, client), first), (role(1, client), second)]);
        Some(Followed { ends, timeline })
    }
}

const fn role(end: usize, client: usize) -> Role {
    if end == client { Role::Client } else { Role::Server }
}
