//! What there is to look at. Each of them is made from the report, and shows no more than was known by then.

mod certificates;
mod diagram;
mod doctor;
mod keys;
mod message;
mod signatures;

use handfast_study::Text;

pub(super) use self::certificates::certificates;
pub(super) use self::diagram::diagram;
pub(super) use self::doctor::doctor;
pub(super) use self::keys::keys;
pub(super) use self::message::{Row, known, purpose, rows};
pub(super) use self::signatures::signatures;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Ladder,
    Message,
    Keys,
    Signatures,
    Certificates,
    Diagram,
    Doctor,
}

impl View {
    pub(super) const ALL: [Self; 7] = [
        Self::Ladder,
        Self::Message,
        Self::Keys,
        Self::Signatures,
        Self::Certificates,
        Self::Diagram,
        Self::Doctor,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ladder => "ladder",
            Self::Message => "message",
            Self::Keys => "keys",
            Self::Signatures => "signatures",
            Self::Certificates => "certificates",
            Self::Diagram => "diagram",
            Self::Doctor => "doctor",
        }
    }

    /// The key that shows it.
    pub(super) fn digit(self) -> char {
        ('1'..).zip(Self::ALL).find_map(|(digit, view)| (view == self).then_some(digit)).unwrap_or('1')
    }

    pub(super) fn of_digit(digit: char) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.digit() == digit)
    }
}

/// Something in a list, and what is said of it when it is chosen.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) title: Text,
    pub(super) detail: Vec<Text>,
}

/// A name, and behind it in a column of its own what it says, in as many lines as it takes. A name that fills its column
/// has a line of its own.
fn labelled(name: &str, says: &str) -> Vec<Text> {
    const LABEL: usize = 14;
    const WIDTH: usize = 80 - LABEL;
    let label = |name: &str| Text::new().faint(name).padded(LABEL);
    let is_long = name.chars().count() >= LABEL;
    let mut lines: Vec<_> = is_long.then(|| Text::new().faint(name)).into_iter().collect();
    let texts = says.lines().flat_map(|line| Text::new().plain(line).wrapped(WIDTH));
    lines.extend(
        texts
            .enumerate()
            .map(|(index, text)| label(if index == 0 && !is_long { name } else { "" }).then(text)),
    );
    lines
}

/// A sentence with its clause.
fn said(says: &str, clause: Option<&str>) -> Text {
    let text = Text::new().plain(says);
    match clause {
        Some(clause) => text.faint(format!(" ({clause})")),
        None => text,
    }
}
