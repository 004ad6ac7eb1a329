//! What is seen of a connection from outside.

use handfast::handshake::{Derivation, SecretName, Side};
use handfast::wire::code_points::CipherSuite;
use handfast::wire::ext::Extensions;
use handfast::wire::handshake::{CertificateRequest12, ClientHello};
use handfast::wire::{Dialect, Kind, Message};
use handfast::{Observation, Observer, Role, Version, Wish};

/// What the peer said of itself and wants, and the course of the conversation.
#[derive(Debug, Default)]
pub(crate) struct Witness {
    /// The handshake is complete on our side.
    pub(crate) completed: bool,
    /// Messages, ChangeCipherSpecs and alerts, one a line, as the runner writes them down.
    pub(crate) course: String,
    /// The peer's signature_algorithms.
    pub(crate) schemes: Vec<u16>,
    /// The client's application protocols, as they stand in its hello.
    pub(crate) protocols: Vec<u8>,
    /// The certificate types of CertificateRequest of TLS 1.2.
    pub(crate) certificate_types: Vec<u8>,
    /// The authorities that CertificateRequest names, in DER.
    pub(crate) authorities: Vec<Vec<u8>>,
    /// The peer renegotiates securely, if ever (RFC 5746).
    pub(crate) is_secure: bool,
    version: Option<Version>,
    wants_secrets: bool,
    /// The first application traffic secrets, of the client and of the server.
    traffic: [Vec<u8>; 2],
}

impl Observer for Witness {
    fn wish(&self) -> Wish {
        Wish { secrets: self.wants_secrets, ..Wish::default() }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        match observation {
            Observation::Message { side, kind, bytes, .. } => {
                self.note(*side, &format!("hs {}", bytes.first().copied().unwrap_or_default()));
                if let (Side::Read, Some(kind)) = (side, kind) {
                    self.read(*kind, bytes);
                }
            }
            Observation::ChangeCipherSpec(side) => self.note(*side, "ccs"),
            Observation::Alert(side, alert) => {
                self.note(*side, &format!("alert {} {}", alert.level.0, alert.description.0));
            }
            Observation::Learned(handfast::handshake::Fact::Version(version)) => {
                self.version = Some(*version);
            }
            Observation::Derived(derivation) => self.derived(derivation),
            Observation::Complete => self.completed = true,
            _ => {}
        }
    }
}

const CLOSED: &str = "read alert 1 0\n";

impl Witness {
    pub(crate) fn new(wants_secrets: bool) -> Self {
        Self { wants_secrets, ..Self::default() }
    }

    #[expect(clippy::disallowed_methods, reason = "the runner compares them with its own")]
    fn derived(&mut self, derivation: &Derivation) {
        let [client, server] = &mut self.traffic;
        match derivation.name {
            SecretName::ClientTraffic(0) => *client = derivation.value.reveal().to_vec(),
            SecretName::ServerTraffic(0) => *server = derivation.value.reveal().to_vec(),
            _ => {}
        }
    }

    /// Their length, and those of this side's reading and writing, as the runner wants to read them.
    pub(crate) fn traffic_secrets(&self, role: Role) -> Vec<u8> {
        let [client, server] = &self.traffic;
        let (read, write) = if role == Role::Client { (server, client) } else { (client, server) };
        let length = u16::try_from(read.len()).unwrap_or_default();
        [&length.to_le_bytes()[..], read, write].concat()
    }

    /// A close_notify ends the conversation: that TLS 1.2 has it answered at once (RFC 5246 §7.2.1), the runner leaves to
    /// the application.
    fn note(&mut self, side: Side, what: &str) {
        if self.course.contains(CLOSED) {
            return;
        }
        let verb = if side == Side::Read { "read" } else { "write" };
        self.course += &format!("{verb} {what}\n");
    }

    fn read(&mut self, kind: Kind, bytes: &[u8]) {
        let dialect = if self.version == Some(Version::Tls12) { Dialect::Tls12Ecdhe } else { Dialect::Tls13 };
        if !matches!(kind, Kind::ClientHello | Kind::ServerHello | Kind::CertificateRequest) {
            return;
        }
        match Message::decode(bytes, dialect, None) {
            Ok(Message::ClientHello(hello)) => self.client_hello(&hello),
            Ok(Message::ServerHello(hello)) => {
                self.is_secure = hello.extensions.is_some_and(|all| all.renegotiation_info().is_some());
            }
            Ok(Message::CertificateRequest(request)) => self.wants(&request.extensions),
            Ok(Message::CertificateRequest12(request)) => self.request12(&request),
            _ => {}
        }
    }

    fn client_hello(&mut self, hello: &ClientHello<'_>) {
        self.wants(hello.extensions());
        let signals = CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV;
        self.is_secure =
            hello.extensions().renegotiation_info().is_some() || hello.cipher_suites.contains(signals);
        let protocols = hello.extensions().application_layer_protocol_negotiation().unwrap_or_default();
        self.protocols.clear();
        for protocol in protocols.iter() {
            self.protocols.push(u8::try_from(protocol.0.len()).unwrap_or_default());
            self.protocols.extend_from_slice(protocol.0);
        }
    }

    fn wants(&mut self, extensions: &Extensions<'_>) {
        let schemes = extensions.signature_algorithms().unwrap_or_default();
        self.schemes = schemes.iter().map(|scheme| scheme.0).collect();
        let names = extensions.certificate_authorities().unwrap_or_default();
        self.authorities = names.iter().map(|name| name.0.to_vec()).collect();
    }

    fn request12(&mut self, request: &CertificateRequest12<'_>) {
        self.schemes = request.supported_signature_algorithms.iter().map(|scheme| scheme.0).collect();
        self.certificate_types = request.certificate_types.iter().map(|kind| kind.0).collect();
        self.authorities = request.certificate_authorities.iter().map(|name| name.0.to_vec()).collect();
    }
}
