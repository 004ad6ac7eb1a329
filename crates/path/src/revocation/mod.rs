//! Was the certificate taken back? (RFC 5280 §6.3, RFC 6960)
//!
//! | module | what it holds |
//! |---|---|
//! | `demand` | [`Revocation`]: what is demanded, a value |
//! | `evidence` | [`Evidence`]: the CRLs and OCSP responses that were handed in |
//! | `crl` | [`CertificateList`]: a CRL, read where it lies |
//! | `ocsp` | [`OcspResponse`]: an OCSP response, likewise |
//! | `points` | the distribution points of certificates and CRLs |
//! | `scope` | does a CRL speak of a certificate? |
//! | `currency` | is it of today? |
//! | `delta` | does one CRL build on another? |
//! | `responder` | who may answer for an authority |
//! | `verifier` | signatures, as far as the policy lets them pass |
//! | `fault` | why a CRL or a response does not serve |
//!
//! How the certificates of a path are asked about, one after the other, is part of the search.

mod crl;
pub(crate) mod currency;
pub(crate) mod delta;
mod demand;
mod evidence;
mod extensions;
mod fault;
mod ocsp;
pub(crate) mod points;
mod reason;
pub(crate) mod responder;
pub(crate) mod scope;
pub(crate) mod verifier;

pub use crl::{CertificateList, RevokedCertificate};
pub use demand::{Missing, Revocation, Scope};

pub use crate::search::{revocation_status as status, verify_response};
pub(crate) use evidence::Listed;
pub use evidence::{Evidence, Unreadable, Witness};
pub use fault::{CrlFault, OcspFault};
pub use ocsp::{BasicResponse, CertId, CertStatus, OcspResponse, ResponderId, SingleResponse, Unsuccessful};
pub use reason::Reason;
pub(crate) use reason::Reasons;
