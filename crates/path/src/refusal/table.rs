//! The table: alert, clause and sentence of every refusal.

use handfast_rule::{
    AlertDescription, Clause, Rule, baseline_requirements, rfc5246, rfc5280, rfc6960, rfc7250, rfc9525,
    rfc9846,
};

use super::Refusal;
use crate::revocation::Witness;
use crate::rules::public_key;

impl handfast_rule::Refusal for Refusal {
    fn rule(&self) -> Rule {
        let (alert, clause, sentence) = self.parts();
        Rule::new(alert, clause, sentence)
    }
}

impl Refusal {
    /// The table. Alerts by RFC 9846 §6.2; where it leaves a choice:
    ///
    /// * 42 for a certificate that breaks the profile of RFC 5280 or was not signed by its issuer ("corrupt, contained
    ///   signatures that did not verify correctly, etc."). A signature in a certificate is not decrypt_error, which is
    ///   for the signatures of the handshake.
    /// * 43 for a good certificate of a kind that does not serve here: purpose, version, algorithm. §4.5.1.2 makes it
    ///   the default.
    /// * 45 both after and before its time: "has expired or is not currently valid".
    /// * 49 for a good certificate whose holder is not wanted here: "a valid certificate was received, but when access
    ///   control was applied, the sender decided not to proceed".
    /// * 48 whenever no trust anchor is reached, also if one of that name has another key: "could not be matched with
    ///   a known trust anchor".
    /// * 46 for a key alone that nobody knows: there is no authority that could be unknown.
    /// * 44 for what is revoked; 46 if nobody can say whether it is, which is our own lack; and 113 if the OCSP response
    ///   that does not say was stapled by the peer.
    pub(super) const fn parts(&self) -> (AlertDescription, Clause, &'static str) {
        const BAD: AlertDescription = AlertDescription::BAD_CERTIFICATE;
        const UNSUPPORTED: AlertDescription = AlertDescription::UNSUPPORTED_CERTIFICATE;
        const EXPIRED: AlertDescription = AlertDescription::CERTIFICATE_EXPIRED;
        const UNKNOWN: AlertDescription = AlertDescription::CERTIFICATE_UNKNOWN;
        const REVOKED: AlertDescription = AlertDescription::CERTIFICATE_REVOKED;
        const UNKNOWN_CA: AlertDescription = AlertDescription::UNKNOWN_CA;
        match self {
            Self::Malformed { .. } => (BAD, rfc5280("4.1"), "the certificate cannot be read"),
            Self::NotVersion3 { .. } => (
                UNSUPPORTED,
                rfc9846("4.5.1.2"),
                "the certificate is not X.509 version 3: it cannot say what it is for",
            ),
            Self::LongSerialNumber { .. } => {
                (BAD, rfc5280("4.1.2.2"), "the serial number is longer than 20 bytes")
            }
            Self::SignatureAlgorithmsDiffer { .. } => {
                (BAD, rfc5280("4.1.1.2"), "the signature algorithms inside and outside tbsCertificate differ")
            }
            Self::EmptyIssuer { .. } => (BAD, rfc5280("4.1.2.4"), "the issuer has no name"),
            Self::Expired { .. } => (EXPIRED, rfc5280("6.1.3"), "the certificate has expired"),
            Self::NotYetValid { .. } => (EXPIRED, rfc5280("6.1.3"), "the certificate is not yet valid"),
            Self::NotAuthority { .. } => {
                (BAD, rfc5280("6.1.4"), "the issuer is not a certification authority (basicConstraints cA)")
            }
            Self::PathLength { .. } => {
                (BAD, rfc5280("6.1.4"), "more authorities follow than pathLenConstraint allows")
            }
            Self::KeyCertSignWithoutAuthority { .. } => {
                (BAD, rfc5280("4.2.1.9"), "keyCertSign is set, but cA is not")
            }
            Self::MayNotSignCertificates { .. } => {
                (BAD, rfc5280("6.1.4"), "the issuer may not sign certificates (keyUsage lacks keyCertSign)")
            }
            Self::MayNotSignHandshakes { .. } => (
                UNSUPPORTED,
                rfc9846("4.5.1.2"),
                "the key may not sign handshakes (keyUsage lacks digitalSignature)",
            ),
            Self::MayNotDecrypt { .. } => (
                UNSUPPORTED,
                rfc5246("7.4.2"),
                "the key may not decrypt premaster secrets (keyUsage lacks keyEncipherment)",
            ),
            Self::WrongPurpose { .. } => {
                (UNSUPPORTED, rfc5280("4.2.1.12"), "extendedKeyUsage does not allow this purpose")
            }
            Self::EmptySubjectAltName { .. } => {
                (BAD, rfc5280("4.2.1.6"), "subjectAltName is there, and there is no name in it")
            }
            Self::UnknownCriticalExtension { .. } => {
                (UNSUPPORTED, rfc5280("4.2"), "a critical extension is not known")
            }
            Self::UnhandledExtension { .. } => (
                UNSUPPORTED,
                rfc5280("4.2"),
                "an extension limits the certificate in a way that is not judged yet",
            ),
            Self::WronglyCritical { .. } => {
                (BAD, rfc5280("4.2.1"), "an extension is critical and must not be")
            }
            Self::NoValidPolicy { .. } => (
                UNSUPPORTED,
                rfc5280("6.1.3"),
                "a certificate policy is required, and none is valid along the path",
            ),
            Self::OtherPolicies { .. } => (
                UNSUPPORTED,
                rfc5280("6.1.5"),
                "a certificate policy is required, and none of those valid along the path is wanted",
            ),
            Self::SerialNumberNotPositive { .. } => {
                (BAD, rfc5280("4.1.2.2"), "the serial number is zero or negative")
            }
            Self::TimeType { .. } => {
                (BAD, rfc5280("4.1.2.5"), "a date before 2050 is written as GeneralizedTime")
            }
            Self::NotCritical { .. } => (BAD, rfc5280("4.2.1"), "an extension must be critical and is not"),
            Self::MissingExtension { .. } => (BAD, rfc5280("4.2.1"), "an extension is missing"),
            Self::ForbiddenExtension { .. } => (BAD, rfc5280("4.2.1"), "an extension must not be there"),
            Self::MalformedHostName { .. } => (BAD, rfc5280("4.2.1.6"), "a dNSName is no host name"),
            Self::AuthorityAsEndEntity { .. } => {
                (BAD, baseline_requirements("7.1.2.7.8"), "a subscriber is a certification authority")
            }
            Self::AnyPurpose { .. } => {
                (BAD, baseline_requirements("7.1.2.7.10"), "a subscriber may not be for any purpose")
            }
            Self::CommonNameNotAmongNames { .. } => (
                BAD,
                baseline_requirements("7.1.4.3"),
                "the common name repeats none of the names in subjectAltName",
            ),
            Self::KeyIdentifier { .. } => (
                BAD,
                baseline_requirements("7.1.2.11.1"),
                "authorityKeyIdentifier is not the identifier of the issuer's key alone",
            ),
            Self::EmptyNameConstraints { .. } => {
                (BAD, rfc5280("4.2.1.10"), "nameConstraints constrains nothing")
            }
            Self::ConstraintDistance { .. } => (
                BAD,
                rfc5280("4.2.1.10"),
                "a subtree of nameConstraints has a minimum or maximum, which must not be",
            ),
            Self::MalformedConstraint { .. } => (
                BAD,
                rfc5280("4.2.1.10"),
                "a subtree of nameConstraints has a base that is no name of its form",
            ),
            Self::NameNotPermitted { .. } => {
                (BAD, rfc5280("4.2.1.10"), "a name lies outside what an authority above may certify")
            }
            Self::NameExcluded { .. } => {
                (BAD, rfc5280("4.2.1.10"), "a name lies in what an authority above must not certify")
            }
            Self::NameNotPlaced { .. } => {
                (BAD, rfc5280("4.2.1.10"), "a name that an authority above constrains is malformed")
            }
            Self::UnsupportedConstraint { .. } => (
                UNSUPPORTED,
                rfc5280("4.2.1.10"),
                "an authority above constrains names of a form that is not supported here",
            ),
            Self::UnsupportedKey { .. } => {
                (UNSUPPORTED, rfc9846("4.5.1.2"), "the public key is of a kind that is not supported")
            }
            Self::MalformedKey { .. } => (BAD, rfc5280("4.1.2.7"), "the public key cannot be read"),
            Self::KeySize { .. } => (BAD, public_key::CLAUSE, "the RSA key is outside the accepted sizes"),
            Self::UnsupportedSignature { .. } => {
                (UNSUPPORTED, rfc9846("4.5.1.2"), "the certificate is signed with an unsupported algorithm")
            }
            Self::WeakSignature { .. } => {
                (BAD, rfc9846("4.5.1.3"), "the certificate is signed over a broken hash function")
            }
            Self::BadSignature { .. } => {
                (BAD, rfc5280("6.1.3"), "the issuer's signature on the certificate is wrong")
            }
            Self::NamesakeIssuer { .. } => (
                UNKNOWN_CA,
                rfc9846("6.2"),
                "a certificate of the issuer's name is known, but another key signed this one",
            ),
            Self::UnknownIssuer { .. } => (UNKNOWN_CA, rfc9846("6.2"), "the issuer is not known"),
            Self::SelfSigned { .. } => {
                (UNKNOWN_CA, rfc9846("6.2"), "the certificate is its own issuer and not a trust anchor")
            }
            Self::TooDeep { .. } => {
                (UNKNOWN_CA, rfc9846("6.2"), "no trust anchor is reached within the longest path followed")
            }
            Self::Revoked { by: Witness::Crl(_), .. } => {
                (REVOKED, rfc5280("6.3.3"), "the certificate is revoked")
            }
            Self::Revoked { .. } => (REVOKED, rfc6960("2.2"), "the certificate is revoked"),
            Self::NoRevocationInformation { .. } => (
                UNKNOWN,
                rfc5280("6.3.3"),
                "whether the certificate is revoked is not known: there is neither a CRL of its issuer nor an OCSP \
                 response for it, and one is needed for each authority",
            ),
            Self::CrlExpired { .. } => (
                UNKNOWN,
                rfc5280("5.1.2.5"),
                "the CRL of its issuer is out of date: it must be fetched again from the authority",
            ),
            Self::CrlUnusable { fault, .. } => {
                let (clause, sentence) = fault.parts();
                (UNKNOWN, clause, sentence)
            }
            Self::OcspStale { by, .. } => (
                by.alert(),
                rfc6960("4.2.2.1"),
                "the OCSP response is out of date: it must be fetched again from the responder",
            ),
            Self::OcspUnknown { by, .. } => {
                (by.alert(), rfc6960("2.2"), "the OCSP responder does not know the certificate")
            }
            Self::OcspUnusable { by, fault, .. } => {
                let (clause, sentence) = fault.parts();
                (by.alert(), clause, sentence)
            }
            Self::BudgetSpent { .. } => {
                (UNKNOWN, rfc9846("6.2"), "the certificates are tangled: the search for a path was given up")
            }
            Self::NameMismatch { .. } => (BAD, rfc9525("6.1"), "the certificate is for other names"),
            Self::NoSubjectAltName => (
                BAD,
                rfc9525("6.2"),
                "the certificate has no subjectAltName, and the subject is not searched for names",
            ),
            Self::NotSvid { fault } => (BAD, fault.clause(), fault.sentence()),
            Self::UnknownKey { .. } => {
                (UNKNOWN, rfc7250("6"), "the key was shown without a certificate, and is none that is known")
            }
            Self::NotAllowed { .. } => (
                AlertDescription::ACCESS_DENIED,
                rfc9846("6.2"),
                "the certificate is good, and no rule lets its holder in",
            ),
        }
    }
}

impl Witness {
    /// Of a response that says nothing: who stapled it is to blame for it.
    const fn alert(self) -> AlertDescription {
        match self {
            Self::Stapled(_) => AlertDescription::BAD_CERTIFICATE_STATUS_RESPONSE,
            Self::Crl(_) | Self::Ocsp(_) => AlertDescription::CERTIFICATE_UNKNOWN,
        }
    }
}
