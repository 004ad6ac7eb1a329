//! The fields of a message, a line each: place, length, name, value; and below it what it is for, where its name comes up
//! for the first time.

use std::collections::BTreeSet;

use super::Detail;
use crate::fields::{Field, fields};
use crate::glossary::Entry;
use crate::hex;
use crate::inflate;
use crate::story::{Page, Text, WIDTH};
use crate::timeline::Message;

/// `  1523      4  `: where a field starts and how many octets it has.
const PLACE: usize = 15;

/// Octets on a line.
const ROW: usize = 16;

/// Writes the fields of a message below it.
pub(super) fn write(
    message: &Message,
    detail: Detail,
    explained: &mut BTreeSet<&'static str>,
    page: &mut Page,
) {
    let mut writer = Writer { message, detail, explained, page };
    writer.page.line(Text::new());
    writer.page.line(Text::new().faint(format!("{:>6}{:>7}  {}", "offset", "length", "field")));
    fields(message).iter().for_each(|field| writer.field(field, 0));
    writer.page.line(Text::new());
    if let Some(inflated) = inflate::message(message) {
        page.paragraph(&Text::new().plain("Decompressed it is this Certificate:"));
        write(&inflated, detail, explained, page);
    }
}

struct Writer<'w> {
    message: &'w Message,
    detail: Detail,
    explained: &'w mut BTreeSet<&'static str>,
    page: &'w mut Page,
}

impl Writer<'_> {
    fn field(&mut self, field: &Field, depth: usize) {
        // How DER wraps a part of a certificate is of interest to whoever reads octets.
        if field.name == "tag_and_length" && self.detail < Detail::Octets {
            return;
        }
        let indent = 2 * depth.min(10);
        let place = format!("{:>6}{:>7}  ", field.bytes.start, field.bytes.len());
        let is_leaf = field.fields.is_empty() || field.is_opaque() && self.detail < Detail::Octets;
        let mut head = Text::new().strong(&*field.name);
        if let Some(value) = self.value(field, is_leaf) {
            head = head.plain(": ").then(value);
        }
        self.lines(&place, indent, &head);
        self.says(field.entry, indent);
        self.says(field.meaning, indent);
        if field.fields.is_empty() && self.detail == Detail::Octets {
            self.octets(field, indent);
        }
        if !is_leaf {
            field.fields.iter().for_each(|field| self.field(field, depth + 1));
        }
    }

    /// Without a value of its own, a leaf is its octets, as many as go on a line.
    fn value(&self, field: &Field, is_leaf: bool) -> Option<Text> {
        const SHOWN: usize = 8;
        match &field.value {
            Some(value) => Some(Text::new().plain(value)),
            None if is_leaf && self.detail == Detail::Fields => {
                let octets = field.fields.last().filter(|_| field.is_opaque()).unwrap_or(field);
                let octets = octets.octets(&self.message.bytes);
                let (shown, dots) = octets.get(..SHOWN).map_or((octets, ""), |start| (start, "…"));
                let dots = if octets.len() == SHOWN { "" } else { dots };
                Some(Text::new().faint(format!("{}{dots}", hex::text(shown))))
            }
            None => None,
        }
    }

    fn says(&mut self, entry: Option<Entry>, indent: usize) {
        let Some(entry) = entry.filter(|entry| self.explained.insert(entry.says)) else { return };
        let text = Text::new().faint(format!("{} ({})", entry.says, entry.clause));
        self.lines(&" ".repeat(PLACE + 2), indent, &text);
    }

    fn octets(&mut self, field: &Field, indent: usize) {
        let row = if indent > ROW { ROW / 2 } else { ROW };
        for octets in field.octets(&self.message.bytes).chunks(row) {
            let digits: Vec<_> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            let text = Text::new().faint(digits.join(" "));
            self.lines(&" ".repeat(PLACE), indent, &text);
        }
    }

    /// Wrapped, all lines but the first a little further in.
    fn lines(&mut self, place: &str, indent: usize, text: &Text) {
        let room = WIDTH - PLACE - 4 - indent;
        for (number, line) in text.wrapped(room).into_iter().enumerate() {
            let before = if number == 0 { place.to_owned() } else { " ".repeat(PLACE + 2) };
            let start = Text::new().faint(before).plain(" ".repeat(indent));
            self.page.line(start.then(line));
        }
    }
}
