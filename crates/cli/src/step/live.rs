//! A connection that moves only when it is told to, and what is known of it so far.

use handfast::wire::code_points::ContentType;
use handfast::{Acceptance, Role};
use handfast_study::timeline::{Event, What};
use handfast_study::{Report, Text, Timeline, Trace};

/// A live connection.
pub(super) trait Live {
    /// What it is, for the title.
    fn name(&self) -> String;

    /// On to the next thing that a person would want to look at: one message, one answer, one goodbye.
    fn next(&mut self) -> Next;

    /// All that happened so far.
    fn told(&self) -> Told;
}

/// What came of a wish to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Something happened.
    Happened,
    /// Nothing yet: it takes bytes of the peer, which are not here.
    Waiting,
    /// Nothing more will happen.
    Over,
}

/// A connection so far.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) report: Report,
    /// The ladder, each line with the event that it tells of.
    pub(super) rungs: Vec<(usize, Text)>,
    /// How many events there are.
    pub(super) events: usize,
}

impl Told {
    pub(super) fn of(timeline: &Timeline, report: Report) -> Self {
        let trace = Trace::of(timeline);
        Self { report, rungs: trace.rungs(), events: timeline.events().len() }
    }
}

/// Whether anything to look at is among these: records of the handshake are looked at with their messages.
pub(super) fn are_news(events: &[Event]) -> bool {
    events.iter().any(|event| match &event.what {
        What::Record(record) => {
            record.content.is_some_and(|content| content.content_type == ContentType::APPLICATION_DATA)
        }
        What::Acceptance(acceptance) => event.role == Role::Client && *acceptance != Acceptance::Handshaking,
        _ => true,
    })
}
