//! Every reason to refuse a certificate.

mod place;
mod remedy;
mod table;
mod terms;
mod text;
mod warning;

use handfast_crypto::public_key::KeyError;

use crate::cert::{Kind, Malformed, NameForm, Oid, Time};
use crate::name::NotSvid;
use crate::revocation::{CrlFault, OcspFault, Reason, Witness};
pub use place::{At, Source};
pub use terms::{KeyIdentifierFault, Limit, Purpose, WeakHash};
pub use warning::Warning;

/// Why a certificate, or every path from it, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It cannot be read.
    Malformed {
        /// Which certificate.
        at: At,
        /// Which field, where, and what is wrong.
        malformed: Malformed,
    },
    /// Version 1 or 2 (catalogue of failures, F34).
    NotVersion3 {
        /// Which certificate.
        at: At,
        /// 1 or 2.
        version: u8,
    },
    /// The serial number is longer than 20 bytes.
    LongSerialNumber {
        /// Which certificate.
        at: At,
    },
    /// A serial number that is zero or negative.
    SerialNumberNotPositive {
        /// Which certificate.
        at: At,
    },
    /// A date before 2050 as GeneralizedTime.
    TimeType {
        /// Which certificate.
        at: At,
    },
    /// The algorithm named inside is another one than outside.
    SignatureAlgorithmsDiffer {
        /// Which certificate.
        at: At,
    },
    /// The issuer has no name.
    EmptyIssuer {
        /// Which certificate.
        at: At,
    },
    /// It is past its last second.
    Expired {
        /// Which certificate.
        at: At,
        /// Its last second.
        not_after: Time,
        /// The time it was judged at.
        now: Time,
    },
    /// Its first second is still to come.
    NotYetValid {
        /// Which certificate.
        at: At,
        /// Its first second.
        not_before: Time,
        /// The time it was judged at.
        now: Time,
    },
    /// An issuer that is no certification authority.
    NotAuthority {
        /// Which certificate.
        at: At,
    },
    /// A pathLenConstraint is exceeded.
    PathLength {
        /// The certificate that sets the limit.
        at: At,
        /// Its limit.
        limit: u32,
        /// The authorities below it that are not self-issued.
        below: u8,
    },
    /// A key may sign certificates whose holder is no certification authority.
    KeyCertSignWithoutAuthority {
        /// Which certificate.
        at: At,
    },
    /// keyUsage of an issuer lacks keyCertSign.
    MayNotSignCertificates {
        /// Which certificate.
        at: At,
    },
    /// keyUsage of the end entity lacks digitalSignature.
    MayNotSignHandshakes {
        /// Which certificate.
        at: At,
    },
    /// keyUsage of a server that decrypts the premaster secret lacks keyEncipherment.
    MayNotDecrypt {
        /// Which certificate.
        at: At,
    },
    /// extendedKeyUsage does not allow the purpose; on an authority it constrains all below.
    WrongPurpose {
        /// Which certificate.
        at: At,
        /// What it would have to allow.
        wanted: Purpose,
    },
    /// A subjectAltName without any name.
    EmptySubjectAltName {
        /// Which certificate.
        at: At,
    },
    /// A critical extension nobody here knows.
    UnknownCriticalExtension {
        /// Which certificate.
        at: At,
        /// Its extnID.
        extension: Oid,
    },
    /// An extension that limits the certificate in a way not judged here.
    UnhandledExtension {
        /// Which certificate.
        at: At,
        /// Which extension.
        extension: Kind,
    },
    /// An extension is critical where the standard forbids it.
    WronglyCritical {
        /// Which certificate.
        at: At,
        /// Which extension.
        extension: Kind,
    },
    /// No certificate policy is valid along the path, and one is required.
    NoValidPolicy {
        /// The certificate at which the last one was lost.
        at: At,
        /// The certificate whose policyConstraints require one, unless the caller does.
        by: Option<At>,
    },
    /// None of the certificate policies that are valid along the path is wanted, and one is required.
    OtherPolicies {
        /// The end entity.
        at: At,
        /// The certificate whose policyConstraints require one, unless the caller does.
        by: Option<At>,
    },
    /// An extension is not critical where the profile wants it to be.
    NotCritical {
        /// Which certificate.
        at: At,
        /// Which extension.
        extension: Kind,
    },
    /// An extension is missing that the profile wants.
    MissingExtension {
        /// Which certificate.
        at: At,
        /// Which extension.
        extension: Kind,
    },
    /// An extension is there that the profile forbids.
    ForbiddenExtension {
        /// Which certificate.
        at: At,
        /// Which extension.
        extension: Kind,
    },
    /// A dNSName that no host can have, or with an underscore.
    MalformedHostName {
        /// Which certificate.
        at: At,
        /// Its place in subjectAltName, from 0.
        index: usize,
    },
    /// A certification authority in the place of a subscriber.
    AuthorityAsEndEntity {
        /// Which certificate.
        at: At,
    },
    /// A subscriber's extendedKeyUsage has anyExtendedKeyUsage.
    AnyPurpose {
        /// Which certificate.
        at: At,
    },
    /// The common name repeats none of the names in subjectAltName.
    CommonNameNotAmongNames {
        /// Which certificate.
        at: At,
    },
    /// authorityKeyIdentifier is not the identifier of a key alone.
    KeyIdentifier {
        /// Which certificate.
        at: At,
        /// What is wrong with it.
        fault: KeyIdentifierFault,
    },
    /// nameConstraints that constrain nothing.
    EmptyNameConstraints {
        /// Which certificate.
        at: At,
    },
    /// A subtree of nameConstraints with minimum or maximum.
    ConstraintDistance {
        /// Which certificate.
        at: At,
    },
    /// A subtree of nameConstraints whose base is no name of its form, such as `.example.org` or `*.example.org` for a
    /// dNSName.
    MalformedConstraint {
        /// Which certificate.
        at: At,
        /// The form of the base.
        form: NameForm,
    },
    /// A name outside the permitted subtrees of an authority above.
    NameNotPermitted {
        /// The certificate with the name.
        at: At,
        /// The certificate with the constraints.
        by: At,
        /// The form of the name.
        form: NameForm,
        /// Its place in subjectAltName, from 0; `None` is the subject.
        index: Option<usize>,
    },
    /// A name in an excluded subtree of an authority above.
    NameExcluded {
        /// The certificate with the name.
        at: At,
        /// The certificate with the constraints.
        by: At,
        /// The form of the name.
        form: NameForm,
        /// Its place in subjectAltName, from 0; `None` is the subject.
        index: Option<usize>,
    },
    /// Names of this form are constrained, and this one is none: nobody can say in which subtree it lies.
    NameNotPlaced {
        /// The certificate with the name.
        at: At,
        /// The certificate with the constraints.
        by: At,
        /// The form of the name.
        form: NameForm,
        /// Its place in subjectAltName, from 0; `None` is the subject.
        index: Option<usize>,
    },
    /// Names of this form are constrained, and this crate does not compare them.
    UnsupportedConstraint {
        /// The certificate with the name.
        at: At,
        /// The certificate with the constraints.
        by: At,
        /// The form of the name.
        form: NameForm,
        /// Its place in subjectAltName, from 0; `None` is the subject.
        index: Option<usize>,
    },
    /// The public key is of an algorithm or a form not supported here.
    UnsupportedKey {
        /// Which certificate.
        at: At,
        /// What is not supported.
        error: KeyError,
    },
    /// The public key is not encoded as its algorithm wants it.
    MalformedKey {
        /// Which certificate.
        at: At,
    },
    /// An RSA key outside the sizes that are accepted.
    KeySize {
        /// Which certificate.
        at: At,
        /// The size of its modulus in bits.
        bits: usize,
    },
    /// A signature algorithm not supported here.
    UnsupportedSignature {
        /// The certificate so signed.
        at: At,
        /// The algorithm; the same one can be supported with other parameters.
        algorithm: Oid,
    },
    /// A signature over MD5 or SHA-1.
    WeakSignature {
        /// The certificate so signed.
        at: At,
        /// The hash function.
        hash: WeakHash,
    },
    /// The issuer is certain, and its signature is wrong.
    BadSignature {
        /// The certificate so signed.
        at: At,
    },
    /// A certificate of the issuer's name is known, but its key did not sign this one.
    NamesakeIssuer {
        /// The certificate whose issuer was looked for.
        at: At,
        /// The namesake.
        namesake: Source,
    },
    /// No certificate of the issuer's name is known.
    UnknownIssuer {
        /// The certificate whose issuer was looked for.
        at: At,
    },
    /// It is its own issuer, and no trust anchor.
    SelfSigned {
        /// Which certificate.
        at: At,
    },
    /// The path would be longer than any that is followed.
    TooDeep {
        /// Where the search turned back.
        at: At,
    },
    /// It is revoked (catalogue of failures, F10).
    Revoked {
        /// Which certificate.
        at: At,
        /// Since when.
        since: Time,
        /// Why.
        reason: Reason,
        /// Who says so.
        by: Witness,
    },
    /// Whether it is revoked is to be known, and neither a CRL nor an OCSP response speaks of it (F11).
    NoRevocationInformation {
        /// Which certificate.
        at: At,
    },
    /// The CRL of its issuer is out of date (F12).
    CrlExpired {
        /// Which certificate.
        at: At,
        /// The CRL with this index.
        crl: usize,
        /// The last second in which it could be used: its nextUpdate, or the greatest age that is taken.
        until: Time,
        /// The time it was judged at.
        now: Time,
    },
    /// The CRL of its issuer cannot be used.
    CrlUnusable {
        /// Which certificate.
        at: At,
        /// The CRL with this index.
        crl: usize,
        /// Why not.
        fault: CrlFault,
    },
    /// The OCSP response that speaks of it is out of date (F13).
    OcspStale {
        /// Which certificate.
        at: At,
        /// Which response.
        by: Witness,
        /// The last second in which it could be used: its nextUpdate, or the greatest age that is taken.
        until: Time,
        /// The time it was judged at.
        now: Time,
    },
    /// The OCSP responder does not know it (F13).
    OcspUnknown {
        /// Which certificate.
        at: At,
        /// Which response.
        by: Witness,
    },
    /// The OCSP response that speaks of it cannot be used (F13).
    OcspUnusable {
        /// Which certificate.
        at: At,
        /// Which response.
        by: Witness,
        /// Why not.
        fault: OcspFault,
    },
    /// The search cost more than an honest chain can.
    BudgetSpent {
        /// What was used up.
        limit: Limit,
    },
    /// The name is not among those of the certificate.
    NameMismatch {
        /// How many names of the wanted type it has.
        presented: usize,
    },
    /// It has no subjectAltName at all; a name in the subject does not count.
    NoSubjectAltName,
    /// A workload is wanted, and this is no X.509-SVID.
    NotSvid {
        /// Why not.
        fault: NotSvid,
    },
    /// A key without a certificate (RFC 7250), and it is none of those that are known.
    UnknownKey {
        /// How many are.
        known: usize,
    },
    /// The holder has proved who it is, and no rule lets it in (catalogue of failures, F31).
    NotAllowed {
        /// How many rules there are.
        rules: usize,
    },
}

impl From<Box<Self>> for Refusal {
    fn from(refusal: Box<Self>) -> Self {
        *refusal
    }
}

impl Refusal {
    /// The certificate it is about, if it is about one.
    #[must_use]
    pub const fn at(&self) -> Option<At> {
        match *self {
            Self::Malformed { at, .. }
            | Self::NotVersion3 { at, .. }
            | Self::LongSerialNumber { at }
            | Self::SignatureAlgorithmsDiffer { at }
            | Self::EmptyIssuer { at }
            | Self::Expired { at, .. }
            | Self::NotYetValid { at, .. }
            | Self::NotAuthority { at }
            | Self::PathLength { at, .. }
            | Self::KeyCertSignWithoutAuthority { at }
            | Self::MayNotSignCertificates { at }
            | Self::MayNotSignHandshakes { at }
            | Self::MayNotDecrypt { at }
            | Self::WrongPurpose { at, .. }
            | Self::EmptySubjectAltName { at }
            | Self::UnknownCriticalExtension { at, .. }
            | Self::UnhandledExtension { at, .. }
            | Self::WronglyCritical { at, .. }
            | Self::NoValidPolicy { at, .. }
            | Self::OtherPolicies { at, .. }
            | Self::SerialNumberNotPositive { at }
            | Self::TimeType { at }
            | Self::NotCritical { at, .. }
            | Self::MissingExtension { at, .. }
            | Self::ForbiddenExtension { at, .. }
            | Self::MalformedHostName { at, .. }
            | Self::AuthorityAsEndEntity { at }
            | Self::AnyPurpose { at }
            | Self::CommonNameNotAmongNames { at }
            | Self::KeyIdentifier { at, .. }
            | Self::EmptyNameConstraints { at }
            | Self::ConstraintDistance { at }
            | Self::MalformedConstraint { at, .. }
            | Self::NameNotPermitted { at, .. }
            | Self::NameExcluded { at, .. }
            | Self::NameNotPlaced { at, .. }
            | Self::UnsupportedConstraint { at, .. }
            | Self::UnsupportedKey { at, .. }
            | Self::MalformedKey { at }
            | Self::KeySize { at, .. }
            | Self::UnsupportedSignature { at, .. }
            | Self::WeakSignature { at, .. }
            | Self::BadSignature { at }
            | Self::NamesakeIssuer { at, .. }
            | Self::UnknownIssuer { at }
            | Self::SelfSigned { at }
            | Self::Revoked { at, .. }
            | Self::NoRevocationInformation { at }
            | Self::CrlExpired { at, .. }
            | Self::CrlUnusable { at, .. }
            | Self::OcspStale { at, .. }
            | Self::OcspUnknown { at, .. }
            | Self::OcspUnusable { at, .. }
            | Self::TooDeep { at } => Some(at),
            Self::NameMismatch { .. }
            | Self::NoSubjectAltName
            | Self::NotSvid { .. }
            | Self::UnknownKey { .. }
            | Self::NotAllowed { .. } => Some(At::LEAF),
            Self::BudgetSpent { .. } => None,
        }
    }
}
