//! A message taken apart: its fields, beside them its octets, below them what the chosen field says.

use core::ops::Range;

use handfast_study::report::Message;
use handfast_study::{Ink, Text, count};
use ratatui::layout::Rect;

use super::{Sheet, line};
use crate::step::desk::Desk;
use crate::step::view::{self, Row};

/// So many octets stand in a row.
pub(crate) const OCTETS: usize = 8;

/// The columns of a row: its place, its octets, and what they are as letters.
const HEX: u16 = 4 + 2 + 3 * 8 + 1 + 8;

/// The lines for what the chosen field says.
const SAYS: u16 = 6;

pub(super) fn draw(desk: &Desk<'_>, sheet: &mut Sheet<'_>, area: Rect) -> usize {
    let Some(message) = desk.message() else {
        return sheet.lines(area, &[Text::new().plain("There is no message yet.")], 0);
    };
    let rows = view::rows(message);
    sheet.text(line(area, 0), &head(message));
    let middle = Rect { y: area.y + 1, height: area.height - SAYS - 2, ..area };
    let tree = Rect { width: area.width - HEX - 1, ..middle };
    let octets = Rect { x: area.right() - HEX, width: HEX, ..middle };
    let field = rows.get(desk.chosen).map_or(0..0, Row::octets);
    fields(sheet, &rows, desk.chosen, tree);
    hex(sheet, message.octets.octets(), &field, desk.octet, octets);
    sheet.rule(line(area, area.height - SAYS - 1));
    let below = Rect { y: area.bottom() - SAYS, height: SAYS, ..area };
    let mut says = rows.get(desk.chosen).map(Row::detail).unwrap_or_default();
    if desk.chosen == 0 {
        says.extend(view::purpose(message));
    }
    sheet.lines(below, &says, 0)
}

/// `4 CertificateRequest · from the server · 106 octets`
fn head(message: &Message) -> Text {
    let name = message.name.unwrap_or("a message of an unknown type");
    let head = Text::new().strong(format!("{} {name}", message.id));
    head.faint(format!(" · from the {} · {}", message.sender.name(), count(message.length, "octet")))
}

fn fields(sheet: &mut Sheet<'_>, rows: &[Row<'_>], chosen: usize, area: Rect) {
    let first = chosen.saturating_sub(usize::from(area.height) / 2);
    let first = first.min(rows.len().saturating_sub(area.height.into()));
    for (place, (index, row)) in (0..area.height).zip(rows.iter().enumerate().skip(first)) {
        let place = line(area, place);
        let mark = if index == chosen { "▸" } else { " " };
        sheet.text(place, &Text::new().plain(mark).then(row.title()));
        if index == chosen {
            sheet.choose(place);
        }
    }
}

/// The rows around the octet that is looked at, or from the first of the field on.
fn hex(sheet: &mut Sheet<'_>, octets: &[u8], field: &Range<usize>, octet: Option<usize>, area: Rect) {
    let height = usize::from(area.height);
    let look = octet.unwrap_or(field.start) / OCTETS;
    let most = octets.len().div_ceil(OCTETS).saturating_sub(height);
    let first = look.saturating_sub(height / 3).min(most);
    for (row, (index, piece)) in (0..area.height).zip(octets.chunks(OCTETS).enumerate().skip(first)) {
        let place = line(area, row);
        let start = index * OCTETS;
        sheet.text(place, &Text::new().faint(format!("{start:04x}")));
        for (column, (octet_at, value)) in (0..).zip((start..).zip(piece)) {
            one(sheet, *value, field.contains(&octet_at), octet == Some(octet_at), column, place);
        }
    }
}

/// An octet in its column, and its letter.
fn one(sheet: &mut Sheet<'_>, value: u8, is_of_field: bool, is_looked_at: bool, column: u16, row: Rect) {
    let ink = if is_looked_at { Ink::Good } else { Ink::Plain };
    let digits = Rect { x: row.x + 6 + 3 * column, width: 2, ..row };
    let letter = Rect { x: row.x + 6 + 3 * 8 + 1 + column, width: 1, ..row };
    let shown = if value.is_ascii_graphic() || value == b' ' { char::from(value) } else { '·' };
    sheet.text(digits, &Text::new().ink(ink, format!("{value:02x}")));
    sheet.text(letter, &Text::new().ink(ink, shown));
    if is_of_field {
        sheet.choose(digits);
        sheet.choose(letter);
    }
    if is_looked_at {
        sheet.point_at(digits);
    }
}
