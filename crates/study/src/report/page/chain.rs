//! The certificates, and the tree of decisions about them.

use maud::{Markup, html};

use super::words;
use crate::report::chain::Particulars;
use crate::report::{Certificate, Chain, Decision, Report, Verdict};

pub(super) fn section(report: &Report) -> Markup {
    html! {
        section #certificates role="tabpanel" aria-labelledby="tab-certificates" {
            h2 { "Certificates" }
            @for chain in &report.chains { (one(chain)) }
        }
    }
}

fn one(chain: &Chain) -> Markup {
    html! {
        section.chain.(chain.of.name()) {
            @match chain.message {
                Some(id) => {
                    h3 { "Shown by the " (words::side(chain.of)) " in " a href={ "#message-" (id) } { "message " (id) } }
                    div.cards { @for certificate in &chain.certificates { (card(id, certificate)) } }
                }
                None => {
                    h3 { "Shown by the " (words::side(chain.of)) " when the session was made" }
                    p { "Both go on from there: nothing is shown again, and what was shown then is judged by what holds today." }
                }
            }
            @if let Some(verdict) = &chain.verdict { (judged(chain, verdict)) }
            @else { p { "How it was judged was not observed: it was judged by the side that was not watched." } }
        }
    }
}

fn card(message: usize, certificate: &Certificate) -> Markup {
    html! {
        div.card {
            @match &certificate.says {
                Some(says) => (particulars(says)),
                None => { p.bad { "cannot be read" } }
            }
            p { a href={ "#message-" (message) "/field/" (certificate.path) } { "field by field" } }
        }
    }
}

fn particulars(says: &Particulars) -> Markup {
    html! {
        h4 { @if says.subject.is_empty() { "(no subject)" } @else { (says.subject) } }
        dl {
            dt { "names" } dd { @if says.names.is_empty() { "none" } @else { (says.names.join(", ")) } }
            dt { "issued by" } dd { @if says.issuer.is_empty() { "(no name)" } @else { (says.issuer) } }
            dt { "valid from" } dd { (says.not_before) }
            dt { "until" } dd { (says.not_after) }
            @if let Some(key) = &says.key { dt { "key" } dd { (key) } }
            dt { "serial" } dd { code { (says.serial) } }
            dt { "SHA-256" } dd { code { (says.sha256) } }
            dt { "of the key" } dd { code { (says.spki_sha256) } }
        }
    }
}

fn judged(chain: &Chain, verdict: &Verdict) -> Markup {
    html! {
        div.verdict {
            p.good[verdict.accepted].bad[!verdict.accepted] {
                "The " (words::side(chain.of.peer())) @if verdict.accepted { " accepts it: " } @else { " refuses it: " } (verdict.path)
            }
            @if let Some(why) = &verdict.why {
                p { (why) @if let Some(clause) = &verdict.clause { " " cite { (clause) } } }
            }
            @if let Some(remedy) = verdict.remedy { p { "To mend it, " (remedy) "." } }
            details open[!verdict.accepted] {
                summary { "Every decision of path validation: " (verdict.decisions.len()) }
                ol.decisions { @for decision in &verdict.decisions { (line(decision)) } }
            }
        }
    }
}

fn line(decision: &Decision) -> Markup {
    let depth = decision.depth.min(6);
    html! {
        li.(decision.answer) class={ "d" (depth) } {
            @if decision.answer == "considered" {
                b { (decision.subject) } " is taken up as " (decision.source)
            } @else {
                (decision.rule)
                @if let Some(says) = &decision.says { ": " (says) }
                " " cite { (decision.clause) }
                @if !decision.wanted.is_empty() {
                    p { "wanted " (decision.wanted.join(" or ")) "; the certificate has "
                        @if decision.presented.is_empty() { "no name" } @else { (decision.presented.join(", ")) } }
                }
            }
        }
    }
}
