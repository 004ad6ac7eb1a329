//! What a verifier of ours says to a specimen.

/// The verdict, with the reason by the name that it has in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// There is nothing wrong with it.
    Accepted {
        /// What a careful verifier would remark, by name.
        remark: Option<&'static str>,
    },
    /// Its peer refuses it.
    Refused {
        /// The name of the refusal: a variant of `handfast_path::Refusal`.
        refusal: &'static str,
        /// The certificate that is to blame, if one is: 0 is the end entity, 1 its issuer.
        depth: Option<u8>,
        /// The TLS alert that the peer sends (RFC 9846 §6.2).
        alert: u8,
        /// What of its sentence stays the same.
        sentence: &'static str,
    },
    /// Its owner cannot load it: it never gets to the wire.
    NotLoaded {
        /// The name of the fault: a variant of [`crate::load::Fault`].
        fault: &'static str,
        /// What of its sentence stays the same.
        sentence: &'static str,
    },
}

pub(super) const ACCEPTED: Answer = Answer::Accepted { remark: None };

pub(super) const fn accepted_with(remark: &'static str) -> Answer {
    Answer::Accepted { remark: Some(remark) }
}

/// Refused for the certificate at this depth.
pub(super) const fn at(depth: u8, alert: u8, refusal: &'static str, sentence: &'static str) -> Answer {
    Answer::Refused { refusal, depth: Some(depth), alert, sentence }
}

pub(super) const fn not_loaded(fault: &'static str, sentence: &'static str) -> Answer {
    Answer::NotLoaded { fault, sentence }
}

/// Alerts of RFC 9846 §6.2, by the names that they have there.
pub(super) const BAD_CERTIFICATE: u8 = 42;
pub(super) const UNSUPPORTED_CERTIFICATE: u8 = 43;
pub(super) const CERTIFICATE_REVOKED: u8 = 44;
pub(super) const CERTIFICATE_EXPIRED: u8 = 45;
pub(super) const CERTIFICATE_UNKNOWN: u8 = 46;
pub(super) const UNKNOWN_CA: u8 = 48;
