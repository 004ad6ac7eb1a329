//! What was signed, octet by octet.

use maud::{Markup, html};

use super::moment::title;
use super::words;
use crate::count;
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
            div.pair { @for signed in &report.signatures { (figure(report, signed)) } }
        }
    }
}

/// The content in its parts, the signature over it, and the command that verifies it.
pub(super) fn figure(report: &Report, signed: &Signed) -> Markup {
    let message = report.messages.iter().find(|message| message.id == signed.message);
    html! {
        figure.signature {
            figcaption {
                "What the " (words::side(signed.signer)) " signs in "
                @if let Some(message) = message { a href={ "#message-" (message.id) } { (title(message)) } }
                ": these octets, one after the other"
            }
            ol.parts.(signed.signer.name()) { @for part in &signed.parts { (one(report, part, signed)) } }
            p.sum {
                "All together go, with the private key that nobody else has, into " b { (signed.scheme) }
                ". Out comes the signature:"
            }
            div.hex tabindex="0" { (words::pairs(signed.signature.octets())) }
            p.why {
                "Everybody can verify it with the public key in "
                @if let Some(shown) = shown(report, signed) {
                    a href={ "#message-" (shown) } { "the certificate of message " (shown) }
                } @else { "the certificate" }
                ": if it fits, whoever sent it holds the private key, and holds it now."
            }
            (words::command("Verify it yourself with openssl", &signed.command))
        }
    }
}

/// The message with the last certificates that the signer has shown by then.
fn shown(report: &Report, signed: &Signed) -> Option<usize> {
    let theirs = report.chains.iter().filter(|chain| chain.of == signed.signer);
    theirs.filter_map(|chain| chain.message).rfind(|message| *message < signed.message)
}

fn one(report: &Report, part: &Part, signed: &Signed) -> Markup {
    let covers = part.name.contains("messages").then_some(&signed.covers);
    let text = String::from_utf8(part.octets.octets().to_vec()).ok();
    let text =
        text.filter(|text| text.trim().len() > 1 && text.chars().all(|c| c == ' ' || c.is_ascii_graphic()));
    html! {
        li {
            div.part-name { (part.name) " " span.octets { (count(part.length, "octet")) } }
            p.why { (part.says) }
            @if let Some(text) = text { div.quote { "“" (text) "”" } }
            div.hex tabindex="0" { (words::pairs(part.octets.octets())) }
            @if let Some(covers) = covers {
                p.covers { "covers "
                    @for message in report.messages.iter().filter(|message| covers.contains(&message.id)) {
                        a href={ "#message-" (message.id) } .(message.sender.name()) { (title(message)) } " "
                    }
                }
            }
        }
    }
}
