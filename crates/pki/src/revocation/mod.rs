//! What an authority says of certificates that it took back: lists (RFC 5280 §5) and responses (RFC 6960).

mod crl;
mod ocsp;
mod reason;
mod signed;

pub use crl::{Entry, List, Scope};
pub use handfast_path::revocation::Reason;
pub use ocsp::{CertificateStatus, OcspResponse, Responder, ResponderName, ocsp_try_later};
pub use reason::{REASONS, UnknownReason, reason_named};

use der::asn1::GeneralizedTime;
use rustls_pki_types::UnixTime;
use x509_cert::time::Time;

use crate::Error;

/// `Time` as certificates and lists write it: UTCTime until 2049 (RFC 5280 §5.1.2.4).
fn time(at: UnixTime) -> Result<Time, Error> {
    Ok(Time::from(generalized(at)?.to_date_time()))
}

/// GeneralizedTime, which responses write always (RFC 6960 §4.2.2.1).
fn generalized(at: UnixTime) -> Result<GeneralizedTime, Error> {
    let since_epoch = core::time::Duration::from_secs(at.as_secs());
    GeneralizedTime::from_unix_duration(since_epoch).map_err(|_| Error::DateOutOfRange)
}

#[cfg(test)]
mod tests;
