//! What the inputs of a step are called.

use handfast::Role;
use handfast::crypto::hkdf;
use handfast::crypto::secret::Secret;
use handfast::handshake::{Derivation, Fact, SecretName, named_group};

use crate::story::{rfc_name, through};
use crate::timeline::{Timeline, What};

/// A secret is found by its value among what the same side derived before; what nobody derived is from the key exchange.
pub(super) fn source(secret: &Secret, of: &Derivation, role: Role, timeline: &Timeline) -> String {
    if *secret == hkdf::zeros(of.hash) {
        return "zeros, for want of a secret".to_owned();
    }
    if of.value == *secret {
        return "main secret of an earlier connection".to_owned();
    }
    let earlier = timeline.events().iter().find_map(|event| match &event.what {
        What::Derived(earlier) if event.role == role && earlier.value == *secret => Some(title(earlier.name)),
        _ => None,
    });
    earlier.unwrap_or_else(|| shared(of, role, timeline))
}

fn shared(of: &Derivation, role: Role, timeline: &Timeline) -> String {
    let group = timeline.events().iter().find_map(|event| match &event.what {
        What::Learned(Fact::Group(group)) if event.role == role => Some(named_group(*group)),
        _ => None,
    });
    match (of.name, group) {
        (SecretName::Early, _) => "pre-shared key, from a ticket of an earlier connection".to_owned(),
        (SecretName::Main12, Some(group)) => format!("premaster secret, from {group}"),
        (SecretName::Main12, None) => "premaster secret, from the client".to_owned(),
        (_, Some(group)) => format!("shared secret of {group}"),
        (_, None) => "shared secret".to_owned(),
    }
}

/// A step between has a name of its own here: `Derive-Secret(Early Secret, "derived", "")`.
pub(crate) fn title(name: SecretName) -> String {
    match name {
        SecretName::EarlyDerived | SecretName::HandshakeDerived => {
            format!("Derive-Secret({}, \"derived\", \"\")", rfc_name(name))
        }
        name => rfc_name(name),
    }
}

/// A transcript hash, by the messages that it covers.
pub(super) fn transcript(covers: Option<usize>) -> String {
    match covers {
        Some(last) => format!("hash of {}", through(last)),
        None => "hash of nothing".to_owned(),
    }
}
