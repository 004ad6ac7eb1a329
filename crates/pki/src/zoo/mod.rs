//! Deliberately broken certificates: each is wrong in one way, and everything else about it is right.
//!
//! Every specimen lives in the same healthy place, a root above an intermediate above a leaf, so that a verifier that
//! refuses one has found the fault and nothing else. The ids are those of the catalogue of failures in practice.

mod plan;

use rustls_pki_types::{CertificateDer, UnixTime};

use crate::{Error, Issued, surgery};
use plan::Plan;

/// Whose certificate a specimen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A server's, for [`SERVER_NAME`].
    Server,
    /// A client's, for [`CLIENT_NAME`].
    Client,
}

/// The host that server specimens are for.
pub const SERVER_NAME: &str = "localhost";

/// The common name of client specimens.
pub const CLIENT_NAME: &str = "alice";

/// A specimen with the root that a verifier is to trust.
#[derive(Debug)]
pub struct Exhibit {
    /// The trust anchor to configure.
    pub anchor: CertificateDer<'static>,
    /// What the specimen's owner sends and signs with.
    pub issued: Issued,
}

macro_rules! specimens {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $failure:literal;)*) => {
        /// A certificate, or what is sent with it, that is wrong in one way.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Specimen { $($(#[$doc])* $variant,)* }

        impl Specimen {
            /// Every specimen.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// A short name in lower case with hyphens.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The id in the catalogue of failures: `"F06"`.
            #[must_use]
            pub const fn failure(self) -> &'static str {
                match self { $(Self::$variant => $failure,)* }
            }
        }
    };
}

specimens! {
    /// Issued below a root that the verifier does not know.
    UnknownAuthority = "unknown-authority", "F02";
    /// Issued below a root of the trusted one's name, but with another key.
    ImpostorAuthority = "impostor-authority", "F02";
    /// Signed by itself.
    SelfSigned = "self-signed", "F02";
    /// Sent without its intermediate.
    MissingIntermediate = "missing-intermediate", "F03";
    /// Expired a day ago.
    Expired = "expired", "F06";
    /// Below an intermediate that expired a day ago.
    ExpiredIntermediate = "expired-intermediate", "F06";
    /// extendedKeyUsage names the other role only.
    WrongPurpose = "wrong-purpose", "F07";
    /// Below an intermediate whose extendedKeyUsage names the other role only.
    IssuerPurpose = "issuer-purpose", "F08";
    /// Becomes valid in two minutes.
    NotYetValid = "not-yet-valid", "F09";
    /// keyUsage is nonRepudiation alone, as on a card made for signing documents.
    NoDigitalSignature = "no-digital-signature", "F14";
    /// Signed with SHA-1 and RSA.
    Sha1Signature = "sha1-signature", "F15";
    /// An RSA key of 1024 bits.
    SmallRsaKey = "small-rsa-key", "F15";
    /// The private key of another certificate.
    WrongKey = "wrong-key", "F17";
    /// A server certificate for other.example only.
    NameMismatch = "name-mismatch", "F22";
    /// A server certificate with the host in the common name and no subjectAltName.
    CommonNameOnly = "common-name-only", "F22";
    /// A server certificate with an IP address written as a dNSName.
    AddressAsHost = "address-as-host", "F22";
    /// Below an intermediate that is CA:FALSE.
    IssuerNotAuthority = "issuer-not-authority", "F33";
    /// Below an intermediate whose keyUsage lacks keyCertSign.
    IssuerMayNotSign = "issuer-may-not-sign", "F33";
    /// Two intermediates below one whose pathLenConstraint is zero.
    PathLenExceeded = "path-len-exceeded", "F33";
    /// A host outside the intermediate's permitted subtree.
    NameConstraintViolated = "name-constraint-violated", "F33";
    /// X.509 version 1: no extensions at all.
    Version1 = "version-1", "F34";
    /// A critical extension that nobody knows (RFC 5280 §4.2).
    UnknownCriticalExtension = "unknown-critical-extension", "RFC 5280 4.2";
    /// The same extension twice (RFC 5280 §4.2).
    DuplicateExtension = "duplicate-extension", "RFC 5280 4.2";
    /// Two different algorithms inside and outside the signed part (RFC 5280 §4.1.1.2).
    AlgorithmMismatch = "algorithm-mismatch", "RFC 5280 4.1.1.2";
    /// One bit of the signature is wrong.
    BrokenSignature = "broken-signature", "RFC 5280 6.1.3";
    /// Cut off in the middle.
    Truncated = "truncated", "RFC 5280 4.1";
    /// One byte too many at the end.
    TrailingByte = "trailing-byte", "RFC 5280 4.1";
}

impl Specimen {
    /// Whether the fault exists for this role: clients are not matched against a host name.
    #[must_use]
    pub const fn exists_for(self, role: Role) -> bool {
        match self {
            Self::NameMismatch | Self::CommonNameOnly | Self::AddressAsHost => matches!(role, Role::Server),
            _ => true,
        }
    }

    /// Makes the specimen, with keys of its own, as seen at `now`.
    ///
    /// # Errors
    /// Only what [`Error`] says of the machine: no randomness.
    pub fn make(self, role: Role, now: UnixTime) -> Result<Exhibit, Error> {
        let plan = Plan::healthy(role, now);
        match self {
            Self::UnknownAuthority => plan.below_another_root("zoo of someone else"),
            Self::ImpostorAuthority => plan.below_another_root(plan::ROOT_NAME),
            Self::SelfSigned => plan.self_signed(),
            Self::MissingIntermediate => plan.build()?.without_intermediates(),
            Self::Expired => plan.leaf(|leaf| leaf.validity = plan::past(now)).build(),
            Self::ExpiredIntermediate => plan.middle(|middle| middle.validity = plan::past(now)).build(),
            Self::WrongPurpose => plan.leaf(|leaf| leaf.purposes = vec![role.other().purpose()]).build(),
            Self::IssuerPurpose => {
                plan.middle(|middle| middle.purposes = vec![role.other().purpose()]).build()
            }
            Self::NotYetValid => plan.leaf(|leaf| leaf.validity = plan::future(now)).build(),
            Self::NoDigitalSignature => plan.document_signer(),
            Self::Sha1Signature => plan.signed_with_sha1(),
            Self::SmallRsaKey => plan.with_small_rsa_key(),
            Self::WrongKey => plan.with_another_key(),
            Self::NameMismatch => plan.named(Some("other.example")),
            Self::CommonNameOnly => plan.named(None),
            Self::AddressAsHost => plan.address_as_host(),
            Self::IssuerNotAuthority => plan.issuer_not_authority(),
            Self::IssuerMayNotSign => plan.issuer_may_not_sign(),
            Self::PathLenExceeded => plan.path_len_exceeded(),
            Self::NameConstraintViolated => plan.name_constraint_violated(),
            Self::Version1 => plan.edited(surgery::to_version_1),
            Self::UnknownCriticalExtension => plan.unknown_critical_extension(),
            Self::DuplicateExtension => plan.duplicate_extension(),
            Self::AlgorithmMismatch => plan.edited(surgery::mismatch_algorithms),
            Self::BrokenSignature => plan.build()?.damaged(|der| surgery::flip_last_bit(der)),
            Self::Truncated => plan.build()?.damaged(surgery::cut_in_half),
            Self::TrailingByte => plan.build()?.damaged(surgery::append_byte),
        }
    }
}

/// The same place with nothing wrong in it.
///
/// # Errors
/// As [`Specimen::make`].
pub fn healthy(role: Role, now: UnixTime) -> Result<Exhibit, Error> {
    Plan::healthy(role, now).build()
}
