//! Where the boxes and arrows of a diagram go. All lengths are in units of the drawing.

use crate::report::{Diagram, Edge, Node};

/// The width of a box.
pub(super) const BOX: usize = 196;
/// The height of a line of text.
pub(super) const ROW: usize = 17;
/// Beside the boxes: where a connection broke off.
const MARGIN: usize = 190;
/// Room for the label of an arrow that goes around.
const LABEL: usize = 224;
/// Between two arrows that go around.
const LANE: usize = 12;
/// Where an arrow leaves or enters at the side of a box, below its top and below each other.
const PORT: usize = 16;
const EDGE: usize = 8;

/// A drawing.
pub(super) struct Plan<'d> {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) boxes: Vec<Box<'d>>,
    pub(super) arrows: Vec<Arrow<'d>>,
}

/// A state, with what it does without leaving it.
pub(super) struct Box<'d> {
    pub(super) node: &'d Node,
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) height: usize,
    pub(super) loops: Vec<&'d Edge>,
}

/// All that leads straight down from a state to the next, or one that goes around.
pub(super) struct Arrow<'d> {
    pub(super) edges: Vec<&'d Edge>,
    pub(super) label: (usize, usize),
    points: Points,
}

enum Points {
    Down { x: usize, from: usize, to: usize },
    Around { x: usize, from: usize, lane: usize, to: usize },
}

impl<'d> Plan<'d> {
    pub(super) fn of(diagram: &'d Diagram) -> Self {
        let mut boxes = boxes(diagram);
        let (next, around) = sorted(diagram);
        let mut arrows = stack(&mut boxes, &next, &around);
        let lanes = go_around(&boxes, &around, &mut arrows);
        let height = boxes.last().map_or(0, |last| last.y + last.height) + EDGE;
        let left = boxes.first().map_or(EDGE, |first| first.x);
        Self { width: left + BOX + LABEL + LANE * (lanes + 1), height, boxes, arrows }
    }
}

/// An edge by the places of its states.
struct Placed<'d> {
    from: usize,
    to: usize,
    edge: &'d Edge,
}

fn boxes(diagram: &Diagram) -> Vec<Box<'_>> {
    let x = if diagram.missing.is_some() { MARGIN } else { EDGE };
    let loops = |node: &Node| {
        diagram.edges.iter().filter(|edge| edge.from == node.name && edge.to == node.name).collect()
    };
    diagram.nodes.iter().map(|node| Box { node, x, y: 0, height: 0, loops: loops(node) }).collect()
}

/// Those that lead to the next state, and the others that leave their state.
fn sorted(diagram: &Diagram) -> (Vec<Placed<'_>>, Vec<Placed<'_>>) {
    let place = |name: &str| diagram.nodes.iter().position(|node| node.name == name).unwrap_or_default();
    let placed = diagram.edges.iter().map(|edge| Placed { from: place(edge.from), to: place(edge.to), edge });
    placed.filter(|placed| placed.from != placed.to).partition(|placed| placed.to == placed.from + 1)
}

/// One below the other, with room for the labels between them; and the arrows straight down.
fn stack<'d>(boxes: &mut [Box<'d>], next: &[Placed<'d>], around: &[Placed<'d>]) -> Vec<Arrow<'d>> {
    let (mut y, mut arrows) = (EDGE, Vec::new());
    for (index, each) in boxes.iter_mut().enumerate() {
        let ports = around.iter().filter(|placed| placed.from == index || placed.to == index).count();
        each.y = y;
        each.height = (30 + ROW * each.loops.len()).max(EDGE + PORT * ports + EDGE);
        let edges: Vec<_> =
            next.iter().filter(|placed| placed.from == index).map(|placed| placed.edge).collect();
        let (x, from) = (each.x + 24, y + each.height);
        y = from + (ROW * edges.len() + 14).max(24);
        if !edges.is_empty() {
            arrows.push(Arrow { edges, label: (x + 10, from + 18), points: Points::Down { x, from, to: y } });
        }
    }
    arrows
}

/// The short ones inside, each in the first lane that is free. How many lanes there are.
fn go_around<'d>(boxes: &[Box<'d>], around: &[Placed<'d>], arrows: &mut Vec<Arrow<'d>>) -> usize {
    let mut routes: Vec<_> = around
        .iter()
        .enumerate()
        .map(|(index, placed)| {
            let from = port(boxes, around, placed.from, index);
            (placed.edge, from, port(boxes, around, placed.to, index))
        })
        .collect();
    routes.sort_by_key(|(_, from, to)| from.abs_diff(*to));
    let mut lanes: Vec<Vec<(usize, usize)>> = Vec::new();
    for (edge, from, to) in routes {
        let span = (from.min(to), from.max(to));
        let is_free =
            |lane: &Vec<(usize, usize)>| lane.iter().all(|taken| taken.1 < span.0 || span.1 < taken.0);
        let lane = lanes.iter().position(is_free).unwrap_or(lanes.len());
        if lane == lanes.len() {
            lanes.push(Vec::new());
        }
        if let Some(lane) = lanes.get_mut(lane) {
            lane.push(span);
        }
        let x = boxes.first().map_or(EDGE, |first| first.x) + BOX;
        let points = Points::Around { x, from, lane: x + LABEL + LANE * lane, to };
        arrows.push(Arrow { edges: vec![edge], label: (x + 8, from - 4), points });
    }
    lanes.len()
}

/// The height at which an arrow meets the side of a box: in the order of the table, below each other.
fn port(boxes: &[Box<'_>], around: &[Placed<'_>], state: usize, index: usize) -> usize {
    let before =
        around.iter().take(index).filter(|placed| placed.from == state || placed.to == state).count();
    boxes.get(state).map_or(0, |each| each.y + EDGE + PORT / 2 + PORT * before)
}

impl Arrow<'_> {
    pub(super) fn events(&self) -> String {
        let taken: Vec<_> = self.edges.iter().flat_map(|edge| edge.taken.iter().copied()).collect();
        numbers(&taken)
    }

    pub(super) fn path(&self) -> String {
        match self.points {
            Points::Down { x, from, to } => format!("M{x} {from}V{to}"),
            Points::Around { x, from, lane, to } => format!("M{x} {from}H{lane}V{to}H{x}"),
        }
    }
}

impl Box<'_> {
    /// Everybody is in START from the beginning.
    pub(super) fn events(&self) -> String {
        let before = if self.node.name == "START" { "-1 " } else { "" };
        format!("{before}{}", numbers(&self.node.entered))
    }
}

pub(super) fn numbers(events: &[usize]) -> String {
    events.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// `→ Finished`
pub(super) fn label(edge: &Edge) -> String {
    let signs = [("receive ", "← "), ("send ", "→ "), ("answer: ", "? ")];
    let found = signs.iter().find_map(|(word, sign)| Some((edge.on.strip_prefix(word)?, sign)));
    found.map_or_else(
        || if edge.on.is_empty() { "its turn".to_owned() } else { edge.on.clone() },
        |(what, sign)| format!("{sign}{what}"),
    )
}
