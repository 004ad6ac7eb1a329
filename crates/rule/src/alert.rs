//! The alerts of TLS, with unknown values kept.

use core::fmt;

/// An alert description (RFC 9846 §6, with the older values of RFC 5246 §7.2). A code point: unknown values are kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AlertDescription(pub u8);

macro_rules! alerts {
    ($($(#[$doc:meta])* $constant:ident = $value:literal, $name:literal;)*) => {
        impl AlertDescription {
            $($(#[$doc])* pub const $constant: Self = Self($value);)*

            /// Every alert with a name, in the order of their numbers.
            pub const NAMED: &'static [Self] = &[$(Self::$constant),*];

            /// The name in the standard, or `None` for a number that has none.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self { $(Self::$constant => Some($name),)* _ => None }
            }
        }
    };
}

alerts! {
    /// The sender will send nothing more.
    CLOSE_NOTIFY = 0, "close_notify";
    /// A message came where the diagram has no edge for it.
    UNEXPECTED_MESSAGE = 10, "unexpected_message";
    /// A record could not be opened.
    BAD_RECORD_MAC = 20, "bad_record_mac";
    /// Reserved; SSL and early TLS only.
    DECRYPTION_FAILED = 21, "decryption_failed";
    /// A record is longer than the protocol allows.
    RECORD_OVERFLOW = 22, "record_overflow";
    /// Reserved; a compressed message could not be inflated.
    DECOMPRESSION_FAILURE = 30, "decompression_failure";
    /// No acceptable set of parameters could be found.
    HANDSHAKE_FAILURE = 40, "handshake_failure";
    /// Reserved; SSL 3.0 only.
    NO_CERTIFICATE = 41, "no_certificate";
    /// A certificate was corrupt or a signature in it did not verify.
    BAD_CERTIFICATE = 42, "bad_certificate";
    /// A certificate is of a kind that cannot be used here.
    UNSUPPORTED_CERTIFICATE = 43, "unsupported_certificate";
    /// A certificate was revoked by its signer.
    CERTIFICATE_REVOKED = 44, "certificate_revoked";
    /// A certificate has expired or is not currently valid.
    CERTIFICATE_EXPIRED = 45, "certificate_expired";
    /// A certificate was unacceptable for some other reason.
    CERTIFICATE_UNKNOWN = 46, "certificate_unknown";
    /// A field is well formed but breaks a rule or contradicts another.
    ILLEGAL_PARAMETER = 47, "illegal_parameter";
    /// No path to a known trust anchor could be made.
    UNKNOWN_CA = 48, "unknown_ca";
    /// The certificate is valid, but access control said no.
    ACCESS_DENIED = 49, "access_denied";
    /// A message could not be decoded.
    DECODE_ERROR = 50, "decode_error";
    /// A signature or a Finished did not verify.
    DECRYPT_ERROR = 51, "decrypt_error";
    /// Reserved; early TLS only.
    EXPORT_RESTRICTION = 60, "export_restriction";
    /// The version offered is recognised but not supported.
    PROTOCOL_VERSION = 70, "protocol_version";
    /// The server wants stronger parameters than were offered.
    INSUFFICIENT_SECURITY = 71, "insufficient_security";
    /// An error that has nothing to do with the peer.
    INTERNAL_ERROR = 80, "internal_error";
    /// A client retried at a lower version without need.
    INAPPROPRIATE_FALLBACK = 86, "inappropriate_fallback";
    /// The handshake was cancelled for another reason than a failure.
    USER_CANCELED = 90, "user_canceled";
    /// Renegotiation is refused (TLS 1.2).
    NO_RENEGOTIATION = 100, "no_renegotiation";
    /// An extension that must be there is not.
    MISSING_EXTENSION = 109, "missing_extension";
    /// An extension came that was not asked for.
    UNSUPPORTED_EXTENSION = 110, "unsupported_extension";
    /// Reserved; a certificate URL could not be fetched.
    CERTIFICATE_UNOBTAINABLE = 111, "certificate_unobtainable";
    /// No server goes by the name that was asked for.
    UNRECOGNIZED_NAME = 112, "unrecognized_name";
    /// The stapled OCSP response is invalid.
    BAD_CERTIFICATE_STATUS_RESPONSE = 113, "bad_certificate_status_response";
    /// Reserved; a certificate hash did not match.
    BAD_CERTIFICATE_HASH_VALUE = 114, "bad_certificate_hash_value";
    /// No acceptable pre-shared key was offered.
    UNKNOWN_PSK_IDENTITY = 115, "unknown_psk_identity";
    /// A client certificate was demanded and none came.
    CERTIFICATE_REQUIRED = 116, "certificate_required";
    /// An error for which no other alert fits.
    GENERAL_ERROR = 117, "general_error";
    /// No application protocol is supported by both.
    NO_APPLICATION_PROTOCOL = 120, "no_application_protocol";
}

impl AlertDescription {
    /// Whether it says that the sender is done, and not that something is wrong (RFC 9846 §6.1).
    #[must_use]
    pub const fn is_closure(self) -> bool {
        matches!(self, Self::CLOSE_NOTIFY | Self::USER_CANCELED)
    }
}

impl fmt::Display for AlertDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name} ({})", self.0),
            None => write!(f, "unknown alert ({})", self.0),
        }
    }
}

impl fmt::Debug for AlertDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::AlertDescription as Alert;

    #[test]
    fn names_and_numbers() {
        assert_eq!(Alert::CERTIFICATE_REQUIRED.to_string(), "certificate_required (116)");
        assert_eq!(Alert(200).to_string(), "unknown alert (200)");
        assert!(
            Alert::NAMED
                .iter()
                .filter(|alert| alert.is_closure())
                .eq(&[Alert::CLOSE_NOTIFY, Alert::USER_CANCELED])
        );
        assert!(Alert::NAMED.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
