//! The table, to look at: one line an arrow.

use core::fmt::Write;

use super::On::{Answer, Receive, ReceiveChangeCipherSpec, Send, SendChangeCipherSpec, Turn};
use super::{Edge, Keys, On, table};
use crate::context::Side;
use crate::question::Ask;
use crate::{Role, State, Version};

/// The diagram of one role, at most 80 columns wide and 60 lines high.
#[must_use]
pub fn figure(role: Role, version: Version) -> String {
    let mut out = format!("{}\n\n{}\n", title(role, version), legend(version));
    let edges: Vec<_> = table(version).iter().filter(|edge| edge.role == role).collect();
    for (index, edge) in edges.iter().enumerate() {
        let starts_like = |other: Option<&&Edge>| other.is_some_and(|other| other.from == edge.from);
        let first = !starts_like(index.checked_sub(1).and_then(|before| edges.get(before)));
        let last = !starts_like(edges.get(index + 1));
        let _ = writeln!(out, "{}", line(edge, version, first, last).trim_end());
    }
    out
}

fn title(role: Role, version: Version) -> String {
    let name = role.name();
    match (version, role) {
        (Version::Tls13, Role::Client) => format!("The {name} of TLS 1.3 (RFC 9846 §A.1)"),
        (Version::Tls13, Role::Server) => format!("The {name} of TLS 1.3 (RFC 9846 §A.2)"),
        (Version::Tls12, Role::Client) => format!("The {name} of TLS 1.2 {OURS}\n{PASSED_OVER}"),
        (Version::Tls12, Role::Server) => format!("The {name} of TLS 1.2 {OURS}"),
    }
}

const OURS: &str = "(our states: RFC 5246 §7.3 draws flights only)";
const PASSED_OVER: &str = "Until it is connected it passes over HelloRequest (RFC 5246 §7.4.1.1).";

fn legend(version: Version) -> String {
    let ours = if version == Version::Tls13 { "   * a state of ours, not the RFC's" } else { "" };
    format!("{SIGNS}{ours}\n{KEYS}\n")
}

const SIGNS: &str = "→ we send   ← we receive   ? we are answered";
const KEYS: &str = "At the right: who writes (→) or reads (←) with new keys.";

/// `WAIT_SH              ┬─ ← ServerHello ────────▶ WAIT_EE            ⇄ handshake`
fn line(edge: &Edge, version: Version, first: bool, last: bool) -> String {
    let from = if first { label(edge.from, version) } else { String::new() };
    let fork = match (first, last) {
        (true, true) => '─',
        (true, false) => '┬',
        (false, false) => '├',
        (false, true) => '└',
    };
    let on = on(edge.on);
    let shaft: String = core::iter::repeat_n('─', SHAFT.saturating_sub(on.chars().count())).collect();
    let remark = remark(edge);
    format!("{from:<20} {fork}─{on}{shaft}▶ {:<18} {remark}", label(edge.to, version))
}

/// Room for `" ← EncryptedExtensions "`.
const SHAFT: usize = 23;

fn label(state: State, version: Version) -> String {
    format!("{state}{}", if version == Version::Tls12 || state.is_of_the_rfc() { "" } else { "*" })
}

fn on(on: On) -> String {
    match on {
        Receive(kind) => format!(" ← {} ", kind.name()),
        Send(kind) | Answer(Ask::Sign | Ask::Ticket, Some(kind)) => format!(" → {} ", kind.name()),
        ReceiveChangeCipherSpec => " ← ChangeCipherSpec ".into(),
        SendChangeCipherSpec => " → ChangeCipherSpec ".into(),
        Answer(Ask::Identity, _) => " ? identity ".into(),
        Answer(Ask::Judge, _) => " ? verdict ".into(),
        Answer(Ask::Sign, None) => " ? signature ".into(),
        Answer(Ask::Decrypt, _) => " ? premaster ".into(),
        Answer(Ask::Session, _) => " ? session ".into(),
        Answer(Ask::EarlyData, _) => " ? early data ".into(),
        Answer(Ask::Ticket, None) => " ? no ticket ".into(),
        Turn => String::new(),
    }
}

fn remark(edge: &Edge) -> String {
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
            Self::None => "no keys",
            Self::EarlyData => "early data",
            Self::Handshake => "handshake",
            Self::Application => "application",
            Self::Next => "next",
        }
    }
}
