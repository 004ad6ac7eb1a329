//! What was signed.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Hex, Side};
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
    /// The last message that is covered by a transcript hash among the parts, or by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covers: Option<usize>,
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

pub(super) fn signatures(timeline: &Timeline) -> Vec<Signed> {
    explain::signatures(timeline).iter().map(Signed::of).collect()
}

impl Signed {
    fn of(signed: &explain::Signed) -> Self {
        let part = |part: &explain::Part| Part {
            name: part.name.clone(),
            says: part.says,
            length: part.octets.len(),
            octets: Hex::from(&part.octets[..]),
        };
        let is_of_transcript = signed.kind == handfast::wire::Kind::CertificateVerify;
        Self {
            message: signed.number,
            name: signed.name(),
            signer: signed.signer.into(),
            scheme: signed.scheme.to_string(),
            parts: signed.parts.iter().map(part).collect(),
            covers: is_of_transcript.then(|| signed.number.saturating_sub(1)),
            signature: Hex::from(&signed.signature[..]),
            command: signed.command(),
        }
    }
}
