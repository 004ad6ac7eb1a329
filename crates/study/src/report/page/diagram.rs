//! The state diagram, drawn from the table: states from top to bottom in the order of a handshake, arrows to the next
//! state straight down, all others around the right. What a state does without leaving it stands in its box.

mod plan;

use maud::{Markup, html};

use self::plan::{Arrow, BOX, Box, Plan, ROW};
use super::words;
use crate::report::{Diagram, Missing, Report};

pub(super) fn section(report: &Report) -> Markup {
    html! {
        section #diagram role="tabpanel" aria-labelledby="tab-diagram" {
            h2 { "The state diagram" }
            p.lead {
                "Drawn from the table that our machines are tested against. Blue is the path that this connection took, "
                "yellow the state it is in by now: step through time with ← and →. → sends, ← receives, ? asks; states in "
                "italics are ours, where the RFC draws none."
            }
            div.diagrams { @for diagram in &report.diagrams { (figure(diagram)) } }
        }
    }
}

fn figure(diagram: &Diagram) -> Markup {
    let plan = Plan::of(diagram);
    let name = format!("The {} of {}", diagram.side.name(), diagram.version);
    html! {
        figure.(diagram.side.name()) {
            figcaption { "The " (words::side(diagram.side)) " of " (diagram.version) }
            @if let Some(missing) = &diagram.missing { (sentence(missing)) }
            div.scroll tabindex="0" {
                svg viewBox={ "0 0 " (plan.width) " " (plan.height) } width=(plan.width) height=(plan.height)
                    role="img" aria-label=(name) {
                    defs {
                        @for kind in ["open", "taken"] {
                            marker id={ (kind) "-" (diagram.side.name()) } class=(kind) viewBox="0 0 8 8" refX="7" refY="4"
                                markerWidth="7" markerHeight="7" orient="auto" { path d="M0 0 8 4 0 8z" {} }
                        }
                    }
                    @for arrow in &plan.arrows { (self::arrow(arrow)) }
                    @for each in &plan.boxes { (state(each)) }
                    @if let Some(missing) = &diagram.missing { (broken(missing, &plan)) }
                }
            }
        }
    }
}

fn sentence(missing: &Missing) -> Markup {
    html! {
        p.bad {
            "In " b { (missing.state) }
            @if let Some(on) = missing.on { " came " b { (on) } ", for which there is no arrow: " } @else { " it ended: " }
            (missing.says)
        }
    }
}

fn state(each: &Box<'_>) -> Markup {
    let node = each.node;
    html! {
        g.node.ours[!node.of_the_rfc].taken[!each.events().is_empty()] data-events=(each.events()) {
            @if let Some(says) = node.says { title { (says) } }
            rect x=(each.x) y=(each.y) width=(BOX) height=(each.height) rx="6" {}
            text.name x=(each.x + 12) y=(each.y + 20) { (node.name) }
            @for (index, edge) in (0..).zip(&each.loops) {
                text.loop.taken[!edge.taken.is_empty()] data-events=(plan::numbers(&edge.taken))
                    x=(each.x + 22) y=(each.y + 40 + ROW * index) { (plan::label(edge)) }
            }
        }
    }
}

fn arrow(arrow: &Arrow<'_>) -> Markup {
    html! {
        g.arrow.taken[!arrow.events().is_empty()] data-events=(arrow.events()) {
            path d=(arrow.path()) {}
            @for (index, edge) in (0..).zip(&arrow.edges) {
                text x=(arrow.label.0) y=(arrow.label.1 + ROW * index) {
                    (plan::label(edge))
                }
            }
        }
    }
}

/// A stub at the left of the state where it ended.
fn broken(missing: &Missing, plan: &Plan<'_>) -> Markup {
    html! {
        @if let Some(each) = plan.boxes.iter().find(|each| each.node.name == missing.state) {
            g.missing data-events=(missing.event) {
                path d={ "M" (each.x) " " (each.y + 15) "H" (each.x - 24) } {}
                text x=(each.x - 30) y=(each.y + 20) text-anchor="end" {
                    "✗ " @if let Some(on) = missing.on { "← " (on) } @else { "ended here" }
                }
            }
        }
    }
}
