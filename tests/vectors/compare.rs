//! The file against the retelling: the same steps, records and values, and nothing left over on either side.

use std::fmt;

use crate::retell::{Retelling, Told, ToldRecord};
use crate::trace::{Field, Mismatch, Record, Step, Trace};

/// How much was compared.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) steps: usize,
    values: usize,
    octets: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} steps, {} values equal ({} octets)", self.steps, self.values, self.octets)
    }
}

pub(crate) fn compare(trace: &Trace<'_>, told: &Retelling) -> Result<Tally, Mismatch> {
    let mut tally = Tally::default();
    steps(trace, &told.steps, &mut tally)?;
    records(&trace.records, &told.records, &mut tally)?;
    let values = told.values.iter().map(|(name, value)| (name.as_str(), value));
    fields("values", &trace.values, values, &mut tally)?;
    Ok(tally)
}

/// Each step of the RFC is one of ours. Both sides take theirs in an order of their own, but steps of the same name
/// come in the same order.
fn steps(trace: &Trace<'_>, told: &[Told], tally: &mut Tally) -> Result<(), Mismatch> {
    let mut left: Vec<&Told> = told.iter().collect();
    for step in &trace.steps {
        let at = left.iter().position(|told| told.actor == step.actor && told.operation == step.operation);
        let at = at.ok_or_else(|| Mismatch::new(format!("we have no step \"{}\"", step.operation)))?;
        one_step(trace, step, left.remove(at), tally)?;
    }
    match left.first() {
        Some(told) => Err(Mismatch::new(format!("the RFC has no step \"{}\"", told.operation))),
        None => Ok(()),
    }
}

fn one_step(trace: &Trace<'_>, step: &Step<'_>, told: &Told, tally: &mut Tally) -> Result<(), Mismatch> {
    let printed = trace.fields(step)?;
    tally.steps += 1;
    fields(step.operation, printed, told.fields.iter().map(|(name, value)| (*name, value)), tally)
}

fn fields<'t>(
    of: &str,
    printed: &[Field<'_>],
    told: impl ExactSizeIterator<Item = (&'t str, &'t String)>,
    tally: &mut Tally,
) -> Result<(), Mismatch> {
    if printed.len() != told.len() {
        return Err(Mismatch::new(format!("{of}: {} fields for {}", printed.len(), told.len())));
    }
    for ((name, digits), (our_name, ours)) in printed.iter().zip(told) {
        if *name != our_name {
            return Err(Mismatch::new(format!("{of}: {name} is {our_name} here")));
        }
        tally.equal(format_args!("{of}: {name}"), digits, ours)?;
    }
    Ok(())
}

/// Every record of both sides, each side's in order.
fn records(printed: &[Record<'_>], told: &[ToldRecord], tally: &mut Tally) -> Result<(), Mismatch> {
    if printed.len() != told.len() {
        return Err(Mismatch::new(format!("{} records for {}", printed.len(), told.len())));
    }
    let mut left: Vec<_> = told.iter().collect();
    for record in printed {
        let at = left.iter().position(|told| told.sender == record.sender);
        let at = at.ok_or_else(|| Mismatch::new("one side sent fewer records"))?;
        one_record(record, left.remove(at), tally)?;
    }
    Ok(())
}

fn one_record(record: &Record<'_>, told: &ToldRecord, tally: &mut Tally) -> Result<(), Mismatch> {
    let what = format!("{} record of the {}", told.content_type, record.sender.name());
    let ours = (told.content_type, told.keys.as_deref(), told.sequence);
    if (record.content_type, record.keys, record.sequence) != ours {
        return Err(Mismatch::new(format!("{what}: type, keys or sequence number")));
    }
    tally.equal(format_args!("{what}: payload"), record.payload, &told.payload)?;
    tally.equal(format_args!("{what}: all of it"), record.record, &told.record)
}

impl Tally {
    fn equal(&mut self, what: fmt::Arguments<'_>, printed: &str, ours: &str) -> Result<(), Mismatch> {
        if printed != ours {
            return Err(Mismatch::new(format!("{what}\n  RFC 8448 {printed}\n  ours     {ours}")));
        }
        self.values += 1;
        self.octets += ours.len() / 2;
        Ok(())
    }
}
