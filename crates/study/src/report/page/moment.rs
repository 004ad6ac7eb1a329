//! Moments: a message, an alert or data that a side sends or reads, and all that this side does about it. They are the
//! steps of time on the page.

use maud::{Markup, html};

use super::words;
use crate::count;
use crate::report::{Event, Happening, Message, Record, Report, Side, Way};

/// One step of time.
pub(super) struct Moment<'r> {
    pub(super) side: Side,
    /// Never empty.
    pub(super) events: Vec<&'r Event>,
}

/// All events, in order, cut where something is sent or read and where the other side acts.
pub(super) fn moments(report: &Report) -> Vec<Moment<'_>> {
    let mut moments: Vec<Moment<'_>> = Vec::new();
    for event in &report.events {
        match moments.last_mut().filter(|last| last.takes(event)) {
            Some(last) => last.events.push(event),
            None => moments.push(Moment { side: event.side, events: vec![event] }),
        }
    }
    moments
}

/// Whether a moment begins with it.
const fn is_head(event: &Event) -> bool {
    match &event.what {
        Happening::Message { .. } | Happening::ChangeCipherSpec { .. } | Happening::Alert { .. } => true,
        Happening::Record(record) => record.says.is_some(),
        _ => false,
    }
}

impl<'r> Moment<'r> {
    /// What comes before the first message belongs to it.
    fn takes(&self, event: &Event) -> bool {
        event.side == self.side && (!is_head(event) || self.head().is_none())
    }

    pub(super) fn head(&self) -> Option<&'r Event> {
        self.events.iter().copied().find(|event| is_head(event))
    }

    /// Its number in links.
    pub(super) fn id(&self) -> usize {
        self.events.first().map_or(0, |event| event.id)
    }

    /// The last of its events: then all of it has happened.
    pub(super) fn last(&self) -> usize {
        self.events.last().map_or(0, |event| event.id)
    }

    /// The message that is sent or read, and which of both.
    pub(super) fn message<'a>(&self, report: &'a Report) -> Option<(&'a Message, Way)> {
        match self.head()?.what {
            Happening::Message { message, way } => {
                Some((report.messages.iter().find(|known| known.id == message)?, way))
            }
            _ => None,
        }
    }

    /// The words of it: `sends`, `1 ClientHello`.
    pub(super) fn title(&self, report: &Report) -> (&'static str, String) {
        let verb = |way| match way {
            Way::Sent => "sends",
            Way::Received => "reads",
        };
        match (self.message(report), self.head().map(|event| &event.what)) {
            (Some((message, way)), _) => (verb(way), title(message)),
            (_, Some(Happening::ChangeCipherSpec { way, .. })) => {
                (verb(*way), "change_cipher_spec".to_owned())
            }
            (_, Some(Happening::Alert { way, description, .. })) => {
                (verb(*way), format!("alert {description}"))
            }
            (_, Some(Happening::Record(Record { way, says, .. }))) => {
                (verb(*way), says.as_ref().map_or_else(String::new, |says| says.as_str().to_owned()))
            }
            _ => ("goes on", String::new()),
        }
    }

    /// All that happens in it, explained.
    pub(super) fn article(&self, report: &Report) -> Markup {
        let (verb, what) = self.title(report);
        let message = self.message(report).map(|(message, _)| message.id);
        html! {
            article.moment id={ "event-" (self.id()) } data-message=[message] {
                h3 { "The " (words::side(self.side)) " " (verb) " " (what) }
                ul.happenings {
                    @for event in &self.events { (happening(event, report.overheard)) }
                }
            }
        }
    }
}

/// `1 ClientHello`
pub(super) fn title(message: &Message) -> String {
    format!("{} {}", message.id, message.name.unwrap_or("a message of an unknown type"))
}

/// Of a connection that was overheard only what passed is known, and not what went on inside.
fn happening(event: &Event, overheard: bool) -> Markup {
    match &event.what {
        Happening::Message { .. } => html! {},
        Happening::Record(record) => record_line(record),
        Happening::State { to, on, of_the_rfc, says, clause, .. } => html! {
            li.state {
                span.state-name.ours[!of_the_rfc] { (to) } " on " (on)
                p { (words::said(*says, clause.as_deref())) }
            }
        },
        Happening::Keys { way: Way::Sent, protection } => {
            html! { li { "writes from here on with " b { (words::keys(*protection)) } } }
        }
        Happening::Keys { way: Way::Received, protection } => {
            html! { li { "reads from here on with " b { (words::keys(*protection)) } } }
        }
        Happening::Secret { name, step } => html! {
            li { (if overheard { "from the key log: " } else { "derives " }) @if let Some(step) = step { a href={ "#step-" (step + 1) } { (name) } } @else { (name) } }
        },
        Happening::Fact { says, .. } => html! { li { @if !overheard { "learns: " } (says) } },
        Happening::Question { asks } => html! { li { "asks: " (asks) } },
        Happening::Judgement { accepted, path, why, .. } => html! {
            li.good[*accepted].bad[!*accepted] {
                @if *accepted { "accepts " } @else { "refuses " } (path)
                @if let Some(why) = why { p { (why) } }
            }
        },
        Happening::ChangeCipherSpec { says, clause, .. } => {
            html! { li { (words::said(Some(says), Some(clause))) } }
        }
        Happening::Alert { level, says, clause, .. } => html! {
            li { "level " (level) p { (words::said(*says, clause.as_deref())) } }
        },
        Happening::Complete => html! { li.good { "the handshake is complete on this side" } },
        Happening::Failure { says, .. } | Happening::Missing { says } => html! { li.bad { (says) } },
        Happening::Acceptance { says } => html! { li.remark { (says) } },
    }
}

fn record_line(record: &Record) -> Markup {
    html! {
        li.record {
            "record"
            @if let Some(sequence) = record.sequence { " " (sequence) }
            @if let Some(kind) = &record.content_type { " of " (kind) }
            ": " code { (words::pairs(record.header.octets())) } " and " (count(record.length, "octet"))
            ", " (match record.sequence {
                Some(_) => format!("under {}", words::keys(record.protection)),
                None => "in the clear".to_owned(),
            })
        }
    }
}
