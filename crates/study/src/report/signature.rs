//! What was signed.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Hex, Message, Side};
use crate::explain;
use crate::timeline::Timeline;

/// A signature with all that is needed to verify it. Nothing of it is secret.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Signed {
    /// The `id` of the message that carries it.
    pub message: usize,
    /// `the server's CertificateVerify`
    pub name: String,
    /// Who signed.
    pub signer: Side,
    /// The signature scheme.
    pub scheme: String,
    /// What is signed, in order.
    pub parts: Vec<Part>,
    /// The `id`s of the messages that are signed, by themselves or by their hash.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub covers: Vec<usize>,
    /// The signature.
    pub signature: Hex,
    /// Commands for a shell that verify it with openssl; they write four files where they are called.
    pub command: String,
}

/// A part of what is signed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Part {
    /// What it is.
    pub name: String,
    /// Why it is there.
    pub says: &'static str,
    /// How many octets it has.
    pub length: usize,
    /// Its octets.
    pub octets: Hex,
}

pub(super) fn signatures(timeline: &Timeline, messages: &[Message]) -> Vec<Signed> {
    explain::signatures(timeline).iter().filter_map(|signed| Signed::of(signed, messages)).collect()
}

/// The message that has this number in the transcript.
fn id(number: usize, messages: &[Message]) -> Option<usize> {
    let mut counted = messages.iter().filter(|message| message.in_transcript);
    counted.nth(number.checked_sub(1)?).map(|message| message.id)
}

impl Signed {
    fn of(signed: &explain::Signed, messages: &[Message]) -> Option<Self> {
        let part = |part: &explain::Part| Part {
            name: part.name.clone(),
            says: part.says,
            length: part.octets.len(),
            octets: Hex::from(&part.octets[..]),
        };
        Some(Self {
            message: id(signed.number, messages)?,
            name: signed.name(),
            signer: signed.signer.into(),
            scheme: signed.scheme.to_string(),
            parts: signed.parts.iter().map(part).collect(),
            covers: signed.covers.iter().filter_map(|number| id(*number, messages)).collect(),
            signature: Hex::from(&signed.signature[..]),
            command: signed.command(),
        })
    }
}
