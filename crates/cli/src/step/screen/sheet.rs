//! Text on the cells of a terminal.

use handfast_study::{Ink, Text};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use super::Palette;

/// Cells to write on.
pub(super) struct Sheet<'b> {
    buffer: &'b mut Buffer,
    palette: Palette,
}

impl<'b> Sheet<'b> {
    pub(super) const fn on(buffer: &'b mut Buffer, palette: Palette) -> Self {
        Self { buffer, palette }
    }

    /// One line; what does not fit ends in `…`.
    pub(super) fn text(&mut self, area: Rect, text: &Text) {
        let mut x = area.x;
        for (ink, piece) in text.pieces() {
            let room = usize::from(area.right() - x);
            (x, _) = self.buffer.set_stringn(x, area.y, piece, room, self.palette.style(ink));
        }
        if text.width() > area.width.into() {
            self.buffer.set_string(area.right() - 1, area.y, "…", self.palette.style(Ink::Faint));
        }
    }

    /// As many lines as fit, from this one on, or so that the last is the last; an arrow where there is more. From which
    /// one on they are in the end.
    pub(super) fn lines(&mut self, area: Rect, lines: &[Text], from: usize) -> usize {
        let height = usize::from(area.height);
        let from = from.min(lines.len().saturating_sub(height));
        for (row, text) in (area.y..area.bottom()).zip(lines.iter().skip(from)) {
            self.text(Rect { y: row, height: 1, ..area }, text);
        }
        if from > 0 {
            self.more("↑", area.right(), area.y);
        }
        if from + height < lines.len() {
            self.more("↓", area.right(), area.bottom() - 1);
        }
        from
    }

    fn more(&mut self, arrow: &str, right: u16, y: u16) {
        self.buffer.set_string(right - 1, y, arrow, self.palette.style(Ink::Strong));
    }

    pub(super) fn rule(&mut self, area: Rect) {
        let rule = "─".repeat(area.width.into());
        self.buffer.set_string(area.x, area.y, rule, self.palette.style(Ink::Faint));
    }

    /// Beside something that is new.
    pub(super) fn mark(&mut self, at: Position) {
        self.buffer.set_string(at.x, at.y, "▌", self.palette.style(Ink::Good));
    }

    /// What is chosen stands out, also without colours.
    pub(super) fn choose(&mut self, area: Rect) {
        self.buffer.set_style(area, Modifier::REVERSED);
    }

    /// The one place that is looked at stands out even more.
    pub(super) fn point_at(&mut self, area: Rect) {
        self.buffer.set_style(area, Modifier::UNDERLINED | Modifier::BOLD);
    }
}
