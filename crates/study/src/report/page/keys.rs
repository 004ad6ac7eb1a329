//! The key schedule.

use maud::{Markup, html};

use super::words;
use crate::report::{Input, Report, Step};

pub(super) fn section(report: &Report) -> Markup {
    html! {
        section #keys role="tabpanel" aria-labelledby="tab-keys" {
            h2 { "The key schedule" }
            p.lead {
                "Every secret is made from those before it, by a function that cannot be turned back. Beside each "
                "stands a command that computes the same with stock tools."
            }
            ol.steps { @for (number, step) in (1..).zip(&report.keys) { (one(report, number, step)) } }
        }
    }
}

fn one(report: &Report, number: usize, step: &Step) -> Markup {
    html! {
        li id={ "step-" (number) } {
            h3 { (step.name) }
            p.says { (step.says) " " cite { (step.clause) } }
            p.function { code { (step.function) } }
            dl {
                @for input in &step.inputs { (row(&input.name, input)) }
                dt.gives { "gives " span.octets { (words::octets(step.length)) } }
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
        dt { (name) " " span.octets { (words::octets(input.length)) } }
        dd { @match &input.value {
            Some(value) => { div.hex tabindex="0" { (words::pairs(value.octets())) } }
            None => { span.left-out { "left out" } }
        } }
    }
}
