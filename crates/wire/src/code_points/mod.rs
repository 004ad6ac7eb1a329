//! The numbers that TLS registers, by the names the RFCs and IANA give them.
//!
//! A code point is a number with a name where it has one. Unknown values are kept, so that what was read can be ignored,
//! echoed or shown; GREASE values (RFC 8701) are unknown values with a name for the reader.

mod cipher_suite;
mod extension_type;
mod named_group;
mod signature_scheme;

pub use cipher_suite::CipherSuite;
pub use extension_type::ExtensionType;
pub use named_group::NamedGroup;
pub use signature_scheme::SignatureScheme;

/// Defines code points: the newtype, its constants, `NAMED`, `name`, Display (the name, or the number in hex), Debug.
macro_rules! code_points {
    (
        $(#[$doc:meta])*
        $type:ident($int:ty, $hex:literal) $(, unnamed: $unnamed:path)?;
        $($(#[$note:meta])* $constant:ident = $value:literal, $name:literal;)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(pub $int);

        impl $type {
            $(
                #[doc = concat!("`", $name, "`.")]
                $(#[$note])*
                pub const $constant: Self = Self($value);
            )*

            /// Every value that has a name of its own, in the order of the numbers.
            pub const NAMED: &'static [Self] = &[$(Self::$constant),*];

            /// The registered name, or `None` for a number that has none.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($name),)*
                    $(other if $unnamed(other) => Some("GREASE"),)?
                    _ => None,
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self.name() {
                    Some("GREASE") => write!(f, concat!("GREASE ", $hex), self.0),
                    Some(name) => f.write_str(name),
                    None => write!(f, $hex, self.0),
                }
            }
        }

        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(self, f)
            }
        }
    };
}

/// Makes code points the items of lists, each item a field with the name of its type.
macro_rules! list_items {
    ($($type:ident: $verb:ident,)*) => {$(
        impl<'a> $crate::codec::Item<'a> for $type {
            const LEN: Option<usize> = Some(size_of::<Self>());

            fn read(r: &mut $crate::codec::Reader<'a, '_>) -> Result<Self, $crate::codec::Refused> {
                r.array(stringify!($type)).map(|bytes| Self($verb::from_be_bytes(*bytes)))
            }

            fn write(self, w: &mut $crate::codec::Writer<'_>) {
                w.$verb(stringify!($type), self.0);
            }
        }
    )*};
}

use code_points;

/// Whether IANA keeps this value for GREASE: two equal bytes that end in A (RFC 8701 §2).
const fn is_grease(value: u16) -> bool {
    value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff
}

/// Whether IANA keeps this PSK key exchange mode for GREASE: 0x0b and every 31st after it (RFC 8701 §2).
const fn is_grease_mode(value: u8) -> bool {
    value % 0x1f == 0x0b
}

list_items! {
    CertificateType: u8,
    CertificateCompressionAlgorithm: u16,
    CipherSuite: u16,
    ClientCertificateType: u8,
    EcPointFormat: u8,
    NamedGroup: u16,
    ProtocolVersion: u16,
    PskKeyExchangeMode: u8,
    SignatureScheme: u16,
}

code_points! {
    /// What a record holds (RFC 9846 §5.1).
    ContentType(u8, "{:#04x}");
    CHANGE_CIPHER_SPEC = 20, "change_cipher_spec";
    ALERT = 21, "alert";
    HANDSHAKE = 22, "handshake";
    APPLICATION_DATA = 23, "application_data";
    /// RFC 6520.
    HEARTBEAT = 24, "heartbeat";
}

code_points! {
    /// The type of a handshake message (RFC 9846 §4 and §B.3).
    HandshakeType(u8, "{:#04x}");
    /// TLS 1.2 only.
    HELLO_REQUEST = 0, "hello_request";
    CLIENT_HELLO = 1, "client_hello";
    /// Of HelloRetryRequest, too.
    SERVER_HELLO = 2, "server_hello";
    /// DTLS 1.2 only.
    HELLO_VERIFY_REQUEST = 3, "hello_verify_request";
    NEW_SESSION_TICKET = 4, "new_session_ticket";
    END_OF_EARLY_DATA = 5, "end_of_early_data";
    /// Drafts of TLS 1.3 only.
    HELLO_RETRY_REQUEST = 6, "hello_retry_request";
    ENCRYPTED_EXTENSIONS = 8, "encrypted_extensions";
    CERTIFICATE = 11, "certificate";
    /// TLS 1.2 only.
    SERVER_KEY_EXCHANGE = 12, "server_key_exchange";
    CERTIFICATE_REQUEST = 13, "certificate_request";
    /// TLS 1.2 only.
    SERVER_HELLO_DONE = 14, "server_hello_done";
    CERTIFICATE_VERIFY = 15, "certificate_verify";
    /// TLS 1.2 only.
    CLIENT_KEY_EXCHANGE = 16, "client_key_exchange";
    FINISHED = 20, "finished";
    /// TLS 1.2 only (RFC 6066 §5).
    CERTIFICATE_URL = 21, "certificate_url";
    /// TLS 1.2 only (RFC 6066 §8).
    CERTIFICATE_STATUS = 22, "certificate_status";
    /// TLS 1.2 only (RFC 4680).
    SUPPLEMENTAL_DATA = 23, "supplemental_data";
    KEY_UPDATE = 24, "key_update";
    /// RFC 8879.
    COMPRESSED_CERTIFICATE = 25, "compressed_certificate";
    /// Next protocol negotiation, a draft that TLS 1.2 peers still know.
    NEXT_PROTOCOL = 67, "next_protocol";
    /// Never sent: it stands for the first ClientHello in the transcript after a HelloRetryRequest (RFC 9846 §4.1).
    MESSAGE_HASH = 254, "message_hash";
}

code_points! {
    /// A version of the protocol (RFC 9846 §4.2.2). Ordered as the versions are, GREASE aside.
    ProtocolVersion(u16, "{:#06x}"), unnamed: is_grease;
    SSL2_0 = 0x0002, "SSL 2.0";
    SSL3_0 = 0x0300, "SSL 3.0";
    TLS1_0 = 0x0301, "TLS 1.0";
    TLS1_1 = 0x0302, "TLS 1.1";
    TLS1_2 = 0x0303, "TLS 1.2";
    TLS1_3 = 0x0304, "TLS 1.3";
    DTLS1_3 = 0xfefc, "DTLS 1.3";
    DTLS1_2 = 0xfefd, "DTLS 1.2";
    DTLS1_0 = 0xfeff, "DTLS 1.0";
}

code_points! {
    /// How grave an alert is (RFC 9846 §6).
    AlertLevel(u8, "{:#04x}");
    WARNING = 1, "warning";
    FATAL = 2, "fatal";
}

code_points! {
    /// Whether the sender of a KeyUpdate wants one back (RFC 9846 §4.7.3).
    KeyUpdateRequest(u8, "{:#04x}");
    UPDATE_NOT_REQUESTED = 0, "update_not_requested";
    UPDATE_REQUESTED = 1, "update_requested";
}

code_points! {
    /// What a name in server_name is (RFC 6066 §3).
    NameType(u8, "{:#04x}");
    HOST_NAME = 0, "host_name";
}

code_points! {
    /// How a PSK may be used (RFC 9846 §4.3.9).
    PskKeyExchangeMode(u8, "{:#04x}"), unnamed: is_grease_mode;
    PSK_KE = 0, "psk_ke";
    PSK_DHE_KE = 1, "psk_dhe_ke";
}

code_points! {
    /// A compression method of TLS 1.2 and before; TLS 1.3 has only the null one (RFC 9846 §4.2.2).
    CompressionMethod(u8, "{:#04x}");
    NULL = 0, "null";
    /// RFC 3749; forbidden since CRIME.
    DEFLATE = 1, "DEFLATE";
    /// RFC 3943.
    LZS = 64, "LZS";
}

code_points! {
    /// What kind of key a client may prove itself with in TLS 1.2 (RFC 5246 §7.4.4, RFC 8422 §5.5).
    ClientCertificateType(u8, "{:#04x}");
    RSA_SIGN = 1, "rsa_sign";
    DSS_SIGN = 2, "dss_sign";
    RSA_FIXED_DH = 3, "rsa_fixed_dh";
    DSS_FIXED_DH = 4, "dss_fixed_dh";
    /// Of EdDSA keys, too.
    ECDSA_SIGN = 64, "ecdsa_sign";
    RSA_FIXED_ECDH = 65, "rsa_fixed_ecdh";
    ECDSA_FIXED_ECDH = 66, "ecdsa_fixed_ecdh";
}

code_points! {
    /// What a Certificate holds (RFC 7250 §3).
    CertificateType(u8, "{:#04x}");
    X509 = 0, "X.509";
    /// RFC 6091; reserved by RFC 9846 §4.5.1.
    OPEN_PGP = 1, "OpenPGP";
    /// A SubjectPublicKeyInfo without a certificate around it.
    RAW_PUBLIC_KEY = 2, "RawPublicKey";
}

code_points! {
    /// How a curve is described in TLS 1.2 (RFC 8422 §5.4).
    EcCurveType(u8, "{:#04x}");
    /// Deprecated.
    EXPLICIT_PRIME = 1, "explicit_prime";
    /// Deprecated.
    EXPLICIT_CHAR2 = 2, "explicit_char2";
    NAMED_CURVE = 3, "named_curve";
}

code_points! {
    /// How a point of a curve is written in TLS 1.2 (RFC 8422 §5.1.2).
    EcPointFormat(u8, "{:#04x}");
    UNCOMPRESSED = 0, "uncompressed";
    /// Deprecated.
    ANSIX962_COMPRESSED_PRIME = 1, "ansiX962_compressed_prime";
    /// Deprecated.
    ANSIX962_COMPRESSED_CHAR2 = 2, "ansiX962_compressed_char2";
}

code_points! {
    /// How a Certificate message is compressed (RFC 8879 §3).
    CertificateCompressionAlgorithm(u16, "{:#06x}");
    /// RFC 1950.
    ZLIB = 1, "zlib";
    /// RFC 7932.
    BROTLI = 2, "brotli";
    /// RFC 8878.
    ZSTD = 3, "zstd";
}

code_points! {
    /// How long a fragment may be (RFC 6066 §4).
    MaxFragmentLength(u8, "{:#04x}");
    OF_512 = 1, "2^9";
    OF_1024 = 2, "2^10";
    OF_2048 = 3, "2^11";
    OF_4096 = 4, "2^12";
}

impl MaxFragmentLength {
    /// The length in bytes, or `None` for a number that stands for none.
    #[must_use]
    pub const fn bytes(self) -> Option<u16> {
        match self {
            Self::OF_512 => Some(1 << 9),
            Self::OF_1024 => Some(1 << 10),
            Self::OF_2048 => Some(1 << 11),
            Self::OF_4096 => Some(1 << 12),
            _ => None,
        }
    }
}

code_points! {
    /// What kind of certificate status is asked for or sent (RFC 6066 §8).
    CertificateStatusType(u8, "{:#04x}");
    OCSP = 1, "ocsp";
    /// RFC 6961, deprecated.
    OCSP_MULTI = 2, "ocsp_multi";
}

#[cfg(test)]
mod tests;
