//! The table, to look at: one line an arrow.

use core::fmt::Write;

use super::On::{Answer, Receive, Send, Turn};
use super::{Edge, Feature, Keys, On, Status, TLS13};
use crate::context::Side;
use crate::question::Ask;
use crate::{Role, State};

/// The diagram of one role, at most 80 columns wide and 45 lines high.
#[must_use]
pub fn figure(role: Role) -> String {
    let section = match role {
        Role::Client => "A.1",
        Role::Server => "A.2",
    };
    let title = format!("The {} of TLS 1.3 (RFC 9846 §{section})", role.name());
    let mut out = format!("{title}\n\n{LEGEND}\n");
    let edges: Vec<_> = TLS13.iter().filter(|edge| edge.role == role).collect();
    for (index, edge) in edges.iter().enumerate() {
        let starts_like = |other: Option<&&Edge>| other.is_some_and(|other| other.from == edge.from);
        let first = !starts_like(index.checked_sub(1).and_then(|before| edges.get(before)));
        let last = !starts_like(edges.get(index + 1));
        let _ = writeln!(out, "{}", line(edge, first, last).trim_end());
    }
    out
}

const LEGEND: &str = "\
→ we send   ← we receive   ? we are answered   * a state of ours, not the RFC's
At the right: who writes (→) or reads (←) with new keys.   ┄┄┄▷ not offered here
";

/// `WAIT_SH              ┬─ ← ServerHello ────────▶ WAIT_EE            ⇄ handshake`
fn line(edge: &Edge, first: bool, last: bool) -> String {
    let from = if first { label(edge.from) } else { String::new() };
    let (stroke, head) = match edge.status {
        Status::Taken => ('─', '▶'),
        Status::NotOffered(_) => ('┄', '▷'),
    };
    let fork = match (first, last) {
        (true, true) => stroke,
        (true, false) => '┬',
        (false, false) => '├',
        (false, true) => '└',
    };
    let on = on(edge.on);
    let shaft: String = core::iter::repeat_n(stroke, SHAFT.saturating_sub(on.chars().count())).collect();
    let remark = remark(edge);
    format!("{from:<20} {fork}{stroke}{on}{shaft}{head} {:<18} {remark}", label(edge.to))
}

/// Room for `" ← EncryptedExtensions "`.
const SHAFT: usize = 23;

fn label(state: State) -> String {
    format!("{state}{}", if state.is_of_the_rfc() { "" } else { "*" })
}

fn on(on: On) -> String {
    match on {
        Receive(kind) => format!(" ← {} ", kind.name()),
        Send(kind) | Answer(Ask::Sign, Some(kind)) => format!(" → {} ", kind.name()),
        Answer(Ask::Identity, _) => " ? identity ".into(),
        Answer(Ask::Judge, _) => " ? verdict ".into(),
        Answer(Ask::Sign, None) => " ? signature ".into(),
        Turn => String::new(),
    }
}

fn remark(edge: &Edge) -> String {
    if let Status::NotOffered(feature) = edge.status {
        return feature.short_name().into();
    }
    match edge.keys {
        [] => String::new(),
        [(Side::Read, keys)] => format!("← {}", keys.name()),
        [(Side::Write, keys)] => format!("→ {}", keys.name()),
        [(_, keys), ..] => format!("⇄ {}", keys.name()),
    }
}

impl Keys {
    const fn name(self) -> &'static str {
        match self {
            Self::Handshake => "handshake",
            Self::Application => "application",
            Self::Next => "next",
        }
    }
}

impl Feature {
    const fn short_name(self) -> &'static str {
        match self {
            Self::PreSharedKey => "PSK",
            Self::EarlyData => "early data",
            Self::PostHandshakeAuth => "post-hs auth",
        }
    }
}
