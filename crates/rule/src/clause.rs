//! A clause of a standard, as it is cited beside a check.

use core::fmt;

/// A section of a standard, for example RFC 9846 §4.3.8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clause {
    /// The document.
    pub standard: Standard,
    /// The section as the document numbers it, without the sign: `"4.3.8"`, `"A.1"`.
    pub section: &'static str,
}

/// A document that rules are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standard {
    /// An RFC, by its number.
    Rfc(u16),
    /// The SPIFFE standard on the form of a SPIFFE ID.
    SpiffeId,
    /// The SPIFFE standard on certificates that carry a SPIFFE ID.
    X509Svid,
    /// The Baseline Requirements of the CA/Browser Forum for TLS servers.
    BaselineRequirements,
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rfc(number) => write!(f, "RFC {number}"),
            Self::SpiffeId => f.write_str("SPIFFE-ID"),
            Self::X509Svid => f.write_str("X509-SVID"),
            Self::BaselineRequirements => f.write_str("CA/B BR"),
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} §{}", self.standard, self.section)
    }
}

macro_rules! standards {
    ($($(#[$doc:meta])* $name:ident = $standard:expr;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(section: &'static str) -> Clause {
            Clause { standard: $standard, section }
        }
    )*};
}

standards! {
    /// TLS 1.2.
    rfc5246 = Standard::Rfc(5246);
    /// X.509 certificates and CRLs.
    rfc5280 = Standard::Rfc(5280);
    /// Session tickets of TLS 1.2.
    rfc5077 = Standard::Rfc(5077);
    /// The TLS extension renegotiation_info.
    rfc5746 = Standard::Rfc(5746);
    /// TLS extensions: server_name and its kin.
    rfc6066 = Standard::Rfc(6066);
    /// Online certificate status.
    rfc6960 = Standard::Rfc(6960);
    /// Application-layer protocol negotiation.
    rfc7301 = Standard::Rfc(7301);
    /// Raw public keys in the place of certificates.
    rfc7250 = Standard::Rfc(7250);
    /// The signalling cipher suite of clients that fall back to an older version.
    rfc7507 = Standard::Rfc(7507);
    /// The TLS extension extended_main_secret.
    rfc7627 = Standard::Rfc(7627);
    /// Elliptic curves in TLS 1.2, and their point formats.
    rfc8422 = Standard::Rfc(8422);
    /// The TLS extension record_size_limit.
    rfc8449 = Standard::Rfc(8449);
    /// TLS certificate compression.
    rfc8879 = Standard::Rfc(8879);
    /// Recommendations for the secure use of TLS.
    rfc9325 = Standard::Rfc(9325);
    /// Service names in certificates.
    rfc9525 = Standard::Rfc(9525);
    /// Internationalised mailboxes in certificates.
    rfc9598 = Standard::Rfc(9598);
    /// TLS 1.3 (July 2026).
    rfc9846 = Standard::Rfc(9846);
    /// The form of SPIFFE IDs.
    spiffe_id = Standard::SpiffeId;
    /// Certificates that carry a SPIFFE ID.
    x509_svid = Standard::X509Svid;
    /// What public authorities must keep to.
    baseline_requirements = Standard::BaselineRequirements;
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_as_it_is_cited() {
        assert_eq!(super::rfc9846("4.3.8").to_string(), "RFC 9846 §4.3.8");
        assert_eq!(super::x509_svid("5.2").to_string(), "X509-SVID §5.2");
        assert_eq!(super::spiffe_id("2.1").to_string(), "SPIFFE-ID §2.1");
        assert_eq!(super::baseline_requirements("7.1.2.7").to_string(), "CA/B BR §7.1.2.7");
    }
}
