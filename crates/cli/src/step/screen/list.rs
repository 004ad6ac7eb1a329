//! A list above, and below it what is said of the chosen.

use handfast_study::Text;
use ratatui::layout::Rect;

use super::{Sheet, line};
use crate::step::desk::Desk;
use crate::step::view::Item;

/// So many of the list are seen at once.
const LISTED: u16 = 7;

pub(super) fn draw(desk: &Desk<'_>, items: &[Item], sheet: &mut Sheet<'_>, area: Rect) -> usize {
    let Some(chosen) = items.get(desk.chosen) else {
        return sheet.lines(area, &[Text::new().plain("There are none yet.")], 0);
    };
    let listed = LISTED.min(u16::try_from(items.len()).unwrap_or(LISTED));
    titles(sheet, items, desk.chosen, Rect { height: listed, ..area });
    sheet.rule(line(area, listed));
    let below = Rect { y: area.y + listed + 1, height: area.height - listed - 1, ..area };
    sheet.lines(below, &chosen.detail, desk.scrolled)
}

/// Those around the chosen one.
fn titles(sheet: &mut Sheet<'_>, items: &[Item], chosen: usize, area: Rect) {
    let height = usize::from(area.height);
    let first = (chosen + 1).saturating_sub(height);
    for (row, (index, item)) in (0..area.height).zip(items.iter().enumerate().skip(first)) {
        let mark = if index == chosen { "▸ " } else { "  " };
        let place = line(area, row);
        sheet.text(place, &Text::new().plain(mark).then(item.title.clone()));
        if index == chosen {
            sheet.choose(place);
        }
    }
}
