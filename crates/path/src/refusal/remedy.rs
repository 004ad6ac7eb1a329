//! What would mend it.

use super::{Purpose, Refusal};
use crate::name::NotSvid;

impl Refusal {
    /// What the owner of the certificate, or who judges it, could do: a sentence without a subject or a full stop, to
    /// stand behind "to mend it,".
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Malformed { .. } | Self::MalformedKey { .. } => {
                "have it issued again by a program that keeps to DER; if it was copied, copy it again"
            }
            Self::NotVersion3 { .. } => {
                "issue it again with extensions, which makes it version 3: openssl x509 -req needs -extfile"
            }
            Self::LongSerialNumber { .. } => "issue it again with a serial number of at most 20 bytes",
            Self::SignatureAlgorithmsDiffer { .. } | Self::BadSignature { .. } => {
                "issue it again: it was changed after it was signed, or was signed by another key"
            }
            Self::EmptyIssuer { .. } => "issue it again with an authority that has a name",
            Self::Expired { .. } => "renew it; if it should still be valid, look at the clock",
            Self::NotYetValid { .. } => "wait, or look at the clocks of both machines and of the issuer",
            Self::NotAuthority { .. } => {
                "issue the authority's own certificate again with basicConstraints=critical,CA:TRUE"
            }
            Self::PathLength { .. } => "issue from an authority higher up, or raise the pathlen of this one",
            Self::KeyCertSignWithoutAuthority { .. } => {
                "issue it again without keyCertSign, or with CA:TRUE if it is to issue certificates"
            }
            Self::MayNotSignCertificates { .. } => {
                "issue the authority's certificate again with keyUsage=critical,keyCertSign,cRLSign"
            }
            Self::MayNotSignHandshakes { .. } => "issue it again with keyUsage=critical,digitalSignature",
            Self::MayNotDecrypt { .. } => {
                "issue it again with keyUsage=critical,digitalSignature,keyEncipherment, or use ECDHE"
            }
            Self::WrongPurpose { wanted: Purpose::ServerAuth, .. } => {
                "issue it again with extendedKeyUsage=serverAuth"
            }
            Self::WrongPurpose { wanted: Purpose::ClientAuth, .. } => {
                "issue it again with extendedKeyUsage=clientAuth"
            }
            Self::UnknownCriticalExtension { .. } => {
                "issue it again with that extension not critical, or without it"
            }
            Self::UnhandledExtension { .. } => "use an authority without that extension",
            Self::WronglyCritical { .. } => "issue it again with that extension not critical",
            Self::SerialNumberNotPositive { .. } => "issue it again with a serial number above zero",
            Self::TimeType { .. } => "issue it again with UTCTime until 2049, or use another profile",
            Self::NotCritical { .. } => "issue it again with that extension critical, or use another profile",
            Self::MissingExtension { .. } => "issue it again with that extension, or use another profile",
            Self::ForbiddenExtension { .. } => {
                "issue it again without that extension, or use another profile"
            }
            Self::MalformedHostName { .. } => "issue it again with that name in letters, digits and hyphens",
            Self::AuthorityAsEndEntity { .. } => {
                "issue a certificate of its own to the server, with CA:FALSE"
            }
            Self::AnyPurpose { .. } => "issue it again with the purposes that are meant",
            Self::CommonNameNotAmongNames { .. } => {
                "issue it again with the common name among the names in subjectAltName, or without one"
            }
            Self::KeyIdentifier { .. } => "issue it again with authorityKeyIdentifier=keyid:always",
            Self::EmptyNameConstraints { .. } => {
                "issue the authority's certificate again without nameConstraints, or with a subtree in them"
            }
            Self::ConstraintDistance { .. } => {
                "issue the authority's certificate again with subtrees without minimum and maximum"
            }
            Self::MalformedConstraint { .. } => {
                "issue the authority's certificate again: a host as example.org, without * or a dot in front; a network \
                 as 192.0.2.0/255.255.255.0"
            }
            Self::NameNotPermitted { .. } | Self::NameExcluded { .. } => {
                "leave that name out, or issue it from an authority that may certify it"
            }
            Self::NameNotPlaced { .. } => "issue it again with that name corrected",
            Self::UnsupportedConstraint { .. } => {
                "issue it again without that name, or from an authority that does not constrain its form"
            }
            Self::EmptySubjectAltName { .. } => "issue it again with a name in subjectAltName, or without it",
            Self::Revoked { .. } => "use another certificate: this one was taken back by its authority",
            Self::NoRevocationInformation { .. } => {
                "hand in a CRL of its issuer or an OCSP response for it, or ask for less (soft fail, or the end entity \
                 alone)"
            }
            Self::CrlExpired { .. } => {
                "fetch the CRL again from its authority; if it should still be good, look at the clock"
            }
            Self::OcspStale { .. } => {
                "ask the responder again; if the response should still be good, look at the clock"
            }
            Self::OcspUnknown { .. } => "ask the authority's own responder, or hand in its CRL",
            Self::CrlUnusable { fault, .. } => fault.remedy(),
            Self::OcspUnusable { fault, .. } => fault.remedy(),
            Self::NoValidPolicy { .. } => "issue it with the policies that its authorities demand",
            Self::OtherPolicies { .. } => {
                "ask for a policy that it was issued under, or use another certificate"
            }
            Self::UnsupportedKey { .. } | Self::UnsupportedSignature { .. } => {
                "use RSA from 2048 bits on, ECDSA with P-256, P-384 or P-521, or Ed25519"
            }
            Self::KeySize { .. } => "make a new key: RSA with 2048 to 8192 bits, or P-256",
            Self::WeakSignature { .. } => "sign it again with SHA-256",
            Self::NamesakeIssuer { .. } => {
                "trust or send the authority whose key signed it: one of the same name has another key"
            }
            Self::UnknownIssuer { .. } => "send the missing intermediate with it, or trust its root",
            Self::SelfSigned { .. } => "trust this very certificate, if it is the one that you mean",
            Self::TooDeep { .. } | Self::BudgetSpent { .. } => {
                "send only the certificates between it and the root"
            }
            Self::NameMismatch { .. } => "ask for a name that it has, or issue it again with this name",
            Self::NoSubjectAltName => "issue it again with a subjectAltName",
            Self::NotSvid { fault: NotSvid::Authority } => "issue a certificate of its own to the workload",
            Self::NotSvid { fault: NotSvid::NoKeyUsage | NotSvid::KeyUsage } => {
                "issue it again with keyUsage=critical,digitalSignature and no more"
            }
            Self::NotSvid { .. } => {
                "issue it again with exactly one URI, its SPIFFE ID: spiffe://example.org/alice"
            }
            Self::UnknownKey { .. } => "add this key to those that are known, if it is the one that you mean",
            Self::NotAllowed { .. } => "add a rule that fits, or come with another certificate",
        }
    }
}
