//! A file of vectors/rfc8448, read strictly: what it lacks or should not have is a mismatch.

use std::fmt;
use std::path::Path;

use handfast::Role;
use handfast::crypto::hash::Hash;
use serde_json::{Map, Value};

use crate::hex::hex;

/// Where file and replay differ.
#[derive(Debug)]
pub(crate) struct Mismatch(String);

impl Mismatch {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The traces that are replayed step by step. Section 4, which goes on from section 3, is in `early_data.rs`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum File {
    Simple,
    Retry,
    ClientAuthentication,
    Compatibility,
}

impl File {
    pub(crate) const ALL: [Self; 4] =
        [Self::Simple, Self::Retry, Self::ClientAuthentication, Self::Compatibility];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Simple => "section3-simple-1rtt.json",
            Self::Retry => "section5-hello-retry-request.json",
            Self::ClientAuthentication => "section6-client-authentication.json",
            Self::Compatibility => "section7-compatibility-mode.json",
        }
    }

    pub(crate) const fn section(self) -> u64 {
        match self {
            Self::Simple => 3,
            Self::Retry => 5,
            Self::ClientAuthentication => 6,
            Self::Compatibility => 7,
        }
    }

    /// How many steps the RFC takes.
    pub(crate) const fn steps(self) -> usize {
        match self {
            Self::Simple => 55,
            Self::Retry => 54,
            Self::ClientAuthentication => 52,
            Self::Compatibility => 51,
        }
    }

    /// The file, if it is as it was: SHA256SUMS also covers the prose in it, which no replay can check.
    pub(crate) fn load(self) -> Value {
        let bytes = self.bytes();
        assert!(self.is_intact(&bytes), "{} is not what SHA256SUMS says", self.name());
        serde_json::from_slice(&bytes).expect("JSON")
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        std::fs::read(folder().join(self.name())).expect("the file")
    }

    pub(crate) fn is_intact(self, bytes: &[u8]) -> bool {
        let sums = std::fs::read_to_string(folder().join("SHA256SUMS")).expect("the sums");
        let wanted = format!("{}  {}", hex(Hash::Sha256.digest(&[bytes])), self.name());
        sums.lines().any(|line| line == wanted)
    }
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors/rfc8448"))
}

/// What a file says, prose apart.
pub(crate) struct Trace<'f> {
    pub(crate) steps: Vec<Step<'f>>,
    pub(crate) records: Vec<Record<'f>>,
    pub(crate) values: Vec<Field<'f>>,
}

/// A name and octets in hexadecimal.
pub(crate) type Field<'f> = (&'f str, &'f str);

/// A step of the RFC.
pub(crate) struct Step<'f> {
    pub(crate) actor: Role,
    pub(crate) operation: &'f str,
    pub(crate) fields: Vec<Field<'f>>,
    pub(crate) same_as: Option<&'f str>,
}

/// A record, in the order of the RFC.
pub(crate) struct Record<'f> {
    pub(crate) sender: Role,
    pub(crate) content_type: &'f str,
    pub(crate) keys: Option<&'f str>,
    pub(crate) sequence: Option<u64>,
    pub(crate) payload: &'f str,
    pub(crate) record: &'f str,
}

impl<'f> Trace<'f> {
    pub(crate) fn read(of: File, file: &'f Value) -> Result<Self, Mismatch> {
        let file = object(file)?;
        if (number(file, "rfc")?, number(file, "section")?) != (8448, of.section()) {
            return Err(Mismatch::new("another section, or another document"));
        }
        let records = list(file, "records")?.iter().enumerate();
        let values = object(member(file, "values")?)?.iter();
        Ok(Self {
            steps: list(file, "steps")?.iter().map(Step::read).collect::<Result<_, _>>()?,
            records: records.map(|(at, record)| Record::read(at, record)).collect::<Result<_, _>>()?,
            values: values
                .map(|(name, value)| string(value).map(|value| (&name[..], value)))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The fields of a step: its own, or those of the step of the peer that it is the same as.
    pub(crate) fn fields<'t>(&'t self, step: &'t Step<'f>) -> Result<&'t [Field<'f>], Mismatch> {
        let Some(other) = step.same_as else { return Ok(&step.fields) };
        let unknown = || Mismatch::new(format!("{}: same as {other}?", step.operation));
        let (actor, operation) = named(other, step.operation).ok_or_else(unknown)?;
        let mut steps = self.steps.iter();
        let found = steps
            .find(|other| other.actor == actor && other.operation == operation && other.same_as.is_none());
        found.filter(|_| actor != step.actor).map(|step| &step.fields[..]).ok_or_else(unknown)
    }
}

/// The step that "(same as …)" names: the peer's of that name, with the words in the order in which its heading has them.
fn named(other: &str, operation: &str) -> Option<(Role, String)> {
    let (actor, rest) = other.split_once(' ').unwrap_or((other, ""));
    let operation = match rest.split(' ').collect::<Vec<_>>()[..] {
        [""] => operation.to_owned(),
        [name, "secret"] => format!("extract secret \"{name}\""),
        [epoch, "data", way, "traffic", "keys"] => format!("derive {way} traffic keys for {epoch} data"),
        _ => return None,
    };
    Some((role(actor).ok()?, operation))
}

impl<'f> Step<'f> {
    fn read(step: &'f Value) -> Result<Self, Mismatch> {
        let step = object(step)?;
        let fields = step.get("fields").map(|_| list(step, "fields")).transpose()?.unwrap_or_default();
        let fields = fields.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        let same_as = step.get("same_as").map(string).transpose()?;
        if fields.is_empty() != same_as.is_some() {
            return Err(Mismatch::new("a step has fields, or is the same as another"));
        }
        Ok(Self { actor: role(text(step, "actor")?)?, operation: text(step, "operation")?, fields, same_as })
    }
}

fn field(field: &Value) -> Result<Field<'_>, Mismatch> {
    let field = object(field)?;
    let digits = text(field, "hex")?;
    if number(field, "octets")? != digits.len() as u64 / 2 || member(field, "verified")? != &Value::Bool(true)
    {
        return Err(Mismatch::new(format!("octets or verified of {digits:.40}")));
    }
    Ok((text(field, "name")?, digits))
}

impl<'f> Record<'f> {
    fn read(at: usize, record: &'f Value) -> Result<Self, Mismatch> {
        let record = object(record)?;
        let keys = record.get("keys").map(string).transpose()?;
        let sequence = record.get("sequence").map(|_| number(record, "sequence")).transpose()?;
        let protected = member(record, "protected")? == &Value::Bool(true);
        let consistent = keys.is_some() == protected && sequence.is_some() == protected;
        if !consistent || number(record, "index")? != at as u64 {
            return Err(Mismatch::new(format!("record {at}: index, protected, keys, sequence")));
        }
        let sender = role(text(record, "sender")?)?;
        let content_type = text(record, "content_type")?;
        let (payload, record) = (text(record, "payload")?, text(record, "record")?);
        Ok(Self { sender, content_type, keys, sequence, payload, record })
    }
}

fn role(word: &str) -> Result<Role, Mismatch> {
    let roles = [Role::Client, Role::Server];
    roles.into_iter().find(|role| role.name() == word).ok_or_else(|| Mismatch::new(format!("who is {word}?")))
}

fn object(value: &Value) -> Result<&Map<String, Value>, Mismatch> {
    value.as_object().ok_or_else(|| Mismatch::new("an object is wanted"))
}

fn string(value: &Value) -> Result<&str, Mismatch> {
    value.as_str().ok_or_else(|| Mismatch::new("a string is wanted"))
}

fn member<'f>(of: &'f Map<String, Value>, name: &str) -> Result<&'f Value, Mismatch> {
    of.get(name).ok_or_else(|| Mismatch::new(format!("{name} is missing")))
}

fn text<'f>(of: &'f Map<String, Value>, name: &str) -> Result<&'f str, Mismatch> {
    string(member(of, name)?)
}

fn number(of: &Map<String, Value>, name: &str) -> Result<u64, Mismatch> {
    member(of, name)?.as_u64().ok_or_else(|| Mismatch::new(format!("{name} is a number")))
}

fn list<'f>(of: &'f Map<String, Value>, name: &str) -> Result<&'f [Value], Mismatch> {
    let list = member(of, name)?.as_array();
    list.map(|list| &list[..]).ok_or_else(|| Mismatch::new(format!("{name} is a list")))
}

impl From<handfast::Error> for Mismatch {
    fn from(error: handfast::Error) -> Self {
        Self::new(format!("the connection failed: {error}"))
    }
}
