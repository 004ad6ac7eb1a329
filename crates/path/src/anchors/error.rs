//! What cannot be a trust anchor.

use core::fmt;

use handfast_crypto::public_key::KeyError;

use crate::cert::Malformed;

/// A certificate, or a name and a key, that cannot be a trust anchor. A local mistake, not a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorError {
    /// It cannot be read.
    Malformed(Malformed),
    /// Its key verifies nothing here.
    Key(KeyError),
    /// Its subject is empty, so that nothing can name it as its issuer.
    NoName,
    /// Its name constraints can be read, and are empty, of a depth, or of a base that is none of its form.
    NameConstraints,
}

impl fmt::Display for AnchorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(malformed) => write!(f, "the trust anchor cannot be read: {malformed}"),
            Self::Key(error) => write!(f, "the key cannot be used: {error}"),
            Self::NameConstraints => f.write_str(
                "the name constraints are none that RFC 5280 §4.2.1.10 knows: no subtrees, or a wrong base",
            ),
            Self::NoName => f.write_str("the certificate has no subject, so nothing can be issued by it"),
        }
    }
}

impl core::error::Error for AnchorError {}
