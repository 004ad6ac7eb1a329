//! What each side knows by then. Everything that is ever known stands here with the event at which it comes up; the script
//! shows what has come up, and of what replaces each other the last.

use maud::{Markup, html};

use super::words;
use crate::report::{Event, Happening, Report, Side, Way};

pub(super) fn now(report: &Report) -> Markup {
    html! {
        div #now {
            div.sides { @for side in &report.watched { (card(report, *side)) } }
        }
    }
}

/// Forth and back.
pub(super) fn time() -> Markup {
    html! {
        div.time role="group" aria-label="time" {
            button #back type="button" aria-label="one step back" { "←" }
            input #time type="range" min="0" value="0" step="1" aria-label="time";
            button #on type="button" aria-label="one step on" { "→" }
            output #clock for="time" {}
        }
    }
}

fn card(report: &Report, side: Side) -> Markup {
    let mine = || report.events.iter().filter(move |event| event.side == side);
    html! {
        section.side.(side.name()) aria-label=(label(report, side)) {
            h4 { (words::side(side)) span.by-now { (if report.overheard { ", as seen by now" } else { " by now" }) } }
            dl {
                @if !report.overheard {
                    dt { "state" }
                    dd { (first("state", "START")) @for event in mine() { (state(event)) } }
                }
                dt { "writes" }
                dd { (first("writes", "in the clear")) @for event in mine() { (keys(event, Way::Sent, "writes")) } }
                @if !report.overheard {
                    dt { "reads" }
                    dd { (first("reads", "in the clear")) @for event in mine() { (keys(event, Way::Received, "reads")) } }
                }
            }
            ul.knows { @for event in mine() { (known(event)) } }
        }
    }
}

fn label(report: &Report, side: Side) -> String {
    match report.overheard {
        true => format!("What is seen of the {} by now", side.name()),
        false => format!("What the {} knows by now", side.name()),
    }
}

/// What holds before anything happened.
fn first(topic: &str, what: &str) -> Markup {
    html! { span data-at="-1" data-topic=(topic) { (what) } }
}

fn state(event: &Event) -> Markup {
    html! {
        @if let Happening::State { to, of_the_rfc, .. } = &event.what {
            span.state-name.ours[!of_the_rfc] data-at=(event.id) data-topic="state" { (to) }
        }
    }
}

fn keys(event: &Event, wanted: Way, topic: &str) -> Markup {
    html! {
        @if let Happening::Keys { way, protection } = &event.what {
            @if *way == wanted {
                span.(words::class(*protection)) data-at=(event.id) data-topic=(topic) { (words::keys(*protection)) }
            }
        }
    }
}

fn known(event: &Event) -> Markup {
    let item = |class: &str, what: Markup| html! { li.(class) data-at=(event.id) { (what) } };
    match &event.what {
        Happening::Fact { says, .. } => item("fact", html! { (says) }),
        Happening::Secret { name, step } => item(
            "secret",
            html! {
                @if let Some(step) = step { a href={ "#step-" (step + 1) } { (name) } } @else { (name) }
            },
        ),
        Happening::Judgement { of, accepted: true, path, .. } => item(
            "good",
            html! {
                "the " (of.name()) " is " (path.split(" ← ").next().unwrap_or_default())
            },
        ),
        Happening::Judgement { of, why, .. } => item(
            "bad",
            html! {
                "the certificate of the " (of.name()) " is refused" @if let Some(why) = why { ": " (why) }
            },
        ),
        Happening::Acceptance { says } => item("remark", html! { (says) }),
        Happening::Complete => item("good", html! { "the handshake is complete on this side" }),
        Happening::Failure { says, .. } => item("bad", html! { (says) }),
        // The peer's Finished has come long before, but nothing is moved by a wrong one.
        Happening::State { from: "WAIT_FINISHED" | "WAIT_ANSWER_END", on, .. } if on == "Finished" => {
            item("good", html! { "both have seen the same messages" })
        }
        _ => html! {},
    }
}
