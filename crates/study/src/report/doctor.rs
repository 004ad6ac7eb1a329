//! The diagnosis of a connection that failed.

use schemars::JsonSchema;
use serde::Serialize;

use super::Side;
use crate::doctor;

/// Why a connection failed, in the order in which a person needs it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Diagnosis {
    /// The side that asks.
    pub side: Side,
    /// Which side refused.
    pub direction: String,
    /// That, and where in the handshake.
    pub headline: String,
    /// The number of the most likely cause in the catalogue of failures: `F06`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What this cause is, in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'static str>,
    /// How sure that is: `possible`, `likely` or `certain`.
    pub certainty: String,
    /// The cause as it shows here.
    pub says: String,
    /// What speaks for it.
    pub evidence: Vec<Evidence>,
    /// What mends or narrows it, to stand behind "to mend it,".
    pub remedy: String,
    /// Commands that do so.
    pub commands: Vec<String>,
}

/// Something that speaks for a cause.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Evidence {
    /// What it is.
    pub what: &'static str,
    /// What it says, in lines.
    pub says: String,
}

impl Diagnosis {
    pub(super) fn of(role: handfast::Role, diagnosis: &doctor::Diagnosis) -> Self {
        let evidence = diagnosis
            .evidence
            .iter()
            .map(|evidence| Evidence { what: evidence.what, says: evidence.says.clone() });
        Self {
            side: role.into(),
            direction: diagnosis.direction.to_string(),
            headline: diagnosis.headline.clone(),
            cause: diagnosis.cause.map(|cause| cause.to_string()),
            title: diagnosis.cause.map(doctor::Failure::title),
            certainty: diagnosis.certainty.to_string(),
            says: diagnosis.says.clone(),
            evidence: evidence.collect(),
            remedy: diagnosis.remedy.clone(),
            commands: diagnosis.commands.clone(),
        }
    }
}
