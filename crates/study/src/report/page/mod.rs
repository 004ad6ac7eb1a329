//! The report as one page. All that can be read is in its markup; a little script chooses what is shown, links octets
//! with fields, and steps through time. The facts themselves are embedded as JSON.
//!
//! maud escapes every piece of text where it is written, so nothing of a peer becomes markup. The policy of the page
//! allows no script but ours, by its hash, and no request to anybody.

mod anatomy;
mod chain;
mod diagram;
mod head;
mod keys;
mod ladder;
mod moment;
mod now;
mod signature;
mod words;

use data_encoding::BASE64;
use handfast::crypto::hash::Hash;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::moment::Moment;
use super::Report;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

pub(super) fn page(report: &Report) -> String {
    let moments = moment::moments(report);
    let markup = html! {
        (DOCTYPE)
        // A comment, so that whoever opens the file with an editor reads it first.
        (PreEscaped(format!("<!-- {} -->\n", report.notice)))
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                link rel="icon" href=(ICON);
                title { (head::title(report)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (head::head(report))
                (tabs(report))
                main { (messages(report, &moments)) (sections(report)) }
                (facts(report))
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    markup.into_string()
}

/// Nothing is loaded from anywhere, and only our style and our script count.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn hash(source: &str) -> String {
    let mut running = Hash::Sha256.start();
    running.update(source.as_bytes());
    format!("sha256-{}", BASE64.encode(running.current().as_ref()))
}

/// Two rings that hold each other.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' \
    stroke-width='2'%3E%3Ccircle cx='6' cy='8' r='4' stroke='%230a7d8c'/%3E%3Ccircle cx='10' cy='8' r='4' \
    stroke='%23a3348f'/%3E%3C/svg%3E";

fn tabs(report: &Report) -> Markup {
    let all = [
        ("messages", "Messages", true),
        ("signatures", "Signatures", !report.signatures.is_empty()),
        ("keys", "Key schedule", !report.keys.is_empty()),
        ("certificates", "Certificates", !report.chains.is_empty()),
        ("diagram", "State diagram", !report.diagrams.is_empty()),
    ];
    html! {
        div.bar {
            nav.tabs role="tablist" aria-label="Views" {
                @for (id, name, _) in all.iter().filter(|(.., there)| *there) {
                    a role="tab" href={ "#" (id) } id={ "tab-" (id) } aria-controls=(id) { (name) }
                }
            }
            (now::time())
        }
    }
}

fn messages(report: &Report, moments: &[Moment<'_>]) -> Markup {
    html! {
        section #messages role="tabpanel" aria-labelledby="tab-messages" {
            h2.aside { "Messages" }
            (ladder::ladder(report, moments))
            div.chosen {
                (now::now(report))
                @for moment in moments { (moment.article(report)) }
                @for message in &report.messages { (anatomy::article(report, message)) }
            }
        }
    }
}

fn sections(report: &Report) -> Markup {
    html! {
        @if !report.signatures.is_empty() { (signature::section(report)) }
        @if !report.keys.is_empty() { (keys::section(report)) }
        @if !report.chains.is_empty() { (chain::section(report)) }
        @if !report.diagrams.is_empty() { (diagram::section(report)) }
    }
}

/// The facts, for programs. A `<` could end the element that holds them.
fn facts(report: &Report) -> Markup {
    let json = serde_json::to_string(report).unwrap_or_default().replace('<', "\\u003c");
    html! { script type="application/json" id="report" { (PreEscaped(json)) } }
}
