//! The page: two rails, the client's on the left and the server's on the right, and what stands on and between them.

use handfast::Role;
use handfast::handshake::Epoch;

use super::ink::{Ink, Text};

/// The width of the page, in columns.
pub(crate) const WIDTH: usize = 80;

/// The columns between the rails: both rails stand two columns inside.
const INNER: usize = WIDTH - 2 * 3;

/// The columns a note may take.
const NOTE: usize = INNER - GAP - 1;

/// The columns between a rail and the notes beside it.
const GAP: usize = 3;

const MARGIN: &str = "  ";

/// Lines, from the top down.
#[derive(Debug, Default)]
pub(crate) struct Page {
    lines: Vec<Text>,
}

impl Page {
    pub(crate) fn into_lines(self) -> Vec<Text> {
        self.lines
    }

    /// How many lines there are so far.
    pub(crate) const fn height(&self) -> usize {
        self.lines.len()
    }

    /// A line as it is.
    pub(crate) fn line(&mut self, line: Text) {
        self.lines.push(line);
    }

    /// A text over the whole page, wrapped.
    pub(crate) fn paragraph(&mut self, text: &Text) {
        for line in text.wrapped(WIDTH - 2 * MARGIN.len()) {
            self.line(Text::new().plain(MARGIN).then(line));
        }
    }

    /// The names of the sides above their rails.
    pub(crate) fn heads(&mut self) {
        let blanks = " ".repeat(WIDTH - 2 * MARGIN.len() - "client".len() - "server".len());
        let heads = Text::new().plain(MARGIN).ink(Ink::Client, "client").plain(blanks);
        self.line(heads.ink(Ink::Server, "server"));
    }

    /// How wide a state may be that stands at a rail.
    pub(crate) const ROOM: usize = INNER - 1;

    /// The rails alone.
    pub(crate) fn pause(&mut self) {
        self.between(Text::new());
    }

    /// A state on the rail of its side.
    pub(crate) fn state(&mut self, role: Role, state: Text) {
        let (node, room) = (Ink::of(role), INNER - 1);
        self.line(match role {
            Role::Client => {
                Text::new().plain(MARGIN).ink(node, "●").plain(" ").then(state.padded(room)).faint("│")
            }
            Role::Server => Text::new()
                .plain(MARGIN)
                .faint("│")
                .plain(" ".repeat(room.saturating_sub(state.width())))
                .then(state)
                .plain(" ")
                .ink(node, "●"),
        });
    }

    /// Both sides in a state.
    pub(crate) fn states(&mut self, client: Text, server: Text) {
        let room = INNER - 2 - server.width();
        let line = Text::new().plain(MARGIN).ink(Ink::Client, "●").plain(" ").then(client.padded(room));
        self.line(line.then(server).plain(" ").ink(Ink::Server, "●"));
    }

    /// What a side notes, beside its rail: what the server notes ends there.
    pub(crate) fn notes(&mut self, role: Role, notes: &[Text]) {
        for lines in notes.iter().map(hanging) {
            let widest = lines.iter().map(Text::width).max().unwrap_or_default();
            let indent = match role {
                Role::Client => GAP,
                Role::Server => INNER.saturating_sub(widest + GAP),
            };
            lines.into_iter().for_each(|line| self.between(Text::new().plain(" ".repeat(indent)).then(line)));
        }
    }

    /// Something goes from one rail to the other: `head` beside the sender, `tail` beside the receiver.
    pub(crate) fn arrow(&mut self, from: Role, epoch: Epoch, head: Text, tail: &str) {
        let (ink, pen) = (Ink::under(epoch), Pen::under(epoch));
        let tail = if tail.is_empty() { String::new() } else { format!(" {tail} ") };
        let shaft = INNER.saturating_sub(head.width() + tail.chars().count() + 5);
        let shaft = pen.dash.repeat(shaft);
        let (dash, start) = (pen.dash, Text::new().plain(MARGIN));
        self.line(match from {
            Role::Client => start
                .ink(ink, format!("{}{dash} ", pen.from_left))
                .then(head)
                .ink(ink, format!(" {shaft}"))
                .faint(tail)
                .ink(ink, format!("{dash}▶"))
                .faint("│"),
            Role::Server => start
                .faint("│")
                .ink(ink, format!("◀{dash}"))
                .faint(tail)
                .ink(ink, format!("{shaft} "))
                .then(head)
                .ink(ink, format!(" {dash}{}", pen.from_right)),
        });
    }

    fn between(&mut self, inner: Text) {
        self.line(Text::new().plain(MARGIN).faint("│").then(inner.padded(INNER)).faint("│"));
    }
}

/// The lines of a note; if there are several, those after the first stand a little further in.
fn hanging(note: &Text) -> Vec<Text> {
    if note.width() <= NOTE {
        return vec![note.clone()];
    }
    let mut lines = note.wrapped(NOTE - HANG.len());
    for line in lines.iter_mut().skip(1) {
        *line = Text::new().plain(HANG).then(core::mem::take(line));
    }
    lines
}

const HANG: &str = "  ";

/// How arrows are drawn.
pub(crate) struct Pen {
    pub(crate) dash: &'static str,
    from_left: &'static str,
    from_right: &'static str,
}

impl Pen {
    /// The better the keys, the stronger the line.
    pub(crate) const fn under(epoch: Epoch) -> Self {
        match epoch {
            Epoch::Plaintext => Self { dash: "─", from_left: "├", from_right: "┤" },
            Epoch::EarlyData => Self { dash: "╌", from_left: "├", from_right: "┤" },
            Epoch::Handshake => Self { dash: "═", from_left: "╞", from_right: "╡" },
            Epoch::Application(_) => Self { dash: "━", from_left: "┝", from_right: "┥" },
        }
    }
}
