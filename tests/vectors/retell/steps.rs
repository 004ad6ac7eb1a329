//! The steps of RFC 8448, under its headings.

use handfast::Role;
use handfast::crypto::kx::{FixedScalars, Group, KeyExchange};
use handfast::crypto::rng::CountingRng;
use handfast::handshake::{SecretName, named_group};
use handfast::wire::{Kind, Message};

use super::schedule::{Fields, expansion, ticket_key, traffic_keys};
use super::{BOTH, Run, Told, encoded, name_of};
use crate::hex::hex;
use crate::log::{Said, Sealed};
use crate::play::secret;
use crate::script::KeyPair;
use crate::trace::Mismatch;

/// Headings of the key schedule.
const DERIVATIONS: [(&str, SecretName); 10] = [
    ("extract secret \"early\"", SecretName::Early),
    ("derive secret for handshake \"tls13 derived\"", SecretName::EarlyDerived),
    ("extract secret \"handshake\"", SecretName::Handshake),
    ("derive secret \"tls13 c hs traffic\"", SecretName::ClientHandshakeTraffic),
    ("derive secret \"tls13 s hs traffic\"", SecretName::ServerHandshakeTraffic),
    ("derive secret for master \"tls13 derived\"", SecretName::HandshakeDerived),
    ("extract secret \"master\"", SecretName::Main),
    ("derive secret \"tls13 c ap traffic\"", SecretName::ClientTraffic(0)),
    ("derive secret \"tls13 s ap traffic\"", SecretName::ServerTraffic(0)),
    ("derive secret \"tls13 exp master\"", SecretName::Exporter),
];

impl Run<'_> {
    /// All steps of one side. The peer's are told from what we received and computed.
    pub(super) fn steps_of(&self, actor: Role, steps: &mut Vec<Told>) -> Result<(), Mismatch> {
        let mut tell = |operation: String, fields: Fields| steps.push(Told { actor, operation, fields });
        for pair in self.script.keys_of(actor) {
            tell(format!("create an ephemeral {} key pair", group_name(pair.group)), self.key_pair(pair)?);
        }
        for said in self.log.messages.iter().filter(|said| said.sender == actor) {
            let name = label(said.kind);
            let article = if name.starts_with('E') { "an" } else { "a" };
            tell(format!("construct {article} {name} handshake message"), vec![(name, encoded(said)?)]);
        }
        for record in self.log.records_of(actor) {
            tell(format!("send {} record", name_of(record.content_type)), sent(record));
        }
        for (operation, name) in DERIVATIONS {
            tell(operation.into(), self.derivation(name)?);
        }
        for sender in BOTH {
            let way = if sender == actor { "write" } else { "read" };
            let keys = |epoch| format!("derive {way} traffic keys for {epoch} data");
            tell(keys("handshake"), traffic_keys(self.handshake_traffic(sender)?)?);
            tell(keys("application"), traffic_keys(self.application_traffic(sender)?)?);
        }
        // The server's Finished comes first.
        for sender in [Role::Server, Role::Client] {
            tell("calculate finished \"tls13 finished\"".into(), self.finished(sender)?);
        }
        tell("derive secret \"tls13 res master\"".into(), self.resumption_step()?);
        if let Some(Message::NewSessionTicket(ticket)) = self.message(Role::Server, "NewSessionTicket") {
            let (resumption, nonce) = (self.resumption()?, ticket.ticket_nonce);
            let key = ticket_key(&resumption, nonce);
            let fields = expansion(&resumption, "resumption", nonce, &key)?;
            tell("generate resumption secret \"tls13 resumption\"".into(), fields);
        }
        Ok(())
    }

    /// The share that goes with a recorded private key; it is the one of a hello.
    fn key_pair(&self, pair: &KeyPair<'_>) -> Result<Fields, Mismatch> {
        let scalar = FixedScalars::new().with(pair.group, &secret(pair.private)?);
        let offered = scalar.start(pair.group, &mut CountingRng::new());
        let offered = offered.map_err(|error| Mismatch::new(error.to_string()))?;
        let public = hex(offered.share());
        let mut shares = self.log.messages.iter().filter(|said| said.sender == pair.of);
        if !shares.any(|said| share(said, pair.group).is_some_and(|share| share == public)) {
            return Err(Mismatch::new(format!("no hello has the share of the {} key", pair.group)));
        }
        Ok(vec![("private key", pair.private.into()), ("public key", public)])
    }
}

/// The RFC calls HelloRetryRequest what it is on the wire.
const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::HelloRetryRequest => Kind::ServerHello.name(),
        kind => kind.name(),
    }
}

const fn group_name(group: Group) -> &'static str {
    match group {
        Group::Secp256r1 => "P-256",
        group => group.name(),
    }
}

fn sent(record: &Sealed) -> Fields {
    vec![("payload", hex(&record.payload)), ("complete record", hex(&record.record))]
}

fn share(said: &Said, group: Group) -> Option<String> {
    let message = Message::decode(&said.bytes, None).ok()?;
    let share = match &message {
        Message::ClientHello(hello) => {
            hello.extensions().client_shares()?.iter().find(|share| share.group == named_group(group))?
        }
        Message::ServerHello(hello) => hello.extensions.as_ref()?.server_share()?,
        _ => return None,
    };
    Some(hex(share.key_exchange))
}
