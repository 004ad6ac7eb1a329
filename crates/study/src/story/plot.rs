//! The plot: events become scenes. What a side does between two messages is one scene: what it read, through which
//! states it went, what it noted. Each thing that is sent is another.

mod parcel;

use handfast::handshake::{Derivation, Epoch, Fact, Side, State};
use handfast::wire::Kind;
use handfast::wire::alert::Alert;
use handfast::wire::code_points::ContentType;
use handfast::{Acceptance, ClientAuth, Role};

use self::parcel::Parcels;
use super::book::{Book, is_counted};
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
    pub(crate) cause: Option<String>,
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
    /// How many octets.
    pub(crate) octets: usize,
    /// What there is to say of it.
    pub(crate) notes: Vec<Text>,
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
    book: Book<'t>,
    scenes: Vec<Scene>,
    open: Option<Turn>,
    derived: Vec<&'t Derivation>,
    parcels: Parcels,
    read: PerRole<usize>,
    written: PerRole<usize>,
    writes_under: PerRole<Option<Epoch>>,
    policy: ClientAuth,
    server_name: Option<&'t str>,
    explained: Vec<Kind>,
}

/// One for each side.
#[derive(Default)]
struct PerRole<T> {
    client: T,
    server: T,
}

impl<T> PerRole<T> {
    const fn of(&mut self, role: Role) -> &mut T {
        match role {
            Role::Client => &mut self.client,
            Role::Server => &mut self.server,
        }
    }
}

impl<'t> Plot<'t> {
    fn new(timeline: &'t Timeline) -> Self {
        Self {
            timeline,
            book: Book::of(timeline),
            scenes: Vec::new(),
            open: None,
            derived: Vec::new(),
            parcels: Parcels::default(),
            read: PerRole::default(),
            written: PerRole::default(),
            writes_under: PerRole::default(),
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
            What::Transition { from, to, .. } if from != to => self.turn(role).states.push(*to),
            What::Keys { side: Side::Write, epoch } => *self.writes_under.of(role) = Some(*epoch),
            What::Derived(derivation) => {
                self.turn(role);
                self.derived.push(derivation);
            }
            What::Learned(fact) => self.learns(role, fact),
            What::Judged { peer, decisions, refusal } => {
                let notes = judgement::notes(*peer, decisions, *refusal, self.server_name);
                self.turn(role).notes.extend(notes);
            }
            What::ChangeCipherSpec(Side::Write) => self
                .note(role, Text::new().faint("sends a change_cipher_spec too, to look like TLS 1.2 (§E.4)")),
            What::Alert(Side::Write, alert) => self.alerts(role, *alert),
            What::Failed(error) => self.note(role, Text::new().ink(Ink::Bad, "✗ ").plain(error.to_string())),
            What::Acceptance(acceptance) => self.accepted(role, *acceptance),
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

    fn note(&mut self, role: Role, note: Text) {
        self.turn(role).notes.push(note);
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
        let count = self.read.of(role);
        let number = is_counted(message).then(|| self.book.number(role.peer(), *count)).flatten();
        *count += usize::from(is_counted(message));
        self.turn(role).cause = Some(title(number, message));
    }

    fn sends(&mut self, role: Role, message: &Message) {
        self.close();
        let count = self.written.of(role);
        let number = is_counted(message).then(|| self.book.number(role, *count)).flatten();
        *count += usize::from(is_counted(message));
        self.parcels.pack(number);
        let sent = Sent {
            from: role,
            epoch: message.epoch,
            head: Text::new().strong(title(number, message)),
            octets: message.length,
            notes: self.contents(role, number, message),
        };
        self.scenes.push(Scene::Sent(sent));
    }

    /// What stands in a message, and why there is such a message if it is the first of its kind.
    fn contents(&mut self, role: Role, number: Option<usize>, message: &Message) -> Vec<Text> {
        let lines = contents::lines(&message.bytes, role, number, self.policy);
        let mut notes: Vec<_> = lines.into_iter().map(|line| Text::new().plain(line)).collect();
        let new = message.kind.filter(|kind| !self.explained.contains(kind));
        self.explained.extend(new);
        notes.extend(new.and_then(contents::reason).map(|reason| Text::new().faint(reason)));
        notes
    }

    fn leaves(&mut self, role: Role, record: &Record) {
        match record.content.map(|content| content.content_type) {
            Some(ContentType::HANDSHAKE) => {
                self.turn(role);
                self.parcels.leaves(record);
            }
            Some(ContentType::APPLICATION_DATA) => self.says(role, record),
            _ => {}
        }
    }

    fn says(&mut self, role: Role, record: &Record) {
        self.close();
        self.scenes.push(Scene::Sent(Sent {
            from: role,
            epoch: record.epoch,
            head: Text::new().ink(Ink::of(role), quoted(&record.plaintext)),
            octets: record.plaintext.len(),
            notes: Vec::new(),
        }));
    }

    fn alerts(&mut self, role: Role, alert: Alert) {
        self.close();
        let epoch = self.writes_under.of(role).unwrap_or(Epoch::Plaintext);
        let head = Text::new().strong(format!("alert {}", alert.description));
        self.scenes.push(Scene::Sent(Sent { from: role, epoch, head, octets: 2, notes: Vec::new() }));
    }

    fn learns(&mut self, role: Role, fact: &'t Fact) {
        match fact {
            Fact::ServerName(name) => self.server_name = Some(name),
            Fact::ClientAuth(policy) if role == Role::Server => self.policy = *policy,
            Fact::PeerScheme(_) => {
                let proof = format!("the {} holds the key of its certificate", role.peer().name());
                self.note(role, Text::new().ink(Ink::Good, "✓ ").plain(proof));
            }
            Fact::NoClientCertificate => {
                let nobody = "the client stays nobody: it has no certificate to show";
                self.note(role, Text::new().plain(nobody));
            }
            _ => {}
        }
    }

    /// A server has heard the client's Finished before it is connected; to say so of it would be no news.
    fn accepted(&mut self, role: Role, acceptance: Acceptance) {
        let note = match acceptance {
            _ if role == Role::Server => return,
            Acceptance::Handshaking => return,
            Acceptance::Pending => Text::new()
                .ink(Ink::Bad, "! ")
                .plain("connected, and not yet accepted: the server has still to read this"),
            Acceptance::Accepted => {
                Text::new().ink(Ink::Good, "✓ ").plain("accepted: the server speaks only to those it let in")
            }
            Acceptance::Refused(alert) => {
                Text::new().ink(Ink::Bad, "✗ ").plain(format!("refused by the server: {alert}"))
            }
        };
        self.note(role, note);
    }
}

fn title(number: Option<usize>, message: &Message) -> String {
    let name = message.kind.map_or("a message of an unknown type", |kind| kind.name());
    match number {
        Some(number) => format!("{number} {name}"),
        None => name.into(),
    }
}

/// What was said, on one line and not too long.
fn quoted(plaintext: &[u8]) -> String {
    const ROOM: usize = 48;
    let text: String = String::from_utf8_lossy(plaintext).escape_debug().take(ROOM + 1).collect();
    match text.char_indices().nth(ROOM) {
        Some((end, _)) => format!("“{}…”", text.get(..end).unwrap_or_default()),
        None => format!("“{text}”"),
    }
}
