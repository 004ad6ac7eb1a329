//! NEGOTIATED (ours, TLS 1.2): the server's flight (RFC 5246 §7.3), message by message. Each is built only when the one
//! before was delivered.

use std::sync::Arc;

use handfast_crypto::kx::{Group, Offered};
use handfast_wire::List;
use handfast_wire::Message;
use handfast_wire::code_points::{ClientCertificateType, EcPointFormat, ProtocolVersion, SignatureScheme};
use handfast_wire::ext::{
    DistinguishedName, Extension, ProtocolName, SerializedSct, ServerName, StatusRequest,
};
use handfast_wire::handshake::{CertificateRequest12, CertificateStatus, ServerEcdhParams, ServerHello};

use super::client_hello::Terms;
use super::issuing_ticket::BeforeReply;
use super::signing::Signing;
use super::wait_cert::WaitCert;
use super::wait_cke::WaitCke;
use crate::attached::timestamp_list;
use crate::certificate_type::Certified;
use crate::context::{Effect, Fact};
use crate::group::named_group;
use crate::keys12::Hellos;
use crate::messages::send_certificate12;
use crate::negotiate::Proof;
use crate::question::Ask;
use crate::schedule12::Randoms;
use crate::scheme::certificate_type;
use crate::server::host::Host;
use crate::tickets12::{Course, Prospect};
use crate::{
    Agreement, Attached, ClientAuth, Cx, Error, Identity, Local, Peer, RecordLimits, Suite12, Version, auth,
    session,
};

/// What is due next.
#[derive(Debug)]
pub(crate) enum Flight {
    ServerHello(SendServerHello),
    Resume(SendResumption),
    Certificate(SendCertificate),
    CertificateStatus(SendCertificateStatus),
    AskSignature(AskSignature),
    CertificateRequest(SendCertificateRequest),
    ServerHelloDone(SendServerHelloDone),
}

impl Flight {
    pub(crate) const fn suite(&self) -> Suite12 {
        match self {
            Self::ServerHello(s) => s.suite,
            Self::Resume(s) => s.suite,
            Self::Certificate(s) => s.hellos.suite,
            Self::CertificateStatus(s) => s.certified.hellos.suite,
            Self::AskSignature(s) => s.hellos.suite,
            Self::CertificateRequest(s) => s.chosen.hellos.suite,
            Self::ServerHelloDone(s) => s.chosen.hellos.suite,
        }
    }

    /// After ServerKeyExchange, or where there is none.
    pub(crate) fn ask_client(chosen: Chosen, identity: Host, cx: &mut Cx<'_>) -> Self {
        cx.learned(Fact::ClientAuth(identity.client_auth));
        match identity.client_auth {
            ClientAuth::None => {
                Self::ServerHelloDone(SendServerHelloDone { chosen, policy: ClientAuth::None })
            }
            ClientAuth::Optional | ClientAuth::Require => {
                Self::CertificateRequest(SendCertificateRequest { chosen, identity })
            }
        }
    }
}

/// What the server has chosen, and how it gets the premaster secret.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) hellos: Hellos,
    pub(crate) exchange: Exchange,
}

/// Our half of the key exchange.
#[derive(Debug)]
pub(crate) enum Exchange {
    /// A share is out.
    Ecdhe(Group, Box<dyn Offered>),
    /// The client will encrypt a secret, which begins with this version.
    Rsa(Identity, ProtocolVersion),
}

/// ServerHello is due (§7.4.1.3).
#[derive(Debug)]
pub(crate) struct SendServerHello {
    pub(crate) terms: Box<Terms>,
    pub(crate) identity: Host,
    pub(crate) suite: Suite12,
    pub(crate) proof: Proof,
    /// What will be said of the session, in a ticket that follows, or in what is kept here.
    pub(crate) prospect: Option<Box<Prospect>>,
}

impl SendServerHello {
    /// Without a session id, unless the session is to be kept here under one.
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { terms, identity, suite, proof, mut prospect } = self;
        let id = prospect.as_deref_mut().map(|prospect| prospect.session_id(&terms.session_id, cx));
        let id = id.unwrap_or_default();
        let hellos = send_server_hello(&terms, suite, &id, Some(&identity), prospect, cx)?;
        let client_version = terms.client_version;
        Ok(Flight::Certificate(SendCertificate { hellos, identity, proof, client_version }))
    }

    /// Goes on from a session: the client is who it was, and is not asked again.
    pub(crate) fn resuming(
        mut self,
        session: Box<session::Session>,
        suite: Suite12,
        peer: Option<Peer>,
        cx: &mut Cx<'_>,
    ) -> Flight {
        cx.learned(Fact::Resumed);
        cx.learned(Fact::ClientAuth(self.identity.client_auth));
        if let Some(prospect) = &mut self.prospect {
            prospect.draft.authenticated_at = Some(session.authenticated_at);
        }
        let Self { mut terms, prospect, .. } = self;
        // The name is that of the session, and is not acknowledged again (RFC 6066 §3).
        terms.named = false;
        Flight::Resume(SendResumption { terms, suite, prospect, session, peer })
    }
}

/// ServerHello of an abbreviated handshake is due (§7.3).
#[derive(Debug)]
pub(crate) struct SendResumption {
    terms: Box<Terms>,
    suite: Suite12,
    prospect: Option<Box<Prospect>>,
    session: Box<session::Session>,
    peer: Option<Peer>,
}

impl SendResumption {
    /// It echoes the session id (RFC 5246 §7.4.1.3, RFC 5077 §3.4); nobody signs, so the messages themselves are not needed.
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<BeforeReply, Error> {
        let Self { terms, suite, prospect, session, peer } = self;
        let hellos = send_server_hello(&terms, suite, &terms.session_id, None, prospect, cx)?;
        let keys = hellos.resuming(&session.secret, cx);
        cx.effects.push_back(Effect::SettleTranscript(suite.suite.hash));
        Ok(BeforeReply::new(keys, peer, Course::Abbreviated, cx))
    }
}

/// It says of which types certificates are (RFC 7250 §4.2), of clients only if they are asked for one; and if certificates
/// follow, what comes beside ours.
fn send_server_hello(
    terms: &Terms,
    suite: Suite12,
    session_id: &[u8],
    certificates: Option<&Host>,
    prospect: Option<Box<Prospect>>,
    cx: &mut Cx<'_>,
) -> Result<Hellos, Error> {
    let random = random(cx);
    let protocol = terms.alpn.as_ref().map(|protocol| [ProtocolName(protocol)]);
    let attached = certificates.map(|identity| identity.identity.attached.clone()).unwrap_or_default();
    let timestamps = attached.serialized();
    let ticket = prospect.as_ref().is_some_and(|prospect| prospect.ticket);
    let mut extensions: Vec<_> = extensions(terms, suite, ticket, protocol.as_ref()).collect();
    let asks = certificates.is_some_and(|identity| identity.client_auth != ClientAuth::None);
    let of = Certified { client: asks, server: true };
    terms.wishes.answer(terms.certificate_types, of, &mut extensions);
    extensions.extend(announced(&attached, &timestamps));
    cx.send(&Message::ServerHello(ServerHello {
        legacy_version: ProtocolVersion::TLS1_2,
        random: &random,
        legacy_session_id_echo: session_id,
        cipher_suite: suite.suite.code,
        legacy_compression_method: 0,
        extensions: (!extensions.is_empty()).then(|| extensions.into()),
    }))?;
    cx.effects.push_back(Effect::HashTranscript(suite.suite.hash));
    cx.learned(Fact::Suite(suite.suite));
    if let Some(limits) = terms.limits {
        limits.agreed(cx);
    }
    let randoms = Randoms { client: terms.client_random, server: random };
    let Terms { extended, certificate_types, .. } = *terms;
    Ok(Hellos { suite, randoms: Box::new(randoms), extended, certificate_types, prospect })
}

/// A server that speaks TLS 1.3 and is led to choose TLS 1.2 says so in the last eight bytes, so that a client which
/// offered TLS 1.3 sees that somebody changed its hello (RFC 9846 §4.2.3).
fn random(cx: &mut Cx<'_>) -> [u8; 32] {
    let mut random: [u8; 32] = cx.random();
    if let Some(last) = random.last_chunk_mut().filter(|_| cx.config.speaks(Version::Tls13)) {
        *last = *b"DOWNGRD\x01";
    }
    random
}

fn extensions<'m>(
    terms: &Terms,
    suite: Suite12,
    ticket: bool,
    protocol: Option<&'m [ProtocolName<'m>; 1]>,
) -> impl Iterator<Item = Extension<'m>> {
    let curve = terms.formats && suite.agreement != Agreement::Rsa;
    let all = [
        terms.secure.then_some(Extension::RenegotiationInfo(&[])),
        terms.named.then_some(Extension::ServerName(ServerName { host_name: None })),
        curve.then_some(Extension::EcPointFormats(List::from(&[EcPointFormat::UNCOMPRESSED]))),
        terms.extended.then_some(Extension::ExtendedMainSecret),
        ticket.then_some(Extension::SessionTicket(&[])),
        protocol.map(|list| Extension::ApplicationLayerProtocolNegotiation(list.into())),
        terms.limits.map(RecordLimits::answer),
    ];
    all.into_iter().flatten()
}

/// That CertificateStatus follows the certificate (RFC 6066 §8), and its timestamps (RFC 6962 §3.3.1).
fn announced<'m>(
    attached: &Attached,
    timestamps: &'m [SerializedSct<'m>],
) -> impl Iterator<Item = Extension<'m>> + use<'m> {
    let status = attached.ocsp_response.as_ref().map(|_| Extension::StatusRequest(StatusRequest::Wanted));
    status.into_iter().chain(timestamp_list(timestamps))
}

/// Certificate is due (§7.4.2).
#[derive(Debug)]
pub(crate) struct SendCertificate {
    hellos: Hellos,
    identity: Host,
    proof: Proof,
    client_version: ProtocolVersion,
}

impl SendCertificate {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        send_certificate12(Some(&self.identity.identity), cx)?;
        Ok(match self.identity.identity.attached.ocsp_response.clone() {
            Some(response) => Flight::CertificateStatus(SendCertificateStatus { certified: self, response }),
            None => self.prove(cx),
        })
    }

    /// After the certificate and its status.
    fn prove(self, cx: &mut Cx<'_>) -> Flight {
        let Self { hellos, identity, proof, client_version } = self;
        match proof {
            Proof::Signs(group, scheme) => {
                Flight::AskSignature(AskSignature { hellos, identity, group, scheme })
            }
            Proof::Decrypts => {
                let exchange = Exchange::Rsa(identity.identity.clone(), client_version);
                Flight::ask_client(Chosen { hellos, exchange }, identity, cx)
            }
        }
    }
}

/// CertificateStatus is due (RFC 6066 §8).
#[derive(Debug)]
pub(crate) struct SendCertificateStatus {
    certified: SendCertificate,
    response: Arc<[u8]>,
}

impl SendCertificateStatus {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let response = StatusRequest::OcspResponse(&self.response);
        cx.send(&Message::CertificateStatus(CertificateStatus { response }))?;
        Ok(self.certified.prove(cx))
    }
}

/// The share of ServerKeyExchange can be made (§7.4.3).
#[derive(Debug)]
pub(crate) struct AskSignature {
    hellos: Hellos,
    identity: Host,
    group: Group,
    scheme: SignatureScheme,
}

impl AskSignature {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Signing, Error> {
        let Self { hellos, identity, group, scheme } = self;
        let offered = cx.kx.start(group, cx.rng).map_err(|_| Local::KeyExchange)?;
        let params = ServerEcdhParams { group: named_group(group), public: offered.share() };
        let content = auth::content12(&hellos.randoms, &params.encode()?);
        cx.learned(Fact::Group(group));
        cx.ask(Ask::Sign);
        let chosen = Chosen { hellos, exchange: Exchange::Ecdhe(group, offered) };
        Ok(Signing { chosen, identity, scheme, content })
    }
}

/// CertificateRequest is due (§7.4.4).
#[derive(Debug)]
pub(crate) struct SendCertificateRequest {
    chosen: Chosen,
    identity: Host,
}

impl SendCertificateRequest {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { chosen, identity } = self;
        let authorities: Vec<_> = identity.authorities.iter().map(|name| DistinguishedName(name)).collect();
        let schemes = cx.config.schemes_in(Version::Tls12);
        let types = certificate_types(&schemes);
        cx.send(&Message::CertificateRequest12(CertificateRequest12 {
            certificate_types: (&types).into(),
            supported_signature_algorithms: (&schemes).into(),
            certificate_authorities: (&authorities).into(),
        }))?;
        Ok(Flight::ServerHelloDone(SendServerHelloDone { chosen, policy: identity.client_auth }))
    }
}

/// The types that go with the schemes, each once.
fn certificate_types(schemes: &[SignatureScheme]) -> Vec<ClientCertificateType> {
    let all = [ClientCertificateType::ECDSA_SIGN, ClientCertificateType::RSA_SIGN];
    let has = |wanted| schemes.iter().any(|scheme| certificate_type(*scheme) == Some(wanted));
    all.into_iter().filter(|wanted| has(*wanted)).collect()
}

/// ServerHelloDone is due (§7.4.5).
#[derive(Debug)]
pub(crate) struct SendServerHelloDone {
    chosen: Chosen,
    policy: ClientAuth,
}

/// What the server waits for.
#[derive(Debug)]
pub(crate) enum AfterFlight {
    Asked(WaitCert),
    NotAsked(WaitCke),
}

impl SendServerHelloDone {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<AfterFlight, Error> {
        cx.send(&Message::ServerHelloDone)?;
        let Self { chosen, policy } = self;
        Ok(match policy {
            ClientAuth::None => AfterFlight::NotAsked(WaitCke { chosen, presented: None }),
            ClientAuth::Optional | ClientAuth::Require => AfterFlight::Asked(WaitCert { chosen, policy }),
        })
    }
}
