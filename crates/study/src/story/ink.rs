//! Text with colours that knows how wide it is.

use core::fmt;

use anstyle::{AnsiColor, Style};
use handfast::Role;
use handfast::handshake::Epoch;

/// What a piece of text is; how it looks follows from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// As the terminal writes.
    Plain,
    /// Explanations and frame.
    Faint,
    /// Titles, states.
    Strong,
    /// The client and what is its.
    Client,
    /// The server and what is its.
    Server,
    /// What everybody on the way can read.
    Clear,
    /// What the early traffic keys protect.
    EarlyData,
    /// What the handshake keys protect.
    Handshake,
    /// What the application keys protect.
    Application,
    /// What holds.
    Good,
    /// What is let pass, and should not be so.
    Warning,
    /// What does not hold.
    Bad,
}

impl Ink {
    /// The ink of one side.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Client => Self::Client,
            Role::Server => Self::Server,
        }
    }

    /// The ink of what these keys protect.
    pub(crate) const fn under(epoch: Epoch) -> Self {
        match epoch {
            Epoch::Plaintext => Self::Clear,
            Epoch::EarlyData => Self::EarlyData,
            Epoch::Handshake => Self::Handshake,
            Epoch::Application(_) => Self::Application,
        }
    }

    const fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Faint => Style::new().dimmed(),
            Self::Strong => Style::new().bold(),
            Self::Client => AnsiColor::Cyan.on_default().bold(),
            Self::Server => AnsiColor::Magenta.on_default().bold(),
            Self::Clear => AnsiColor::Yellow.on_default(),
            Self::EarlyData => AnsiColor::Red.on_default(),
            Self::Handshake => AnsiColor::Blue.on_default(),
            Self::Application => AnsiColor::Green.on_default(),
            Self::Good => AnsiColor::Green.on_default().bold(),
            Self::Warning => AnsiColor::Yellow.on_default().bold(),
            Self::Bad => AnsiColor::Red.on_default().bold(),
        }
    }
}

/// Pieces of text in their inks, on one line until it is wrapped. Every character counts as one column wide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(Vec<(Ink, String)>);

impl Text {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// With this behind it.
    #[must_use]
    pub fn ink(mut self, ink: Ink, text: impl Into<String>) -> Self {
        self.0.push((ink, text.into()));
        self
    }

    /// With this behind it, as the terminal writes.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.ink(Ink::Plain, text)
    }

    /// With this behind it, less visible.
    #[must_use]
    pub fn faint(self, text: impl Into<String>) -> Self {
        self.ink(Ink::Faint, text)
    }

    /// With this behind it, more visible.
    #[must_use]
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.ink(Ink::Strong, text)
    }

    /// With as many blanks as bring it to this width.
    #[must_use]
    pub fn padded(self, width: usize) -> Self {
        let blanks = width.saturating_sub(self.width());
        self.plain(" ".repeat(blanks))
    }

    /// Its pieces, each in its ink.
    pub fn pieces(&self) -> impl Iterator<Item = (Ink, &str)> {
        self.0.iter().map(|(ink, text)| (*ink, text.as_str()))
    }

    /// Without its inks.
    #[must_use]
    pub fn letters(&self) -> String {
        self.0.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// With another text behind it.
    #[must_use]
    pub fn then(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// How many columns it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        self.0.iter().map(|(_, text)| text.chars().count()).sum()
    }

    /// Lines of at most this width, broken between words, and within a word only if it fills a line by itself.
    #[must_use]
    pub fn wrapped(&self, width: usize) -> Vec<Self> {
        let letters = self.0.iter().flat_map(|(ink, text)| text.chars().map(|letter| (*ink, letter)));
        let letters: Vec<_> = letters.collect();
        let (mut rest, mut lines) = (&letters[..], Vec::new());
        while let Some((line, more)) = break_line(rest, width.max(1)) {
            lines.push(line.iter().copied().collect());
            rest = more;
        }
        lines.push(rest.iter().copied().collect());
        lines
    }
}

/// A character in its ink.
type Letter = (Ink, char);

/// Cuts off one line; nothing if all that is left fits.
fn break_line(text: &[Letter], width: usize) -> Option<(&[Letter], &[Letter])> {
    let within = text.get(..=width)?;
    match within.iter().rposition(|(_, letter)| *letter == ' ').filter(|blank| *blank > 0) {
        Some(blank) => Some((text.get(..blank)?, text.get(blank + 1..)?)),
        None => text.split_at_checked(width),
    }
}

impl FromIterator<Letter> for Text {
    fn from_iter<I: IntoIterator<Item = Letter>>(letters: I) -> Self {
        let mut pieces: Vec<(Ink, String)> = Vec::new();
        for (ink, letter) in letters {
            match pieces.last_mut() {
                Some((last, text)) if *last == ink => text.push(letter),
                _ => pieces.push((ink, letter.into())),
            }
        }
        Self(pieces)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(ink, text)| {
            let style = ink.style();
            write!(f, "{style}{text}{style:#}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Ink, Text};

    #[test]
    fn breaks_between_words_and_keeps_the_ink() {
        let text = Text::new().plain("one two ").strong("three four");
        let lines = text.wrapped(9);
        assert_eq!(lines[0], Text::new().plain("one two"));
        assert_eq!(lines[1], Text::new().strong("three"));
        assert_eq!(lines[2], Text::new().strong("four"));
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn breaks_a_word_that_fills_a_line() {
        let lines = Text::new().plain("spiffe://a/b").wrapped(5);
        let widths: Vec<_> = lines.iter().map(Text::width).collect();
        assert_eq!(widths, [5, 5, 2]);
    }

    #[test]
    fn a_width_of_exactly_one_line_is_not_broken() {
        assert_eq!(Text::new().plain("12 45").wrapped(5).len(), 1);
    }

    #[test]
    fn styles_are_closed() {
        let shown = Text::new().ink(Ink::Good, "ok").plain("!").to_string();
        assert!(shown.starts_with('\u{1b}') && shown.ends_with("\u{1b}[0m!"), "{shown:?}");
    }
}
