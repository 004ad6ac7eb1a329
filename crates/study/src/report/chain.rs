//! The certificates that were shown, and how they were judged.

use handfast::crypto::public_key::PublicKey;
use handfast::path::cert::Cert;
use handfast::path::{self, Answer, Decisions, Identity, spki_sha256};
use handfast::rule::Refusal as _;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Field, Message, Side};
use crate::fields;
use crate::inflate;
use crate::story::way_up;
use crate::timeline::{Timeline, What};
use crate::verdict;

/// What one side showed to prove who it is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Chain {
    /// Whose.
    pub of: Side,
    /// The `id` of the Certificate message; absent if it was shown when the session was made that both go on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<usize>,
    /// The end entity's certificate first; none of those that were shown earlier.
    pub certificates: Vec<Certificate>,
    /// How the other side judged it; absent if it was not watched, or did not judge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

/// What a certificate says of its holder.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Certificate {
    /// The path of its field in the message, where it is taken apart.
    pub path: String,
    /// The first of its octets, counted from the start of the message.
    pub offset: usize,
    /// How many octets it has.
    pub length: usize,
    /// What it says; absent if it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Particulars>,
}

/// The particulars of a certificate, safe to print.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Particulars {
    /// Whose key it is, in the form of RFC 4514.
    pub subject: String,
    /// Who vouches for it.
    pub issuer: String,
    /// Its serial number, in hexadecimal.
    pub serial: String,
    /// The names in subjectAltName, each with its form in front: `dns:localhost`.
    pub names: Vec<String>,
    /// From when it is valid.
    pub not_before: String,
    /// Until when.
    pub not_after: String,
    /// The kind of its key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// SHA-256 of the certificate, or of the key that is shown without one.
    pub sha256: String,
    /// SHA-256 of its SubjectPublicKeyInfo.
    pub spki_sha256: String,
}

/// How a chain was judged.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Verdict {
    /// The event at which it was.
    pub event: usize,
    /// Whether it is accepted.
    pub accepted: bool,
    /// The subjects from the end entity up to the anchor, or as far as it went.
    pub path: String,
    /// Why it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Where the standard demands that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// What mends it, to stand behind "to mend it,".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<&'static str>,
    /// Every decision, in the order in which it was taken: a search through candidates, depth first.
    pub decisions: Vec<Decision>,
}

/// One answer of path validation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Decision {
    /// How far above the end entity, which is at 0.
    pub depth: u8,
    /// Where the certificate comes from: `leaf`, `intermediate`, `anchor`, or `responder` of an OCSP response.
    pub source: &'static str,
    /// Its place among those, from 0.
    pub index: usize,
    /// Its subject.
    pub subject: String,
    /// The rule that was asked: a field, an extension, or a step of the search.
    pub rule: &'static str,
    /// Where it stands.
    pub clause: String,
    /// `considered` (the certificate is taken up), `holds`, `not_revoked`, `warned`, `refused` or `in_path_already`.
    pub answer: &'static str,
    /// More about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// If names were compared: what was wanted.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub wanted: Vec<String>,
    /// And what the certificate has.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub presented: Vec<String>,
}

pub(super) fn chains(timeline: &Timeline, messages: &[Message]) -> Vec<Chain> {
    let chain = |message: &Message| Chain {
        of: message.sender,
        message: Some(message.id),
        certificates: shown(message),
        verdict: verdict(message, timeline),
    };
    let shown = messages.iter().map(chain).filter(|chain| !chain.certificates.is_empty());
    remembered(timeline, messages).chain(shown).collect()
}

/// Those that were judged before this connection showed any: again, for both go on from a session (RFC 9846 §4.7.1).
fn remembered(timeline: &Timeline, messages: &[Message]) -> impl Iterator<Item = Chain> {
    let is_shown = |of: Side, at: usize| {
        let read = messages.iter().filter(move |message| is_chain(message) && message.sender == of);
        read.into_iter().any(|message| message.received_at.is_some_and(|read| read < at))
    };
    timeline.events().iter().zip(0..).filter_map(move |(event, at)| match &event.what {
        What::Judged { peer, decisions, refusal } if !is_shown((*peer).into(), at) => {
            let verdict = Some(judged(at, decisions, *refusal));
            Some(Chain { of: (*peer).into(), message: None, certificates: Vec::new(), verdict })
        }
        _ => None,
    })
}

fn is_chain(message: &Message) -> bool {
    matches!(message.name, Some("Certificate" | "CompressedCertificate"))
}

fn shown(message: &Message) -> Vec<Certificate> {
    match message.name {
        Some("Certificate") => {
            let octets = message.octets.octets();
            message.fields.iter().flat_map(|field| certificates(field, octets)).collect()
        }
        Some("CompressedCertificate") => compressed(message),
        _ => Vec::new(),
    }
}

/// They all lie in one field of the message.
fn compressed(message: &Message) -> Vec<Certificate> {
    let within = message.fields.iter().find(|field| field.name == "compressed_certificate_message");
    let placed = |each: Vec<u8>| {
        let (path, offset, length) = within.map(|field| (field.path.clone(), field.offset, each.len()))?;
        Some(Certificate { path, offset, length, says: Particulars::read(&each) })
    };
    inflate::chain(message.octets.octets()).into_iter().filter_map(placed).collect()
}

/// The octets of a length before a certificate (RFC 9846 §4.5.1).
const LENGTH: usize = 3;

fn certificates(field: &Field, message: &[u8]) -> Vec<Certificate> {
    if !fields::is_certificate(&field.name) {
        return field.fields.iter().flat_map(|field| certificates(field, message)).collect();
    }
    let start = field.offset + LENGTH;
    let der = message.get(start..field.offset + field.length).unwrap_or_default();
    let (path, offset, length) = (field.path.clone(), start, der.len());
    vec![Certificate { path, offset, length, says: Particulars::read(der) }]
}

impl Particulars {
    fn read(der: &[u8]) -> Option<Self> {
        PublicKey::from_spki(der).map_or_else(|_| Self::of_certificate(der), |key| Some(Self::of_key(&key)))
    }

    /// Of a key without a certificate (RFC 7250): nobody says anything of it.
    fn of_key(key: &PublicKey) -> Self {
        let sha256 = spki_sha256(key.spki());
        let none = || "none".to_owned();
        Self {
            names: Vec::new(),
            subject: "a key without a certificate".to_owned(),
            issuer: "nobody".to_owned(),
            serial: none(),
            not_before: none(),
            not_after: none(),
            key: Some(key.kind().to_string()),
            sha256: sha256.clone(),
            spki_sha256: sha256,
        }
    }

    fn of_certificate(der: &[u8]) -> Option<Self> {
        let cert = Cert::parse(der).ok()?;
        let identity = Identity::of(&cert);
        Some(Self {
            names: identity.alternative_names().collect(),
            subject: identity.subject,
            issuer: identity.issuer,
            serial: identity.serial,
            not_before: identity.validity.not_before.to_string(),
            not_after: identity.validity.not_after.to_string(),
            key: cert.public_key().ok().map(|key| key.kind().to_string()),
            sha256: identity.sha256,
            spki_sha256: identity.spki_sha256,
        })
    }
}

/// The first judgement of the receiver after it has read this: a client can show several chains, one for each request.
fn verdict(shown: &Message, timeline: &Timeline) -> Option<Verdict> {
    let mut later = timeline.events().iter().zip(0..).skip(shown.received_at?);
    later.find_map(|(event, at)| match &event.what {
        What::Judged { peer, decisions, refusal } if *peer == shown.sender.role() => {
            Some(judged(at, decisions, *refusal))
        }
        _ => None,
    })
}

fn judged(event: usize, decisions: &Decisions, refusal: Option<path::Refusal>) -> Verdict {
    Verdict {
        event,
        accepted: refusal.is_none(),
        path: way_up(decisions),
        why: refusal.map(|refusal| verdict::what(&refusal)),
        clause: refusal.map(|refusal| refusal.rule().clause.to_string()),
        remedy: refusal.map(|refusal| refusal.remedy()),
        decisions: (0..decisions.all().len()).filter_map(|index| decision(decisions, index)).collect(),
    }
}

fn decision(decisions: &Decisions, index: usize) -> Option<Decision> {
    let decision = decisions.all().get(index)?;
    let (answer, says) = verdict::answer_in_words(decision.answer);
    let (source, place) = verdict::place(decision.at.source);
    let compared = decisions.compared(index);
    let clause = match decision.answer {
        Answer::Refused(refusal) => refusal.rule().clause,
        _ => decision.clause,
    };
    Some(Decision {
        depth: decision.at.depth,
        source,
        index: place,
        subject: decisions.subject(decision.at.source).unwrap_or("(no subject)").to_owned(),
        rule: decision.rule,
        clause: clause.to_string(),
        answer,
        says,
        wanted: compared.map(|compared| compared.wanted.clone()).unwrap_or_default(),
        presented: compared.map(|compared| compared.presented.clone()).unwrap_or_default(),
    })
}
