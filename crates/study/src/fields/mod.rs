//! The fields of a message as a tree: each with its place, its value and what it is for. A certificate is a field that
//! holds fields, too, as far as it can be read.

mod certificate;
mod value;

use core::ops::Range;
use std::borrow::Cow;

use handfast::wire::Span;

use crate::glossary::{self, Entry};
use crate::timeline::Message;

/// A field of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name: that of its span, or of the part of a certificate.
    pub name: Cow<'static, str>,
    /// Its place among the names above it: `extensions/key_share/client_shares/KeyShareEntry[1]/group`. Items that have
    /// the same name are counted from 0.
    pub path: String,
    /// Its octets, counted from the start of the message.
    pub bytes: Range<usize>,
    /// What they say, if that is more than their digits. Safe to print: odd characters of the peer are escaped.
    pub value: Option<String>,
    /// What the field is for.
    pub entry: Option<Entry>,
    /// What this value of it means, if it is a code point that is explained.
    pub meaning: Option<Entry>,
    /// What it consists of.
    pub fields: Vec<Self>,
}

impl Field {
    /// Its octets, of those of the message.
    #[must_use]
    pub fn octets<'m>(&self, message: &'m [u8]) -> &'m [u8] {
        message.get(self.bytes.clone()).unwrap_or_default()
    }

    /// Whether it is nothing but a length and the octets that the length counts.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        match &self.fields[..] {
            [length] => length.name == "length",
            [length, value] => length.name == "length" && value.name == "value",
            _ => false,
        }
    }

    /// This field and all that it consists of, from the front.
    pub fn walk(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        Box::new(core::iter::once(self).chain(self.fields.iter().flat_map(Self::walk)))
    }
}

/// The fields of a message that was kept with its octets and its spans. What could not be decoded is one field at the
/// end.
#[must_use]
pub fn fields(message: &Message) -> Vec<Field> {
    let mut fields = tree(&mut &message.fields[..], &message.bytes, "", 0);
    let end = fields.last().map_or(0, |last| last.bytes.end);
    if end < message.bytes.len() {
        fields.push(not_decoded(end..message.bytes.len()));
    }
    fields
}

/// Whether a field of this name holds a certificate, or a key in its place (RFC 7250 §3).
pub(crate) fn is_certificate(name: &str) -> bool {
    certificate::FIELDS.contains(&name)
}

fn not_decoded(bytes: Range<usize>) -> Field {
    let name = Cow::Borrowed("not decoded");
    let path = name.to_string();
    Field { name, path, bytes, value: None, entry: None, meaning: None, fields: Vec::new() }
}

/// Takes from `spans` those of this depth, each with the deeper ones behind it.
fn tree(spans: &mut &[Span], message: &[u8], above: &str, depth: u8) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    while let Some((span, rest)) = spans.split_first().filter(|(span, _)| span.depth >= depth) {
        *spans = rest;
        let same = fields.iter().filter(|field| field.name == span.name).count();
        fields.push(field(span, spans, message, &path(above, span.name, same)));
    }
    fields
}

/// `above/name`, and from the second of a name on `above/name[1]`.
fn path(above: &str, name: &str, same: usize) -> String {
    let slash = if above.is_empty() { "" } else { "/" };
    match same {
        0 => format!("{above}{slash}{name}"),
        same => format!("{above}{slash}{name}[{same}]"),
    }
}

fn field(span: &Span, spans: &mut &[Span], message: &[u8], path: &str) -> Field {
    let fields = tree(spans, message, path, span.depth + 1);
    let mut field = Field {
        name: Cow::Borrowed(span.name),
        path: path.to_owned(),
        bytes: span.bytes.clone(),
        value: None,
        entry: glossary::field(span.name),
        meaning: None,
        fields,
    };
    if is_certificate(span.name) {
        certificate::open(&mut field, message);
    }
    (field.value, field.meaning) = value::of(&field, message);
    field
}

#[cfg(test)]
mod tests;
