//! A clause of a standard, as it is cited beside a check.

use core::fmt;

/// A section of an RFC, for example RFC 9846 §4.3.8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clause {
    /// The number of the RFC.
    pub rfc: u16,
    /// The section as the RFC numbers it, without the sign: `"4.3.8"`, `"A.1"`.
    pub section: &'static str,
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RFC {} §{}", self.rfc, self.section)
    }
}

macro_rules! standards {
    ($($(#[$doc:meta])* $name:ident = $rfc:literal;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(section: &'static str) -> Clause {
            Clause { rfc: $rfc, section }
        }
    )*};
}

standards! {
    /// TLS 1.2.
    rfc5246 = 5246;
    /// X.509 certificates and CRLs.
    rfc5280 = 5280;
    /// TLS extensions: server_name and its kin.
    rfc6066 = 6066;
    /// Application-layer protocol negotiation.
    rfc7301 = 7301;
    /// Elliptic curves in TLS 1.2, and their point formats.
    rfc8422 = 8422;
    /// Service names in certificates.
    rfc9525 = 9525;
    /// TLS 1.3 (July 2026).
    rfc9846 = 9846;
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_as_it_is_cited() {
        assert_eq!(super::rfc9846("4.3.8").to_string(), "RFC 9846 §4.3.8");
    }
}
