//! Named groups (RFC 9846 §4.3.7) and the key exchanges behind them.

use handfast_crypto::kx::{BadShare, Group};
use handfast_wire::code_points::NamedGroup;

use crate::{Error, Local, Refusal, Refusal12};

/// The code point of a group.
#[must_use]
pub const fn named_group(group: Group) -> NamedGroup {
    match group {
        Group::X25519 => NamedGroup::X25519,
        Group::Secp256r1 => NamedGroup::SECP256R1,
        Group::Secp384r1 => NamedGroup::SECP384R1,
        Group::Secp521r1 => NamedGroup::SECP521R1,
        Group::X25519MlKem768 => NamedGroup::X25519MLKEM768,
        Group::MlKem1024 => NamedGroup::MLKEM1024,
    }
}

/// The group behind a code point, or `None` if this stack does not speak it.
#[must_use]
pub fn group(code: NamedGroup) -> Option<Group> {
    Group::ALL.iter().copied().find(|group| named_group(*group) == code)
}

/// Whether TLS 1.2 can use the group: a curve of RFC 8422 §5.1.1.
pub(crate) const fn is_curve(group: Group) -> bool {
    match group {
        Group::X25519 | Group::Secp256r1 | Group::Secp384r1 | Group::Secp521r1 => true,
        Group::X25519MlKem768 | Group::MlKem1024 => false,
    }
}

/// As [`bad_share`], in TLS 1.2.
pub(crate) fn bad_share12(group: Group, why: BadShare) -> Error {
    match why {
        BadShare::OurHalf(_) => Local::KeyExchange.into(),
        why => Refusal12::BadShare { group: named_group(group), why }.into(),
    }
}

/// What to say of a key exchange that did not come about: the peer's share is refused, unless it was our half that
/// failed.
pub(crate) fn bad_share(group: Group, why: BadShare) -> Error {
    match why {
        BadShare::OurHalf(_) => Local::KeyExchange.into(),
        why => Refusal::BadShare { group: named_group(group), why }.into(),
    }
}
