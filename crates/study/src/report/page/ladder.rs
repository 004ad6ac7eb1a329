//! The ladder: the client's rail on the left, the server's on the right, time from the top down.

use maud::{Markup, html};

use super::moment::{Moment, title};
use super::words;
use crate::count;
use crate::report::{Happening, Report, Way};

pub(super) fn ladder(report: &Report, moments: &[Moment<'_>]) -> Markup {
    html! {
        nav.ladder aria-label="The connection, step by step" {
            div.rails { (words::side(crate::report::Side::Client)) (words::side(crate::report::Side::Server)) }
            ol { @for moment in moments { (rung(report, moment)) } }
        }
    }
}

fn rung(report: &Report, moment: &Moment<'_>) -> Markup {
    let way = way(moment);
    let class = match way {
        Some(Way::Sent) => "sent",
        Some(Way::Received) => "read",
        None => "inward",
    };
    html! {
        li.(class).(moment.side.name()).(protection(report, moment)) data-id=(moment.id()) data-last=(moment.last()) {
            a href={ "#" (link(report, moment)) } { (label(report, moment)) }
            @for event in &moment.events {
                @if let Happening::State { to, of_the_rfc, .. } = &event.what {
                    span.state-name.ours[!of_the_rfc] { (to) }
                }
                @if let Happening::Failure { says, .. } = &event.what { span.bad { (says) } }
            }
        }
    }
}

fn link(report: &Report, moment: &Moment<'_>) -> String {
    match moment.message(report) {
        Some((message, Way::Sent)) => format!("message-{}", message.id),
        Some((message, Way::Received)) if message.sent_at.is_none() => format!("message-{}", message.id),
        _ => format!("event-{}", moment.id()),
    }
}

fn label(report: &Report, moment: &Moment<'_>) -> Markup {
    let (verb, what) = moment.title(report);
    let sent = moment.message(report).filter(|(_, way)| *way == Way::Sent);
    html! {
        span.words {
            @if let Some((message, _)) = sent {
                b { (title(message)) } " " span.octets { (count(message.length, "octet")) }
            } @else if way(moment) == Some(Way::Sent) {
                b { (what) }
            } @else {
                span.verb { (verb) } " " (what)
            }
        }
    }
}

fn way(moment: &Moment<'_>) -> Option<Way> {
    match &moment.head()?.what {
        Happening::Message { way, .. }
        | Happening::ChangeCipherSpec { way, .. }
        | Happening::Alert { way, .. } => Some(*way),
        Happening::Record(record) => Some(record.way),
        _ => None,
    }
}

/// Which keys protect what is sent.
fn protection(report: &Report, moment: &Moment<'_>) -> &'static str {
    if let Some((message, _)) = moment.message(report) {
        return words::class(message.protection);
    }
    let record = moment.events.iter().find_map(|event| match &event.what {
        Happening::Record(record) => Some(record.protection),
        _ => None,
    });
    record.map_or("clear", words::class)
}
