//! What certificates are (RFC 7250): X.509, or a key alone.

use core::fmt;

use handfast_wire::code_points::{CertificateType as Code, ExtensionType};
use handfast_wire::ext::{CertificateTypes as Listed, Extension, Extensions};

use crate::negotiate::chosen_certificate_type as chosen;
use crate::{Config, Refusal};

/// What a Certificate message holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CertificateType {
    /// Certificates that lead to an authority.
    #[default]
    X509,
    /// A SubjectPublicKeyInfo alone: whoever takes it has to know it beforehand.
    RawPublicKey,
}

/// What the certificates of both sides are. Unless it is negotiated, they are X.509 (RFC 9846 §4.5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct CertificateTypes {
    pub(crate) client: CertificateType,
    pub(crate) server: CertificateType,
}

impl CertificateType {
    /// Every type.
    pub const ALL: [Self; 2] = [Self::X509, Self::RawPublicKey];

    /// Its code point.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::X509 => Code::X509,
            Self::RawPublicKey => Code::RAW_PUBLIC_KEY,
        }
    }

    /// The type with this code point, if it is one of ours.
    pub(crate) fn of(code: Code) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

impl fmt::Display for CertificateType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.code(), f)
    }
}

/// Those that a ClientHello lists, as far as we know them; X.509 if it lists none.
fn listed(extension: ExtensionType, list: Option<Listed<'_>>) -> Result<Vec<CertificateType>, Refusal> {
    match list.and_then(Listed::offered) {
        // A client that has nothing more to say must say nothing (RFC 7250 §4.1).
        Some(codes) if codes.iter().eq([Code::X509]) => Err(Refusal::CertificateTypeList { extension }),
        Some(codes) => Ok(codes.iter().filter_map(CertificateType::of).collect()),
        None => Ok(vec![CertificateType::X509]),
    }
}

/// What a client shows, if it is asked.
pub(crate) fn of_client(extensions: &Extensions<'_>) -> Result<Vec<CertificateType>, Refusal> {
    listed(ExtensionType::CLIENT_CERTIFICATE_TYPE, extensions.client_certificate_type())
}

/// What a client takes of its server.
pub(crate) fn of_server(extensions: &Extensions<'_>) -> Result<Vec<CertificateType>, Refusal> {
    listed(ExtensionType::SERVER_CERTIFICATE_TYPE, extensions.server_certificate_type())
}

/// Whether the list says more than that X.509 is meant, and has to be sent (RFC 7250 §4.1).
pub(crate) fn must_be_said(types: &[CertificateType]) -> bool {
    types != [CertificateType::X509]
}

/// The code points of a ClientHello's lists: of the client's certificate, and of the server's.
pub(crate) struct Offered {
    client: Vec<Code>,
    server: Vec<Code>,
}

impl Offered {
    pub(crate) fn by(config: &Config) -> Self {
        let codes = |types: &[CertificateType]| types.iter().copied().map(CertificateType::code).collect();
        let said = |types: &[CertificateType]| if must_be_said(types) { codes(types) } else { Vec::new() };
        Self { client: said(&config.own_certificate_types), server: said(&config.server_certificate_types) }
    }

    /// Each list that says something.
    pub(crate) fn offer<'m>(&'m self, all: &mut Vec<Extension<'m>>) {
        if !self.client.is_empty() {
            all.push(Extension::ClientCertificateType(Listed::Offered((&self.client).into())));
        }
        if !self.server.is_empty() {
            all.push(Extension::ServerCertificateType(Listed::Offered((&self.server).into())));
        }
    }
}

/// What a server's answer, or its silence, settles (RFC 7250 §4.2). A server that shows a certificate shows one of a type
/// that was offered; one that goes on from a session shows none.
pub(crate) fn agreed(
    answer: &Extensions<'_>,
    resumes: bool,
    config: &Config,
) -> Result<CertificateTypes, Refusal> {
    let client = answer.client_certificate_type().and_then(Listed::selected);
    let client = chosen(ExtensionType::CLIENT_CERTIFICATE_TYPE, client, &config.own_certificate_types)?;
    let server = answer.server_certificate_type().and_then(Listed::selected);
    let server = chosen(ExtensionType::SERVER_CERTIFICATE_TYPE, server, &config.server_certificate_types)?;
    if !resumes && !config.server_certificate_types.contains(&server) {
        return Err(Refusal::NoCommonCertificateType);
    }
    Ok(CertificateTypes { client, server })
}

/// For which certificates a client listed types: only then the server says which it will be.
#[derive(Debug)]
pub(crate) struct Wishes {
    client: Vec<Code>,
    server: Vec<Code>,
}

/// Whose certificates stand for them: the server's, now or in the session that is gone on from; the client's, if it is, or
/// may be, asked for one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Certified {
    pub(crate) client: bool,
    pub(crate) server: bool,
}

impl Wishes {
    pub(crate) fn of(extensions: &Extensions<'_>) -> Self {
        let codes = |list: Option<Listed<'_>>| {
            let codes = list.and_then(Listed::offered);
            codes.map_or_else(Vec::new, |codes| codes.iter().collect())
        };
        Self {
            client: codes(extensions.client_certificate_type()),
            server: codes(extensions.server_certificate_type()),
        }
    }

    /// Whether the client says what it could show.
    pub(crate) fn of_client(&self) -> bool {
        !self.client.is_empty()
    }

    /// The answer (RFC 7250 §4.2), also where a session stands for the server's certificate: what it is, is agreed on in each
    /// handshake (RFC 9846 §4.3). Nothing is said of certificates that nobody has to do with, nor is a type that was not
    /// listed, if there is none in common and nobody need show any.
    pub(crate) fn answer(&self, types: CertificateTypes, of: Certified, all: &mut Vec<Extension<'_>>) {
        let CertificateTypes { client, server } = types;
        if of.client && self.client.contains(&client.code()) {
            all.push(Extension::ClientCertificateType(Listed::Selected(client.code())));
        }
        if of.server && self.server.contains(&server.code()) {
            all.push(Extension::ServerCertificateType(Listed::Selected(server.code())));
        }
    }
}
