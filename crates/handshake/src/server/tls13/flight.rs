//! NEGOTIATED (RFC 9846 §A.2): the server's flight, message by message. Each is built only when the one before was
//! delivered, so that the transcript holds what was really sent.

use handfast_wire::Message;
use handfast_wire::code_points::{ProtocolVersion, SignatureScheme};
use handfast_wire::ext::{
    DistinguishedName, Extension, Extensions, KeyShare, KeyShareEntry, ProtocolName, ServerName,
    SupportedVersions,
};
use handfast_wire::handshake::{CertificateRequest, EncryptedExtensions, ServerHello};

use super::signing::Signing;
use super::wait_cert::WaitCert;
use super::wait_finished::WaitFinished;
use crate::context::{Effect, Fact, Side};
use crate::group::named_group;
use crate::keys13::HandshakeKeys;
use crate::messages::send_certificate;
use crate::question::{Ask, ServerIdentity};
use crate::server::hello::Terms;
use crate::{ClientAuth, Config, Cx, Error, Role, State, Version, auth};

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

/// ServerHello is due (§4.2.3).
#[derive(Debug)]
pub(crate) struct SendServerHello {
    pub(crate) terms: Terms,
    pub(crate) identity: ServerIdentity,
    pub(crate) scheme: SignatureScheme,
}

impl SendServerHello {
    /// A client that sent a session id is in compatibility mode, and the dummy ChangeCipherSpec must follow the
    /// server's first message, which HelloRetryRequest was if there was one (§E.4).
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { terms, identity, scheme } = self;
        let share = KeyShareEntry { group: named_group(terms.group), key_exchange: &terms.agreed.share };
        let extensions = vec![
            Extension::KeyShare(KeyShare::Selected(share)),
            Extension::SupportedVersions(SupportedVersions::Selected(ProtocolVersion::TLS1_3)),
        ];
        let random = cx.random();
        cx.send(&Message::ServerHello(ServerHello {
            legacy_version: ProtocolVersion::TLS1_2,
            random,
            legacy_session_id_echo: &terms.session_id,
            cipher_suite: terms.suite.code,
            legacy_compression_method: 0,
            extensions: Some(extensions.into()),
        }))?;
        cx.effects.push(Effect::SettleTranscript(terms.suite.hash));
        if !terms.session_id.is_empty() && !terms.retried {
            cx.change_cipher_spec();
        }
        Ok(Flight::EncryptedExtensions(SendEncryptedExtensions { terms, identity, scheme }))
    }
}

/// ServerHello is out; the handshake keys can be made, and EncryptedExtensions is due (§4.4.1).
#[derive(Debug)]
pub(crate) struct SendEncryptedExtensions {
    terms: Terms,
    identity: ServerIdentity,
    scheme: SignatureScheme,
}

impl SendEncryptedExtensions {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { terms, identity, scheme } = self;
        let hellos = cx.transcript.before(terms.suite.hash);
        let keys = HandshakeKeys::new(terms.suite, &terms.agreed.secret, &hellos, cx);
        keys.install(Side::Write, Role::Server, cx);
        keys.install(Side::Read, Role::Client, cx);
        let name = terms.named.then_some(Extension::ServerName(ServerName { host_name: None }));
        let protocol = terms.alpn.as_ref().map(|protocol| [ProtocolName(protocol)]);
        let alpn = protocol.as_ref().map(|list| Extension::ApplicationLayerProtocolNegotiation(list.into()));
        let extensions = name.into_iter().chain(alpn).collect();
        cx.send(&Message::EncryptedExtensions(EncryptedExtensions { extensions }))?;
        cx.learned(Fact::ClientAuth(identity.client_auth));
        Ok(match identity.client_auth {
            ClientAuth::None => Flight::Certificate(SendCertificate { keys, identity, scheme }),
            ClientAuth::Optional | ClientAuth::Require => {
                Flight::CertificateRequest(SendCertificateRequest { keys, identity, scheme })
            }
        })
    }
}

/// CertificateRequest is due (§4.4.2).
#[derive(Debug)]
pub(crate) struct SendCertificateRequest {
    keys: HandshakeKeys,
    identity: ServerIdentity,
    scheme: SignatureScheme,
}

impl SendCertificateRequest {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { keys, identity, scheme } = self;
        let authorities: Vec<_> = identity.authorities.iter().map(|name| DistinguishedName(name)).collect();
        let schemes = cx.config.schemes_in(Version::Tls13);
        cx.send(&Message::CertificateRequest(CertificateRequest {
            certificate_request_context: &[],
            extensions: request_extensions(cx.config, &schemes, &authorities),
        }))?;
        Ok(Flight::Certificate(SendCertificate { keys, identity, scheme }))
    }
}

fn request_extensions<'m>(
    config: &'m Config,
    schemes: &'m [SignatureScheme],
    authorities: &'m [DistinguishedName<'m>],
) -> Extensions<'m> {
    let schemes = Extension::SignatureAlgorithms(schemes.into());
    let certificates = Extension::SignatureAlgorithmsCert((&config.certificate_schemes).into());
    let certificates = (!config.certificate_schemes.is_empty()).then_some(certificates);
    let names = (!authorities.is_empty()).then(|| Extension::CertificateAuthorities(authorities.into()));
    core::iter::once(schemes).chain(certificates).chain(names).collect()
}

/// Certificate is due (§4.5.1).
#[derive(Debug)]
pub(crate) struct SendCertificate {
    keys: HandshakeKeys,
    identity: ServerIdentity,
    scheme: SignatureScheme,
}

impl SendCertificate {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { keys, identity, scheme } = self;
        send_certificate(Some(&identity.identity), cx)?;
        Ok(Flight::AskSignature(AskSignature { keys, identity, scheme }))
    }
}

/// The content of CertificateVerify can be made (§4.5.2).
#[derive(Debug)]
pub(crate) struct AskSignature {
    keys: HandshakeKeys,
    identity: ServerIdentity,
    scheme: SignatureScheme,
}

impl AskSignature {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Signing {
        let Self { keys, identity, scheme } = self;
        let content = auth::content(Role::Server, &cx.transcript.before(keys.suite.hash));
        cx.ask(Ask::Sign);
        let ServerIdentity { identity, client_auth, .. } = identity;
        Signing { keys, identity, client_auth, scheme, content }
    }
}

/// Finished is due (§4.5.3).
#[derive(Debug)]
pub(crate) struct SendFinished {
    pub(crate) keys: HandshakeKeys,
    pub(crate) client_auth: ClientAuth,
}

impl SendFinished {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        self.keys.send_finished(Role::Server, cx)?;
        Ok(Flight::Close(CloseFlight { keys: self.keys, client_auth: self.client_auth }))
    }
}

/// The flight is out; the application keys can be made. Without early data the server goes on to WAIT_FLIGHT2.
#[derive(Debug)]
pub(crate) struct CloseFlight {
    keys: HandshakeKeys,
    client_auth: ClientAuth,
}

/// What the server waits for.
#[derive(Debug)]
pub(crate) enum AfterFlight {
    Asked(WaitCert),
    NotAsked(WaitFinished),
}

impl CloseFlight {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> AfterFlight {
        let transcript = cx.transcript.before(self.keys.suite.hash);
        let ending = self.keys.establish(&transcript, cx);
        ending.install(Side::Write, Role::Server, cx);
        cx.passed(State::WaitFlight2);
        match self.client_auth {
            ClientAuth::None => AfterFlight::NotAsked(WaitFinished { ending, peer: None }),
            policy @ (ClientAuth::Optional | ClientAuth::Require) => {
                AfterFlight::Asked(WaitCert { ending, policy })
            }
        }
    }
}
