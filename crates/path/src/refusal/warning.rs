//! What is accepted although it should not have been made so.

use core::fmt;

use handfast_rule::{Clause, rfc9525, rfc9846};

/// A certificate is accepted under [`Profile::LEGACY`](crate::Profile::LEGACY), and should be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// It is of version 1: it has no extensions, so that it cannot say what it is for (catalogue of failures, F34).
    Version1,
    /// The server is named by its common name alone.
    CommonNameAsHost,
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
        }
    }

    /// The clause that is broken.
    #[must_use]
    pub const fn clause(self) -> Clause {
        match self {
            Self::Version1 => rfc9846("4.5.1.2"),
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
