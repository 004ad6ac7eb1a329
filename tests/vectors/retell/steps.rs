//! The steps of RFC 8448, under its headings.

use handfast::Role;
use handfast::crypto::kx::{FixedScalars, Group, KeyExchange};
use handfast::crypto::rng::CountingRng;
use handfast::handshake::{SecretName, named_group};
use handfast::wire::{Dialect, Kind, Message};

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

/// Headings and what stands under them.
type Steps = Vec<(String, Fields)>;

impl Run<'_> {
    /// All steps of one side. The peer's are told from what we received and computed.
    pub(super) fn steps_of(&self, actor: Role) -> Result<Vec<Told>, Mismatch> {
        let steps = [
            self.key_pairs(actor)?,
            self.messages(actor)?,
            self.log.records_of(actor).map(sent).collect(),
            self.schedule()?,
            self.traffic_keys(actor)?,
            self.finished_of_both()?,
            self.resumption_secrets()?,
        ];
        let told = |(operation, fields)| Told { actor, operation, fields };
        Ok(steps.into_iter().flatten().map(told).collect())
    }

    fn key_pairs(&self, of: Role) -> Result<Steps, Mismatch> {
        let heading = |group| format!("create an ephemeral {} key pair", group_name(group));
        self.script.keys_of(of).map(|pair| Ok((heading(pair.group), self.key_pair(pair)?))).collect()
    }

    fn messages(&self, of: Role) -> Result<Steps, Mismatch> {
        let said = self.log.messages.iter().filter(|said| said.sender == of);
        said.map(|said| Ok((heading(said.kind), vec![(label(said.kind), encoded(said)?)]))).collect()
    }

    fn schedule(&self) -> Result<Steps, Mismatch> {
        let steps = DERIVATIONS.iter();
        steps.map(|(heading, name)| Ok(((*heading).into(), self.derivation(*name)?))).collect()
    }

    /// Both sides make the keys of both directions.
    fn traffic_keys(&self, actor: Role) -> Result<Steps, Mismatch> {
        let mut steps = Steps::new();
        for sender in BOTH {
            let way = if sender == actor { "write" } else { "read" };
            let heading = |epoch| format!("derive {way} traffic keys for {epoch} data");
            steps.push((heading("handshake"), traffic_keys(self.handshake_traffic(sender)?)?));
            steps.push((heading("application"), traffic_keys(self.application_traffic(sender)?)?));
        }
        Ok(steps)
    }

    /// Each side makes one Finished and checks the other; the server's comes first.
    fn finished_of_both(&self) -> Result<Steps, Mismatch> {
        let heading = "calculate finished \"tls13 finished\"";
        let senders = [Role::Server, Role::Client].into_iter();
        senders.map(|sender| Ok((heading.into(), self.finished(sender)?))).collect()
    }

    fn resumption_secrets(&self) -> Result<Steps, Mismatch> {
        let mut steps = vec![("derive secret \"tls13 res master\"".into(), self.resumption_step()?)];
        if let Some(Message::NewSessionTicket(ticket)) = self.message(Role::Server, Kind::NewSessionTicket) {
            let (resumption, nonce) = (self.resumption()?, ticket.ticket_nonce);
            let fields = expansion(&resumption, "resumption", nonce, &ticket_key(&resumption, nonce))?;
            steps.push(("generate resumption secret \"tls13 resumption\"".into(), fields));
        }
        Ok(steps)
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

fn heading(kind: Kind) -> String {
    let name = label(kind);
    let article = if name.starts_with('E') { "an" } else { "a" };
    format!("construct {article} {name} handshake message")
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

fn sent(record: &Sealed) -> (String, Fields) {
    let fields = vec![("payload", hex(&record.payload)), ("complete record", hex(&record.record))];
    (format!("send {} record", name_of(record.content_type)), fields)
}

fn share(said: &Said, group: Group) -> Option<String> {
    let message = Message::decode(&said.bytes, Dialect::Tls13, None).ok()?;
    let share = match &message {
        Message::ClientHello(hello) => {
            hello.extensions().client_shares()?.iter().find(|share| share.group == named_group(group))?
        }
        Message::ServerHello(hello) => hello.extensions.as_ref()?.server_share()?,
        _ => return None,
    };
    Some(hex(share.key_exchange))
}
