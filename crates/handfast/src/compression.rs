//! Certificate compression (RFC 8879): the algorithms, each behind a feature of its own, in plain Rust without `unsafe` of
//! ours.
//!
//! A chain of certificates is the largest thing in a handshake, and compresses to two thirds or less. It is off unless
//! [`Config::with_certificate_compression`](crate::Config::with_certificate_compression) turns it on: who is sent a
//! compressed chain decompresses it before it is known who sent it.

#[cfg(feature = "brotli")]
mod brotli;
mod remembered;
#[cfg(feature = "zlib")]
mod zlib;
#[cfg(feature = "zstd")]
mod zstd;

use std::sync::Arc;

pub use handfast_handshake::{BadCompression, CertificateCompression};

#[cfg(feature = "brotli")]
pub use self::brotli::Brotli;
pub(crate) use self::remembered::Remembered;
#[cfg(feature = "zlib")]
pub use self::zlib::Zlib;
#[cfg(feature = "zstd")]
pub use self::zstd::Zstd;

/// Every algorithm that this build has, the one that makes certificates shortest first.
#[must_use]
pub fn all() -> Vec<Arc<dyn CertificateCompression>> {
    vec![
        #[cfg(feature = "brotli")]
        Arc::new(Brotli),
        #[cfg(feature = "zstd")]
        Arc::new(Zstd),
        #[cfg(feature = "zlib")]
        Arc::new(Zlib),
    ]
}

#[cfg(all(test, feature = "brotli", feature = "zlib", feature = "zstd"))]
mod tests;
