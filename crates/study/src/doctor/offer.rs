//! What both sides offer, to stand side by side.

use core::fmt::Display;

use handfast::handshake::named_group;
use handfast::path::name::text;
use handfast::wire::Message;
use handfast::wire::code_points::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};
use handfast::wire::ext::{Extension, SupportedVersions};

use super::{Chart, Patient};

/// An offer, or what is accepted of one.
#[derive(Debug, Clone, Default)]
pub(super) struct Offer {
    pub(super) versions: Vec<ProtocolVersion>,
    pub(super) suites: Vec<CipherSuite>,
    pub(super) groups: Vec<NamedGroup>,
    pub(super) schemes: Vec<SignatureScheme>,
}

impl Offer {
    /// The client's, from its ClientHello.
    pub(super) fn of_client(chart: &Chart) -> Option<Self> {
        let Some(Message::ClientHello(hello)) = chart.offer() else { return None };
        let mut offer = Self {
            versions: vec![hello.legacy_version],
            suites: hello.cipher_suites.iter().collect(),
            ..Self::default()
        };
        hello.extensions().iter().for_each(|extension| offer.add(extension));
        Some(offer)
    }

    fn add(&mut self, extension: &Extension<'_>) {
        match extension {
            Extension::SupportedVersions(SupportedVersions::Offered(versions)) => {
                self.versions = versions.iter().collect();
            }
            Extension::SupportedGroups(groups) => self.groups = groups.iter().collect(),
            Extension::SignatureAlgorithms(schemes) => self.schemes = schemes.iter().collect(),
            _ => {}
        }
    }

    /// Ours, from the configuration.
    pub(super) fn configured(patient: &Patient<'_>) -> Self {
        let protocol = &patient.config.protocol;
        let suites12 = protocol.suites12.iter().map(|suite| suite.suite.code);
        Self {
            versions: protocol.versions().map(|version| version.code()).collect(),
            suites: protocol.suites.iter().map(|suite| suite.code).chain(suites12).collect(),
            groups: protocol.groups.iter().map(|group| named_group(*group)).collect(),
            schemes: protocol.schemes.clone(),
        }
    }

    /// Whether every server of TLS 1.3 that holds to the standard finds a suite and a group in it (RFC 9846 §9.1).
    pub(super) fn has_what_all_speak(&self) -> bool {
        let groups = [NamedGroup::SECP256R1, NamedGroup::X25519];
        self.suites.contains(&CipherSuite::TLS_AES_128_GCM_SHA256)
            && groups.iter().any(|group| self.groups.contains(group))
    }

    /// Whether it takes the signatures of the usual keys, RSA and P-256 (RFC 9846 §9.1).
    pub(super) fn takes_usual_signatures(&self) -> bool {
        let usual = [SignatureScheme::ECDSA_SECP256R1_SHA256, SignatureScheme::RSA_PSS_RSAE_SHA256];
        usual.iter().all(|scheme| self.schemes.contains(scheme))
    }
}

/// What a server asks of its client's certificate.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// The names of authorities, in DER.
    pub(super) authorities: Vec<Vec<u8>>,
    pub(super) schemes: Vec<SignatureScheme>,
}

impl Asked {
    pub(super) fn of(chart: &Chart) -> Option<Self> {
        match chart.request()? {
            Message::CertificateRequest(request) => {
                let mut asked = Self::default();
                request.extensions.iter().for_each(|extension| asked.add(extension));
                Some(asked)
            }
            Message::CertificateRequest12(request) => Some(Self {
                authorities: request.certificate_authorities.iter().map(|name| name.0.to_vec()).collect(),
                schemes: request.supported_signature_algorithms.iter().collect(),
            }),
            _ => None,
        }
    }

    fn add(&mut self, extension: &Extension<'_>) {
        match extension {
            Extension::CertificateAuthorities(names) => {
                self.authorities = names.iter().map(|name| name.0.to_vec()).collect();
            }
            Extension::SignatureAlgorithms(schemes) => self.schemes = schemes.iter().collect(),
            _ => {}
        }
    }

    /// The authorities for a reader, or that there are none.
    pub(super) fn names(&self) -> String {
        if self.authorities.is_empty() {
            return "none: any authority is said to do".into();
        }
        listed(self.authorities.iter().map(|name| text(name)), "; ")
    }
}

/// So many are listed, and the rest counted: servers name hundreds of authorities.
const LISTED: usize = 8;

/// With this between them.
pub(super) fn listed<T: Display>(items: impl IntoIterator<Item = T>, between: &str) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    let more = items.len().saturating_sub(LISTED);
    let shown = items.get(..LISTED).unwrap_or(&items).join(between);
    match (items.len(), more) {
        (0, _) => "nothing".into(),
        (_, 0) => shown,
        _ => format!("{shown} and {more} more"),
    }
}
