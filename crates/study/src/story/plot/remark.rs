//! What is remarked of small things.

use handfast::handshake::{EarlyData, Fact};
use handfast::wire::Dialect;
use handfast::wire::alert::Alert;
use handfast::{Acceptance, Error, Role};

use crate::story::ink::{Ink, Text};
use crate::trace::words::learned;

fn holds(text: impl Into<String>) -> Text {
    Text::new().ink(Ink::Good, "✓ ").plain(text)
}

fn fails(text: impl Into<String>) -> Text {
    Text::new().ink(Ink::Bad, "✗ ").plain(text)
}

pub(super) fn change_cipher_spec(dialect: Dialect) -> Text {
    Text::new().faint(match dialect {
        Dialect::Tls13 => "sends a change_cipher_spec too, to look like TLS 1.2 (§E.4)",
        _ => "sends change_cipher_spec: all that follows is under the keys (§7.1)",
    })
}

pub(super) fn alert(alert: Alert) -> Text {
    Text::new().strong(format!("alert {}", alert.description))
}

pub(super) fn failure(error: &Error) -> Text {
    fails(error.to_string())
}

/// The peer's Finished, which covers this many messages, is right.
pub(super) fn same_transcript(messages: usize) -> Text {
    holds(format!("both have seen the same messages 1–{messages}"))
}

/// What a side learned, if it is not told elsewhere.
pub(super) fn fact(role: Role, fact: &Fact) -> Option<Text> {
    match (fact, role) {
        (Fact::PeerScheme(_), _) => {
            Some(holds(format!("the {} holds the key of its certificate", role.peer().name())))
        }
        (Fact::NoClientCertificate, Role::Client) => {
            Some(Text::new().plain("has no certificate that would do"))
        }
        (Fact::NoClientCertificate, Role::Server) => Some(Text::new().plain("goes on: the client is nobody")),
        (Fact::EarlyData(EarlyData::Rejected(_)), _) => {
            Some(Text::new().ink(Ink::Clear, "! ").plain(learned(fact)))
        }
        (Fact::EarlyData(_), _) => Some(Text::new().plain(learned(fact))),
        _ => None,
    }
}

/// A server has heard the client's Finished before it is connected; to say so of it would be no news.
pub(crate) fn acceptance(role: Role, acceptance: Acceptance) -> Option<Text> {
    match acceptance {
        _ if role == Role::Server => None,
        Acceptance::Handshaking => None,
        Acceptance::Pending => Some(
            Text::new()
                .ink(Ink::Clear, "! ")
                .plain("connected, and not yet accepted: the server has still to read this"),
        ),
        Acceptance::Accepted => Some(holds("accepted: the server speaks only to those it let in")),
        Acceptance::Refused(_) => Some(fails("and so the client learns that it was not accepted")),
    }
}

/// What was said, on one line and not too long.
pub(crate) fn quoted(plaintext: &[u8]) -> String {
    const ROOM: usize = 48;
    let text: String = String::from_utf8_lossy(plaintext).escape_debug().take(ROOM + 1).collect();
    match text.char_indices().nth(ROOM) {
        Some((end, _)) => format!("“{}…”", text.get(..end).unwrap_or_default()),
        None => format!("“{text}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn long_words_are_cut_and_odd_ones_escaped() {
        assert_eq!(quoted(b"hello\n"), "“hello\\n”");
        assert_eq!(quoted(&[b'x'; 48]).chars().count(), 50);
        assert_eq!(quoted(&[b'x'; 49]).chars().count(), 51);
        assert!(quoted(&[b'x'; 49]).ends_with("x…”"));
        assert_eq!(quoted(b"\x1b[2J\xff"), "“\\u{1b}[2J\u{fffd}”");
    }
}
