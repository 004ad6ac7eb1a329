//! How inks look on a terminal, with colours or without.

use std::env;

use handfast_study::Ink;
use ratatui::style::{Color, Modifier, Style};

/// With colours, or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Palette {
    Coloured,
    /// Everything can be told apart by its letters; some are bold or dim.
    Plain,
}

impl Palette {
    /// Without colours if the environment says so (no-color.org).
    pub(crate) fn of_environment() -> Self {
        match env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            true => Self::Plain,
            false => Self::Coloured,
        }
    }

    pub(super) const fn style(self, ink: Ink) -> Style {
        let style = Style::new().add_modifier(modifier(ink));
        match (self, colour(ink)) {
            (Self::Coloured, Some(colour)) => style.fg(colour),
            _ => style,
        }
    }
}

const fn modifier(ink: Ink) -> Modifier {
    match ink {
        Ink::Plain | Ink::Clear | Ink::EarlyData | Ink::Handshake | Ink::Application => Modifier::empty(),
        Ink::Faint => Modifier::DIM,
        Ink::Strong | Ink::Client | Ink::Server | Ink::Good | Ink::Warning | Ink::Bad => Modifier::BOLD,
    }
}

const fn colour(ink: Ink) -> Option<Color> {
    match ink {
        Ink::Plain | Ink::Faint | Ink::Strong => None,
        Ink::Client => Some(Color::Cyan),
        Ink::Server => Some(Color::Magenta),
        Ink::Clear | Ink::Warning => Some(Color::Yellow),
        Ink::Handshake => Some(Color::Blue),
        Ink::Application | Ink::Good => Some(Color::Green),
        Ink::EarlyData | Ink::Bad => Some(Color::Red),
    }
}
