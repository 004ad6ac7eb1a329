//! What was signed.

use handfast_study::report::{Part, Report, Signed};
use handfast_study::{Text, count};

use super::{Item, known, labelled, said};

/// The signatures that were made by this event.
pub(crate) fn signatures(report: &Report, until: usize) -> Vec<Item> {
    let is_sent = |signed: &&Signed| known(report, until).any(|message| message.id == signed.message);
    report.signatures.iter().filter(is_sent).map(item).collect()
}

fn item(signed: &Signed) -> Item {
    let title = Text::new().plain(signed.name.clone()).faint(format!("  {}", signed.scheme));
    let mut detail = vec![Text::new().plain("Signed is, in this order:")];
    detail.extend(signed.parts.iter().flat_map(part));
    detail.extend(labelled("signature", &signed.signature.to_string()));
    detail.push(Text::new().faint("With the octets in the files that it writes, openssl verifies it:"));
    detail.extend(signed.command.lines().flat_map(|line| Text::new().plain(line).wrapped(80)));
    Item { title, detail }
}

fn part(part: &Part) -> Vec<Text> {
    let name = Text::new().strong(part.name.clone()).faint(format!(" · {}", count(part.length, "octet")));
    let mut lines = vec![name];
    lines.extend(said(part.says, None).wrapped(80));
    lines.extend(labelled("", &part.octets.to_string()));
    lines
}
