//! GREASE (RFC 8701): values that are kept for meaning nothing, said so that peers stay in the habit of ignoring what they do
//! not know. No exception is made for them afterwards: a peer that selects one selects what nobody speaks.

use handfast_wire::code_points::{
    CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, PskKeyExchangeMode, SignatureScheme,
};
use handfast_wire::ext::{Extension, KeyShareEntry, ProtocolName};

use crate::Cx;

/// What one side says of it. A client says the same in both of its hellos.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grease {
    pub(crate) suite: CipherSuite,
    pub(crate) version: ProtocolVersion,
    pub(crate) scheme: SignatureScheme,
    pub(crate) mode: PskKeyExchangeMode,
    pub(crate) group: NamedGroup,
    protocol: [u8; 2],
    first: ExtensionType,
    last: ExtensionType,
}

impl Grease {
    /// Other values for each connection, if any are to be said.
    pub(crate) fn draw(cx: &mut Cx<'_>) -> Option<Self> {
        cx.config.grease.then(|| Self::of(cx.random()))
    }

    fn of([suite, version, scheme, mode, group, protocol, first, last]: [u8; 8]) -> Self {
        let first = value(first);
        // An extension stands in a message but once (RFC 9846 §4.3).
        let last = if value(last) == first { value(last ^ 0x10) } else { value(last) };
        Self {
            suite: CipherSuite(value(suite)),
            version: ProtocolVersion(value(version)),
            scheme: SignatureScheme(value(scheme)),
            mode: PskKeyExchangeMode(0x0b + 0x1f * (mode % 8)),
            group: NamedGroup(value(group)),
            protocol: value(protocol).to_be_bytes(),
            first: ExtensionType(first),
            last: ExtensionType(last),
        }
    }

    /// A share of the group (RFC 8701 §3.1 leaves its length open).
    pub(crate) const fn share(&self) -> KeyShareEntry<'static> {
        KeyShareEntry { group: self.group, key_exchange: &[0] }
    }

    pub(crate) const fn protocol(&self) -> ProtocolName<'_> {
        ProtocolName(&self.protocol)
    }

    /// An extension without content, for the first place.
    pub(crate) const fn first(&self) -> Extension<'static> {
        Extension::Unknown { extension_type: self.first, data: &[] }
    }

    /// One with an octet, for the last place that there is.
    pub(crate) const fn last(&self) -> Extension<'static> {
        Extension::Unknown { extension_type: self.last, data: &[0] }
    }
}

/// One of the sixteen: two equal octets that end in A (RFC 8701 §2).
const fn value(random: u8) -> u16 {
    let octet = random & 0xf0 | 0x0a;
    u16::from_be_bytes([octet, octet])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_drawn_is_grease() {
        for random in 0..=u8::MAX {
            let grease = Grease::of([random; 8]);
            let names = [
                grease.suite.name(),
                grease.version.name(),
                grease.scheme.name(),
                grease.mode.name(),
                grease.group.name(),
                grease.first.name(),
                grease.last.name(),
            ];
            assert_eq!(names, [Some("GREASE"); 7], "{random}");
            assert_ne!(grease.first, grease.last, "{random}");
            assert_eq!(grease.protocol, grease.suite.0.to_be_bytes());
        }
    }
}
