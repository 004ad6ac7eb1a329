//! RFC 8448 §4, *Resumed 0-RTT Handshake*, byte for byte through our client and through our server: the recording is the
//! peer, and every record of ours must be the recorded one.

use std::sync::Arc;

use handfast::crypto::kx::{FixedScalars, Group};
use handfast::handshake::{Answer, Ask, EarlyDataPolicy, Millis, Question, SecretName, Tickets};
use handfast::wire::codec::{Len, Writer};
use handfast::wire::{Kind, Message};
use handfast::{
    ClientAuth, Clock as _, Config, Connection, EarlyData, Env, Hooks, Observation, Observer, Progress, Role,
    Session, SessionKey, SessionStore, Tamper, Wish,
};
use handfast_pki::KeyKind;
use handfast_tests::People;
use rustls_pki_types::ServerName;
use serde_json::Value;

use crate::hex::{hex, octets};
use crate::opening::decode;
use crate::play::secret;
use crate::rng::Recorded;
use crate::trace::File;
use crate::trust;

const FILE: &str = include_str!("../../vectors/rfc8448/section4-resumed-0rtt.json");

/// The recording, read once.
struct Recording {
    file: Value,
    /// The certificate that the server showed in section 3.
    certificate: Vec<u8>,
}

/// A record of it.
struct Record {
    sender: Role,
    content_type: String,
    payload: Vec<u8>,
    bytes: Vec<u8>,
}

impl Recording {
    fn new() -> Self {
        let simple = File::Simple.load();
        let certificate = octets(simple["values"]["server_certificate_der"].as_str().unwrap()).unwrap();
        Self { file: serde_json::from_str(FILE).unwrap(), certificate }
    }

    fn value(&self, name: &str) -> Vec<u8> {
        octets(self.file["values"][name].as_str().unwrap()).unwrap()
    }

    fn records(&self) -> Vec<Record> {
        let records = self.file["records"].as_array().unwrap().iter();
        let read = |record: &Value| Record {
            sender: if record["sender"] == "client" { Role::Client } else { Role::Server },
            content_type: record["content_type"].as_str().unwrap().to_owned(),
            payload: octets(record["payload"].as_str().unwrap()).unwrap(),
            bytes: octets(record["record"].as_str().unwrap()).unwrap(),
        };
        records.map(read).collect()
    }

    /// The private key of one side.
    fn scalar(&self, role: Role) -> &str {
        let steps = self.file["steps"].as_array().unwrap().iter();
        let mut made = steps.filter(|step| step["actor"] == role.name() && step["operation"] == CREATE);
        made.next().unwrap()["fields"][0]["hex"].as_str().unwrap()
    }

    /// What this side constructed.
    fn message(&self, name: &str) -> Vec<u8> {
        let operation = format!("construct a {name} handshake message");
        let other = format!("construct an {name} handshake message");
        let mut steps = self.file["steps"].as_array().unwrap().iter();
        let step = steps.find(|step| step["operation"] == *operation || step["operation"] == *other);
        octets(step.unwrap()["fields"][0]["hex"].as_str().unwrap()).unwrap()
    }

    /// The session, as one side kept it since section 3 (`Session::encode`).
    fn session(&self, role: Role, trust: [u8; 32]) -> Session {
        let (verdict, chain) = match role {
            // Nothing came beside the certificate: no response, no timestamps.
            Role::Client => {
                (2, [&length(self.certificate.len())[..], &self.certificate, &length(0), &length(0)].concat())
            }
            Role::Server => (0, Vec::new()),
        };
        let name = self.value("psk_identity");
        let age: [u8; 4] = self.value("obfuscated_ticket_age").try_into().unwrap();
        let mut out = Vec::new();
        let written = Writer::write_all(&mut out, None, |w| {
            w.u8("format", 5);
            w.u16("version", 0x0304);
            w.u16("suite", 0x1301);
            w.opaque("secret", Len::U8, 72, &self.value("psk"));
            w.u8("origin", 0);
            w.u8("extended_main_secret", 1);
            w.opaque("server_name", Len::U8, 255, b"server");
            w.opaque("alpn", Len::U8, 255, b"");
            w.u8("client_auth", 0);
            w.bytes("trust", &trust);
            w.opaque("shared_key", Len::U16, 0xffff, b"");
            w.opaque("mark", Len::U8, 72, b"");
            w.bytes("authenticated_at", &now().to_be_bytes());
            w.bytes("issued_at", &now().to_be_bytes());
            w.u32("lifetime", 30);
            w.bytes("age_add", &age);
            w.u32("max_early_data", 1024);
            w.u8("verdict", verdict);
            w.u8("certificate_type", 0);
            w.opaque("chain", Len::U16, 0xffff, &chain);
            w.u8("kind", 1);
            w.opaque("name", Len::U16, 0xffff, &name);
        });
        written.unwrap();
        Session::decode(&out).unwrap()
    }
}

const CREATE: &str = "create an ephemeral x25519 key pair";

fn now() -> Millis {
    trust::NOW.millis()
}

fn length(of: usize) -> [u8; 4] {
    u32::try_from(of).unwrap().to_be_bytes()
}

/// The one session of our client.
#[derive(Debug)]
struct Drawer(Session);

impl SessionStore for Drawer {
    fn put(&self, _: &SessionKey, _: Session) {}

    fn take(&self, _: &SessionKey) -> Option<Session> {
        Some(self.0.clone())
    }

    fn forget(&self, _: &SessionKey) {}
}

/// Recorded messages in the place of ours: a hello offers and orders what it likes, and EncryptedExtensions answers what we
/// do not.
struct Understudy(Vec<(Kind, Vec<u8>)>);

impl Tamper for Understudy {
    fn outgoing(&mut self, kind: Kind, ours: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        let recorded = self.0.iter().find(|(of, _)| *of == kind);
        let recorded = recorded.map_or(ours, |(_, bytes)| bytes);
        if kind == Kind::ServerHello {
            assert_eq!(parts(ours), parts(recorded), "the same, in another order");
        }
        deliver(recorded);
    }
}

/// A ServerHello, apart from the order of its extensions.
fn parts(bytes: &[u8]) -> (String, Vec<String>) {
    let Ok(Message::ServerHello(mut hello)) = decode(bytes) else { panic!("a ServerHello") };
    let mut extensions: Vec<_> = hello.extensions().iter().map(|one| format!("{one:?}")).collect();
    extensions.sort();
    hello.extensions = None;
    (format!("{hello:?}"), extensions)
}

/// Every secret, by its name.
#[derive(Default)]
struct Secrets(Vec<(SecretName, String)>);

impl Observer for Secrets {
    fn wish(&self) -> Wish {
        Wish { secrets: true, ..Wish::default() }
    }

    #[expect(clippy::disallowed_methods, reason = "the RFC shows them, too")]
    fn observe(&mut self, observation: &Observation<'_>) {
        if let Observation::Derived(derivation) = observation {
            self.0.push((derivation.name, hex(derivation.value.reveal())));
        }
    }
}

fn environment(recording: &Recording, role: Role, random: [u8; 32]) -> Env {
    let scalars = FixedScalars::new().with(Group::X25519, &secret(recording.scalar(role)).unwrap());
    let rng = Recorded::new(random.to_vec());
    Env { clock: Box::new(trust::NOW), rng: Box::new(rng), kx: Box::new(scalars) }
}

/// Of either role: one group, no session id, and secrets for all to see.
fn config(config: Config) -> Config {
    let mut config = config;
    config.reveal_secrets = true;
    config.protocol.groups = vec![Group::X25519];
    config.protocol.shares = vec![Group::X25519];
    config.protocol.compatibility = false;
    config
}

/// Our client, which says the recorded hello.
fn client(recording: &Recording) -> (Connection, Understudy, [u8; 32]) {
    let bytes = recording.value("client_hello");
    let Message::ClientHello(hello) = decode(&bytes).unwrap_or_else(|why| panic!("{why}")) else { panic!() };
    let anchor = hex(&recording.certificate);
    let trusting = trust::config(Role::Client, Some(&anchor)).unwrap_or_else(|why| panic!("{why}"));
    let mut config = config(trusting);
    config.protocol.also_offered = hello.extensions().types().collect();
    let store = Arc::new(Drawer(recording.session(Role::Client, [0; 32])));
    let config = config.with_session_store(store).with_early_data_offered();
    let env = environment(recording, Role::Client, *hello.random);
    let connection = Connection::client(Arc::new(config), env, ServerName::try_from("server").unwrap());
    (connection, Understudy(vec![(Kind::ClientHello, bytes.clone())]), [0; 32])
}

/// Our server, which knows the session, and says the recorded messages; and what tells whom it trusts from all others.
fn server(recording: &Recording) -> (Connection, Understudy, [u8; 32]) {
    let bytes = recording.message("ServerHello");
    let Message::ServerHello(hello) = decode(&bytes).unwrap_or_else(|why| panic!("{why}")) else { panic!() };
    let mut config = config(People::new(KeyKind::P256).server(ClientAuth::None));
    config.held = vec![Ask::Session, Ask::EarlyData];
    let policy = EarlyDataPolicy { most: 1024, window: EarlyDataPolicy::WINDOW };
    config.protocol.tickets = Some(Tickets { early_data: Some(policy), ..Tickets::default() });
    let env = environment(recording, Role::Server, *hello.random);
    let extensions = recording.message("EncryptedExtensions");
    let understudy =
        Understudy(vec![(Kind::ServerHello, bytes.clone()), (Kind::EncryptedExtensions, extensions)]);
    let trust = config.anchors().fingerprint().and_then(|digest| digest.as_ref().try_into().ok());
    (Connection::server(Arc::new(config), env), understudy, trust.unwrap_or_default())
}

/// Runs as far as it goes, and answers what the recording's server knew.
fn run(connection: &mut Connection, recording: &Recording, trust: [u8; 32], hooks: &mut Hooks<'_>) {
    while connection.run(hooks) == Ok(Progress::Asked) {
        let answer = match connection.question() {
            Some(Question::Session(names)) => {
                assert_eq!(names[0].bytes(), recording.value("psk_identity"));
                Answer::Session(vec![(0, Box::new(recording.session(Role::Server, trust)))])
            }
            Some(Question::EarlyData(hello)) => {
                assert_eq!(hello.binder, recording.value("psk_binder"));
                Answer::EarlyData(Ok(()))
            }
            other => panic!("{other:?}"),
        };
        connection.answer(answer, hooks).unwrap();
    }
    assert_eq!(connection.failure(), None);
}

fn replays(role: Role) {
    let recording = Recording::new();
    let (mut connection, mut understudy, trust) = match role {
        Role::Client => client(&recording),
        Role::Server => server(&recording),
    };
    let mut secrets = Secrets::default();
    let mut hooks = Hooks { observer: Some(&mut secrets), tamper: Some(&mut understudy) };
    let mut wire = Vec::new();
    for (number, record) in recording.records().iter().enumerate() {
        if record.sender != role {
            assert_eq!(connection.receive(&record.bytes), record.bytes.len());
            run(&mut connection, &recording, trust, &mut hooks);
            continue;
        }
        run(&mut connection, &recording, trust, &mut hooks);
        match &*record.content_type {
            "application_data" if !connection.is_connected() => {
                assert_eq!(connection.send_early(&record.payload, &mut hooks), Ok(record.payload.len()));
            }
            "application_data" => {
                assert_eq!(connection.send(&record.payload, &mut hooks), Ok(record.payload.len()));
            }
            "alert" => connection.close(&mut hooks),
            _ => {}
        }
        wire.extend_from_slice(connection.outgoing());
        connection.sent(connection.outgoing().len());
        let n = record.bytes.len().min(wire.len());
        let ours: Vec<u8> = wire.drain(..n).collect();
        assert_eq!(hex(ours), hex(&record.bytes), "record {number} of our {}", role.name());
    }
    assert!(wire.is_empty() && connection.is_connected());
    assert_eq!(connection.negotiated().early_data, Some(EarlyData::Accepted));
    if role == Role::Server {
        assert_eq!(connection.early_data(), b"ABCDEF");
    }
    check(&recording, &secrets);
}

fn check(recording: &Recording, secrets: &Secrets) {
    for (name, what) in [
        (SecretName::Early, "early_secret"),
        (SecretName::Binder, "binder_key"),
        (SecretName::ClientEarlyTraffic, "client_early_traffic_secret"),
        (SecretName::EarlyExporter, "early_exporter_master_secret"),
        (SecretName::EarlyDerived, "derived_secret_for_handshake"),
        (SecretName::Handshake, "handshake_secret"),
        (SecretName::ClientHandshakeTraffic, "client_handshake_traffic_secret"),
        (SecretName::ServerHandshakeTraffic, "server_handshake_traffic_secret"),
        (SecretName::HandshakeDerived, "derived_secret_for_master"),
        (SecretName::Main, "master_secret"),
        (SecretName::ClientTraffic(0), "client_application_traffic_secret_0"),
        (SecretName::ServerTraffic(0), "server_application_traffic_secret_0"),
        (SecretName::Exporter, "exporter_master_secret"),
    ] {
        let ours = secrets.0.iter().find(|(of, _)| *of == name).map(|(_, value)| value.clone());
        assert_eq!(ours, Some(hex(recording.value(what))), "{what}");
    }
}

#[test]
fn client_replays_section_4() {
    replays(Role::Client);
}

#[test]
fn server_replays_section_4() {
    replays(Role::Server);
}
