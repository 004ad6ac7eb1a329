//! A message: its fields as rows, each with the octets that it has.

use core::ops::Range;

use handfast_study::Text;
use handfast_study::report::{Field, Message, Report};

use super::said;

/// The messages that were sent by this event, or read where nobody watched the sender.
pub(crate) fn known(report: &Report, until: usize) -> impl DoubleEndedIterator<Item = &Message> {
    let at = |message: &Message| message.sent_at.or(message.received_at);
    report.messages.iter().filter(move |message| at(message).is_some_and(|at| at < until))
}

/// What such a message is for.
pub(crate) fn purpose(message: &Message) -> Vec<Text> {
    let says = message.says.map(|says| said(says, message.clause.as_deref()).wrapped(80));
    says.unwrap_or_default()
}

/// A field in its place in the tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'r> {
    pub(crate) depth: usize,
    pub(crate) field: &'r Field,
}

/// All fields, each before those that it consists of.
pub(crate) fn rows(message: &Message) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    add(&message.fields, 0, &mut rows);
    rows
}

fn add<'r>(fields: &'r [Field], depth: usize, rows: &mut Vec<Row<'r>>) {
    for field in fields {
        rows.push(Row { depth, field });
        add(&field.fields, depth + 1, rows);
    }
}

impl Row<'_> {
    /// Its octets in the message.
    pub(crate) const fn octets(&self) -> Range<usize> {
        self.field.offset..self.field.offset + self.field.length
    }

    /// In the tree.
    pub(crate) fn title(&self) -> Text {
        let name = Text::new().plain(" ".repeat(self.depth)).plain(self.field.name.clone());
        match &self.field.value {
            Some(value) => name.faint(": ").plain(value.clone()),
            None => name,
        }
    }

    /// All that is said of it.
    pub(crate) fn detail(&self) -> Vec<Text> {
        let field = self.field;
        let Range { start, end } = self.octets();
        let place = match field.length {
            0 => "no octets".to_owned(),
            1 => format!("octet {start}"),
            length => format!("octets {start}–{}, that is {length}", end - 1),
        };
        let mut lines = Text::new().strong(field.path.clone()).faint(format!(" · {place}")).wrapped(80);
        lines.extend(field.value.iter().flat_map(|value| Text::new().plain(value.clone()).wrapped(80)));
        for (says, clause) in [(field.says, &field.clause), (field.meaning, &field.meaning_clause)] {
            lines.extend(says.into_iter().flat_map(|says| said(says, clause.as_deref()).wrapped(80)));
        }
        lines
    }
}
