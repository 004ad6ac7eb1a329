//! What everything is called and what it is for: one plain sentence and one clause for every name that a reader of a
//! connection can meet.
//!
//! Names are those of the RFCs. Who has a code point asks [`extension`], [`alert`], [`suite`], [`group`], [`scheme`] or
//! [`code_point`]; who has a span of a message asks [`field`]; who has an object identifier asks [`oid`]. What mutual
//! authentication is about is told at more length by [`questions`].

mod alerts;
mod extensions;
mod fields;
mod messages;
mod numbers;
mod oids;
mod questions;
mod secrets;
mod states;

use handfast::handshake::{SecretName, State};
use handfast::rule::{AlertDescription, Clause, Standard};
use handfast::wire::Kind;
use handfast::wire::code_points::{CipherSuite, ExtensionType, NamedGroup, SignatureScheme};

pub use self::questions::{Question, questions};
use crate::story::rfc_name;

/// What is said of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// One sentence.
    pub says: &'static str,
    /// Where a standard says it.
    pub clause: Clause,
}

/// Names with their entries.
type Table = &'static [(&'static str, Entry)];

/// Rows of a table: the name, the RFC and its section, the sentence.
macro_rules! entries {
    ($($name:literal, RFC $rfc:literal $section:literal: $says:literal;)*) => {
        &[$((
            $name,
            $crate::glossary::Entry {
                says: $says,
                clause: handfast::rule::Clause {
                    standard: handfast::rule::Standard::Rfc($rfc),
                    section: $section,
                },
            },
        ),)*]
    };
}
use entries;

/// A span of a message: a field, an item of a list, or an extension (see [`handfast::wire::Span::name`]).
#[must_use]
pub fn field(name: &str) -> Option<Entry> {
    find(fields::FIELDS, name).or_else(|| find(extensions::EXTENSIONS, name))
}

/// A handshake message.
#[must_use]
pub const fn message(kind: Kind) -> Entry {
    messages::entry(kind)
}

/// An extension.
#[must_use]
pub fn extension(extension: ExtensionType) -> Option<Entry> {
    find(extensions::EXTENSIONS, extension.name()?)
}

/// An alert.
#[must_use]
pub fn alert(alert: AlertDescription) -> Option<Entry> {
    find(alerts::ALERTS, alert.name()?)
}

/// A state of a machine.
#[must_use]
pub fn state(state: State) -> Option<Entry> {
    find(states::STATES, state.name())
}

/// A secret of the key schedule.
#[must_use]
pub fn secret(name: SecretName) -> Option<Entry> {
    if matches!(name, SecretName::EarlyDerived | SecretName::HandshakeDerived) {
        return Some(secrets::DERIVED);
    }
    let rfc_name = rfc_name(name);
    find(secrets::SECRETS, rfc_name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_'))
}

/// A cipher suite that this stack speaks, or a signal that stands among them.
#[must_use]
pub fn suite(suite: CipherSuite) -> Option<Entry> {
    find(numbers::SUITES, suite.name()?)
}

/// A group that this stack speaks.
#[must_use]
pub fn group(group: NamedGroup) -> Option<Entry> {
    find(numbers::GROUPS, group.name()?)
}

/// A signature scheme that this stack speaks.
#[must_use]
pub fn scheme(scheme: SignatureScheme) -> Option<Entry> {
    find(numbers::SCHEMES, scheme.name()?)
}

/// A value of one of the small registries (versions, content types, PSK modes, …), by its registered name.
#[must_use]
pub fn code_point(name: &str) -> Option<Entry> {
    find(numbers::CODE_POINTS, name)
}

/// An object identifier in dotted form: a certificate extension, a purpose, an attribute of a name, an algorithm.
#[must_use]
pub fn oid(dotted: &str) -> Option<Entry> {
    find(oids::OIDS, dotted)
}

/// The short name of an object identifier in dotted form: `keyUsage`.
#[must_use]
pub fn oid_name(dotted: &str) -> Option<&'static str> {
    oids::NAMES.iter().find(|(oid, _)| *oid == dotted).map(|(_, name)| *name)
}

fn find(table: Table, name: &str) -> Option<Entry> {
    table.iter().find(|(known, _)| *known == name).map(|(_, entry)| *entry)
}

const fn rfc(number: u16, section: &'static str, says: &'static str) -> Entry {
    Entry { says, clause: Clause { standard: Standard::Rfc(number), section } }
}

#[cfg(test)]
mod tests;
