//! What happened, in the order of time.

use handfast::handshake::{Fact, SecretName};
use handfast::record::Content;
use handfast::rule::{Refusal as _, rfc5246, rfc9846};
use handfast::wire::code_points::ContentType;
use handfast::{Error, Refusal, Version};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Hex, Message, Protection, Side, Step, Way, Words};
use crate::glossary::{self, Entry};
use crate::story::{self, rfc_name};
use crate::timeline::{self, Timeline, What};
use crate::trace::words;

/// Something that was observed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Event {
    /// Its place in time, from 0. Of a long connection not all records are told, so numbers may be missing.
    pub id: usize,
    /// On which side.
    pub side: Side,
    /// What.
    #[serde(flatten)]
    pub what: Happening,
}

/// What was observed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Happening {
    /// A handshake message was sent or read.
    Message {
        /// Its `id`.
        message: usize,
        /// Which of both.
        way: Way,
    },
    /// A record was sent or opened.
    Record(Record),
    /// The state machine moved.
    State {
        /// From this state.
        from: &'static str,
        /// To this one.
        to: &'static str,
        /// Because of this.
        on: String,
        /// Whether the RFC has the new state; otherwise its name is ours.
        of_the_rfc: bool,
        /// What the new state is for.
        #[serde(skip_serializing_if = "Option::is_none")]
        says: Option<&'static str>,
        /// Where the standard says so.
        #[serde(skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// A direction is protected with other keys from here on.
    Keys {
        /// Which direction.
        way: Way,
        /// Which keys.
        protection: Protection,
    },
    /// A secret was derived.
    Secret {
        /// Its name.
        name: String,
        /// Its place in `keys`, from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<usize>,
    },
    /// Something was negotiated or learned.
    Fact {
        /// What it is about: `version`, `suite`, …
        topic: &'static str,
        /// In words.
        says: String,
    },
    /// The machine asks what the standard cannot decide.
    Question {
        /// What.
        asks: &'static str,
    },
    /// The peer's certificates were judged.
    Judgement {
        /// Whose.
        of: Side,
        /// Whether they are accepted.
        accepted: bool,
        /// From the end entity up to the anchor, or as far as it went.
        path: String,
        /// Why they are refused.
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// change_cipher_spec was sent or came.
    ChangeCipherSpec {
        /// Which of both.
        way: Way,
        /// What it means in this version.
        says: &'static str,
        /// Where the standard says so.
        clause: String,
    },
    /// An alert was sent or came.
    Alert {
        /// Which of both.
        way: Way,
        /// Its level.
        level: String,
        /// Its name with its number.
        description: String,
        /// What it says.
        #[serde(skip_serializing_if = "Option::is_none")]
        says: Option<&'static str>,
        /// Where the standard says so.
        #[serde(skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// The handshake is complete on this side.
    Complete,
    /// The connection failed.
    Failure {
        /// In a sentence.
        says: String,
        /// Where the standard demands it.
        #[serde(skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// Something cannot be told: the connection was read from the network, and something that this side sent is missing; or
    /// there was no room to keep more.
    Missing {
        /// What, in a sentence.
        says: String,
    },
    /// What this side knows of whether the other accepts it.
    Acceptance {
        /// In a sentence.
        says: String,
    },
}

/// A record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Record {
    /// Whether it was sent or received.
    pub way: Way,
    /// Which keys protect it.
    pub protection: Protection,
    /// Its sequence number under these keys; absent for a record in the clear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// Its true type; absent if it could not be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Its header: type, version and length as everybody can see them.
    pub header: Hex,
    /// How many octets follow the header.
    pub length: usize,
    /// How many octets of content it has.
    pub content_length: usize,
    /// How many zeros pad it.
    pub padding: usize,
    /// What the application said, the start of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Words>,
}

/// So many records of application data are told.
const RECORDS: usize = 64;

pub(super) fn events(timeline: &Timeline, messages: &[Message], keys: &[Step]) -> Vec<Event> {
    let (mut records, version) = (0, version(timeline));
    let told = |(event, id): (&timeline::Event, usize)| {
        records += usize::from(is_data(&event.what));
        if is_data(&event.what) && records > RECORDS {
            return None;
        }
        let what = happening(&event.what, id, version, messages, keys)?;
        Some(Event { id, side: event.role.into(), what })
    };
    timeline.events().iter().zip(0..).filter_map(told).collect()
}

/// Whether any of them quotes an application.
pub(super) fn hold_secrets(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(&event.what, Happening::Record(record) if record.says.is_some()))
}

fn is_data(what: &What) -> bool {
    matches!(what, What::Record(record) if record.content.is_some_and(|content| content.content_type == ContentType::APPLICATION_DATA))
}

/// The version that was agreed on, on whichever side it was seen.
fn version(timeline: &Timeline) -> Option<Version> {
    timeline.events().iter().find_map(|event| match event.what {
        What::Learned(Fact::Version(version)) => Some(version),
        _ => None,
    })
}

fn happening(
    what: &What,
    id: usize,
    version: Option<Version>,
    messages: &[Message],
    keys: &[Step],
) -> Option<Happening> {
    Some(match what {
        What::Message(message) => {
            let is_this = |known: &&Message| known.sent_at == Some(id) || known.received_at == Some(id);
            Happening::Message { message: messages.iter().find(is_this)?.id, way: message.side.into() }
        }
        What::Record(record) => Happening::Record(Record::of(record)),
        What::Transition { from, on, to } if from != to => state(*from, *on, *to),
        What::Transition { .. } => return None,
        What::Keys { side, epoch } => Happening::Keys { way: (*side).into(), protection: (*epoch).into() },
        What::Derived(derivation) => secret(derivation.name, keys),
        What::Learned(fact) => fact_learned(fact),
        What::Asked(ask) => Happening::Question { asks: words::asked(*ask) },
        What::Judged { peer, decisions, refusal } => Happening::Judgement {
            of: (*peer).into(),
            accepted: refusal.is_none(),
            path: story::way_up(decisions),
            why: refusal.map(|refusal| refusal.to_string()),
        },
        What::ChangeCipherSpec(side) => change_cipher_spec((*side).into(), version),
        What::Alert(side, alert) => {
            let (says, clause) = said(glossary::alert(alert.description));
            let (level, description) = (alert.level.to_string(), alert.description.to_string());
            Happening::Alert { way: (*side).into(), level, description, says, clause }
        }
        What::Complete => Happening::Complete,
        What::Failed(error) => failure(error),
        What::Missing(missing) => Happening::Missing { says: missing.to_string() },
        What::Acceptance(acceptance) => {
            // Of a server there is nothing to say: the role is asked where it is told.
            let says = story::acceptance_remark(handfast::Role::Client, *acceptance)?.letters();
            Happening::Acceptance { says }
        }
    })
}

fn said(entry: Option<Entry>) -> (Option<&'static str>, Option<String>) {
    (entry.map(|entry| entry.says), entry.map(|entry| entry.clause.to_string()))
}

fn change_cipher_spec(way: Way, version: Option<Version>) -> Happening {
    let (says, clause) = match version {
        Some(Version::Tls12) => {
            ("all that follows is protected by the keys that were agreed on", rfc5246("7.1"))
        }
        _ => ("an octet that says nothing in TLS 1.3: it is there for middleboxes", rfc9846("E.4")),
    };
    Happening::ChangeCipherSpec { way, says, clause: clause.to_string() }
}

fn state(from: handfast::State, on: handfast::On, to: handfast::State) -> Happening {
    let (says, clause) = said(glossary::state(to));
    let of_the_rfc = to.is_of_the_rfc();
    Happening::State { from: from.name(), to: to.name(), on: words::cause(on), of_the_rfc, says, clause }
}

fn secret(name: SecretName, keys: &[Step]) -> Happening {
    let title = crate::explain::title(name);
    let step = keys.iter().position(|step| step.name == title);
    Happening::Secret { name: if step.is_some() { title } else { rfc_name(name) }, step }
}

fn fact_learned(fact: &Fact) -> Happening {
    let topic = match fact {
        Fact::Version(_) => "version",
        Fact::ServerName(_) => "server_name",
        Fact::Retried => "retry",
        Fact::Suite(_) => "cipher_suite",
        Fact::Group(_) => "group",
        Fact::Alpn(_) => "alpn",
        Fact::RecordLimits(_) => "record_limits",
        Fact::CertificateCompressed(..) => "certificate_compression",
        Fact::ClientAuth(_) => "client_auth",
        Fact::OurScheme(_) => "our_scheme",
        Fact::PeerScheme(_) => "peer_scheme",
        Fact::NoClientCertificate => "no_client_certificate",
        Fact::ExtendedMainSecret => "extended_main_secret",
        Fact::Renegotiation => "renegotiation",
        Fact::Ticket => "ticket",
        Fact::Resumed => "resumed",
        Fact::TicketAgeSkew(_) => "ticket_age_skew",
        Fact::SharedKey(_) => "shared_key",
        Fact::NotResumed(_) => "not_resumed",
        Fact::PostHandshakeAuth => "post_handshake_auth",
        Fact::Answered(_) => "answered",
        Fact::EarlyData(_) => "early_data",
        Fact::KeyUpdate { .. } => "key_update",
    };
    Happening::Fact { topic, says: words::learned(fact) }
}

fn failure(error: &Error) -> Happening {
    let clause = match error {
        Error::Refused(refusal) => Some(Refusal::rule(refusal).clause.to_string()),
        _ => None,
    };
    Happening::Failure { says: error.to_string(), clause }
}

impl Record {
    fn of(record: &timeline::Record) -> Self {
        let kind = record.content.map(|content| content.content_type);
        let is_data = kind == Some(ContentType::APPLICATION_DATA);
        Self {
            way: record.side.into(),
            protection: if record.sequence.is_some() { record.epoch.into() } else { Protection::None },
            sequence: record.sequence,
            content_type: kind.map(|kind| kind.to_string()),
            header: Hex::from(&record.header[..]),
            length: record.sealed.len(),
            content_length: record.plaintext.len(),
            padding: record.content.map_or(0, |content: Content| content.padding),
            says: is_data.then(|| story::quoted(&record.plaintext).into()),
        }
    }
}
