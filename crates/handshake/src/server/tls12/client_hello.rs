//! START (ours, TLS 1.2): a ClientHello that leads to TLS 1.2 (RFC 5246 §7.4.1.2).
//!
//! The choices are pure functions in [`crate::negotiate`]; here they are called in order. The cipher suite waits for the
//! identity, whose key has a say in it.

use handfast_crypto::kx::Group;
use handfast_wire::Kind;
use handfast_wire::code_points::{CipherSuite, EcPointFormat, ExtensionType, ProtocolVersion};
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::ClientHello;

use super::choosing_identity::ChoosingIdentity;
use crate::accepts::{Accepts, HelloFacts};
use crate::certificate_type::{CertificateTypes, Wishes};
use crate::context::Fact;
use crate::question::Ask;
use crate::server::hello::facts;
use crate::session::SessionName;
use crate::{Config, Cx, Error, RecordLimits, Refusal12, State, Suite12, Version, negotiate};

/// What was selected from a ClientHello.
#[derive(Debug)]
pub(crate) struct Terms {
    /// What the client's version field says: a premaster secret begins with it (RFC 5246 §7.4.7.1).
    pub(crate) client_version: ProtocolVersion,
    pub(crate) client_random: [u8; 32],
    /// The suites to choose from, the best first.
    pub(crate) suites: Vec<Suite12>,
    pub(crate) curve: Option<Group>,
    pub(crate) alpn: Option<Vec<u8>>,
    /// If the client asks for shorter records.
    pub(crate) limits: Option<RecordLimits>,
    /// Whether the client named the host, and the name is acknowledged (RFC 6066 §3).
    pub(crate) named: bool,
    /// Whether it binds the main secret to the handshake (RFC 7627).
    pub(crate) extended: bool,
    /// Whether it knows of secure renegotiation (RFC 5746).
    pub(crate) secure: bool,
    /// Whether it says how it writes points.
    pub(crate) formats: bool,
    /// What it sent, to be echoed if a session is gone on from (RFC 5077 §3.4).
    pub(crate) session_id: Vec<u8>,
    /// What it would go on from, if it is of a kind that we issue.
    pub(crate) offered: Option<SessionName>,
    /// For which certificates it listed types.
    pub(crate) wishes: Wishes,
    /// What the certificates of both sides are, once that is known.
    pub(crate) certificate_types: CertificateTypes,
    /// Whether it takes a new one (RFC 5077 §3.2).
    pub(crate) takes_ticket: bool,
}

pub(in crate::server) fn client_hello(
    m: &ClientHello<'_>,
    cx: &mut Cx<'_>,
) -> Result<ChoosingIdentity, Error> {
    let extensions = m.extensions();
    if !m.legacy_compression_methods.contains(&0) {
        return Err(Refusal12::Compression.into());
    }
    let formats = point_formats(extensions)?;
    let secure = secure_renegotiation(m, extensions)?;
    let curve = negotiate::curve(extensions.supported_groups(), &cx.config.groups);
    let suites = negotiate::suites12(m.cipher_suites, &cx.config.suites12, curve)?;
    let facts = facts(extensions, Accepts::of_hello12(extensions, &suites)?)?;
    let alpn = negotiate::alpn(extensions.application_layer_protocol_negotiation(), &cx.config.alpn)?;
    let terms = Box::new(Terms {
        client_version: m.legacy_version,
        client_random: *m.random,
        suites,
        curve,
        alpn: alpn.map(<[u8]>::to_vec),
        limits: RecordLimits::of_hello(extensions, cx.config, Version::Tls12)?,
        named: cx.config.acknowledges_name && facts.server_name.is_some(),
        extended: extensions.contains(ExtensionType::EXTENDED_MAIN_SECRET),
        secure,
        formats,
        session_id: m.legacy_session_id.to_vec(),
        offered: offered(m, extensions, cx.config),
        wishes: Wishes::of(extensions),
        certificate_types: CertificateTypes::default(),
        takes_ticket: extensions.contains(ExtensionType::SESSION_TICKET),
    });
    learned(&terms, &facts, cx);
    cx.passed(State::RecvdCh);
    cx.ask(Ask::Identity);
    Ok(ChoosingIdentity { facts, terms })
}

/// A ticket, or else a session id, which beside a ticket names nothing (RFC 5077 §3.4).
fn offered(m: &ClientHello<'_>, extensions: &Extensions<'_>, config: &Config) -> Option<SessionName> {
    match (extensions.session_ticket().unwrap_or_default(), m.legacy_session_id) {
        ([], []) => None,
        ([], id) => config.session_ids.map(|_| SessionName::Id(id.to_vec())),
        (ticket, _) => config.tickets.map(|_| SessionName::Ticket(ticket.to_vec())),
    }
}

/// Whether the client says how it writes points: uncompressed must be among the ways (RFC 8422 §5.1.2).
fn point_formats(extensions: &Extensions<'_>) -> Result<bool, Refusal12> {
    match extensions.ec_point_formats() {
        Some(formats) if !formats.contains(EcPointFormat::UNCOMPRESSED) => {
            Err(Refusal12::PointFormats { message: Kind::ClientHello })
        }
        formats => Ok(formats.is_some()),
    }
}

/// Whether the client knows of secure renegotiation: by the extension, empty in a first handshake, or by the signalling
/// cipher suite (RFC 5746 §3.6).
fn secure_renegotiation(m: &ClientHello<'_>, extensions: &Extensions<'_>) -> Result<bool, Refusal12> {
    let signals = m.cipher_suites.contains(CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
    match extensions.renegotiation_info() {
        Some([]) => Ok(true),
        Some(_) => Err(Refusal12::RenegotiationInfo { message: Kind::ClientHello }),
        None => Ok(signals),
    }
}

fn learned(terms: &Terms, facts: &HelloFacts, cx: &mut Cx<'_>) {
    cx.learned(Fact::Version(Version::Tls12));
    if terms.extended {
        cx.learned(Fact::ExtendedMainSecret);
    }
    if let Some(name) = &facts.server_name {
        cx.learned(Fact::ServerName(name.clone()));
    }
    if let Some(alpn) = &terms.alpn {
        cx.learned(Fact::Alpn(alpn.clone()));
    }
}
