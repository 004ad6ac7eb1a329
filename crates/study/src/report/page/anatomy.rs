//! A message: its octets, and its fields to the last.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::moment::title;
use super::{signature, words};
use crate::count;
use crate::glossary;
use crate::report::{Field, Message, Report, Side};

pub(super) fn article(report: &Report, message: &Message) -> Markup {
    let mut fields = Fields { message, explained: BTreeSet::new(), leaves: 0 };
    html! {
        article.message id={ "message-" (message.id) } {
            h3 { (title(message)) }
            p.says { (words::said(message.says, message.clause.as_deref())) }
            (particulars(message))
            @for signed in report.signatures.iter().filter(|signed| signed.message == message.id) {
                (signature::figure(report, signed))
            }
            @for question in questions(report, message) {
                aside.question { h4 { (question.asks) } p { (question.answer) " " cite { (question.clause.to_string()) } } }
            }
            div.anatomy {
                div.octets aria-label={ "octets of " (title(message)) } tabindex="0" { (hex(message)) }
                ul.fields role="tree" aria-label={ "fields of " (title(message)) } {
                    @for field in &message.fields { (fields.row(field, 1)) }
                }
            }
        }
    }
}

fn particulars(message: &Message) -> Markup {
    html! {
        p.chips {
            span.chip { "from the " (words::side(message.sender)) }
            span.chip { "flight " (message.flight) }
            span.chip.(words::class(message.protection)) { (words::keys(message.protection)) }
            span.chip { (count(message.length, "octet")) }
            @for change in &message.changes {
                span.chip { (words::side(change.side)) ": " (change.from) " → " (change.to) }
            }
        }
    }
}

/// Those of the client's certificate and Finished come up when the client sends them.
fn questions(report: &Report, message: &Message) -> Vec<&'static glossary::Question> {
    let version = report.summary.version.as_deref();
    let is_later = message.sender == Side::Server && matches!(message.name, Some("Certificate" | "Finished"));
    let is_of = |question: &&glossary::Question| {
        let of_version =
            question.version.is_none_or(|only| Some(only.code().to_string().as_str()) == version);
        Some(question.at.name()) == message.name && of_version && !is_later
    };
    glossary::questions().iter().filter(is_of).collect()
}

/// A run of octets for each field that consists of no others.
fn hex(message: &Message) -> Markup {
    let mut leaves = Vec::new();
    message.fields.iter().for_each(|field| collect(field, &mut leaves));
    html! {
        @for (index, field) in leaves.iter().enumerate() {
            @if let Some(octets) = field.octets.as_ref().filter(|octets| !octets.octets().is_empty()) {
                span data-leaf=(index) { (words::pairs(octets.octets())) } " "
            }
        }
    }
}

fn collect<'f>(field: &'f Field, leaves: &mut Vec<&'f Field>) {
    if field.fields.is_empty() {
        leaves.push(field);
    }
    field.fields.iter().for_each(|field| collect(field, leaves));
}

struct Fields<'m> {
    message: &'m Message,
    explained: BTreeSet<&'static str>,
    leaves: usize,
}

impl Fields<'_> {
    /// A line for this field, then those of its fields.
    fn row(&mut self, field: &Field, level: usize) -> Markup {
        let first = self.leaves;
        self.leaves += usize::from(field.fields.is_empty());
        let head = self.text(field);
        let below = html! { @for field in &field.fields { (self.row(field, level + 1)) } };
        let last = self.leaves.saturating_sub(1);
        html! {
            li role="treeitem" aria-level=(level) tabindex="-1" id=(id(self.message, field))
                data-first=(first) data-last=(last) class={ "l" (level.min(9)) } { (head) }
            (below)
        }
    }

    fn text(&mut self, field: &Field) -> Markup {
        let is_new = field.says.is_some_and(|says| self.explained.insert(says));
        let is_new_meaning = field.meaning.is_some_and(|says| self.explained.insert(says));
        html! {
            span.line {
                span.name { (field.name) }
                @if let Some(value) = &field.value { " " span.value { (value) } }
                @else if let Some(octets) = &field.octets { " " code { (start(octets.octets())) } }
            }
            span.place { (field.offset) " +" (field.length) }
            @if field.says.is_some() { p.again[!is_new] { (words::said(field.says, field.clause.as_deref())) } }
            @if field.meaning.is_some() {
                p.again[!is_new_meaning] { (words::said(field.meaning, field.meaning_clause.as_deref())) }
            }
        }
    }
}

/// The name of a field in links: an identifier has no blanks.
pub(super) fn id(message: &Message, field: &Field) -> String {
    format!("message-{}/field/{}", message.id, field.path.replace(' ', "-"))
}

fn start(octets: &[u8]) -> String {
    const SHOWN: usize = 8;
    match octets.get(..SHOWN).filter(|_| octets.len() > SHOWN) {
        Some(start) => format!("{} …", words::pairs(start)),
        None => words::pairs(octets),
    }
}
