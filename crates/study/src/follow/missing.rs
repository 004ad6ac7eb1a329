//! What cannot be shown, and why: mostly of a capture.

use core::fmt;

/// Something that a reader of the network does not have, or that nobody keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Missing {
    /// No secret of the connection is known.
    Secrets,
    /// The known secrets are not those of these records.
    RightSecrets,
    /// The cipher suite is one whose records are not opened here.
    Suite,
    /// The stream is none of TLS any more.
    Records,
    /// So many octets that came later could not be put behind the others.
    Octets {
        /// How many of those that wait.
        waiting: usize,
    },
    /// More is not kept.
    Room,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secrets => {
                f.write_str("what follows cannot be decrypted: no key log has the secrets of this connection")
            }
            Self::RightSecrets => f.write_str(
                "this cannot be decrypted: the secrets of the key log are not those of the record",
            ),
            Self::Suite => {
                f.write_str("what follows cannot be decrypted: the cipher suite is not spoken here")
            }
            Self::Records => f.write_str("what follows is no record of TLS"),
            Self::Octets { waiting } => write!(
                f,
                "the capture has a gap: octets are missing before the last {waiting}, which cannot be read"
            ),
            Self::Room => f.write_str("there is more, which is not kept"),
        }
    }
}
