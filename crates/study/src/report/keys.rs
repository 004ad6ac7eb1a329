//! The key schedule with its values.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Hex, Side, Words};
use crate::explain;
use crate::timeline::Timeline;

/// How a value is made from others.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Step {
    /// What the value is called.
    pub name: String,
    /// What it is for.
    pub says: &'static str,
    /// Where the standard says so.
    pub clause: String,
    /// The function, as the RFC writes it.
    pub function: String,
    /// What goes in, by name.
    pub inputs: Vec<Input>,
    /// If a transcript hash goes in: it covers the messages from 1 to this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covers: Option<usize>,
    /// How many octets come out.
    pub length: usize,
    /// What comes out; left out of a redacted report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Hex>,
    /// A command for a shell that prints the value; left out of a redacted report, for it holds the inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<Words>,
    /// From when on each side that was watched can compute it.
    pub since: Vec<Since>,
}

/// Something that goes into a step.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Input {
    /// What it is called.
    pub name: String,
    /// How many octets it has.
    pub length: usize,
    /// Its octets; left out of a redacted report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Hex>,
}

/// From when on one side knows something.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Since {
    /// This side.
    pub side: Side,
    /// From this event on.
    pub event: usize,
}

pub(super) fn steps(timeline: &Timeline) -> Vec<Step> {
    explain::steps(timeline).into_iter().map(Step::of).collect()
}

impl Step {
    fn of(step: explain::Step) -> Self {
        let since = step.since.iter().map(|(role, event)| Since { side: (*role).into(), event: *event });
        Self {
            says: step.says,
            clause: step.clause.to_string(),
            covers: step.covers,
            length: step.value.len(),
            command: Some(step.command().into()),
            since: since.collect(),
            inputs: step.inputs.into_iter().map(Input::of).collect(),
            name: step.name,
            function: step.function,
            value: Some(step.value.into()),
        }
    }
}

impl Input {
    fn of(input: explain::Input) -> Self {
        Self { name: input.name, length: input.value.len(), value: Some(input.value.into()) }
    }
}
