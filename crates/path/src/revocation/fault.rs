//! Why a CRL or an OCSP response does not serve.

use core::fmt;

use handfast_rule::{Clause, rfc5280, rfc6960};

use super::Unsuccessful;
use crate::cert::{Malformed, Oid, Time};
use crate::refusal::WeakHash;

/// Why a CRL of the right issuer says nothing of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrlFault {
    /// It speaks of other certificates: issuingDistributionPoint does not fit.
    OtherScope,
    /// It speaks of some of the reasons for which a certificate can be revoked, and no other CRL of the rest.
    SomeReasonsOnly,
    /// It says what has changed since another CRL, which is not there.
    DeltaWithoutBase,
    /// It was issued after the time at which it is asked.
    NotYetValid {
        /// When it was issued.
        this_update: Time,
    },
    /// It has a critical extension that nobody here knows, or one of its entries has.
    UnknownCriticalExtension {
        /// Its extnID.
        extension: Oid,
    },
    /// It has no cRLNumber, which the profile wants.
    NoNumber,
    /// Its cRLNumber is critical, which the profile forbids.
    CriticalNumber,
    /// The signature algorithms inside and outside tbsCertList differ.
    AlgorithmsDiffer,
    /// No certificate of its issuer's name is at hand.
    UnknownIssuer,
    /// The certificate of its issuer has no valid path to the same trust anchor.
    UntrustedIssuer,
    /// keyUsage of its issuer lacks cRLSign.
    MayNotSign,
    /// It is signed with an algorithm that is not supported.
    UnsupportedSignature,
    /// It is signed over a hash function that is broken.
    WeakSignature {
        /// Which one.
        hash: WeakHash,
    },
    /// Its issuer did not sign it.
    BadSignature,
}

/// Why an OCSP response says nothing of a certificate that it names, or of any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OcspFault {
    /// It cannot be read.
    Malformed(Malformed),
    /// The responder did not answer.
    Unsuccessful {
        /// What it said instead.
        status: Unsuccessful,
    },
    /// It was made after the time at which it is asked.
    NotYetValid {
        /// Its thisUpdate or producedAt.
        from: Time,
    },
    /// It has a critical extension that nobody here knows.
    UnknownCriticalExtension {
        /// Its extnID.
        extension: Oid,
    },
    /// It speaks of certificates of another authority, or of none.
    OtherAuthority,
    /// The responder is neither the issuer of the certificate nor anybody whose certificate came along.
    UnknownResponder,
    /// The responder has a certificate that the issuer of the certificate did not issue to it for this.
    NotDelegated,
    /// The certificate of the responder is not valid now, or its key is not good enough.
    BadResponder,
    /// The certificate of the responder is revoked.
    RevokedResponder,
    /// The certificate of the responder says where its revocation is to be asked about, and nothing is at hand.
    UncheckedResponder,
    /// It is signed with an algorithm that is not supported.
    UnsupportedSignature,
    /// It is signed over a hash function that is broken.
    WeakSignature {
        /// Which one.
        hash: WeakHash,
    },
    /// The responder did not sign it.
    BadSignature,
}

impl CrlFault {
    /// Where that stands, and what is wrong.
    pub(crate) const fn parts(self) -> (Clause, &'static str) {
        match self {
            Self::OtherScope => (rfc5280("6.3.3"), "the CRL of its issuer speaks of other certificates"),
            Self::SomeReasonsOnly => {
                (rfc5280("6.3.3"), "the CRLs of its issuer do not speak of every reason for revocation")
            }
            Self::DeltaWithoutBase => {
                (rfc5280("5.2.4"), "there is a delta CRL, and not the complete CRL it builds on")
            }
            Self::NotYetValid { .. } => (rfc5280("5.1.2.4"), "the CRL of its issuer is from the future"),
            Self::UnknownCriticalExtension { .. } => {
                (rfc5280("5.2"), "the CRL of its issuer has a critical extension that is not known")
            }
            Self::NoNumber => (rfc5280("5.2.3"), "the CRL of its issuer has no number"),
            Self::CriticalNumber => (rfc5280("5.2.3"), "the number of the CRL of its issuer is critical"),
            Self::AlgorithmsDiffer => {
                (rfc5280("5.1.1.2"), "the signature algorithms inside and outside the CRL differ")
            }
            Self::UnknownIssuer => {
                (rfc5280("6.3.3"), "there is a CRL for it, and no certificate of the CRL's issuer")
            }
            Self::UntrustedIssuer => {
                (rfc5280("6.3.3"), "the issuer of the CRL for it has no valid path to the same trust anchor")
            }
            Self::MayNotSign => {
                (rfc5280("6.3.3"), "the issuer of the CRL may not sign CRLs (keyUsage lacks cRLSign)")
            }
            Self::UnsupportedSignature => {
                (rfc5280("5.1.1.2"), "the CRL of its issuer is signed with an unsupported algorithm")
            }
            Self::WeakSignature { .. } => {
                (rfc5280("5.1.1.2"), "the CRL of its issuer is signed over a broken hash function")
            }
            Self::BadSignature => (rfc5280("6.3.3"), "the signature on the CRL of its issuer is wrong"),
        }
    }
}

impl OcspFault {
    /// Where that stands, and what is wrong.
    pub(crate) const fn parts(self) -> (Clause, &'static str) {
        match self {
            Self::Malformed(_) => (rfc6960("4.2.1"), "the OCSP response cannot be read"),
            Self::Unsuccessful { .. } => (rfc6960("4.2.1"), "the OCSP responder did not answer"),
            Self::NotYetValid { .. } => (rfc6960("4.2.2.1"), "the OCSP response is from the future"),
            Self::UnknownCriticalExtension { .. } => {
                (rfc6960("4.4"), "the OCSP response has a critical extension that is not known")
            }
            Self::OtherAuthority => {
                (rfc6960("4.1.1"), "the OCSP response speaks of certificates of another authority")
            }
            Self::UnknownResponder => (rfc6960("4.2.2.2"), "nobody knows who signed the OCSP response"),
            Self::NotDelegated => (
                rfc6960("4.2.2.2"),
                "the OCSP response is signed by somebody whom the issuer did not ask to (id-kp-OCSPSigning)",
            ),
            Self::BadResponder => {
                (rfc6960("4.2.2.2"), "the certificate of the OCSP responder is not good at this time")
            }
            Self::RevokedResponder => {
                (rfc6960("4.2.2.2.1"), "the certificate of the OCSP responder is revoked")
            }
            Self::UncheckedResponder => (
                rfc6960("4.2.2.2.1"),
                "whether the certificate of the OCSP responder is revoked is not known",
            ),
            Self::UnsupportedSignature => {
                (rfc6960("4.3"), "the OCSP response is signed with an unsupported algorithm")
            }
            Self::WeakSignature { .. } => {
                (rfc6960("4.3"), "the OCSP response is signed over a broken hash function")
            }
            Self::BadSignature => (rfc6960("3.2"), "the signature on the OCSP response is wrong"),
        }
    }
}

impl CrlFault {
    /// What would mend it.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::OtherScope => "hand in the CRL of the distribution point that the certificate names",
            Self::SomeReasonsOnly => "hand in the CRLs for the other reasons too",
            Self::DeltaWithoutBase => "hand in the complete CRL too",
            Self::NotYetValid { .. } => "wait, or look at the clocks of this machine and of the authority",
            Self::UnknownCriticalExtension { .. } => "ask the authority for a CRL without that extension",
            Self::NoNumber | Self::CriticalNumber => {
                "ask the authority for a CRL with a cRLNumber that is not critical, or use another profile"
            }
            Self::AlgorithmsDiffer | Self::BadSignature => {
                "fetch the CRL again: it was changed after it was signed, or was signed by another key"
            }
            Self::UnknownIssuer => "hand in the certificate of the CRL's issuer among the intermediates",
            Self::UntrustedIssuer => "hand in the certificates between the CRL's issuer and the root",
            Self::MayNotSign => {
                "issue the authority's certificate again with keyUsage=critical,keyCertSign,cRLSign"
            }
            Self::UnsupportedSignature | Self::WeakSignature { .. } => "have the CRL signed with SHA-256",
        }
    }

    /// What is known beside the sentence.
    pub(crate) fn details(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotYetValid { this_update } => write!(f, ": thisUpdate {this_update}"),
            Self::UnknownCriticalExtension { extension } => write!(f, ": {extension}"),
            Self::WeakSignature { hash } => write!(f, ": {}", hash.name()),
            _ => Ok(()),
        }
    }
}

impl OcspFault {
    /// What would mend it.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::Malformed(_) => "staple the answer of an OCSP responder, in DER",
            Self::Unsuccessful { .. } => "ask the responder again, or hand in a CRL",
            Self::NotYetValid { .. } => "wait, or look at the clocks of this machine and of the responder",
            Self::UnknownCriticalExtension { .. } => "ask the responder without that extension",
            Self::OtherAuthority => "ask about a certificate of this authority",
            Self::UnknownResponder => "ask a responder that sends its certificate along",
            Self::NotDelegated => {
                "have the responder's certificate issued by the authority itself, with extendedKeyUsage=OCSPSigning"
            }
            Self::BadResponder | Self::RevokedResponder => "renew the certificate of the responder",
            Self::UncheckedResponder => {
                "issue the responder's certificate with id-pkix-ocsp-nocheck, or hand in the CRL it is on"
            }
            Self::UnsupportedSignature | Self::WeakSignature { .. } => {
                "have the response signed with SHA-256"
            }
            Self::BadSignature => "ask the responder again: the response was changed after it was signed",
        }
    }

    /// What is known beside the sentence.
    pub(crate) fn details(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(why) => write!(f, ": {why}"),
            Self::Unsuccessful { status } => write!(f, ": {status}"),
            Self::NotYetValid { from } => write!(f, ": from {from}"),
            Self::UnknownCriticalExtension { extension } => write!(f, ": {extension}"),
            Self::WeakSignature { hash } => write!(f, ": {}", hash.name()),
            _ => Ok(()),
        }
    }
}

/// The sentence, and what is known beside it.
impl fmt::Display for CrlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.parts().1)?;
        self.details(f)
    }
}

/// The sentence, and what is known beside it.
impl fmt::Display for OcspFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.parts().1)?;
        self.details(f)
    }
}
