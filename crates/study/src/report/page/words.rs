//! Small pieces of the page.

use maud::{Markup, html};

use crate::report::{Protection, Side};

/// What these keys are called.
pub(super) fn keys(protection: Protection) -> String {
    match protection {
        Protection::None => "in the clear".to_owned(),
        Protection::EarlyData => "early traffic keys".to_owned(),
        Protection::Handshake => "handshake keys".to_owned(),
        Protection::Application(0) => "application keys".to_owned(),
        Protection::Application(n) => format!("application keys, generation {n}"),
    }
}

/// The class of what these keys protect.
pub(super) const fn class(protection: Protection) -> &'static str {
    match protection {
        Protection::None => "clear",
        Protection::EarlyData => "early",
        Protection::Handshake => "handshake",
        Protection::Application(_) => "application",
    }
}

/// The name of a side in its colour.
pub(super) fn side(side: Side) -> Markup {
    html! { span.who.(side.name()) { (side.name()) } }
}

/// A sentence with its clause behind it.
pub(super) fn said(says: Option<&str>, clause: Option<&str>) -> Markup {
    html! {
        @if let Some(says) = says { (says) }
        @if let Some(clause) = clause { " " cite { (clause) } }
    }
}

/// Digits in pairs, with blanks at which lines break.
pub(super) fn pairs(octets: &[u8]) -> String {
    let digits = crate::hex::text(octets);
    let mut text = String::with_capacity(digits.len() * 3 / 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 2 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// A command that is shown on demand.
pub(super) fn command(title: &str, command: &str) -> Markup {
    html! {
        details.command {
            summary { (title) }
            pre tabindex="0" { (command) }
        }
    }
}
