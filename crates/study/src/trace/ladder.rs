//! The ladder: the client's rail on the left, the server's on the right, and each event where it belongs.

use std::collections::BTreeSet;

use handfast::handshake::{Derivation, Epoch, Fact, How, Side, State};
use handfast::wire::Kind;
use handfast::wire::code_points::ContentType;
use handfast::{On, Role, Version};

use super::{Detail, detail, words};
use crate::count;
use crate::glossary;
use crate::story::{Book, Ink, Mark, Page, Text, judgement, quoted, rfc_name};
use crate::timeline::{Event, Message, Record, Timeline, What};

/// Draws events in the order in which they happened.
pub(super) struct Ladder<'t> {
    timeline: &'t Timeline,
    detail: Detail,
    book: Book<'t>,
    drawn: Mark,
    read: Mark,
    client_writes: Epoch,
    server_writes: Epoch,
    derived: Vec<(Role, &'t Derivation)>,
    server_name: Option<&'t str>,
    version: Version,
    explained: BTreeSet<&'static str>,
}

impl<'t> Ladder<'t> {
    pub(super) fn new(timeline: &'t Timeline, detail: Detail) -> Self {
        Self {
            timeline,
            detail,
            book: Book::of(timeline),
            drawn: Mark::default(),
            read: Mark::default(),
            client_writes: Epoch::Plaintext,
            server_writes: Epoch::Plaintext,
            derived: Vec::new(),
            server_name: None,
            version: Version::Tls13,
            explained: BTreeSet::new(),
        }
    }

    /// Draws all, and says of each line which event it tells of.
    pub(super) fn draw(mut self, page: &mut Page) -> Vec<usize> {
        let (above, mut tells_of) = (page.height(), Vec::new());
        page.heads();
        for (event, at) in self.timeline.events().iter().zip(0_usize..) {
            if !matches!(event.what, What::Derived(_)) {
                self.secrets(page);
                // What was derived in one go is told after the last of it.
                tells_of.resize(page.height() - above, at.saturating_sub(1));
            }
            self.event(event, page);
            tells_of.resize(page.height() - above, at);
        }
        self.secrets(page);
        tells_of.resize(page.height() - above, self.timeline.events().len().saturating_sub(1));
        tells_of
    }

    fn event(&mut self, event: &'t Event, page: &mut Page) {
        match &event.what {
            What::Message(message) => self.message(event, message, page),
            What::Record(record) => self.record(event, record, page),
            What::Transition { from, on, to } if from != to => self.moves(event.role, *on, *to, page),
            What::Alert(side, alert) => {
                let (epoch, what) = (self.epoch(event.sender(*side)), format!("alert {}", alert.description));
                self.says(event, (*side, epoch), &what, 2, page);
            }
            What::ChangeCipherSpec(side) => {
                self.says(event, (*side, Epoch::Plaintext), "change_cipher_spec", 1, page);
            }
            What::Derived(derivation) => self.derived.push((event.role, derivation)),
            what => {
                let notes = self.notes(event, what);
                page.notes(event.role, &notes);
            }
        }
    }

    /// What a side notes beside its rail.
    fn notes(&mut self, event: &Event, what: &'t What) -> Vec<Text> {
        match what {
            What::Keys { side, epoch } => {
                self.changes_keys(event.sender(*side), *epoch);
                vec![words::keys(*side, *epoch)]
            }
            What::Learned(fact) => self.learns(fact),
            What::Asked(ask) => vec![words::question(*ask)],
            What::Judged { peer, decisions, refusal } => {
                judgement(*peer, decisions, *refusal, self.server_name)
            }
            What::Complete => vec![words::complete()],
            What::Failed(error) => vec![words::failed(error)],
            What::Missing(missing) => vec![words::missing(*missing)],
            What::Acceptance(acceptance) => words::acceptance(event.role, *acceptance).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn learns(&mut self, fact: &'t Fact) -> Vec<Text> {
        match fact {
            Fact::ServerName(name) => self.server_name = Some(name),
            Fact::Version(version) => self.version = *version,
            _ => {}
        }
        vec![words::fact(fact, self.timeline.is_overheard())]
    }

    /// An arrow, where it was sent or, if its sender was not watched, where it arrived; else the receiver's word.
    fn message(&mut self, event: &Event, message: &Message, page: &mut Page) {
        let sender = event.sender(message.side);
        if !self.is_first_seen(event, message.side) {
            let number = self.book.number(message, sender, &mut self.read);
            let text = Text::new().faint(format!("reads {}", title(number, message.kind)));
            return page.notes(event.role, &[text]);
        }
        let number = self.book.number(message, sender, &mut self.drawn);
        let head = Text::new().strong(title(number, message.kind));
        page.arrow(sender, message.epoch, head, &count(message.length, "octet"));
        self.purpose(sender, message.kind, page);
        if self.detail > Detail::Messages {
            detail::write(message, self.detail, &mut self.explained, page);
        }
        self.questions(sender, message.kind, page);
    }

    fn is_first_seen(&self, event: &Event, side: Side) -> bool {
        side == Side::Write || !self.timeline.watches(event.sender(side))
    }

    /// What such a message is for, at the first of its kind.
    fn purpose(&mut self, sender: Role, kind: Option<Kind>, page: &mut Page) {
        if let Some(kind) =
            kind.filter(|kind| self.detail > Detail::Messages && self.explained.insert(kind.name()))
        {
            let entry = glossary::message(kind);
            page.notes(sender, &[Text::new().faint(format!("{} ({})", entry.says, entry.clause))]);
        }
    }

    /// Those of the client's certificate and of its Finished come up when the client sends them.
    fn questions(&mut self, sender: Role, kind: Option<Kind>, page: &mut Page) {
        if self.detail == Detail::Messages || kind == Some(Kind::Certificate) && sender == Role::Server {
            return;
        }
        if kind == Some(Kind::Finished) && sender == Role::Server {
            return;
        }
        let version = self.version;
        let is_of = |only: Option<Version>| only.is_none_or(|only| only == version);
        let all = glossary::questions().iter();
        for question in all.filter(|question| Some(question.at) == kind && is_of(question.version)) {
            if self.explained.insert(question.asks) {
                let asks = Text::new().strong(question.asks);
                page.notes(
                    sender,
                    &[asks, Text::new().faint(format!("{} ({})", question.answer, question.clause))],
                );
            }
        }
    }

    /// Handshake records are noted, what the applications say is drawn.
    fn record(&mut self, event: &Event, record: &Record, page: &mut Page) {
        if !self.is_first_seen(event, record.side) {
            return;
        }
        let octets = record.header.len() + record.sealed.len();
        match record.content.map(|content| content.content_type) {
            Some(ContentType::APPLICATION_DATA) => {
                let sender = event.sender(record.side);
                let head = Text::new().ink(Ink::of(sender), quoted(&record.plaintext));
                page.arrow(sender, record.epoch, head, &count(record.plaintext.len(), "octet"));
            }
            _ => page.notes(event.role, &[words::record(record, octets)]),
        }
    }

    fn says(&self, event: &Event, (side, epoch): (Side, Epoch), what: &str, octets: usize, page: &mut Page) {
        if self.is_first_seen(event, side) {
            let sender = event.sender(side);
            page.arrow(sender, epoch, Text::new().strong(what), &count(octets, "octet"));
        } else {
            page.notes(event.role, &[Text::new().faint(format!("reads {what}"))]);
        }
    }
}

impl Ladder<'_> {
    /// A state, and why it was entered; what the state is for, when it is entered for the first time.
    fn moves(&mut self, role: Role, on: On, to: State, page: &mut Page) {
        let mark = if to.is_of_the_rfc() { "" } else { "*" };
        let (name, cause) = (Text::new().strong(to.name()).faint(mark), words::cause(on));
        page.state(
            role,
            match role {
                Role::Client => name.faint(format!("   on {cause}")),
                Role::Server => Text::new().faint(format!("on {cause}   ")).then(name),
            },
        );
        let entry = glossary::state(to).filter(|_| self.detail > Detail::Messages);
        if let Some(entry) = entry.filter(|entry| self.explained.insert(entry.says)) {
            page.notes(role, &[Text::new().faint(format!("{} ({})", entry.says, entry.clause))]);
        }
    }

    /// The names of what was derived in one go, and of what a key log had.
    fn secrets(&mut self, page: &mut Page) {
        let derived = core::mem::take(&mut self.derived);
        let is_logged = |derivation: &Derivation| matches!(derivation.how, How::Logged);
        for (verb, logged) in [("from the key log: ", true), ("derives ", false)] {
            let these = derived.iter().filter(|(_, derivation)| is_logged(derivation) == logged);
            let mut names: Vec<_> = these.map(|(_, derivation)| rfc_name(derivation.name)).collect();
            // A step between two secrets bears the name of the first.
            let mut seen = BTreeSet::new();
            names.retain(|name| seen.insert(name.clone()));
            if let Some((role, _)) = derived.first().filter(|_| !names.is_empty()) {
                page.notes(*role, &[Text::new().plain(verb).faint(names.join(", "))]);
            }
        }
    }

    fn epoch(&self, sender: Role) -> Epoch {
        match sender {
            Role::Client => self.client_writes,
            Role::Server => self.server_writes,
        }
    }

    /// New keys for one direction, from here on.
    fn changes_keys(&mut self, sender: Role, epoch: Epoch) {
        match sender {
            Role::Client => self.client_writes = epoch,
            Role::Server => self.server_writes = epoch,
        }
    }
}

fn title(number: Option<usize>, kind: Option<Kind>) -> String {
    let name = kind.map_or("a message of an unknown type", Kind::name);
    number.map_or_else(|| name.to_owned(), |number| format!("{number} {name}"))
}
