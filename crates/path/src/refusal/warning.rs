//! What is accepted although it should not have been made so.

use core::fmt;

use handfast_rule::{Clause, rfc5280, rfc9525, rfc9846};

/// A certificate is accepted although a rule does not hold: by the grace of [`Profile::LEGACY`](crate::Profile::LEGACY),
/// or of a lenient policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// It is of version 1: it has no extensions, so that it cannot say what it is for (catalogue of failures, F34).
    Version1,
    /// The server is named by its common name alone.
    CommonNameAsHost,
    /// Whether it is revoked is to be known, and is not: [`Missing::Soft`](crate::revocation::Missing::Soft) lets it
    /// pass (F11 to F13).
    RevocationNotKnown,
}

impl Warning {
    /// What is wrong, and how to make it properly.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Version1 => {
                "the certificate is X.509 version 1: it cannot say what it is for; issue it again with extensions \
                 (`openssl x509 -req -extfile FILE`, or `handfast pki`)"
            }
            Self::CommonNameAsHost => {
                "the server is named by its common name alone; issue the certificate again with a subjectAltName \
                 (`subjectAltName=DNS:HOST` in the file given to `openssl x509 -req -extfile`, or `handfast pki`)"
            }
            Self::RevocationNotKnown => {
                "no good CRL or OCSP response says whether the certificate is revoked; hand in one of its issuer, or \
                 refuse such certificates (hard fail)"
            }
        }
    }

    /// The clause that is broken.
    #[must_use]
    pub const fn clause(self) -> Clause {
        match self {
            Self::Version1 => rfc9846("4.5.1.2"),
            Self::RevocationNotKnown => rfc5280("6.3"),
            Self::CommonNameAsHost => rfc9525("6.2"),
        }
    }
}

/// The sentence and the clause.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.sentence(), self.clause())
    }
}
