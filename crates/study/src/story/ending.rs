//! Who knows whom in the end, and by what.

use handfast::Role;
use handfast::handshake::{Fact, Side};
use handfast::path::{Decisions, Identity};
use handfast::wire::{self, Kind};

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
    page.paragraph(&Text::new().faint(moral(failed, known)));
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
    events().find(|event| matches!(event.what, What::Learned(Fact::PeerScheme(_))))?;
    let decisions = accepted(events())?;
    let who = who(role, read(Kind::Certificate, events())?, events())?;
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
fn who<'t>(role: Role, certificate: &Message, mut events: impl Iterator<Item = &'t Event>) -> Option<String> {
    if role == Role::Client {
        return events.find_map(|event| match &event.what {
            What::Learned(Fact::ServerName(name)) => Some(name.clone()),
            _ => None,
        });
    }
    let Ok(wire::Message::Certificate(certificate)) =
        wire::Message::decode(&certificate.bytes, wire::Dialect::Tls13, None)
    else {
        return None;
    };
    let identity = Identity::read(certificate.certificate_list.first()?.cert_data).ok()?;
    Some(identity.uris.first().cloned().unwrap_or(identity.subject))
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
