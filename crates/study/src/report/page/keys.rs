//! The key schedule.

use maud::{Markup, html};

use super::words;
use crate::count;
use crate::report::{Input, Report, Step};

pub(super) fn section(report: &Report) -> Markup {
    html! {
        section #keys role="tabpanel" aria-labelledby="tab-keys" {
            h2 { "The key schedule" }
            p.lead {
                "Every secret is made from those before it, by a function that cannot be turned back. Beside each "
                "stands a command that computes the same with stock tools."
            }
            div.schedule {
                (map(report))
                ol.steps { @for (number, step) in (1..).zip(&report.keys) { (one(report, number, step)) } }
            }
        }
    }
}

/// What comes from what: each step below the one whose value goes into it first.
fn map(report: &Report) -> Markup {
    let parents: Vec<_> = (0..report.keys.len()).map(|place| parent(report, place)).collect();
    html! { nav.map aria-label="What comes from what" { (below(report, &parents, None)) } }
}

/// The last step before that is called like an input, or begins so: `write IV` is that of the traffic secret at hand.
fn parent(report: &Report, place: usize) -> Option<usize> {
    let before = report.keys.get(..place)?;
    let inputs = report.keys.get(place)?.inputs.iter();
    inputs.filter_map(|input| before.iter().rposition(|known| known.name.starts_with(&input.name))).next()
}

fn below(report: &Report, parents: &[Option<usize>], of: Option<usize>) -> Markup {
    // A step comes after what goes into it, so this ends.
    let children = parents.iter().enumerate().filter(|(_, parent)| **parent == of);
    html! {
        ul {
            @for (place, _) in children {
                @if let Some(step) = report.keys.get(place) {
                    li {
                        a href={ "#step-" (place + 1) } data-since=(since(step)) { (step.name) }
                        @if parents.contains(&Some(place)) { (below(report, parents, Some(place))) }
                    }
                }
            }
        }
    }
}

/// From when on anybody who was watched knows it.
fn since(step: &Step) -> usize {
    step.since.iter().map(|since| since.event).min().unwrap_or_default()
}

fn one(report: &Report, number: usize, step: &Step) -> Markup {
    html! {
        li id={ "step-" (number) } {
            h3 { (step.name) }
            p.says { (step.says) " " cite { (step.clause) } }
            p.function { code { (step.function) } }
            dl {
                @for input in &step.inputs { (row(&input.name, input)) }
                dt.gives { "gives " span.octets { (count(step.length, "octet")) } }
                dd.gives { @match &step.value {
                    Some(value) => { div.hex tabindex="0" { (words::pairs(value.octets())) } }
                    None => { span.left-out { "left out" } }
                } }
            }
            @if let Some(covers) = step.covers {
                p.covers { "The transcript hash covers "
                    @for message in report.messages.iter().filter(|message| message.in_transcript && message.id <= covers) {
                        a href={ "#message-" (message.id) } .(message.sender.name()) { (super::moment::title(message)) } " "
                    }
                }
            }
            @if let Some(command) = &step.command { (words::command("Compute it yourself", command.as_str())) }
        }
    }
}

fn row(name: &str, input: &Input) -> Markup {
    html! {
        dt { (name) " " span.octets { (count(input.length, "octet")) } }
        dd { @match &input.value {
            Some(value) => { div.hex tabindex="0" { (words::pairs(value.octets())) } }
            None => { span.left-out { "left out" } }
        } }
    }
}
