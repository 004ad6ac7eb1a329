//! From when on each side can compute a step.

use handfast::Role;
use handfast::handshake::SecretName;

use super::Step;
use super::schedule::Schedule;
use crate::timeline::{Timeline, What};

/// Since this side has derived the secret, seen the messages that go in, and met the record that is opened.
pub(super) fn each(step: &Step, secret: SecretName, schedule: &Schedule<'_>) -> Vec<(Role, usize)> {
    let since = |role| {
        let derived = first(schedule.timeline, role, |what| is_derived(what, secret))?;
        let covered = match step.covers.or(step.last) {
            Some(last) => schedule.book.seen(role, last, schedule.timeline)?,
            None => derived,
        };
        let opened = match step.opens {
            Some(_) => first(schedule.timeline, role, |what| is_opened(what, role, step))?,
            None => derived,
        };
        Some((role, derived.max(covered).max(opened)))
    };
    [Role::Client, Role::Server].into_iter().filter_map(since).collect()
}

fn first(timeline: &Timeline, role: Role, wanted: impl Fn(&What) -> bool) -> Option<usize> {
    timeline.events().iter().position(|event| event.role == role && wanted(&event.what))
}

fn is_derived(what: &What, name: SecretName) -> bool {
    matches!(what, What::Derived(derivation) if derivation.name == name)
}

fn is_opened(what: &What, role: Role, step: &Step) -> bool {
    let What::Record(record) = what else { return false };
    let sender = match record.side {
        handfast::handshake::Side::Write => role,
        handfast::handshake::Side::Read => role.peer(),
    };
    record.sequence.is_some() && step.opens == Some((sender, record.epoch))
}
