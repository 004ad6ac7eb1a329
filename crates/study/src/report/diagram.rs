//! The state machines, from the tables that the machines are tested against, with the path that was taken.

use handfast::handshake::diagram::{self, On};
use handfast::handshake::{Ask, Fact, Refusal, Refusal12};
use handfast::wire::Kind;
use handfast::{Error, State, Version};
use schemars::JsonSchema;
use serde::Serialize;

use super::Side;
use crate::glossary;
use crate::timeline::{Timeline, What};
use crate::trace::words;

/// The state machine of one side.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Diagram {
    /// Whose.
    pub side: Side,
    /// Of which version of the protocol.
    pub version: String,
    /// The states, in the order in which a handshake comes through them.
    pub nodes: Vec<Node>,
    /// The arrows between them.
    pub edges: Vec<Edge>,
    /// Where the path broke off, if the connection failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

/// A state.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Node {
    /// Its name.
    pub name: &'static str,
    /// Whether the RFC has it; otherwise its name is ours.
    pub of_the_rfc: bool,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<&'static str>,
    /// The events at which it was entered.
    pub entered: Vec<usize>,
}

/// An arrow.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Edge {
    /// The name of the state where it starts.
    pub from: &'static str,
    /// The name of the state where it ends.
    pub to: &'static str,
    /// What it takes: `receive ClientHello`, `send Finished`, `answer: sign this`; empty if it is but the machine's turn.
    pub on: String,
    /// The events at which it was taken.
    pub taken: Vec<usize>,
}

/// Where the path of a connection broke off.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Missing {
    /// The event at which it failed.
    pub event: usize,
    /// In this state.
    pub state: &'static str,
    /// What came, for which the diagram has no arrow here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<&'static str>,
    /// Why it did not go on.
    pub says: String,
}

pub(super) fn diagrams(timeline: &Timeline) -> Vec<Diagram> {
    let old = timeline
        .events()
        .iter()
        .any(|event| matches!(&event.what, What::Learned(Fact::Version(Version::Tls12))));
    let version = if old { Version::Tls12 } else { Version::Tls13 };
    // In which states others are cannot be read from the network.
    let inside = if timeline.is_overheard() { Vec::new() } else { Side::watched(timeline) };
    inside.into_iter().map(|side| Diagram::of(side, version, timeline)).collect()
}

impl Diagram {
    fn of(side: Side, version: Version, timeline: &Timeline) -> Self {
        let table: Vec<_> =
            diagram::table(version).iter().filter(|edge| edge.role == side.role()).copied().collect();
        let mut this = Self {
            side,
            version: version.code().to_string(),
            nodes: nodes(&table),
            edges: edges(&table),
            missing: missing(side, timeline),
        };
        for (event, at) in timeline.events().iter().zip(0..).filter(|(event, _)| event.role == side.role()) {
            if let What::Transition { from, on, to } = &event.what {
                this.moved(&table, (*from, *on, *to), at);
            }
        }
        this
    }

    /// The arrow that was taken; several lie between the same states, and a transient state is left for what it was entered.
    fn moved(&mut self, table: &[diagram::Edge], (from, on, to): (State, handfast::On, State), at: usize) {
        let between = |edge: &diagram::Edge| edge.from == from && edge.to == to;
        let exact = table.iter().position(|edge| between(edge) && is_on(edge.on, on));
        let taken = exact.or_else(|| table.iter().position(between)).and_then(|index| table.get(index));
        let drawn = taken.map(Edge::of);
        if let Some(edge) =
            self.edges.iter_mut().find(|edge| drawn.as_ref().is_some_and(|drawn| edge.is_like(drawn)))
        {
            edge.taken.push(at);
        }
        if let Some(node) = self.nodes.iter_mut().find(|node| node.name == to.name() && from != to) {
            node.entered.push(at);
        }
    }
}

fn is_on(of_table: On, seen: handfast::On) -> bool {
    match (of_table, seen) {
        (On::Receive(kind), handfast::On::Message(came)) => kind == came,
        (On::Send(kind), handfast::On::Turn(Some(sent))) => kind == sent,
        (On::Send(Kind::KeyUpdate), handfast::On::Command) => true,
        (On::ReceiveChangeCipherSpec, handfast::On::ChangeCipherSpec) => true,
        (On::SendChangeCipherSpec | On::Turn, handfast::On::Turn(None)) => true,
        (On::Answer(ask, _), handfast::On::Answer(answered)) => ask == answered,
        _ => false,
    }
}

/// Each once, before all that it leads to (but for arrows that lead back).
fn nodes(table: &[diagram::Edge]) -> Vec<Node> {
    let mut states = Vec::new();
    visit(State::Start, table, &mut Vec::new(), &mut states);
    states.into_iter().rev().map(Node::of).collect()
}

/// Depth first; a state is put down when all that it leads to is. The first arrow of a state is followed last, so that in
/// the end its goal stands next to it.
fn visit(state: State, table: &[diagram::Edge], seen: &mut Vec<State>, done: &mut Vec<State>) {
    seen.push(state);
    for edge in table.iter().rev().filter(|edge| edge.from == state) {
        if !seen.contains(&edge.to) {
            visit(edge.to, table, seen, done);
        }
    }
    done.push(state);
}

impl Node {
    fn of(state: State) -> Self {
        let says = glossary::state(state).map(|entry| entry.says);
        Self { name: state.name(), of_the_rfc: state.is_of_the_rfc(), says, entered: Vec::new() }
    }
}

/// Those that differ only in which keys are new are one.
fn edges(table: &[diagram::Edge]) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    for edge in table.iter().map(Edge::of) {
        if !edges.iter().any(|known| known.is_like(&edge)) {
            edges.push(edge);
        }
    }
    edges
}

impl Edge {
    fn is_like(&self, other: &Self) -> bool {
        (self.from, self.to, &self.on) == (other.from, other.to, &other.on)
    }

    fn of(edge: &diagram::Edge) -> Self {
        let (from, to) = (edge.from.name(), edge.to.name());
        Self { from, to, on: label(edge.on), taken: Vec::new() }
    }
}

fn label(on: On) -> String {
    match on {
        On::Receive(kind) => format!("receive {kind}"),
        On::Send(kind) | On::Answer(Ask::Sign | Ask::Ticket, Some(kind)) => format!("send {kind}"),
        On::ReceiveChangeCipherSpec => "receive ChangeCipherSpec".to_owned(),
        On::SendChangeCipherSpec => "send ChangeCipherSpec".to_owned(),
        On::Answer(ask, _) => format!("answer: {}", words::asked(ask)),
        On::Turn => String::new(),
    }
}

fn missing(side: Side, timeline: &Timeline) -> Option<Missing> {
    let mut state = State::Start;
    let mine = timeline.events().iter().zip(0..).filter(|(event, _)| event.role == side.role());
    for (event, at) in mine {
        match &event.what {
            What::Transition { to, .. } => state = *to,
            What::Failed(error) => {
                let (state, on) = unexpected(error).map_or((state, None), |(state, on)| (state, Some(on)));
                return Some(Missing { event: at, state: state.name(), on, says: error.to_string() });
            }
            _ => {}
        }
    }
    None
}

fn unexpected(error: &Error) -> Option<(State, &'static str)> {
    let Error::Refused(handfast::Refusal::Handshake(refusal)) = error else { return None };
    match refusal {
        Refusal::UnexpectedMessage { state, got }
        | Refusal::Tls12(Refusal12::UnexpectedMessage { state, got }) => Some((*state, got.name())),
        _ => None,
    }
}
