//! What of a trace goes into a replay. All else is computed.

use handfast::Role;
use handfast::crypto::kx::Group;

use crate::trace::{Mismatch, Record, Step, Trace};

/// The part of one side, in the hexadecimal of the file.
#[derive(PartialEq, Eq)]
pub(crate) struct Script<'f> {
    /// Whom we play.
    pub(crate) role: Role,
    /// The ephemeral keys of both sides; a replay uses its own, and checks that the peer's are those of its messages.
    pub(crate) key_pairs: Vec<KeyPair<'f>>,
    /// Our messages. From them come Random, session id, cookie and signature scheme, and those that go out as recorded.
    pub(crate) messages: Vec<Recorded<'f>>,
    /// Our certificate and signature, if we have them.
    pub(crate) identity: Option<OwnIdentity<'f>>,
    /// The peer's certificate, if it has one: we trust it.
    pub(crate) anchor: Option<&'f str>,
    /// What to do, in the order of the trace.
    pub(crate) acts: Vec<Act<'f>>,
}

#[derive(PartialEq, Eq)]
pub(crate) struct KeyPair<'f> {
    pub(crate) of: Role,
    pub(crate) group: Group,
    pub(crate) private: &'f str,
}

#[derive(PartialEq, Eq)]
pub(crate) struct Recorded<'f> {
    pub(crate) name: &'f str,
    pub(crate) bytes: &'f str,
}

#[derive(PartialEq, Eq)]
pub(crate) struct OwnIdentity<'f> {
    pub(crate) certificate: &'f str,
    pub(crate) content: &'f str,
    pub(crate) signature: &'f str,
}

#[derive(PartialEq, Eq)]
pub(crate) enum Act<'f> {
    /// A record of the peer comes.
    Hear(&'f str),
    /// We say what is due.
    Speak,
    /// We send a ticket.
    Ticket(&'f str),
    /// We send application data.
    Send(&'f str),
    /// We close.
    Close,
}

impl<'f> Script<'f> {
    pub(crate) fn new(trace: &Trace<'f>, role: Role) -> Result<Self, Mismatch> {
        let ours = trace.steps.iter().filter(|step| step.actor == role);
        let value = |of: Role, name: &str| {
            let wanted = format!("{}_{name}", of.name());
            trace.values.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value)
        };
        let identity = value(role, "certificate_der").map(|certificate| OwnIdentity {
            certificate,
            content: value(role, "certificate_verify_content").unwrap_or_default(),
            signature: value(role, "signature").unwrap_or_default(),
        });
        Ok(Self {
            role,
            key_pairs: trace.steps.iter().filter_map(key_pair).collect::<Result<_, _>>()?,
            messages: ours.filter_map(message).collect(),
            identity,
            anchor: value(role.peer(), "certificate_der"),
            acts: trace.records.iter().map(|record| act(record, role)).collect::<Result<_, _>>()?,
        })
    }

    /// Our recorded messages of this name.
    pub(crate) fn said(&self, name: &str) -> impl Iterator<Item = &'f str> {
        self.messages.iter().filter(move |message| message.name == name).map(|message| message.bytes)
    }

    /// The keys of one side, in order.
    pub(crate) fn keys_of(&self, of: Role) -> impl Iterator<Item = &KeyPair<'f>> {
        self.key_pairs.iter().filter(move |pair| pair.of == of)
    }
}

/// "create an ephemeral x25519 key pair"
fn key_pair<'f>(step: &Step<'f>) -> Option<Result<KeyPair<'f>, Mismatch>> {
    let name = step.operation.strip_prefix("create an ephemeral ")?.strip_suffix(" key pair")?;
    let group = match name {
        "x25519" => Group::X25519,
        "P-256" => Group::Secp256r1,
        other => return Some(Err(Mismatch::new(format!("an unknown group: {other}")))),
    };
    let (_, private) = step.fields.iter().find(|(name, _)| *name == "private key")?;
    Some(Ok(KeyPair { of: step.actor, group, private }))
}

/// "construct a ClientHello handshake message"
fn message<'f>(step: &Step<'f>) -> Option<Recorded<'f>> {
    let name = step.operation.strip_suffix(" handshake message")?.rsplit(' ').next()?;
    let (_, bytes) = step.fields.first()?;
    Some(Recorded { name, bytes })
}

fn act<'f>(record: &Record<'f>, role: Role) -> Result<Act<'f>, Mismatch> {
    Ok(match record.content_type {
        _ if record.sender != role => Act::Hear(record.record),
        "handshake" if record.payload.starts_with(TICKET) => Act::Ticket(record.payload),
        "handshake" | "change_cipher_spec" => Act::Speak,
        "application_data" => Act::Send(record.payload),
        "alert" => Act::Close,
        other => return Err(Mismatch::new(format!("an unknown content type: {other}"))),
    })
}

/// The type of NewSessionTicket.
const TICKET: &str = "04";
