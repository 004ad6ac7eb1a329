//! What was signed, octet by octet.

use maud::{Markup, html};

use super::moment::title;
use super::words;
use crate::report::{Part, Report, Signed};

pub(super) fn section(report: &Report) -> Markup {
    html! {
        section #signatures role="tabpanel" aria-labelledby="tab-signatures" {
            h2 { "What was signed" }
            p.lead {
                "A certificate is public: anybody can send a copy of it. What proves that a side is the holder of its "
                "certificate is a signature that only the holder's private key can make, over something that is new in "
                "every connection."
            }
            @for signed in &report.signatures { (figure(report, signed)) }
        }
    }
}

/// The content in its parts, the signature over it, and the command that verifies it.
pub(super) fn figure(report: &Report, signed: &Signed) -> Markup {
    let message = report.messages.iter().find(|message| message.id == signed.message);
    html! {
        figure.signature {
            figcaption {
                "What " (words::side(signed.signer)) " signs in "
                @if let Some(message) = message { a href={ "#message-" (message.id) } { (title(message)) } }
                ": these octets, one after the other"
            }
            ol.parts { @for part in &signed.parts { (one(report, part, signed)) } }
            p { "The signature over them, by " b { (signed.scheme) } " with the private key of its certificate:" }
            div.hex tabindex="0" { (words::pairs(signed.signature.octets())) }
            (words::command("Verify it yourself with openssl", &signed.command))
        }
    }
}

fn one(report: &Report, part: &Part, signed: &Signed) -> Markup {
    let covers = signed.covers.filter(|_| part.name.contains("messages"));
    let text = String::from_utf8(part.octets.octets().to_vec()).ok();
    let text =
        text.filter(|text| text.trim().len() > 1 && text.chars().all(|c| c == ' ' || c.is_ascii_graphic()));
    html! {
        li {
            div.part-name { (part.name) " " span.octets { (words::octets(part.length)) } }
            @if let Some(text) = text { div.quote { "“" (text) "”" } }
            div.hex tabindex="0" { (words::pairs(part.octets.octets())) }
            @if let Some(covers) = covers {
                p.covers { "covers "
                    @for message in report.messages.iter().filter(|message| message.in_transcript && message.id <= covers) {
                        a href={ "#message-" (message.id) } .(message.sender.name()) { (title(message)) } " "
                    }
                }
            }
        }
    }
}
