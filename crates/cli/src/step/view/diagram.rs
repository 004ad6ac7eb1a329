//! The state diagram of one side, with the path so far.

use handfast_study::report::{Diagram, Edge, Node};
use handfast_study::{Ink, Text};

/// Lines, and the place of the state that the side is in.
pub(crate) fn diagram(diagram: &Diagram, until: usize) -> (Vec<Text>, usize) {
    let here = here(diagram, until);
    let mut lines = vec![
        Text::new()
            .strong(format!("the {}, {}", diagram.side.name(), diagram.version))
            .faint("   ● entered   ○ not yet   ▶ the way that was taken   * no RFC has this name"),
    ];
    let mut place = 0;
    for node in &diagram.nodes {
        if node.name == here {
            place = lines.len();
        }
        lines.push(state(node, node.name == here, until));
        lines.extend(node.says.filter(|_| node.name == here).into_iter().flat_map(purpose));
        lines.extend(diagram.edges.iter().filter(|edge| edge.from == node.name).map(|edge| way(edge, until)));
        lines.extend(broken_off(diagram, node, until));
    }
    (lines, place)
}

/// Where the last arrow that was taken leads.
fn here(diagram: &Diagram, until: usize) -> &'static str {
    let taken = |edge: &&Edge| edge.taken.iter().copied().filter(|event| *event < until).max();
    let last = diagram.edges.iter().filter(|edge| taken(edge).is_some()).max_by_key(taken);
    last.map_or_else(|| diagram.nodes.first().map_or("", |node| node.name), |edge| edge.to)
}

fn state(node: &Node, is_here: bool, until: usize) -> Text {
    let was_entered = is_here || node.entered.iter().any(|event| *event < until);
    let mark = if node.of_the_rfc { "" } else { "*" };
    match (is_here, was_entered) {
        (true, _) => Text::new().ink(Ink::Good, "● ").strong(node.name).faint(mark).ink(Ink::Good, " ◀ here"),
        (_, true) => Text::new().plain("● ").strong(node.name).faint(mark),
        (_, false) => Text::new().faint(format!("○ {}{mark}", node.name)),
    }
}

fn purpose(says: &str) -> impl Iterator<Item = Text> {
    let lines = Text::new().faint(says).wrapped(76).into_iter();
    lines.map(|line| Text::new().plain("│   ").then(line))
}

fn way(edge: &Edge, until: usize) -> Text {
    let on = if edge.on.is_empty() { "its turn" } else { &edge.on };
    let to = if edge.to == edge.from { "stays".to_owned() } else { format!("→ {}", edge.to) };
    let text = format!("{on} {to}");
    match edge.taken.iter().any(|event| *event < until) {
        true => Text::new().ink(Ink::Good, "│ ▶ ").plain(text),
        false => Text::new().faint(format!("│   {text}")),
    }
}

/// At the state where it failed: what came, for which there is no arrow, and why.
fn broken_off(diagram: &Diagram, node: &Node, until: usize) -> Vec<Text> {
    let missing =
        diagram.missing.as_ref().filter(|missing| missing.event < until && missing.state == node.name);
    let Some(missing) = missing else { return Vec::new() };
    let on = missing.on.map(|on| format!("{on}: ")).unwrap_or_default();
    Text::new().ink(Ink::Bad, "│ ✗ ").plain(format!("{on}{}", missing.says)).wrapped(80)
}
