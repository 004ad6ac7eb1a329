//! Named groups (RFC 9846 §4.3.7) and the key exchanges behind them.

use handfast_crypto::kx::Group;
use handfast_wire::code_points::NamedGroup;

/// The code point of a group.
#[must_use]
pub const fn named_group(group: Group) -> NamedGroup {
    match group {
        Group::X25519 => NamedGroup::X25519,
        Group::Secp256r1 => NamedGroup::SECP256R1,
        Group::Secp384r1 => NamedGroup::SECP384R1,
        Group::X25519MlKem768 => NamedGroup::X25519MLKEM768,
    }
}

/// The group behind a code point, or `None` if this stack does not speak it.
#[must_use]
pub fn group(code: NamedGroup) -> Option<Group> {
    Group::ALL.iter().copied().find(|group| named_group(*group) == code)
}
