//! What is seen: a title, the views, what happens now, what is looked at, and the keys.

mod anatomy;
mod list;
mod palette;
mod sheet;

use handfast_study::{Ink, Text};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

pub(super) use self::anatomy::OCTETS;
pub(super) use self::palette::Palette;
use self::sheet::Sheet;
use super::desk::{Desk, Stage};
use super::keyboard::HELP;
use super::view::{self, View};

/// Below this nothing can be read.
const LEAST: (u16, u16) = (60, 16);

/// Draws all of it.
pub(super) fn draw(desk: &mut Desk<'_>, buffer: &mut Buffer) {
    let area = buffer.area;
    if area.width < LEAST.0 || area.height < LEAST.1 {
        buffer.set_stringn(
            area.x,
            area.y,
            "make the window larger: 80×24",
            area.width.into(),
            Modifier::BOLD,
        );
        return;
    }
    let [title, tabs, now, rule] = [0, 1, 2, 3].map(|row| line(area, row));
    let body = Rect { y: area.y + 4, height: area.height - 5, ..area };
    desk.page = usize::from(body.height).saturating_sub(1).max(1);
    bar(desk, buffer, title);
    names(desk, buffer, tabs);
    let mut sheet = Sheet::on(buffer, desk.palette);
    sheet.text(now, &now_line(desk));
    sheet.rule(rule);
    desk.scrolled = body_of(desk, buffer, body);
    footer(desk, buffer, line(area, area.height - 1));
}

const fn line(area: Rect, row: u16) -> Rect {
    Rect { y: area.y + row, height: 1, ..area }
}

/// `handfast step · demo …          moment 7 of 31 · live`
fn bar(desk: &Desk<'_>, buffer: &mut Buffer, area: Rect) {
    let (at, newest) = desk.place();
    let stage = match (desk.is_newest(), desk.stage()) {
        (false, _) => "the past",
        (true, Stage::Held) => "live",
        (true, Stage::Waiting) => "waiting for the peer",
        (true, Stage::Over) => "over",
    };
    let secrets = if desk.secrets { "SECRETS SHOWN · " } else { "" };
    let place = format!("{secrets}moment {at} of {newest} · {stage} ");
    let title = title(&format!(" handfast step · {}", desk.name()), &place, area.width.into());
    buffer.set_string(area.x, area.y, title, Modifier::REVERSED | Modifier::BOLD);
}

/// The name, as much of it as there is room for, and the place at the right, which may need all of it.
fn title(name: &str, place: &str, width: usize) -> String {
    let room = width.saturating_sub(place.chars().count());
    let name: String = name.chars().take(room.saturating_sub(1)).collect();
    format!("{name:room$}{place}")
}

fn names(desk: &Desk<'_>, buffer: &mut Buffer, area: Rect) {
    let mut x = area.x;
    for view in View::ALL {
        let style = if view == desk.view { Modifier::REVERSED } else { Modifier::empty() };
        let name = format!(" {} {} ", view.digit(), view.name());
        (x, _) = buffer.set_stringn(x, area.y, name, (area.right() - x).into(), style);
    }
}

fn now_line(desk: &Desk<'_>) -> Text {
    let line = desk.moment().line();
    match desk.moment().has_failed() && desk.view != View::Doctor {
        true => line.ink(Ink::Bad, "  (7: why)"),
        false => line,
    }
}

/// What is looked at; and how far it is scrolled, since no text can be scrolled away.
fn body_of(desk: &Desk<'_>, buffer: &mut Buffer, area: Rect) -> usize {
    let mut sheet = Sheet::on(buffer, desk.palette);
    if desk.help {
        return help(&mut sheet, area);
    }
    let (report, until) = (desk.report(), desk.until());
    match desk.view {
        View::Ladder => ladder(desk, &mut sheet, area),
        View::Message => anatomy::draw(desk, &mut sheet, area),
        View::Keys => list::draw(desk, &view::keys(&report.keys, until, desk.secrets), &mut sheet, area),
        View::Signatures => list::draw(desk, &view::signatures(report, until), &mut sheet, area),
        View::Certificates => list::draw(desk, &view::certificates(report, until), &mut sheet, area),
        View::Diagram => diagram(desk, &mut sheet, area),
        View::Doctor => {
            let is_end = desk.is_newest() && desk.stage() != Stage::Waiting;
            sheet.lines(area, &view::doctor(report, desk.side(), is_end), desk.scrolled)
        }
    }
}

/// The end of it, unless it was scrolled back; what is new has a bar beside it.
fn ladder(desk: &Desk<'_>, sheet: &mut Sheet<'_>, area: Rect) -> usize {
    let Some(((_, heads), rungs)) = desk.told.rungs.split_first() else { return 0 };
    sheet.text(line(area, 0), heads);
    let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let rungs: Vec<_> = rungs.iter().take_while(|(event, _)| *event < desk.until()).collect();
    let most = rungs.len().saturating_sub(below.height.into());
    let back = desk.scrolled.min(most);
    for (row, (event, rung)) in (0..below.height).zip(rungs.into_iter().skip(most - back)) {
        sheet.text(line(below, row), rung);
        if *event >= desk.since() {
            sheet.mark(Position { x: below.x, y: below.y + row });
        }
    }
    back
}

fn diagram(desk: &Desk<'_>, sheet: &mut Sheet<'_>, area: Rect) -> usize {
    if let Some(diagram) = desk.diagram() {
        let (lines, _) = view::diagram(diagram, desk.until());
        return sheet.lines(area, &lines, desk.scrolled);
    }
    let text = format!(
        "What goes on inside the {} is not seen from here: o shows the other side.",
        desk.side().name()
    );
    sheet.lines(area, &[Text::new().plain(text)], 0)
}

fn help(sheet: &mut Sheet<'_>, area: Rect) -> usize {
    let lines = HELP.iter().map(|(keys, what)| Text::new().plain("  ").strong(*keys).padded(24).plain(*what));
    let lines: Vec<_> = lines.collect();
    sheet.lines(area, &lines, 0)
}

fn footer(desk: &Desk<'_>, buffer: &mut Buffer, area: Rect) {
    let keys = match desk.view {
        _ if desk.help => " any key: back to what you were looking at                              q leave",
        View::Message if desk.octet.is_some() => {
            " ← → ↑ ↓ octet   Tab fields   n on   b back   [ ] message   ? help   q leave"
        }
        View::Message => " → on   ← back   ↑ ↓ field   Tab octets   [ ] message   1–7   ? help   q leave",
        View::Keys => " → on   ← back   ↑ ↓ choose   PgDn more   s secrets   1–7   ? help   q leave",
        View::Signatures | View::Certificates => {
            " → on   ← back   ↑ ↓ choose   PgDn more   1–7 views   ? help   q leave"
        }
        View::Diagram | View::Doctor => {
            " → on   ← back   ↑ ↓ scroll   o the other side   1–7 views   ? help   q leave"
        }
        View::Ladder => " → on   ← back   ↑ ↓ scroll   1–7 views   s secrets   ? help   q leave",
    };
    let width = usize::from(area.width);
    buffer.set_stringn(area.x, area.y, format!("{keys:width$}"), width, Modifier::REVERSED);
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_title_fits_whatever_the_width() {
        assert_eq!(title("a name", "here", 14), "a name    here");
        assert_eq!(title("a name", "here", 8), "a n here");
        assert_eq!(title("a name", "here", 4), "here");
        assert_eq!(title("a name", "here", 3), "here");
    }
}
