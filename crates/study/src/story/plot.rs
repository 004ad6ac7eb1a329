//! The plot: events become scenes. What a side does between two messages is one scene: what it read, through which
//! states it went, what it noted. Each thing that is sent is another.

mod parcel;
mod remark;

use handfast::handshake::{Derivation, Epoch, Fact, Side, State};
use handfast::wire::code_points::ContentType;
use handfast::wire::{Dialect, Kind};
use handfast::{ClientAuth, On, Role};

use self::parcel::Parcels;
pub(crate) use self::remark::{acceptance as acceptance_remark, quoted};
use super::book::{Book, Mark};
use super::ink::{Ink, Text};
use super::{contents, judgement, secrets};
use crate::timeline::{Event, Message, Record, Timeline, What};

/// What happens on the page.
#[derive(Debug)]
pub(crate) enum Scene {
    /// A side reads, moves and takes notes.
    Turn(Turn),
    /// A side sends.
    Sent(Sent),
}

/// What a side does between two messages.
#[derive(Debug)]
pub(crate) struct Turn {
    /// Which side.
    pub(crate) role: Role,
    /// What it read.
    pub(crate) cause: Option<Title>,
    /// Through which states it went.
    pub(crate) states: Vec<State>,
    /// What it found.
    pub(crate) notes: Vec<Text>,
}

/// What a side sends.
#[derive(Debug)]
pub(crate) struct Sent {
    /// Who sends.
    pub(crate) from: Role,
    /// Under which keys.
    pub(crate) epoch: Epoch,
    /// What.
    pub(crate) head: Text,
    /// How many octets, protection left aside.
    pub(crate) octets: usize,
    /// What there is to say of it.
    pub(crate) notes: Vec<Text>,
}

/// What a message is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Title {
    number: Option<usize>,
    kind: Option<Kind>,
}

/// All scenes, in the order of time.
pub(crate) fn scenes(timeline: &Timeline) -> Vec<Scene> {
    let mut plot = Plot::new(timeline);
    for event in timeline.events() {
        plot.event(event);
    }
    plot.close();
    plot.scenes
}

struct Plot<'t> {
    timeline: &'t Timeline,
    dialect: Dialect,
    book: Book<'t>,
    scenes: Vec<Scene>,
    open: Option<Turn>,
    derived: Vec<&'t Derivation>,
    parcels: Parcels,
    written: Mark,
    read: Mark,
    client_writes: Option<Epoch>,
    server_writes: Option<Epoch>,
    policy: ClientAuth,
    server_name: Option<&'t str>,
    explained: Vec<Kind>,
}

impl<'t> Plot<'t> {
    fn new(timeline: &'t Timeline) -> Self {
        Self {
            timeline,
            dialect: super::dialect(timeline),
            book: Book::of(timeline),
            scenes: Vec::new(),
            open: None,
            derived: Vec::new(),
            parcels: Parcels::default(),
            written: Mark::default(),
            read: Mark::default(),
            client_writes: None,
            server_writes: None,
            policy: ClientAuth::None,
            server_name: None,
            explained: Vec::new(),
        }
    }

    fn event(&mut self, event: &'t Event) {
        let role = event.role;
        match &event.what {
            What::Message(message) if message.side == Side::Read => self.reads(role, message),
            What::Message(message) => self.sends(role, message),
            What::Record(record) if record.side == Side::Write => self.leaves(role, record),
            What::Transition { from, on, to } if from != to => self.moves(role, *on, *to),
            What::Keys { side: Side::Write, epoch } => *self.writes_under(role) = Some(*epoch),
            What::Derived(derivation) => {
                self.turn(role);
                self.derived.push(derivation);
            }
            What::Learned(fact) => self.learns(role, fact),
            What::Judged { peer, decisions, refusal } => {
                let notes = judgement::notes(*peer, decisions, *refusal, self.server_name);
                self.turn(role).notes.extend(notes);
            }
            What::ChangeCipherSpec(Side::Write) => {
                self.note(role, Some(remark::change_cipher_spec(self.dialect)));
            }
            What::Alert(Side::Write, alert) => self.says(role, remark::alert(*alert), ALERT),
            What::Failed(error) => self.note(role, Some(remark::failure(error))),
            What::Acceptance(acceptance) => self.note(role, remark::acceptance(role, *acceptance)),
            _ => {}
        }
    }

    /// The turn of this side, begun if it is not open.
    fn turn(&mut self, role: Role) -> &mut Turn {
        if self.open.as_ref().is_none_or(|open| open.role != role) {
            self.close();
        }
        self.open.get_or_insert_with(|| Turn { role, cause: None, states: Vec::new(), notes: Vec::new() })
    }

    fn note(&mut self, role: Role, note: Option<Text>) {
        if let Some(note) = note {
            self.turn(role).notes.push(note);
        }
    }

    fn close(&mut self) {
        let Some(mut turn) = self.open.take() else { return };
        turn.notes.extend(secrets::notes(turn.role, &self.derived, self.timeline, &self.book));
        turn.notes.extend(self.parcels.notes());
        self.derived.clear();
        self.scenes.push(Scene::Turn(turn));
    }

    fn reads(&mut self, role: Role, message: &Message) {
        self.close();
        let number = self.book.number(message, role.peer(), &mut self.read);
        self.turn(role).cause = Some(Title { number, kind: message.kind });
    }

    /// A Finished is right only if both sides saw the same.
    fn moves(&mut self, role: Role, on: On, to: State) {
        let turn = self.turn(role);
        turn.states.push(to);
        if let (On::Message(Kind::Finished), Some(Title { number: Some(number), .. })) = (on, turn.cause) {
            turn.notes.push(remark::same_transcript(number - 1));
        }
    }

    fn sends(&mut self, role: Role, message: &Message) {
        self.close();
        let number = self.book.number(message, role, &mut self.written);
        self.parcels.pack(number);
        let sent = Sent {
            from: role,
            epoch: message.epoch,
            head: Text::new().strong(Title { number, kind: message.kind }.to_string()),
            octets: message.length,
            notes: self.contents(role, number, message),
        };
        self.scenes.push(Scene::Sent(sent));
    }

    /// What stands in a message, and why there is such a message if it is the first of its kind.
    fn contents(&mut self, role: Role, number: Option<usize>, message: &Message) -> Vec<Text> {
        let lines = contents::lines(message, self.dialect, role, number, self.policy);
        let mut notes: Vec<_> = lines.into_iter().map(|line| Text::new().plain(line)).collect();
        let new = message.kind.filter(|kind| !self.explained.contains(kind));
        self.explained.extend(new);
        let reason = new.and_then(|kind| contents::reason(kind, self.dialect));
        notes.extend(reason.map(|reason| Text::new().faint(reason)));
        notes
    }

    fn leaves(&mut self, role: Role, record: &Record) {
        match record.content.map(|content| content.content_type) {
            Some(ContentType::HANDSHAKE) => {
                self.turn(role);
                self.parcels.leaves(record);
            }
            Some(ContentType::APPLICATION_DATA) => {
                let quoted = Text::new().ink(Ink::of(role), quoted(&record.plaintext));
                self.says(role, quoted, record.plaintext.len());
            }
            _ => {}
        }
    }

    /// Something that is no handshake message.
    fn says(&mut self, from: Role, head: Text, octets: usize) {
        self.close();
        let epoch = self.writes_under(from).unwrap_or(Epoch::Plaintext);
        self.scenes.push(Scene::Sent(Sent { from, epoch, head, octets, notes: Vec::new() }));
    }

    fn learns(&mut self, role: Role, fact: &'t Fact) {
        match fact {
            Fact::ServerName(name) => self.server_name = Some(name),
            Fact::ClientAuth(policy) if role == Role::Server => self.policy = *policy,
            fact => self.note(role, remark::fact(role, fact)),
        }
    }

    const fn writes_under(&mut self, role: Role) -> &mut Option<Epoch> {
        match role {
            Role::Client => &mut self.client_writes,
            Role::Server => &mut self.server_writes,
        }
    }
}

/// An alert is its level and its description (RFC 9846 §6).
const ALERT: usize = 2;

/// `5 Certificate`
impl core::fmt::Display for Title {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if let Some(number) = self.number {
            write!(f, "{number} ")?;
        }
        f.write_str(self.kind.map_or("a message of an unknown type", Kind::name))
    }
}
