//! The page as HTML, for browsers. Every text passes through [`Escaped`].

use std::fmt::{self, Display, Formatter, Write};

use super::Page;
use super::facts::Section;

const HEAD: &str = "\
<!DOCTYPE html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-weight: 600; } h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
dl { display: grid; grid-template-columns: 11rem 1fr; gap: .2rem 1rem; margin: 0; }
dt { opacity: .65; } dd { margin: 0; font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
</style>
";

pub(super) fn render(page: &Page) -> String {
    let mut out = HEAD.to_owned();
    let _ = write_page(&mut out, page);
    out
}

fn write_page(out: &mut String, page: &Page) -> fmt::Result {
    let standing = &page.standing;
    let headline = Escaped(standing.headline());
    if page.status().is_success() {
        write!(out, "<title>handfast: {headline}</title>\n<h1>{headline}</h1>\n")?;
    } else {
        let status = page.status();
        write!(out, "<title>{} {headline}</title>\n<h1>{status}</h1>\n<p>{headline}</p>\n", status.as_u16())?;
    }
    if let Some(why) = standing.why() {
        writeln!(out, "<p>{}</p>", Escaped(why))?;
    }
    page.sections.iter().try_for_each(|section| write_section(out, section))
}

fn write_section(out: &mut String, section: &Section) -> fmt::Result {
    writeln!(out, "<h2>{}</h2>\n<dl>", Escaped(section.title))?;
    for (name, fact) in &section.facts {
        writeln!(out, "<dt>{}</dt><dd>{}</dd>", Escaped(name), Escaped(fact))?;
    }
    writeln!(out, "</dl>")
}

/// Text that is safe between tags and in quoted attributes.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| match char {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            char => f.write_char(char),
        })
    }
}
