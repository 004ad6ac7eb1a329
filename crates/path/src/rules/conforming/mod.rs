//! What "conforming CAs MUST" beyond the presence and criticality of extensions (RFC 5280 §4).

mod alternative_names;
mod host_names;
mod serial_number;
mod time_types;

use super::Rule;
pub(super) use host_names::check as host_names;
pub(super) use serial_number::check as serial_number;
pub(super) use time_types::check as time_types;

pub(crate) const RULES: &[Rule] =
    &[serial_number::RULE, time_types::RULE, alternative_names::RULE, host_names::RULE];
