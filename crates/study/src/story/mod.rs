//! A handshake told as a story, for a terminal of 80 columns: the client's rail on the left, the server's on the right,
//! time from the top down. All of it is read from a [`Timeline`] of both sides.

mod book;
mod cast;
mod contents;
mod contents12;
mod ending;
mod ink;
mod judgement;
mod page;
mod plot;
mod secrets;

use core::fmt;

use handfast::Role;
use handfast::handshake::{Epoch, Fact, State, Suite12};
use handfast::wire::Dialect;

pub(crate) use self::book::{Book, Mark, is_counted, through};
pub use self::cast::Cast;
pub use self::ink::{Ink, Text};
pub(crate) use self::judgement::{notes as judgement, way_up};
use self::page::Pen;
pub(crate) use self::page::{Page, WIDTH};
use self::plot::{Scene, Sent, Title, Turn};
pub(crate) use self::plot::{acceptance_remark, quoted};
pub(crate) use self::secrets::rfc_name;
use crate::count;
use crate::timeline::{Timeline, What};

/// The story of a connection. It is written with the escape codes of colours: a stream that goes to no terminal must
/// strip them, as those of the crate anstream do. No line is wider than 80 columns.
#[derive(Debug)]
pub struct Story<'t> {
    timeline: &'t Timeline,
}

impl<'t> Story<'t> {
    /// The story of what is in this timeline. It must hold both sides, and have kept everything.
    #[must_use]
    pub const fn of(timeline: &'t Timeline) -> Self {
        Self { timeline }
    }
}

impl fmt::Display for Story<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = Page::default();
        legend(dialect(self.timeline), is_early(self.timeline), &mut page);
        diagram(self.timeline, &mut page);
        ending::write(self.timeline, &mut page);
        page.into_lines().iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// How the messages of a timeline read: the cipher suite that was chosen decides it.
fn dialect(timeline: &Timeline) -> Dialect {
    let chosen = timeline.events().iter().find_map(|event| match &event.what {
        What::Learned(Fact::Suite(suite)) => Some(*suite),
        _ => None,
    });
    let of_tls12 = chosen.and_then(|suite| Suite12::of(suite.code));
    of_tls12.map_or(Dialect::Tls13, |suite| suite.agreement.dialect())
}

/// Whether anything is protected by early traffic keys.
fn is_early(timeline: &Timeline) -> bool {
    let early = |what: &What| matches!(what, What::Keys { epoch: Epoch::EarlyData, .. });
    timeline.events().iter().any(|event| early(&event.what))
}

fn legend(dialect: Dialect, is_early: bool, page: &mut Page) {
    let clear = (Epoch::Plaintext, "in the clear");
    let (keys, names) = match dialect {
        Dialect::Tls13 => (
            match is_early {
                // One line has room for all four.
                true => vec![
                    clear,
                    (Epoch::EarlyData, "early"),
                    (Epoch::Handshake, "handshake"),
                    (Epoch::Application(0), "application keys"),
                ],
                false => {
                    vec![
                        clear,
                        (Epoch::Handshake, "handshake keys"),
                        (Epoch::Application(0), "application keys"),
                    ]
                }
            },
            "The names of states and § are those of RFC 9846; states with * are ours.",
        ),
        Dialect::Tls12Ecdhe | Dialect::Tls12Rsa => (
            vec![clear, (Epoch::Application(0), "the one set of keys that there is")],
            "No RFC names the states of TLS 1.2: they are ours. § are those of RFC 5246.",
        ),
    };
    let line = keys.iter().enumerate().fold(Text::new(), |line, (index, (epoch, meaning))| {
        let gap = if index == 0 { "" } else { "    " };
        let dashes = line.plain(gap).ink(Ink::under(*epoch), Pen::under(*epoch).dash.repeat(4));
        dashes.faint(format!(" {meaning}"))
    });
    page.paragraph(&line);
    page.paragraph(&Text::new().faint(names));
    page.line(Text::new());
}

fn diagram(timeline: &Timeline, page: &mut Page) {
    page.heads();
    page.states(name(first_state(Role::Client, timeline)), name(first_state(Role::Server, timeline)));
    let scenes = plot::scenes(timeline);
    let mut before: Option<&Scene> = None;
    for scene in &scenes {
        if before
            .is_none_or(|before| before.role() != scene.role() && !(before.is_brief() && scene.is_brief()))
        {
            page.pause();
        }
        match scene {
            Scene::Turn(turn) => turn_on(page, turn),
            Scene::Sent(sent) => arrow_on(page, sent),
        }
        before = Some(scene);
    }
}

impl Scene {
    const fn role(&self) -> Role {
        match self {
            Self::Turn(turn) => turn.role,
            Self::Sent(sent) => sent.from,
        }
    }

    /// Whether it is a line alone.
    const fn is_brief(&self) -> bool {
        match self {
            Self::Turn(_) => false,
            Self::Sent(sent) => sent.notes.is_empty(),
        }
    }
}

fn first_state(role: Role, timeline: &Timeline) -> State {
    let mut events = timeline.events().iter().filter(|event| event.role == role);
    let first = events.find_map(|event| match event.what {
        What::Transition { from, .. } => Some(from),
        _ => None,
    });
    first.unwrap_or(State::Start)
}

fn turn_on(page: &mut Page, turn: &Turn) {
    match &turn.cause {
        Some(cause) if turn.states.is_empty() => {
            page.notes(turn.role, &[Text::new().faint(format!("reads {cause}"))]);
        }
        None if turn.states.is_empty() => {}
        _ => way_on(page, turn),
    }
    page.notes(turn.role, &turn.notes);
}

/// Where a turn led. Of a way that does not fit on a line only the end stands at the rail, and the rest above it.
fn way_on(page: &mut Page, turn: &Turn) {
    let cause = turn.cause.as_ref();
    let whole = way(turn.role, cause, &turn.states);
    match turn.states.split_last() {
        Some((last, passed)) if whole.width() > Page::ROOM => {
            let through = way(turn.role, None, passed);
            page.notes(turn.role, &[Text::new().faint("through ").then(through)]);
            page.state(turn.role, way(turn.role, cause, core::slice::from_ref(last)));
        }
        _ => page.state(turn.role, whole),
    }
}

/// `WAIT_EE · on 2 ServerHello`, the state next to its rail.
fn way(role: Role, cause: Option<&Title>, states: &[State]) -> Text {
    let (passed, mut states) = (states, Text::new());
    for (index, state) in passed.iter().enumerate() {
        let arrow = if index == 0 { "" } else { " → " };
        states = states.faint(arrow).then(name(*state));
    }
    match (role, cause) {
        (_, None) => states,
        (Role::Client, Some(cause)) => states.faint(format!("   on {cause}")),
        (Role::Server, Some(cause)) => Text::new().faint(format!("on {cause}   ")).then(states),
    }
}

fn name(state: State) -> Text {
    let mark = if state.is_of_the_rfc() { "" } else { "*" };
    Text::new().strong(state.name()).faint(mark)
}

fn arrow_on(page: &mut Page, sent: &Sent) {
    page.arrow(sent.from, sent.epoch, sent.head.clone(), &count(sent.octets, "octet"));
    page.notes(sent.from, &sent.notes);
}
