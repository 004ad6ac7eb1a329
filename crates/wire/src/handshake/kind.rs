//! What a handshake message is.

use core::fmt;

use super::{Dialect, HEADER_LEN};
use crate::code_points::HandshakeType;

/// The Random that makes a HelloRetryRequest of a ServerHello: SHA-256 of "HelloRetryRequest" (RFC 9846 §4.2.3).
pub const HELLO_RETRY_REQUEST_RANDOM: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, //
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $handshake_type:ident;)*) => {
        /// The kinds of handshake messages of TLS 1.2 and 1.3: a closed set.
        ///
        /// HelloRetryRequest is a kind of its own, told from ServerHello by its Random (RFC 9846 §4.2.3).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The type that stands in the message's first byte.
            #[must_use]
            pub const fn handshake_type(self) -> HandshakeType {
                match self {
                    $(Self::$kind => HandshakeType::$handshake_type,)*
                }
            }

            /// The name in the RFC: `"ClientHello"`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($kind),)*
                }
            }
        }
    };
}

kinds! {
    /// TLS 1.2: the server asks for a renegotiation (RFC 5246 §7.4.1.1).
    HelloRequest = HELLO_REQUEST;
    /// RFC 9846 §4.2.2.
    ClientHello = CLIENT_HELLO;
    /// RFC 9846 §4.2.3.
    ServerHello = SERVER_HELLO;
    /// RFC 9846 §4.2.4.
    HelloRetryRequest = SERVER_HELLO;
    /// RFC 9846 §4.7.1.
    NewSessionTicket = NEW_SESSION_TICKET;
    /// RFC 9846 §4.6.
    EndOfEarlyData = END_OF_EARLY_DATA;
    /// RFC 9846 §4.4.1.
    EncryptedExtensions = ENCRYPTED_EXTENSIONS;
    /// RFC 9846 §4.5.1.
    Certificate = CERTIFICATE;
    /// TLS 1.2 (RFC 5246 §7.4.3).
    ServerKeyExchange = SERVER_KEY_EXCHANGE;
    /// RFC 9846 §4.4.2.
    CertificateRequest = CERTIFICATE_REQUEST;
    /// TLS 1.2 (RFC 5246 §7.4.5).
    ServerHelloDone = SERVER_HELLO_DONE;
    /// RFC 9846 §4.5.2.
    CertificateVerify = CERTIFICATE_VERIFY;
    /// TLS 1.2 (RFC 5246 §7.4.7).
    ClientKeyExchange = CLIENT_KEY_EXCHANGE;
    /// RFC 9846 §4.5.3.
    Finished = FINISHED;
    /// TLS 1.2 (RFC 6066 §8).
    CertificateStatus = CERTIFICATE_STATUS;
    /// RFC 9846 §4.7.3.
    KeyUpdate = KEY_UPDATE;
    /// RFC 8879 §4.
    CompressedCertificate = COMPRESSED_CERTIFICATE;
}

impl Kind {
    /// The kind of a whole message, header included. Looks at the type and the Random only and never fails on the rest.
    ///
    /// # Errors
    /// The type, if no message has it; 255 if `raw` is empty.
    pub fn of(raw: &[u8]) -> Result<Self, HandshakeType> {
        let first = raw.first().copied().unwrap_or(255);
        match OF_TYPE.get(usize::from(first)).copied().flatten().ok_or(HandshakeType(first))? {
            Self::ServerHello if asks_for_retry(raw) => Ok(Self::HelloRetryRequest),
            kind => Ok(kind),
        }
    }

    /// In whose place a message of this kind stands: CompressedCertificate in that of Certificate (RFC 8879 §4), every
    /// other in its own.
    #[must_use]
    pub const fn stands_for(self) -> Self {
        match self {
            Self::CompressedCertificate => Self::Certificate,
            kind => kind,
        }
    }

    /// Whether the transcript covers messages of this kind (RFC 9846 §4.1, RFC 5246 §7.4.9): not those after the
    /// handshake, and never HelloRequest. A ticket of TLS 1.2 comes within the handshake (RFC 5077 §3.3).
    #[must_use]
    pub const fn in_transcript(self, dialect: Dialect) -> bool {
        match self {
            Self::KeyUpdate | Self::HelloRequest => false,
            Self::NewSessionTicket => !matches!(dialect, Dialect::Tls13),
            _ => true,
        }
    }
}

/// The kind of each type: ServerHello where HelloRetryRequest has the same.
#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which would refuse it")]
const OF_TYPE: [Option<Kind>; 256] = {
    let mut of_type = [None; 256];
    let mut rest = Kind::ALL;
    while let [before @ .., kind] = rest {
        of_type[kind.handshake_type().0 as usize] = Some(*kind);
        rest = before;
    }
    of_type
};

/// Whether the Random of this ServerHello, which follows legacy_version, is the special one.
fn asks_for_retry(raw: &[u8]) -> bool {
    raw.get(HEADER_LEN + 2..).is_some_and(|random| random.starts_with(&HELLO_RETRY_REQUEST_RANDOM))
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_leads_to_its_kind() {
        for &kind in Kind::ALL.iter().filter(|&&kind| kind != Kind::HelloRetryRequest) {
            assert_eq!(Kind::of(&[kind.handshake_type().0]), Ok(kind));
        }
        for handshake_type in [3, 6, 9, 254, 255] {
            assert_eq!(Kind::of(&[handshake_type, 0, 0, 0]), Err(HandshakeType(handshake_type)));
        }
        assert_eq!(Kind::of(&[]), Err(HandshakeType(255)));
    }

    #[test]
    fn a_ticket_is_within_the_handshake_of_tls12_alone() {
        let counts = |dialect: &Dialect| Kind::NewSessionTicket.in_transcript(*dialect);
        assert_eq!(
            Dialect::ALL.iter().filter(|dialect| !counts(dialect)).collect::<Vec<_>>(),
            [&Dialect::Tls13]
        );
    }

    #[test]
    fn the_random_makes_a_hello_retry_request() {
        let mut raw = [&[2, 0, 0, 34, 3, 3][..], &HELLO_RETRY_REQUEST_RANDOM].concat();
        assert_eq!(Kind::of(&raw), Ok(Kind::HelloRetryRequest));
        assert_eq!(Kind::of(&raw[..raw.len() - 1]), Ok(Kind::ServerHello));
        raw[37] ^= 1;
        assert_eq!(Kind::of(&raw), Ok(Kind::ServerHello));
    }
}
