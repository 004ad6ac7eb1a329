//! NEGOTIATED (RFC 9846 §A.2): the server's flight, message by message. Each is built only when the one before was
//! delivered, so that the transcript holds what was really sent.

use handfast_crypto::hkdf;
use handfast_wire::Message;
use handfast_wire::code_points::{CertificateCompressionAlgorithm, ProtocolVersion, SignatureScheme};
use handfast_wire::ext::{
    self, DistinguishedName, Extension, KeyShare, KeyShareEntry, PreSharedKey, ProtocolName, ServerName,
    SupportedVersions,
};
use handfast_wire::handshake::{CertificateRequest, EncryptedExtensions, ServerHello};

use super::signing::Signing;
use super::wait_cert::WaitCert;
use super::wait_eoed::WaitEoed;
use super::wait_finished::WaitFinished;
use crate::attached::ask_in_request;
use crate::certificate_type::Certified;
use crate::context::{Effect, Epoch, Fact, Side};
use crate::early_data::{EarlyData, NoEarlyData};
use crate::grease::Grease;
use crate::group::named_group;
use crate::keys13::{Ending, HandshakeKeys};
use crate::messages::send_certificate;
use crate::question::Ask;
use crate::schedule13::{EarlySecret, EarlySecrets};
use crate::server::hello::{Exchange, Terms};
use crate::server::host::Host;
use crate::session::Session;
use crate::{ClientAuth, Config, Cx, Error, Peer, Role, State, auth, compression};

/// What is due next.
#[derive(Debug)]
pub(crate) enum Flight {
    ServerHello(SendServerHello),
    EncryptedExtensions(SendEncryptedExtensions),
    CertificateRequest(SendCertificateRequest),
    Certificate(SendCertificate),
    AskSignature(AskSignature),
    Finished(SendFinished),
    Close(CloseFlight),
}

/// Whom the server shows itself to be, and the scheme that it signs with.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) host: Host,
    pub(crate) scheme: SignatureScheme,
}

/// How the server proves who it is.
#[derive(Debug)]
pub(crate) enum Proof {
    /// With a certificate, and a signature.
    Signature(Shown),
    /// By what it shares with the client already.
    Session(Box<Resumed>),
}

impl Proof {
    /// The key exchange, unless a pre-shared key is all that the keys are made from (psk_ke, §4.3.9).
    fn exchange<'t>(&self, terms: &'t Terms) -> Option<&'t Exchange> {
        match (self, &terms.exchange) {
            (Self::Session(_), _) if terms.psk_ke => None,
            (_, exchange) => exchange.as_deref().ok(),
        }
    }

    /// Whether the server shows a certificate, or did so when the session was made: one that began with a shared key, or is
    /// one, has none.
    fn rests_on_certificate(&self) -> bool {
        match self {
            Self::Signature(_) => true,
            Self::Session(resumed) => resumed.session.shared_key().is_none(),
        }
    }

    /// Only who goes on from a session can send early data that is understood.
    fn early_data(&self) -> EarlyData {
        match self {
            Self::Signature(_) => EarlyData::Rejected(NoEarlyData::NotResumed),
            Self::Session(resumed) => match resumed.early_data {
                Err(why) => EarlyData::Rejected(why),
                Ok(_) => EarlyData::Accepted,
            },
        }
    }
}

/// A session that is gone on from (§2.2), or a key that was shared beforehand.
#[derive(Debug)]
pub(crate) struct Resumed {
    /// Which of the client's pre-shared keys it is.
    pub(crate) index: u16,
    pub(crate) psk: Box<EarlySecret>,
    /// Without its client,
    pub(crate) session: Box<Session>,
    /// who is here, by today's judgement.
    pub(crate) peer: Option<Peer>,
    /// What becomes of early data, if any is offered.
    pub(crate) early_data: Result<EarlyTerms, NoEarlyData>,
}

impl Resumed {
    /// Nobody is known to be here yet, and no early data is taken.
    pub(crate) const fn new(index: u16, psk: Box<EarlySecret>, session: Box<Session>) -> Self {
        Self { index, psk, session, peer: None, early_data: Err(NoEarlyData::NotAllowed) }
    }
}

/// Early data that is taken (§4.3.10).
#[derive(Debug)]
pub(crate) struct EarlyTerms {
    pub(crate) secrets: Box<EarlySecrets>,
    /// How many bytes of it the ticket allows.
    pub(crate) most: u32,
}

/// ServerHello is due (§4.2.3).
#[derive(Debug)]
pub(crate) struct SendServerHello {
    pub(crate) terms: Box<Terms>,
    pub(crate) client_auth: ClientAuth,
    pub(crate) proof: Proof,
}

impl SendServerHello {
    /// The dummy ChangeCipherSpec follows the server's first message, which HelloRetryRequest was if there was one, and must
    /// if the client sent a session id (§E.4).
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { terms, client_auth, proof } = self;
        let exchange = proof.exchange(&terms);
        let mut extensions = Vec::with_capacity(3);
        if let Some(Exchange { group, agreed }) = exchange {
            let entry = KeyShareEntry { group: named_group(*group), key_exchange: &agreed.share };
            extensions.push(Extension::KeyShare(KeyShare::Selected(entry)));
            if terms.psk_ke {
                cx.learned(Fact::Group(*group));
            }
        }
        extensions.push(Extension::SupportedVersions(SupportedVersions::Selected(ProtocolVersion::TLS1_3)));
        if let Proof::Session(resumed) = &proof {
            extensions.push(Extension::PreSharedKey(PreSharedKey::Selected(resumed.index)));
        }
        let random = cx.random();
        cx.send(&Message::ServerHello(ServerHello {
            legacy_version: ProtocolVersion::TLS1_2,
            random: &random,
            legacy_session_id_echo: &terms.session_id,
            cipher_suite: terms.suite.code,
            legacy_compression_method: 0,
            extensions: Some(extensions.into()),
        }))?;
        cx.effects.push_back(Effect::SettleTranscript(terms.suite.hash));
        if terms.early_data {
            cx.learned(Fact::EarlyData(proof.early_data()));
        }
        if (cx.config.compatibility || !terms.session_id.is_empty()) && !terms.retried {
            cx.change_cipher_spec();
        }
        Ok(Flight::EncryptedExtensions(SendEncryptedExtensions { terms, client_auth, proof }))
    }
}

/// ServerHello is out; the handshake keys can be made, and EncryptedExtensions is due (§4.4.1).
#[derive(Debug)]
pub(crate) struct SendEncryptedExtensions {
    terms: Box<Terms>,
    client_auth: ClientAuth,
    proof: Proof,
}

impl SendEncryptedExtensions {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { terms, client_auth, proof } = self;
        let mut keys = handshake_keys(&terms, &proof, cx);
        send_encrypted_extensions(&terms, &proof, client_auth, cx)?;
        if let Some(limits) = terms.limits {
            limits.agreed(cx);
        }
        keys.certificate_types = terms.certificate_types;
        keys.draft = terms.draft;
        let compression = terms.compression;
        cx.learned(Fact::ClientAuth(client_auth));
        Ok(match (proof, client_auth) {
            (Proof::Session(resumed), _) => {
                let (client, early_data) = (Known::Yes(resumed.peer), resumed.early_data.ok());
                Flight::Finished(SendFinished { keys, client, early_data })
            }
            (Proof::Signature(shown), ClientAuth::None) => {
                Flight::Certificate(SendCertificate { keys, shown, compression })
            }
            (Proof::Signature(shown), ClientAuth::Optional | ClientAuth::Require) => {
                Flight::CertificateRequest(SendCertificateRequest { keys, shown, compression })
            }
        })
    }
}

fn handshake_keys(terms: &Terms, proof: &Proof, cx: &mut Cx<'_>) -> Box<HandshakeKeys> {
    let hellos = cx.transcript.before(terms.suite.hash);
    let early = match proof {
        Proof::Session(resumed) => Some(&*resumed.psk),
        Proof::Signature(_) => None,
    };
    let keys = match proof.exchange(terms) {
        Some(exchange) => HandshakeKeys::new(terms.suite, early, &exchange.agreed.secret, &hellos, cx),
        None => HandshakeKeys::new(terms.suite, early, &hkdf::zeros(terms.suite.hash), &hellos, cx),
    };
    keys.install(Side::Write, Role::Server, cx);
    if proof.early_data() != EarlyData::Accepted {
        keys.install(Side::Read, Role::Client, cx);
    }
    keys
}

impl EarlyTerms {
    /// What comes next is early data, and none of it is passed over any more.
    fn begin(self, keys: &mut HandshakeKeys, cx: &mut Cx<'_>) {
        let Self { secrets, most } = self;
        cx.effects.push_back(Effect::PassOverEarlyData(0));
        cx.install(Side::Read, Epoch::EarlyData, keys.suite, &secrets.client);
        cx.effects.push_back(Effect::BeginEarlyData(most));
        keys.early_exporter = Some(Box::new(secrets.exporter));
    }
}

fn send_encrypted_extensions(
    terms: &Terms,
    proof: &Proof,
    policy: ClientAuth,
    cx: &mut Cx<'_>,
) -> Result<(), Error> {
    // Who goes on from a session goes on with its name, and does not acknowledge it again (RFC 6066 §3).
    let full = matches!(proof, Proof::Signature(_));
    // Who is known by a session, or by a shared key, may still be asked later.
    let asks = full && policy != ClientAuth::None || terms.may_be_asked;
    let of = Certified { client: asks, server: proof.rests_on_certificate() };
    let mut all = Vec::new();
    if terms.named && full {
        all.push(Extension::ServerName(ServerName { host_name: None }));
    }
    terms.wishes.answer(terms.certificate_types, of, &mut all);
    let protocol = terms.alpn.as_ref().map(|protocol| [ProtocolName(protocol)]);
    if let Some(protocol) = &protocol {
        all.push(Extension::ApplicationLayerProtocolNegotiation(protocol.into()));
    }
    if let Some(limits) = terms.limits {
        all.push(limits.answer());
    }
    if proof.early_data() == EarlyData::Accepted {
        all.push(Extension::EarlyData(ext::EarlyData::Indicated));
    }
    cx.send(&Message::EncryptedExtensions(EncryptedExtensions { extensions: all.into() }))
}

/// CertificateRequest is due (§4.4.2).
#[derive(Debug)]
pub(crate) struct SendCertificateRequest {
    keys: Box<HandshakeKeys>,
    shown: Shown,
    compression: Option<CertificateCompressionAlgorithm>,
}

impl SendCertificateRequest {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { keys, shown, compression } = self;
        send_certificate_request(&[], &shown.host.authorities, cx)?;
        Ok(Flight::Certificate(SendCertificate { keys, shown, compression }))
    }
}

/// In the handshake the context is empty; after it, nobody can know it beforehand (§4.4.2).
pub(super) fn send_certificate_request(
    context: &[u8],
    authorities: &[Vec<u8>],
    cx: &mut Cx<'_>,
) -> Result<(), Error> {
    let authorities: Vec<_> = authorities.iter().map(|name| DistinguishedName(name)).collect();
    let grease = Grease::draw(cx);
    let mut schemes = cx.config.schemes_offered();
    let compression = compression::offered(cx.config);
    let mut all = Vec::with_capacity(6);
    // What means nothing comes first (RFC 8701 §4.1).
    if let Some(grease) = &grease {
        schemes.insert(0, grease.scheme);
        all.push(grease.first());
    }
    ask(cx.config, &schemes, &compression, &authorities, &mut all);
    if let Some(grease) = &grease {
        all.push(grease.last());
    }
    cx.send(&Message::CertificateRequest(CertificateRequest {
        certificate_request_context: context,
        extensions: all.into(),
    }))
}

fn ask<'m>(
    config: &'m Config,
    schemes: &'m [SignatureScheme],
    compression: &'m [CertificateCompressionAlgorithm],
    authorities: &'m [DistinguishedName<'m>],
    all: &mut Vec<Extension<'m>>,
) {
    all.push(Extension::SignatureAlgorithms(schemes.into()));
    if !config.certificate_schemes.is_empty() {
        all.push(Extension::SignatureAlgorithmsCert((&config.certificate_schemes).into()));
    }
    if !compression.is_empty() {
        all.push(Extension::CompressCertificate(compression.into()));
    }
    if !authorities.is_empty() {
        all.push(Extension::CertificateAuthorities(authorities.into()));
    }
    ask_in_request(config, all);
}

/// Certificate is due (§4.5.1).
#[derive(Debug)]
pub(crate) struct SendCertificate {
    keys: Box<HandshakeKeys>,
    shown: Shown,
    compression: Option<CertificateCompressionAlgorithm>,
}

impl SendCertificate {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { keys, shown, compression } = self;
        send_certificate(&[], Some(&shown.host.identity), compression, cx)?;
        Ok(Flight::AskSignature(AskSignature { keys, shown }))
    }
}

/// The content of CertificateVerify can be made (§4.5.2).
#[derive(Debug)]
pub(crate) struct AskSignature {
    keys: Box<HandshakeKeys>,
    shown: Shown,
}

impl AskSignature {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Signing {
        let Self { keys, shown: Shown { host, scheme } } = self;
        let content = auth::content(Role::Server, &cx.transcript.before(keys.suite.hash));
        cx.ask(Ask::Sign);
        let Host { identity, client_auth, .. } = host;
        Signing { keys, identity, client_auth, scheme, content }
    }
}

/// Whether it is known who the client is.
#[derive(Debug)]
pub(crate) enum Known {
    /// It is: who it was in the session, or nobody.
    Yes(Option<Peer>),
    /// It is asked for a certificate under this policy, or not at all.
    NotYet(ClientAuth),
}

impl Known {
    fn awaited(self, ending: Ending) -> AfterFlight {
        match self {
            Self::Yes(peer) => AfterFlight::NotAsked(WaitFinished { ending, peer }),
            Self::NotYet(ClientAuth::None) => AfterFlight::NotAsked(WaitFinished { ending, peer: None }),
            Self::NotYet(policy @ (ClientAuth::Optional | ClientAuth::Require)) => {
                AfterFlight::Asked(WaitCert { ending, policy })
            }
        }
    }
}

/// Finished is due (§4.5.3).
#[derive(Debug)]
pub(crate) struct SendFinished {
    pub(crate) keys: Box<HandshakeKeys>,
    pub(crate) client: Known,
    /// The early data that is taken.
    pub(crate) early_data: Option<EarlyTerms>,
}

impl SendFinished {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        self.keys.send_finished(Role::Server, cx)?;
        let Self { mut keys, client, early_data } = self;
        let takes_early_data = early_data.is_some();
        if let Some(taken) = early_data {
            taken.begin(&mut keys, cx);
        }
        Ok(Flight::Close(CloseFlight { keys, client, takes_early_data }))
    }
}

/// The flight is out; the application keys can be made. Without early data the server goes on to WAIT_FLIGHT2.
#[derive(Debug)]
pub(crate) struct CloseFlight {
    keys: Box<HandshakeKeys>,
    client: Known,
    takes_early_data: bool,
}

/// What the server waits for.
#[derive(Debug)]
pub(crate) enum AfterFlight {
    Asked(WaitCert),
    NotAsked(WaitFinished),
    EarlyData(WaitEoed),
}

impl CloseFlight {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> AfterFlight {
        let transcript = cx.transcript.before(self.keys.suite.hash);
        let ending = self.keys.establish(&transcript, cx);
        ending.install(Side::Write, Role::Server, cx);
        match self.client {
            Known::Yes(peer) if self.takes_early_data => AfterFlight::EarlyData(WaitEoed { ending, peer }),
            client => {
                cx.passed(State::WaitFlight2);
                client.awaited(ending)
            }
        }
    }
}
