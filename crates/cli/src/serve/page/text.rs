//! The page as text, for curl.

use std::fmt::Write;

use super::Page;

pub(super) fn render(page: &Page) -> String {
    let mut out = String::new();
    let standing = &page.standing;
    if page.status().is_success() {
        let _ = writeln!(out, "{}.", standing.headline());
    } else {
        let _ = writeln!(out, "{}\n{}", page.status(), standing.headline());
    }
    if let Some(why) = standing.why() {
        let _ = writeln!(out, "\n{why}");
    }
    for section in &page.sections {
        let _ = writeln!(out, "\n{}", section.title);
        for (name, fact) in &section.facts {
            let _ = writeln!(out, "  {name:<20}{fact}");
        }
    }
    out
}
