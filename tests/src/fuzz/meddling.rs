//! Somebody inside an honest peer who changes its messages before they go into its transcript: so what comes after a
//! changed message still fits it, and the states behind it are reached.

use handfast::Tamper;
use handfast::wire::code_points::ExtensionType;
use handfast::wire::ext::Extension;
use handfast::wire::handshake::{Asn1Cert, Certificate12};
use handfast::wire::{Dialect, Kind, List, Message, Span};

use super::people;
use super::script::Script;
use crate::meddler::extensions;
use crate::samples::{certificate, encoded, malformed, raw, sample};

/// Follows a script; what it lets pass it lets pass unchanged.
pub(super) struct Meddling<'a> {
    script: Script<'a>,
    held: Option<Vec<u8>>,
    /// Whether anything was done.
    pub(super) has_meddled: bool,
}

impl<'a> Meddling<'a> {
    pub(super) const fn new(script: Script<'a>) -> Self {
        Self { script, held: None, has_meddled: false }
    }

    /// What goes in the place of this message.
    fn instead(&mut self, choice: u8, bytes: &[u8]) -> Vec<Vec<u8>> {
        let one = match choice {
            1 => return Vec::new(),
            2 => return vec![bytes.to_vec(); 2],
            3 => {
                self.held = Some(bytes.to_vec());
                return Vec::new();
            }
            4 => return vec![self.any_sample(), bytes.to_vec()],
            5 => return vec![bytes.to_vec(), self.any_sample()],
            6 => self.any_sample(),
            7 => raw(bytes.first().copied().unwrap_or(0), self.script.piece()),
            8 => raw(self.script.byte(), self.script.piece()),
            9 => self.damaged_body(bytes),
            10 => self.other_field(bytes),
            11 | 12 => self.other_extensions(bytes),
            13 => self.other_chain(dialect(bytes)),
            _ => self.damaged(bytes),
        };
        vec![one]
    }

    fn any_sample(&mut self) -> Vec<u8> {
        let kind = Kind::ALL.get(self.script.below(Kind::ALL.len())).copied().unwrap_or(Kind::Finished);
        if self.script.flag() { malformed(kind) } else { sample(kind) }
    }

    fn damaged(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        self.script.damage(&mut bytes);
        bytes
    }

    /// The header still tells the truth.
    fn damaged_body(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut body = bytes.get(4..).unwrap_or_default().to_vec();
        self.script.damage(&mut body);
        raw(bytes.first().copied().unwrap_or(0), &body)
    }

    /// Another value in one field, of the same length.
    fn other_field(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut spans: Vec<Span> = Vec::new();
        let _ = Message::decode(bytes, dialect(bytes), Some(&mut spans));
        let span = spans.get(self.script.below(spans.len()));
        let mut bytes = bytes.to_vec();
        if let Some(field) = span.and_then(|span| bytes.get_mut(span.bytes.clone())) {
            field.iter_mut().zip(self.script.piece()).for_each(|(to, from)| *to = *from);
        }
        bytes
    }

    /// Extensions left out, doubled, moved, put in or replaced; all lengths are right.
    fn other_extensions(&mut self, bytes: &[u8]) -> Vec<u8> {
        let Ok(mut message) = Message::decode(bytes, dialect(bytes), None) else { return bytes.to_vec() };
        let Some(list) = extensions(&mut message) else { return bytes.to_vec() };
        let mut changed: Vec<_> = list.iter().copied().collect();
        let at = self.script.below(changed.len());
        match (self.script.byte() % 5, changed.get(at).copied()) {
            (0, Some(_)) => drop(changed.remove(at)),
            (1, Some(extension)) => changed.push(extension),
            (2, Some(_)) => changed.rotate_left(at),
            (3, Some(extension)) => {
                let (extension_type, data) = (extension.extension_type(), self.script.piece());
                changed.splice(at..=at, [Extension::Unknown { extension_type, data }]);
            }
            _ => {
                let extension_type = ExtensionType(self.script.number());
                changed.insert(at, Extension::Unknown { extension_type, data: self.script.piece() });
            }
        }
        *list = changed.into();
        encoded(&message)
    }

    /// A Certificate of the people, or of the input.
    fn other_chain(&mut self, dialect: Dialect) -> Vec<u8> {
        let mut chain = Vec::new();
        for _ in 0..self.script.byte() % 5 {
            let at = self.script.below(people::ALL.len() + 1);
            chain.push(people::ALL.get(at).copied().unwrap_or_else(|| self.script.part()));
        }
        match dialect {
            Dialect::Tls13 => encoded(&certificate(&chain)),
            Dialect::Tls12Ecdhe | Dialect::Tls12Rsa => certificate12(&chain),
        }
    }
}

/// The first in which a message reads. A Certificate reads in those of one version only.
fn dialect(bytes: &[u8]) -> Dialect {
    let reads = |dialect: &Dialect| Message::decode(bytes, *dialect, None).is_ok();
    Dialect::ALL.into_iter().find(reads).unwrap_or_default()
}

fn certificate12(chain: &[&[u8]]) -> Vec<u8> {
    let list: Vec<_> = chain.iter().map(|der| Asn1Cert(der)).collect();
    encoded(&Message::Certificate12(Certificate12::X509(List::from(&*list))))
}

impl Tamper for Meddling<'_> {
    fn outgoing(&mut self, _: Kind, bytes: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        let before = self.held.take();
        match self.script.byte() % 16 {
            0 => deliver(bytes),
            choice => {
                self.has_meddled = true;
                self.instead(choice, bytes).iter().for_each(|bytes| deliver(bytes));
            }
        }
        if let Some(held) = before {
            deliver(&held);
        }
    }
}
