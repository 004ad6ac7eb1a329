//! What the keys mean.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::view::View;

/// A wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// On in time: into what was seen before, or else into what was not.
    Next,
    Back,
    First,
    Last,
    View(View),
    Look(Look),
    /// From the tree to the octets, and back.
    Focus,
    /// To another message: the one before, or the one after.
    EarlierMessage,
    LaterMessage,
    Secrets,
    OtherSide,
    Help,
    Quit,
}

/// Where to look, in what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Up,
    Down,
    PageUp,
    PageDown,
    Left,
    Right,
}

/// What a key means; in the octets of a message the arrows go from octet to octet.
pub(super) fn wish(key: KeyEvent, among_octets: bool) -> Option<Wish> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return matches!(key.code, KeyCode::Char('c' | 'd')).then_some(Wish::Quit);
    }
    Some(match key.code {
        KeyCode::Right if among_octets => Wish::Look(Look::Right),
        KeyCode::Left if among_octets => Wish::Look(Look::Left),
        KeyCode::Right | KeyCode::Enter | KeyCode::Char('n' | ' ') => Wish::Next,
        KeyCode::Left | KeyCode::Backspace | KeyCode::Char('b') => Wish::Back,
        KeyCode::Home => Wish::First,
        KeyCode::End => Wish::Last,
        KeyCode::Up | KeyCode::Char('k') => Wish::Look(Look::Up),
        KeyCode::Down | KeyCode::Char('j') => Wish::Look(Look::Down),
        KeyCode::PageUp => Wish::Look(Look::PageUp),
        KeyCode::PageDown => Wish::Look(Look::PageDown),
        KeyCode::Tab => Wish::Focus,
        KeyCode::Char('[') => Wish::EarlierMessage,
        KeyCode::Char(']') => Wish::LaterMessage,
        KeyCode::Char('s') => Wish::Secrets,
        KeyCode::Char('o') => Wish::OtherSide,
        KeyCode::Char('?' | 'h') => Wish::Help,
        KeyCode::Char('q') | KeyCode::Esc => Wish::Quit,
        KeyCode::Char(digit) => Wish::View(View::of_digit(digit)?),
        _ => return None,
    })
}

/// All of it, for the page of help.
pub(super) const HELP: &[(&str, &str)] = &[
    ("→  n  space  Enter", "on: what was seen before, and then what was not"),
    ("←  b  Backspace", "back: what was, and what was known by then"),
    ("Home  End", "to the beginning, to the newest that was seen"),
    ("1 … 7", "what to look at: the names are above"),
    ("↑ ↓  PgUp PgDn", "the fields, the keys, the lines"),
    ("Tab", "in a message: from its fields to its octets, and back;"),
    ("", "there ← → go from octet to octet"),
    ("[ ]", "in a message: the message before, the one after"),
    ("s", "show the secrets, or hide them"),
    ("o", "in the diagram and at the doctor's: the other side"),
    ("?", "this page"),
    ("q  Esc  Ctrl-C", "leave"),
];
