//! What was derived, and from what (RFC 9846 §7.1; RFC 5246 §8.1, §6.3). Values are compared and never shown.

use handfast::Role;
use handfast::crypto::hkdf;
use handfast::crypto::secret::Secret;
use handfast::handshake::{Derivation, Fact, How, SecretName, named_group};

use super::book::{Book, through};
use super::ink::{Ink, Text};
use crate::timeline::{Timeline, What};

/// What a side notes of the secrets that it derived in one turn: a line each if it is the first to have them; the
/// second says whether they are the same.
pub(crate) fn notes(role: Role, new: &[&Derivation], timeline: &Timeline, book: &Book<'_>) -> Vec<Text> {
    let shown: Vec<_> = new.iter().copied().filter(|derivation| !is_step(derivation.name)).collect();
    let Some(first) = shown.first() else { return Vec::new() };
    if first_to_derive(first.name, timeline) == Some(role) {
        table(&shown, |derivation| sources(derivation, role, timeline, book))
    } else {
        let of_peer = |name| derivations(role.peer(), timeline).find(|theirs| theirs.name == name);
        let differs =
            |ours: &&&Derivation| of_peer(ours.name).is_none_or(|theirs| theirs.value != ours.value);
        vec![comparison(role.peer(), &shown, shown.iter().find(differs))]
    }
}

/// What one extraction hands to the next is named with what it is made from.
const fn is_step(name: SecretName) -> bool {
    matches!(name, SecretName::EarlyDerived | SecretName::HandshakeDerived)
}

fn derivations(role: Role, timeline: &Timeline) -> impl Iterator<Item = &Derivation> {
    timeline.events().iter().filter(move |event| event.role == role).filter_map(|event| match &event.what {
        What::Derived(derivation) => Some(&**derivation),
        _ => None,
    })
}

fn first_to_derive(name: SecretName, timeline: &Timeline) -> Option<Role> {
    let mut events = timeline.events().iter();
    let first = events.find(|event| matches!(&event.what, What::Derived(found) if found.name == name));
    first.map(|event| event.role)
}

/// A line each, all of the same width.
fn table(secrets: &[&Derivation], sources: impl Fn(&Derivation) -> String) -> Vec<Text> {
    let rows: Vec<_> =
        secrets.iter().map(|secret| (ink(secret.name), rfc_name(secret.name), sources(secret))).collect();
    let width = |text: &String| text.chars().count();
    let names = rows.iter().map(|(_, name, _)| width(name)).max().unwrap_or_default();
    let origins = rows.iter().map(|(_, _, sources)| width(sources)).max().unwrap_or_default();
    let row = |(ink, name, sources): (Ink, String, String)| {
        let name = Text::new().ink(ink, name).padded(names).faint(" ← ");
        name.then(Text::new().plain(sources).padded(origins))
    };
    rows.into_iter().map(row).collect()
}

fn comparison(peer: Role, ours: &[&Derivation], different: Option<&&Derivation>) -> Text {
    match (different, ours) {
        (Some(different), _) => {
            let name = rfc_name(different.name);
            Text::new().ink(Ink::Bad, "✗ ").plain(format!("{name} is not the {}'s", peer.name()))
        }
        (None, [one]) => {
            let name = rfc_name(one.name);
            Text::new().ink(Ink::Good, "✓ ").plain(format!("derives the {}'s {name}", peer.name()))
        }
        (None, all) => {
            let equal = format!("derives the {}'s {} secrets, value for value", peer.name(), all.len());
            Text::new().ink(Ink::Good, "✓ ").plain(equal)
        }
    }
}

/// What a secret is made from, found by value among what the same side derived before. Where the RFC has a string of
/// zeros for want of a secret, there is nothing to name.
fn sources(derivation: &Derivation, role: Role, timeline: &Timeline, book: &Book<'_>) -> String {
    if matches!(derivation.how, How::Kept) {
        return "an earlier connection".into();
    }
    let named = |secret: &Secret| source(secret, derivation, role, timeline);
    let input = match &derivation.how {
        How::Extract(input) => named(input),
        How::ExpandLabel(_, None) | How::Logged | How::Kept => None,
        How::ExpandNonce(..) => Some("ticket_nonce".into()),
        How::Prf(_, seed) => Some(seed_of(derivation, seed, book)),
        How::ExpandLabel(..) if derivation.name == SecretName::Binder => None,
        How::ExpandLabel(_, Some(context)) => Some(covered(derivation, context.as_ref(), book)),
    };
    let all: Vec<_> = [named(&derivation.from), input].into_iter().flatten().collect();
    if all.is_empty() { "nothing: no pre-shared key".into() } else { all.join(" + ") }
}

/// What goes into the PRF of TLS 1.2 beside the secret: the hash of the messages (RFC 7627 §4), or both random values.
fn seed_of(derivation: &Derivation, seed: &[u8], book: &Book<'_>) -> String {
    if seed.len() == 2 * RANDOM_LEN {
        return "both randoms".into();
    }
    covered(derivation, seed, book)
}

const RANDOM_LEN: usize = 32;

fn covered(derivation: &Derivation, digest: &[u8], book: &Book<'_>) -> String {
    match book.covered_by(derivation.hash, digest) {
        Some(last) => through(last),
        None => "the transcript".into(),
    }
}

fn source(secret: &Secret, of: &Derivation, role: Role, timeline: &Timeline) -> Option<String> {
    if *secret == hkdf::zeros(of.hash) {
        return None;
    }
    let earlier = derivations(role, timeline).find(|earlier| earlier.value == *secret);
    Some(match earlier {
        Some(earlier) => rfc_name(earlier.name),
        None if of.name == SecretName::Early => "a ticket's pre-shared key".into(),
        None => group(role, timeline).unwrap_or_else(|| "the premaster secret".into()),
    })
}

/// What nobody derived comes from the key exchange.
fn group(role: Role, timeline: &Timeline) -> Option<String> {
    timeline.events().iter().find_map(|event| match &event.what {
        What::Learned(Fact::Group(group)) if event.role == role => Some(named_group(*group).to_string()),
        _ => None,
    })
}

/// The ink of what will be protected with it.
const fn ink(name: SecretName) -> Ink {
    match name {
        SecretName::Early
        | SecretName::Binder
        | SecretName::EarlyDerived
        | SecretName::Handshake
        | SecretName::ClientHandshakeTraffic
        | SecretName::ServerHandshakeTraffic => Ink::Handshake,
        SecretName::ClientEarlyTraffic | SecretName::EarlyExporter => Ink::EarlyData,
        SecretName::HandshakeDerived
        | SecretName::Main
        | SecretName::ClientTraffic(_)
        | SecretName::ServerTraffic(_)
        | SecretName::Exporter
        | SecretName::Resumption
        | SecretName::TicketPsk
        | SecretName::Main12
        | SecretName::ClientWriteKey
        | SecretName::ServerWriteKey
        | SecretName::ClientWriteIv
        | SecretName::ServerWriteIv => Ink::Application,
    }
}

/// The name that the RFC gives a secret; a step between has the name of what it is derived from.
pub(crate) fn rfc_name(name: SecretName) -> String {
    match name {
        SecretName::Early | SecretName::EarlyDerived => "Early Secret".into(),
        SecretName::Handshake | SecretName::HandshakeDerived => "Handshake Secret".into(),
        SecretName::ClientHandshakeTraffic => "client_handshake_traffic_secret".into(),
        SecretName::ServerHandshakeTraffic => "server_handshake_traffic_secret".into(),
        SecretName::Main => "Main Secret".into(),
        SecretName::ClientTraffic(n) => format!("client_application_traffic_secret_{n}"),
        SecretName::ServerTraffic(n) => format!("server_application_traffic_secret_{n}"),
        SecretName::Binder => "binder_key".into(),
        SecretName::ClientEarlyTraffic => "client_early_traffic_secret".into(),
        SecretName::EarlyExporter => "early_exporter_secret".into(),
        SecretName::Exporter => "exporter_secret".into(),
        SecretName::Resumption => "resumption_secret".into(),
        SecretName::TicketPsk => "PSK of a ticket".into(),
        SecretName::Main12 => "main secret".into(),
        SecretName::ClientWriteKey => "client_write_key".into(),
        SecretName::ServerWriteKey => "server_write_key".into(),
        SecretName::ClientWriteIv => "client_write_IV".into(),
        SecretName::ServerWriteIv => "server_write_IV".into(),
    }
}
