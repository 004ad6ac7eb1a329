//! What happens between two stops, in a line.

use core::ops::Range;

use handfast_study::report::{Event, Happening, Report, Side, Way};
use handfast_study::{Ink, Text};

/// The events of one step in time.
pub(super) struct Moment<'r> {
    report: &'r Report,
    events: Vec<&'r Event>,
}

impl<'r> Moment<'r> {
    pub(super) fn of(report: &'r Report, events: Range<usize>) -> Self {
        let these = report.events.iter().filter(|event| events.contains(&event.id));
        Self { report, events: these.collect() }
    }

    /// Whose it is.
    pub(super) fn side(&self) -> Option<Side> {
        self.main().map(|(event, _)| event.side)
    }

    /// The message that is sent or read.
    pub(super) fn message(&self) -> Option<usize> {
        self.events.iter().find_map(|event| match event.what {
            Happening::Message { message, .. } => Some(message),
            _ => None,
        })
    }

    pub(super) fn has_failed(&self) -> bool {
        self.events.iter().any(|event| matches!(event.what, Happening::Failure { .. }))
    }

    /// `the client reads 2 ServerHello · WAIT_SH → WAIT_EE`
    pub(super) fn line(&self) -> Text {
        let Some((event, what)) = self.main() else {
            return Text::new().plain("Nothing has happened yet: → goes on.");
        };
        let ink = match event.side {
            Side::Client => Ink::Client,
            Side::Server => Ink::Server,
        };
        let who = Text::new().ink(ink, format!("● the {} ", event.side.name()));
        match (self.refuses(), self.states(event.side)) {
            (Some(alert), _) if what.starts_with("reads ") => {
                who.ink(Ink::Bad, "refuses").strong(format!("{}: {alert}", what.trim_start_matches("reads")))
            }
            (_, Some((from, to))) => who.strong(what).faint(format!("   {from} → {to}")),
            _ => who.strong(what),
        }
    }

    /// The alert that is sent because it failed.
    fn refuses(&self) -> Option<String> {
        self.events.iter().filter(|_| self.has_failed()).find_map(|event| match &event.what {
            Happening::Alert { way: Way::Sent, description, .. } => Some(format!("alert {description}")),
            _ => None,
        })
    }

    /// What matters most of it.
    fn main(&self) -> Option<(&'r Event, String)> {
        let told = self.events.iter().filter_map(|event| Some((self.told(event)?, *event)));
        let ((_, what), event) = told.min_by_key(|((rank, _), _)| *rank)?;
        Some((event, what))
    }

    /// How much it matters, the most first, and what it is.
    fn told(&self, event: &Event) -> Option<(u8, String)> {
        Some(match &event.what {
            Happening::Message { message, way } => (0, format!("{} {}", verb(*way), self.title(*message))),
            Happening::Alert { way, description, .. } => (1, format!("{} alert {description}", verb(*way))),
            Happening::Record(record) => {
                (2, format!("{} {}", verb(record.way), record.says.as_ref()?.as_str()))
            }
            Happening::ChangeCipherSpec { way, .. } => (3, format!("{} change_cipher_spec", verb(*way))),
            Happening::Judgement { of, accepted, .. } => {
                let verdict = if *accepted { "accepts" } else { "refuses" };
                (4, format!("{verdict} the certificates of the {}", of.name()))
            }
            Happening::Acceptance { says } => (5, format!("is {}", says.trim_start_matches(['!', '✓', ' ']))),
            Happening::Failure { says, .. } => (6, says.clone()),
            Happening::State { on, .. } => (7, format!("goes on: {on}")),
            _ => (8, "goes on".to_owned()),
        })
    }

    fn title(&self, message: usize) -> String {
        let known = self.report.messages.iter().find(|known| known.id == message);
        let name = known.and_then(|known| known.name).unwrap_or("a message of an unknown type");
        format!("{message} {name}")
    }

    /// From which state to which this side came, if it moved.
    fn states(&self, side: Side) -> Option<(&'static str, &'static str)> {
        let mut moves =
            self.events.iter().filter(|event| event.side == side).filter_map(|event| match event.what {
                Happening::State { from, to, .. } => Some((from, to)),
                _ => None,
            });
        let (from, to) = moves.next()?;
        Some((from, moves.next_back().map_or(to, |(_, to)| to)))
    }
}

const fn verb(way: Way) -> &'static str {
    match way {
        Way::Sent => "sends",
        Way::Received => "reads",
    }
}
