//! A vector test is worth what it notices. Here the files are changed, one octet at a time, and each replay must fail.
//!
//! `HANDFAST_FULL=1` changes every octet; without it every leaf of a file is changed at its start and in some places more.

use std::env;

use handfast::Role;
use serde_json::Value;

use crate::compare::compare;
use crate::play::Manner;
use crate::retell::Retelling;
use crate::script::Script;
use crate::trace::{File, Mismatch, Trace};
use crate::{replay, run};

/// One octet in so many, if not all.
const STRIDE: usize = 32;

/// For people; only SHA256SUMS covers it.
const PROSE: [&str; 6] = ["title", "description", "source", "note", "rfc_text", "check"];

fn is_full() -> bool {
    env::var_os("HANDFAST_FULL").is_some()
}

#[test]
fn no_file_has_changed() {
    for file in File::ALL {
        let mut bytes = file.bytes();
        assert!(file.is_intact(&bytes), "{}", file.name());
        for at in (0..bytes.len()).step_by(if is_full() { 1 } else { 997 }) {
            bytes[at] ^= 1;
            assert!(!file.is_intact(&bytes), "octet {at} of {}", file.name());
            bytes[at] ^= 1;
        }
    }
}

#[test]
fn client_notices_every_flip_in_section_3() {
    notices_every_flip(File::Simple, Role::Client);
}

#[test]
fn server_notices_every_flip_in_section_3() {
    notices_every_flip(File::Simple, Role::Server);
}

#[test]
fn client_notices_every_flip_in_section_5() {
    notices_every_flip(File::Retry, Role::Client);
}

#[test]
fn server_notices_every_flip_in_section_5() {
    notices_every_flip(File::Retry, Role::Server);
}

#[test]
fn client_notices_every_flip_in_section_6() {
    notices_every_flip(File::ClientAuthentication, Role::Client);
}

#[test]
fn server_notices_every_flip_in_section_6() {
    notices_every_flip(File::ClientAuthentication, Role::Server);
}

#[test]
fn client_notices_every_flip_in_section_7() {
    notices_every_flip(File::Compatibility, Role::Client);
}

#[test]
fn server_notices_every_flip_in_section_7() {
    notices_every_flip(File::Compatibility, Role::Server);
}

fn notices_every_flip(file: File, role: Role) {
    let original = file.load();
    let known = Known::new(file, &original, role);
    let (mut content, mut flips, mut played) = (original.clone(), 0, 0);
    for leaf in leaves(&original) {
        for (at, flipped) in leaf.flips().enumerate() {
            if at > 0 && !is_full() && (at + flips) % STRIDE != 0 {
                continue;
            }
            *content.pointer_mut(&leaf.pointer).expect("a leaf") = flipped;
            let (result, was_played) = known.replay(&content);
            assert!(result.is_err(), "not noticed: {} at {at}", leaf.pointer);
            flips += 1;
            played += usize::from(was_played);
        }
        *content.pointer_mut(&leaf.pointer).expect("a leaf") = leaf.value.clone();
    }
    assert!(replay(file, &content, role, Manner::Plain).is_ok());
    println!("section {}, {}: {flips} flips noticed, {played} played", file.section(), role.name());
}

/// Nothing that we compute is taken from the file: a value that is changed wherever it is printed is noticed too.
#[test]
fn a_value_changed_everywhere_is_noticed() {
    for file in File::ALL {
        let (text, original) = (file.load().to_string(), file.load());
        for (name, value) in original["values"].as_object().expect("values") {
            let value = value.as_str().expect("octets");
            let changed = flip(value, 0..2, complement);
            let changed = text.replace(value, changed.as_str().expect("octets"));
            let content = serde_json::from_str(&changed).expect("JSON");
            for role in [Role::Client, Role::Server] {
                let result = replay(file, &content, role, Manner::Plain);
                assert!(result.is_err(), "not noticed: {name} of {}", file.name());
            }
        }
    }
}

/// No member of an object can be missing, or have another name.
#[test]
fn a_member_renamed_is_noticed() {
    for file in File::ALL {
        let original = file.load();
        let known = Known::new(file, &original, Role::Client);
        let mut content = original.clone();
        for Leaf { pointer, value } in leaves(&original) {
            let (object, name) = pointer.rsplit_once('/').expect("a member");
            let Some(object) = content.pointer_mut(object).and_then(Value::as_object_mut) else { continue };
            object.remove(name);
            object.insert(format!("{name}?"), value.clone());
            let (result, _) = known.replay(&content);
            assert!(result.is_err(), "not noticed: {pointer} of {}", file.name());
            content = original.clone();
        }
    }
}

/// A run that need not be repeated while its script is the same.
struct Known<'f> {
    file: File,
    role: Role,
    script: Script<'f>,
    told: Retelling,
}

impl<'f> Known<'f> {
    fn new(file: File, content: &'f Value, role: Role) -> Self {
        let trace = Trace::read(file, content).expect("a trace");
        let script = Script::new(&trace, role).expect("a script");
        let told = run(&script, Manner::Plain).expect("a run");
        Self { file, role, script, told }
    }

    /// As [`replay`]; and whether a connection had to be played again.
    fn replay(&self, content: &Value) -> (Result<(), Mismatch>, bool) {
        let Ok(trace) = Trace::read(self.file, content) else {
            return (Err(Mismatch::new("unreadable")), false);
        };
        match Script::new(&trace, self.role) {
            Ok(script) if script == self.script => (compare(&trace, &self.told).map(drop), false),
            Ok(script) => {
                (run(&script, Manner::Plain).and_then(|told| compare(&trace, &told)).map(drop), true)
            }
            Err(mismatch) => (Err(mismatch), false),
        }
    }
}

/// A value of a file that is no list and no object.
struct Leaf<'f> {
    pointer: String,
    value: &'f Value,
}

fn leaves(content: &Value) -> Vec<Leaf<'_>> {
    let mut leaves = Vec::new();
    collect(String::new(), content, &mut leaves);
    leaves
}

fn collect<'f>(pointer: String, value: &'f Value, leaves: &mut Vec<Leaf<'f>>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(name, _)| !PROSE.contains(&&name[..])) {
                collect(format!("{pointer}/{name}"), value, leaves);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                collect(format!("{pointer}/{at}"), value, leaves);
            }
        }
        value => leaves.push(Leaf { pointer, value }),
    }
}

impl Leaf<'_> {
    /// Octets have all their bits flipped (of an X25519 scalar some mean nothing, RFC 7748 §5), characters of words the
    /// lowest; numbers are one more.
    fn flips(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        match self.value {
            Value::String(digits) if self.is_hexadecimal() => Box::new(
                (0..digits.len() / 2).map(|octet| flip(digits, octet * 2..octet * 2 + 2, complement)),
            ),
            Value::String(word) => {
                Box::new((0..word.len()).map(|at| flip(word, at..at + 1, |byte| byte ^ 1)))
            }
            Value::Number(number) => {
                Box::new(number.as_u64().map(|number| Value::from(number + 1)).into_iter())
            }
            Value::Bool(value) => Box::new(core::iter::once(Value::from(!value))),
            other => panic!("{}: {other}", self.pointer),
        }
    }

    fn is_hexadecimal(&self) -> bool {
        let name = self.pointer.rsplit('/').next().unwrap_or_default();
        self.pointer.starts_with("/values/") || ["hex", "payload", "record"].contains(&name)
    }
}

fn flip(text: &str, place: core::ops::Range<usize>, change: impl Fn(u8) -> u8) -> Value {
    let mut bytes = text.as_bytes().to_vec();
    bytes[place].iter_mut().for_each(|byte| *byte = change(*byte));
    Value::from(String::from_utf8(bytes).expect("ASCII"))
}

/// 0 for f, 1 for e, and so on.
fn complement(digit: u8) -> u8 {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let at = DIGITS.iter().position(|known| *known == digit).expect("a digit");
    DIGITS[15 - at]
}
