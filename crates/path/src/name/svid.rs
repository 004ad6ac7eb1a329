//! X.509-SVIDs: certificates whose holder is a workload with a SPIFFE ID (X509-SVID §5.2).

use core::fmt;

use handfast_rule::{Clause, x509_svid};

use super::spiffe::{SpiffeFault, SpiffeId};
use crate::cert::{Cert, GeneralName};

/// Why a certificate says nothing of a workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotSvid {
    /// There is not exactly one URI among its names: with several, nobody knows who the holder is.
    UriCount {
        /// How many there are.
        found: usize,
    },
    /// The one URI is no SPIFFE ID.
    SpiffeId(SpiffeFault),
    /// The SPIFFE ID is that of a trust domain: it has no path.
    NoPath,
    /// The holder is a certification authority, which authenticates nobody.
    Authority,
    /// keyUsage is absent.
    NoKeyUsage,
    /// keyUsage lacks digitalSignature, or has keyCertSign or cRLSign.
    KeyUsage,
}

/// The SPIFFE ID of the holder.
///
/// All that §5.2 makes a validator check, and §4.3 on top: keyUsage is there and allows what a workload does. Whether it
/// is critical is left to the issuer, and the names of authorities to the URI constraints that they carry.
///
/// # Errors
/// The first rule that is broken.
pub fn spiffe_id<'a>(cert: &Cert<'a>) -> Result<SpiffeId<'a>, NotSvid> {
    let id = SpiffeId::parse(only_uri(cert)?).map_err(NotSvid::SpiffeId)?;
    if id.path().is_empty() {
        return Err(NotSvid::NoPath);
    }
    if cert.extensions.basic_constraints.is_some_and(|constraints| constraints.ca) {
        return Err(NotSvid::Authority);
    }
    let usage = cert.extensions.key_usage.ok_or(NotSvid::NoKeyUsage)?;
    if !usage.digital_signature() || usage.key_cert_sign() || usage.crl_sign() {
        return Err(NotSvid::KeyUsage);
    }
    Ok(id)
}

fn only_uri<'a>(cert: &Cert<'a>) -> Result<&'a str, NotSvid> {
    let names = cert.extensions.subject_alt_name.into_iter().flat_map(|names| names.iter());
    let mut uris = names.filter_map(|name| if let GeneralName::Uri(uri) = name { Some(uri) } else { None });
    let (first, more) = (uris.next(), uris.count());
    match (first, more) {
        // The reader has seen to it that URIs are ASCII.
        (Some(uri), 0) => core::str::from_utf8(uri).map_err(|_| NotSvid::SpiffeId(SpiffeFault::Path)),
        (first, more) => Err(NotSvid::UriCount { found: usize::from(first.is_some()) + more }),
    }
}

impl NotSvid {
    pub(crate) const fn clause(self) -> Clause {
        match self {
            Self::SpiffeId(fault) => fault.clause(),
            Self::UriCount { .. } | Self::NoPath | Self::Authority => x509_svid("5.2"),
            Self::NoKeyUsage | Self::KeyUsage => x509_svid("4.3"),
        }
    }

    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::SpiffeId(fault) => fault.sentence(),
            Self::UriCount { found: 0 } => "the certificate has no URI, so no SPIFFE ID",
            Self::UriCount { .. } => {
                "the certificate has several URIs, and its SPIFFE ID must be the only one"
            }
            Self::NoPath => "the SPIFFE ID names a trust domain and no workload in it",
            Self::Authority => "a certification authority is not a workload",
            Self::NoKeyUsage => "the certificate has a SPIFFE ID and no keyUsage",
            Self::KeyUsage => {
                "the keyUsage of a workload must have digitalSignature, and neither keyCertSign nor cRLSign"
            }
        }
    }
}

impl fmt::Display for NotSvid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.sentence(), self.clause())
    }
}

impl core::error::Error for NotSvid {}
