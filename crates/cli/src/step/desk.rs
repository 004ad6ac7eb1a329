//! Where somebody sits and looks: at which moment, at what, and where in it.

use handfast_study::report::{Diagram, Message, Report, Side};

use super::keyboard::{Look, Wish};
use super::live::{Live, Next, Told};
use super::moment::Moment;
use super::screen::Palette;
use super::view::{self, Row, View};

/// The desk.
pub(super) struct Desk<'l> {
    live: &'l mut dyn Live,
    pub(super) palette: Palette,
    pub(super) told: Told,
    /// How many events had happened at each stop, the first being before anything did.
    stops: Vec<usize>,
    /// At which stop we are.
    at: usize,
    stage: Stage,
    pub(super) view: View,
    /// The message that is looked at, by its id.
    message: usize,
    /// The field, key, signature or chain that is chosen.
    pub(super) chosen: usize,
    /// How many lines were scrolled: down in a text, back from the end in the ladder.
    pub(super) scrolled: usize,
    /// The octet that is looked at, if it is the octets that are looked at.
    pub(super) octet: Option<usize>,
    pub(super) secrets: bool,
    pub(super) help: bool,
    other_side: bool,
    /// How many lines a page has, as it was drawn.
    pub(super) page: usize,
    pub(super) is_left: bool,
}

/// What the live connection is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It stands until it is told to go on.
    Held,
    /// It was told to go on, and cannot without its peer.
    Waiting,
    /// It is over.
    Over,
}

impl<'l> Desk<'l> {
    pub(super) fn new(live: &'l mut dyn Live, palette: Palette) -> Self {
        let told = live.told();
        Self {
            live,
            palette,
            told,
            stops: vec![0],
            at: 0,
            stage: Stage::Held,
            view: View::Ladder,
            message: 0,
            chosen: 0,
            scrolled: 0,
            octet: None,
            secrets: false,
            help: false,
            other_side: false,
            page: 1,
            is_left: false,
        }
    }

    pub(super) fn name(&self) -> String {
        self.live.name()
    }

    pub(super) const fn report(&self) -> &Report {
        &self.told.report
    }

    pub(super) const fn stage(&self) -> Stage {
        self.stage
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.stage == Stage::Waiting
    }

    /// Which stop this is, and how many there are; the first, before anything happened, is 0.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.at, self.newest())
    }

    fn newest(&self) -> usize {
        self.stops.len() - 1
    }

    pub(super) fn is_newest(&self) -> bool {
        self.at == self.newest()
    }

    /// So many events have happened by now.
    pub(super) fn until(&self) -> usize {
        self.stops.get(self.at).copied().unwrap_or_default()
    }

    /// So many had happened before.
    pub(super) fn since(&self) -> usize {
        self.at.checked_sub(1).and_then(|before| self.stops.get(before)).copied().unwrap_or_default()
    }

    pub(super) fn moment(&self) -> Moment<'_> {
        Moment::of(self.report(), self.since()..self.until())
    }

    /// The side that is looked at in the diagram and by the doctor: the one that acts, unless the other is wanted.
    pub(super) fn side(&self) -> Side {
        let acts = self.moment().side().unwrap_or(Side::Client);
        if self.other_side { acts.peer() } else { acts }
    }

    pub(super) fn message(&self) -> Option<&Message> {
        view::known(self.report(), self.until()).find(|message| message.id == self.message)
    }

    pub(super) fn is_among_octets(&self) -> bool {
        self.view == View::Message && self.octet.is_some()
    }

    /// The live connection was told to go on: perhaps it can by now.
    pub(super) fn wait(&mut self) {
        let was_newest = self.is_newest();
        self.stage = match self.live.next() {
            Next::Happened => Stage::Held,
            Next::Waiting => Stage::Waiting,
            Next::Over => Stage::Over,
        };
        if self.stage != Stage::Waiting {
            self.told = self.live.told();
        }
        if self.stage == Stage::Held {
            self.stops.push(self.told.events);
        }
        if self.stage == Stage::Held && was_newest {
            self.go_to(self.newest());
        }
    }

    pub(super) fn grant(&mut self, wish: Wish) {
        if self.help && wish != Wish::Quit {
            self.help = false;
            return;
        }
        match wish {
            Wish::Next if !self.is_newest() => self.go_to(self.at + 1),
            Wish::Next if self.stage == Stage::Held => self.wait(),
            Wish::Next => {}
            Wish::Back => self.go_to(self.at.saturating_sub(1)),
            Wish::First => self.go_to(0),
            Wish::Last => self.go_to(self.newest()),
            Wish::View(view) => self.turn_to(view),
            Wish::Look(look) => self.look(look),
            Wish::Focus => self.focus(),
            Wish::EarlierMessage => self.take_message(|ids, now| ids.rev().find(|id| *id < now)),
            Wish::LaterMessage => self.take_message(|mut ids, now| ids.find(|id| *id > now)),
            Wish::Secrets => self.secrets = !self.secrets,
            Wish::OtherSide => {
                self.other_side = !self.other_side;
                self.scrolled = self.beginning();
            }
            Wish::Help => self.help = true,
            Wish::Quit => self.is_left = true,
        }
    }

    /// To another moment: what is new there comes into view.
    fn go_to(&mut self, at: usize) {
        self.at = at;
        let newest = view::known(self.report(), self.until()).next_back().map(|message| message.id);
        self.message = self.moment().message().or(newest).unwrap_or_default();
        self.begin();
    }

    fn turn_to(&mut self, view: View) {
        self.view = view;
        self.begin();
    }

    /// At the beginning of a text, at the newest of a list.
    fn begin(&mut self) {
        (self.octet, self.other_side) = (None, false);
        self.chosen = self.items().saturating_sub(1);
        self.scrolled = self.beginning();
    }

    /// A diagram is opened where its side is.
    fn beginning(&self) -> usize {
        let diagram = self.diagram().filter(|_| self.view == View::Diagram);
        let here = diagram.map(|diagram| view::diagram(diagram, self.until()).1);
        here.map_or(0, |here| here.saturating_sub(self.page / 2))
    }

    /// Of the side that is looked at.
    pub(super) fn diagram(&self) -> Option<&Diagram> {
        let side = self.side();
        self.report().diagrams.iter().find(|diagram| diagram.side == side)
    }

    /// How many things there are to choose from in a list; a message is read from its first field on.
    fn items(&self) -> usize {
        match self.view {
            View::Keys => view::keys(&self.report().keys, self.until(), false).len(),
            View::Signatures => view::signatures(self.report(), self.until()).len(),
            View::Certificates => view::certificates(self.report(), self.until()).len(),
            View::Message | View::Ladder | View::Diagram | View::Doctor => 0,
        }
    }

    fn look(&mut self, look: Look) {
        match (self.view, self.octet) {
            (View::Message, Some(octet)) => self.look_among_octets(look, octet),
            (View::Message, None) => {
                let fields = self.message().map_or(0, |message| view::rows(message).len());
                self.chosen = moved(self.chosen, look, self.page, fields);
            }
            (View::Keys | View::Signatures | View::Certificates, _) => self.look_in_list(look),
            // The ladder is read from its end.
            (View::Ladder, _) => self.scrolled = moved(self.scrolled, look.turned(), self.page, usize::MAX),
            (View::Diagram | View::Doctor, _) => {
                self.scrolled = moved(self.scrolled, look, self.page, usize::MAX);
            }
        }
    }

    /// Lines choose, pages scroll what is said of the chosen.
    fn look_in_list(&mut self, look: Look) {
        match look {
            Look::PageUp | Look::PageDown => {
                self.scrolled = moved(self.scrolled, look, self.page, usize::MAX);
            }
            _ => (self.chosen, self.scrolled) = (moved(self.chosen, look, 1, self.items()), 0),
        }
    }

    /// With the octet goes the smallest field that it belongs to.
    fn look_among_octets(&mut self, look: Look, octet: usize) {
        let Some(message) = self.message() else { return };
        let octet = among_octets(octet, look, self.page, message.length);
        let belongs = |row: &Row<'_>| row.octets().contains(&octet);
        let field = view::rows(message).iter().rposition(belongs);
        (self.octet, self.chosen) = (Some(octet), field.unwrap_or(self.chosen));
    }

    fn focus(&mut self) {
        let Some(message) = self.message().filter(|_| self.view == View::Message) else { return };
        let first = view::rows(message).get(self.chosen).map(|row| row.octets().start);
        self.octet = if self.octet.is_some() { None } else { first };
    }

    fn take_message(&mut self, of: fn(Box<dyn DoubleEndedIterator<Item = usize>>, usize) -> Option<usize>) {
        let ids: Vec<_> = view::known(self.report(), self.until()).map(|message| message.id).collect();
        if let Some(id) = of(Box::new(ids.into_iter()), self.message).filter(|_| self.view == View::Message) {
            self.message = id;
            self.begin();
        }
    }
}

impl Look {
    const fn turned(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::PageUp => Self::PageDown,
            Self::PageDown => Self::PageUp,
            sideways => sideways,
        }
    }
}

/// A place among so many.
fn moved(place: usize, look: Look, page: usize, of: usize) -> usize {
    let place = match look {
        Look::Up => place.saturating_sub(1),
        Look::Down => place.saturating_add(1),
        Look::PageUp => place.saturating_sub(page),
        Look::PageDown => place.saturating_add(page),
        Look::Left | Look::Right => place,
    };
    place.min(of.saturating_sub(1))
}

/// An octet among so many; they stand in rows.
fn among_octets(octet: usize, look: Look, page: usize, of: usize) -> usize {
    let row = super::screen::OCTETS;
    let to = match look {
        Look::Left => octet.saturating_sub(1),
        Look::Right => octet.saturating_add(1),
        Look::Up => octet.saturating_sub(row),
        Look::Down => octet.saturating_add(row),
        Look::PageUp => octet.saturating_sub(row * page),
        Look::PageDown => octet.saturating_add(row * page),
    };
    to.min(of.saturating_sub(1))
}
