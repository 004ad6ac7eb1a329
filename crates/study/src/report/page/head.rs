//! The top of the page: what this is, what was agreed on, how it ended, and why it failed.

use maud::{Markup, html};

use super::words;
use crate::report::{Diagnosis, Report};

pub(super) fn title(report: &Report) -> String {
    let version = report.summary.version.as_deref().unwrap_or("TLS");
    let mutual = if report.summary.mutual { "mutual " } else { "" };
    format!("A {mutual}{version} handshake, byte by byte")
}

pub(super) fn head(report: &Report) -> Markup {
    html! {
        header {
            h1 { (title(report)) }
            p.notice.secret[report.secrets] { (report.notice) }
            (agreed(report))
            (guide(report))
            @for diagnosis in &report.diagnoses { (diagnosed(diagnosis)) }
        }
    }
}

fn agreed(report: &Report) -> Markup {
    let summary = &report.summary;
    let facts = [
        ("cipher suite", &summary.cipher_suite),
        ("key exchange", &summary.group),
        ("server name", &summary.server_name),
        ("application protocol", &summary.alpn),
    ];
    html! {
        dl.summary {
            @for (name, value) in facts {
                @if let Some(value) = value { div { dt { (name) } dd { (value) } } }
            }
            @for ending in &summary.endings {
                div.bad[ending.failed] { dt { (words::side(ending.side)) } dd { (ending.says) } }
            }
        }
    }
}

/// Where to begin.
fn guide(report: &Report) -> Markup {
    let signed = report.signatures.first();
    html! {
        p.guide {
            "Every row is something that one side sends or reads. Choose one, or step through time with "
            kbd { "←" } " and " kbd { "→" } ", and see what "
            (if report.overheard { "of each side is seen" } else { "each side knows" }) " by then. "
            @if let Some(signed) = signed {
                "The heart of it: " a href={ "#message-" (signed.message) } { "how the " (signed.signer.name()) " proves who it is" } "."
            }
        }
    }
}

fn diagnosed(diagnosis: &Diagnosis) -> Markup {
    html! {
        section.diagnosis aria-label="diagnosis" {
            h2 { (diagnosis.headline) }
            p {
                @if let (Some(cause), Some(title)) = (&diagnosis.cause, diagnosis.title) { b { (cause) " " (title) } " " }
                span.certainty { (diagnosis.certainty) }
            }
            p { (diagnosis.says) }
            dl { @for evidence in &diagnosis.evidence { dt { (evidence.what) } dd { (evidence.says) } } }
            p { b { "To mend it, " } (diagnosis.remedy) }
            @if !diagnosis.commands.is_empty() { pre tabindex="0" { (diagnosis.commands.join("\n")) } }
        }
    }
}
