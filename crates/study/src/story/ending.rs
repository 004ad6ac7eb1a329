//! Who knows whom in the end, and by what.

use handfast::Role;
use handfast::handshake::{EarlyData, Fact, Side};
use handfast::path::{Decisions, Identity};
use handfast::wire::{self, Dialect, Kind};

use super::dialect;
use super::ink::{Ink, Text};
use super::judgement::way_up;
use super::page::Page;
use crate::timeline::{Event, Message, Timeline, What};

/// The last lines of a story.
pub(crate) fn write(timeline: &Timeline, page: &mut Page) {
    page.line(Text::new());
    let known = [Role::Client, Role::Server].map(|role| {
        let known = known(role, timeline);
        let start = Text::new().plain("The ").ink(Ink::of(role), role.name()).plain(" knows ");
        page.paragraph(
            &start.then(known.clone().unwrap_or_else(|| Text::new().plain(nobody(role, timeline)))),
        );
        known.is_some()
    });
    let failed = timeline.events().iter().any(|event| matches!(event.what, What::Failed(_)));
    let moral = if is_resumed(timeline) && !failed { AGAIN } else { moral(failed, known) };
    page.paragraph(&Text::new().faint(moral));
    if has_early_data(timeline) {
        page.paragraph(&Text::new().faint(EARLY));
    }
    if dialect(timeline) == Dialect::Tls12Rsa {
        page.paragraph(&Text::new().faint(ABANDONED));
    }
}

/// RFC 9846 §1.3 and §E.1; Bleichenbacher, "Chosen ciphertext attacks against protocols based on the RSA encryption
/// standard", 1998; Böck, Somorovsky and Young, "Return Of Bleichenbacher's Oracle Threat", 2018.
const ABANDONED: &str = "Why nobody should do it so: whoever has the server's key, even years later, reads all of this \
    from a recording (no forward secrecy). And whoever can tell whether a server found the padding right, by an alert or \
    by the time it takes, can decrypt with its help (Bleichenbacher 1998, ROBOT 2017). TLS 1.3 has it no more.";

/// Of early data that was taken.
const EARLY: &str = "What came early was protected by the session alone: whoever recorded it can send it once more, and the \
    server would hear it again, had it not remembered this ClientHello (RFC 9846 §8). So only what does no harm twice may be \
    said early.";

fn has_early_data(timeline: &Timeline) -> bool {
    let taken = |what: &What| matches!(what, What::Learned(Fact::EarlyData(EarlyData::Accepted)));
    timeline.events().iter().any(|event| taken(&event.what))
}

/// Of a connection that goes on from a session.
const AGAIN: &str = "Nobody signed anything: the keys were proven when the session was made, and the certificates of then \
    judged again, by what holds today.";

fn is_resumed(timeline: &Timeline) -> bool {
    timeline.events().iter().any(|event| matches!(event.what, What::Learned(Fact::Resumed)))
}

/// What to make of it: it failed or not; the client knows; the server knows.
const fn moral(failed: bool, known: [bool; 2]) -> &'static str {
    match (failed, known) {
        (true, _) => "They did not come together.",
        (false, [true, true]) => "Certificates judged, keys proven, and both bound to this very handshake.",
        (false, [true, false]) => "One of two is known: so it is on most of the web.",
        (false, [false, _]) => "Without a server that is known, nobody can tell who listens.",
    }
}

/// Whom one side knows, and on whose word. A chain that was accepted counts only with the proof that its key is held.
fn known(role: Role, timeline: &Timeline) -> Option<Text> {
    let events = || timeline.events().iter().filter(|event| event.role == role);
    if is_resumed(timeline) {
        let who = Text::new().ink(Ink::of(role.peer()), "whom it knew when the session was made");
        return Some(who.faint(", by ").plain(way_up(accepted(events())?)));
    }
    let by_key_transport = role == Role::Client && dialect(timeline) == Dialect::Tls12Rsa;
    events().find(|event| match event.what {
        What::Learned(Fact::PeerScheme(_)) => true,
        // Only the holder of the key could decrypt the secret that Finished is made with.
        What::Complete => by_key_transport,
        _ => false,
    })?;
    let decisions = accepted(events())?;
    let who = who(role, dialect(timeline), read(Kind::Certificate, events())?, events())?;
    Some(Text::new().ink(Ink::of(role.peer()), who).faint(", by ").plain(way_up(decisions)))
}

fn nobody(role: Role, timeline: &Timeline) -> &'static str {
    let mut asked = timeline.events().iter().filter(|event| event.role == role);
    match role {
        Role::Server if !asked.any(|event| is(event, Side::Write, Kind::CertificateRequest)) => {
            "nobody: it did not ask"
        }
        _ => "nobody: it did not prove who it is",
    }
}

/// The name by which it is known: a server by the one that was asked for, a client by its URI or else its subject.
fn who<'t>(
    role: Role,
    dialect: Dialect,
    certificate: &Message,
    mut events: impl Iterator<Item = &'t Event>,
) -> Option<String> {
    if role == Role::Client {
        return events.find_map(|event| match &event.what {
            What::Learned(Fact::ServerName(name)) => Some(name.clone()),
            _ => None,
        });
    }
    let identity = Identity::read(leaf(&certificate.bytes, dialect)?).ok()?;
    Some(identity.uris.first().cloned().unwrap_or(identity.subject))
}

fn leaf(certificate: &[u8], dialect: Dialect) -> Option<&[u8]> {
    match wire::Message::decode(certificate, dialect, None).ok()? {
        wire::Message::Certificate(m) => m.certificate_list.first().map(|entry| entry.cert_data),
        wire::Message::Certificate12(m) => m.certificates().first().map(|certificate| certificate.0),
        _ => None,
    }
}

fn accepted<'t>(mut events: impl Iterator<Item = &'t Event>) -> Option<&'t Decisions> {
    events.find_map(|event| match &event.what {
        What::Judged { decisions, refusal: None, .. } => Some(decisions),
        _ => None,
    })
}

fn read<'t>(kind: Kind, mut events: impl Iterator<Item = &'t Event>) -> Option<&'t Message> {
    events.find_map(|event| match &event.what {
        What::Message(message) if is(event, Side::Read, kind) => Some(message),
        _ => None,
    })
}

fn is(event: &Event, side: Side, kind: Kind) -> bool {
    match &event.what {
        What::Message(message) => message.side == side && message.kind == Some(kind),
        _ => false,
    }
}
