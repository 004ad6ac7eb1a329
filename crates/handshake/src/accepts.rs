//! What the peer said that outlives its message: owned, because a question may stay open for long.

use handfast_wire::code_points::{
    CertificateCompressionAlgorithm, ExtensionType, NamedGroup, SignatureScheme,
};
use handfast_wire::codec::List;
use handfast_wire::ext::{DistinguishedNames, Extensions, OidFilter};
use handfast_wire::handshake::CertificateRequest12;

use crate::attached::wants_status;
use crate::scheme::{self, agreement_of, curve_of, is_tls13};
use crate::{Agreement, CertificateType, OwnIdentity, Refusal, Suite12, certificate_type, negotiate};

/// What a ClientHello says to those who choose the server's identity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HelloFacts {
    /// The host name it asks for (RFC 6066 §3), in lower case, without a trailing dot.
    pub server_name: Option<String>,
    /// What its sender verifies.
    pub accepts: Accepts,
    /// What its sender may show, if it is asked (RFC 7250 §4.1).
    pub shows: Vec<CertificateType>,
}

/// What a CertificateRequest says to those who choose the client's identity.
pub type RequestFacts = Accepts;

/// Which certificates and signatures the peer accepts (RFC 9846 §4.3.3, §4.3.4; RFC 5246 §7.4.4).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepts {
    /// What the certificates may be that are shown to it (RFC 7250).
    pub certificate_types: Vec<CertificateType>,
    /// Schemes for the handshake's signature that the version and the cipher suites of TLS 1.2 leave, in the peer's order.
    pub schemes: Vec<SignatureScheme>,
    /// Which keys go with those of ECDSA.
    pub curves: Curves,
    /// Schemes for the signatures in certificates: those of `signature_algorithms_cert`, or else of `signature_algorithms`.
    pub certificate_schemes: Vec<SignatureScheme>,
    /// Names of authorities in DER; empty if the peer named none.
    pub authorities: Vec<Vec<u8>>,
    /// Which extensions, with which values, the client's certificate is to have (RFC 9846 §4.3.5), both in DER.
    pub filters: Vec<(Vec<u8>, Vec<u8>)>,
    /// How a Certificate may be compressed (RFC 8879); nothing of it in TLS 1.2.
    pub compression: Vec<CertificateCompressionAlgorithm>,
    /// Whether a server that cannot sign, but decrypt, serves as well: RSA key transport (RFC 5246 §7.4.7.1).
    pub key_transport: bool,
    /// Whether it wants an OCSP response beside the certificate (RFC 9846 §4.5.1.1).
    pub status: bool,
    /// Whether it wants timestamps of certificate transparency logs beside the certificate (RFC 6962 §3.3.1).
    pub timestamps: bool,
}

/// With keys on which curves a peer accepts signatures of ECDSA.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Curves {
    /// In TLS 1.3, on the curve that the scheme names (RFC 9846 §4.3.3).
    #[default]
    OfScheme,
    /// In TLS 1.2, where a scheme names the hash alone, on all.
    Any,
    /// On those that a client of TLS 1.2 lists (RFC 8422 §5.1, §5.3).
    Listed(Vec<NamedGroup>),
}

impl Curves {
    /// Whether this scheme goes with a key on this curve, or with one that is not of ECDSA.
    pub(crate) fn allow(&self, code: SignatureScheme, key: Option<NamedGroup>) -> bool {
        match self {
            Self::OfScheme => key == curve_of(code),
            Self::Any => true,
            Self::Listed(curves) => key.is_none_or(|curve| curves.contains(&curve)),
        }
    }

    /// Of those that a client lists, the ones that keys can be on.
    fn of(extensions: &Extensions<'_>) -> Self {
        let Some(groups) = extensions.supported_groups() else { return Self::Any };
        let curves = [NamedGroup::SECP256R1, NamedGroup::SECP384R1, NamedGroup::SECP521R1];
        Self::Listed(curves.into_iter().filter(|curve| groups.contains(*curve)).collect())
    }
}

impl Accepts {
    /// Of a ClientHello or a CertificateRequest of TLS 1.3; that one means certificates of the type agreed on.
    pub(crate) fn of(certificate_types: Vec<CertificateType>, extensions: &Extensions<'_>) -> Self {
        Self {
            compression: extensions.compress_certificate().unwrap_or_default().iter().collect(),
            ..Self::certificates(certificate_types, signature_algorithms(extensions, is_tls13), extensions)
        }
    }

    /// Of a ClientHello of TLS 1.2, which leaves these suites to choose from: they decide with what keys a server can
    /// sign. A client that lists groups means the curves of such keys, too (RFC 8422 §5.1, §5.3).
    pub(crate) fn of_hello12(extensions: &Extensions<'_>, suites: &[Suite12]) -> Result<Self, Refusal> {
        let has = |agreement| suites.iter().any(|suite| suite.agreement == agreement);
        let schemes = signature_algorithms(extensions, |code| agreement_of(code).is_some_and(has));
        Ok(Self {
            curves: Curves::of(extensions),
            key_transport: has(Agreement::Rsa),
            ..Self::certificates(certificate_type::of_server(extensions)?, schemes, extensions)
        })
    }

    /// Of a CertificateRequest of TLS 1.2, whose certificate_types leave some of its schemes: they speak of keys, also where
    /// a key alone is shown.
    pub(crate) fn of_request12(one: CertificateType, m: &CertificateRequest12<'_>) -> Self {
        let usable =
            |code| scheme::certificate_type(code).is_some_and(|wanted| m.certificate_types.contains(wanted));
        Self {
            certificate_types: vec![one],
            schemes: those(m.supported_signature_algorithms, usable),
            curves: Curves::Any,
            certificate_schemes: m.supported_signature_algorithms.iter().collect(),
            authorities: names(m.certificate_authorities),
            filters: Vec::new(),
            compression: Vec::new(),
            key_transport: false,
            // Its server cannot ask for anything beside a certificate.
            status: false,
            timestamps: false,
        }
    }

    /// What both versions say alike; nothing of compression.
    fn certificates(
        certificate_types: Vec<CertificateType>,
        schemes: Vec<SignatureScheme>,
        extensions: &Extensions<'_>,
    ) -> Self {
        let certificate_schemes =
            extensions.signature_algorithms_cert().or_else(|| extensions.signature_algorithms());
        Self {
            certificate_types,
            schemes,
            curves: Curves::OfScheme,
            certificate_schemes: certificate_schemes.unwrap_or_default().iter().collect(),
            authorities: names(extensions.certificate_authorities().unwrap_or_default()),
            filters: extensions.oid_filters().unwrap_or_default().iter().map(filter).collect(),
            compression: Vec::new(),
            key_transport: false,
            status: wants_status(extensions),
            timestamps: extensions.contains(ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP),
        }
    }

    /// Whether an identity is of a type that the peer takes.
    #[must_use]
    pub fn takes(&self, identity: &OwnIdentity) -> bool {
        self.certificate_types.contains(&identity.certificate_type)
    }

    /// Whether the key of an identity can do what the peer wants to see.
    #[must_use]
    pub fn fits(&self, identity: &OwnIdentity) -> bool {
        negotiate::scheme(self, identity).is_some() || (self.key_transport && identity.decrypts)
    }
}

fn signature_algorithms(
    extensions: &Extensions<'_>,
    usable: impl Fn(SignatureScheme) -> bool,
) -> Vec<SignatureScheme> {
    those(extensions.signature_algorithms().unwrap_or_default(), usable)
}

/// In one allocation: the list is long, and nearly all of it usable.
fn those(list: List<'_, SignatureScheme>, usable: impl Fn(SignatureScheme) -> bool) -> Vec<SignatureScheme> {
    let mut schemes: Vec<_> = list.iter().collect();
    schemes.retain(|code| usable(*code));
    schemes
}

fn filter(filter: OidFilter<'_>) -> (Vec<u8>, Vec<u8>) {
    (filter.certificate_extension_oid.to_vec(), filter.certificate_extension_values.to_vec())
}

fn names(list: DistinguishedNames<'_>) -> Vec<Vec<u8>> {
    list.iter().map(|name| name.0.to_vec()).collect()
}
