//! How elements of DER are built, in the order in which their ASN.1 modules say it, and a walk through them.

use super::walk::{Part, Walk};
use super::{OBJECT, says};
use crate::glossary;

/// What an element says, in a few words, from all of its octets.
pub(super) type Says = fn(&[u8]) -> Option<String>;

/// What an element consists of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// Nothing that would be told apart.
    Leaf,
    /// An OBJECT IDENTIFIER, which has a name of its own.
    Object,
    /// These, one after the other; what is not there is left out.
    Parts(&'static [Piece]),
    /// This, as often as it is there.
    Each(&'static Piece),
    /// One more element, which has no name of its own.
    Inside(&'static Self),
    /// The same in a BIT STRING, behind the octet that counts the bits that are left over.
    Bits(&'static Self),
}

/// An element in its place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece {
    /// With this tag, or with any.
    One { tag: Option<u8>, part: Part, says: Says, form: Form },
    /// One of these, which differ in their tags.
    Choice(&'static [Self]),
}

impl Piece {
    pub(super) const fn leaf(tag: u8, part: Part, says: Says) -> Self {
        Self::One { tag: Some(tag), part, says, form: Form::Leaf }
    }

    /// A leaf of any type.
    pub(super) const fn any(part: Part, says: Says) -> Self {
        Self::One { tag: None, part, says, form: Form::Leaf }
    }

    pub(super) const fn object(part: Part) -> Self {
        Self::One { tag: Some(OBJECT), part, says: says::object, form: Form::Object }
    }

    pub(super) const fn node(tag: u8, part: Part, form: Form) -> Self {
        Self::One { tag: Some(tag), part, says: says::nothing, form }
    }

    /// A node that can be told in a few words.
    pub(super) const fn told(tag: u8, part: Part, says: Says, form: Form) -> Self {
        Self::One { tag: Some(tag), part, says, form }
    }
}

impl Walk<'_> {
    /// What is left, as far as it is of this form.
    pub(super) fn form(&mut self, form: &Form) {
        match form {
            Form::Leaf | Form::Object => {}
            Form::Parts(pieces) => {
                for piece in *pieces {
                    self.piece(piece);
                }
            }
            Form::Each(piece) => while self.piece(piece) {},
            Form::Inside(form) => self.inside(|walk| walk.form(form)),
            Form::Bits(form) => {
                self.octet(&UNUSED_BITS);
                self.form(form);
            }
        }
    }

    /// The next element, if it is this one. Whether it was.
    pub(super) fn piece(&mut self, piece: &Piece) -> bool {
        let (tag, part, says, form) = match piece {
            Piece::One { tag, part, says, form } => (tag, part, says, form),
            Piece::Choice(pieces) => return pieces.iter().any(|piece| self.piece(piece)),
        };
        let Some(element) = self.peek().filter(|element| tag.is_none_or(|tag| element.starts_with(&[tag])))
        else {
            return false;
        };
        let value = says(element);
        match form {
            Form::Leaf => self.leaf(part, value),
            Form::Object => self.object(part, value, element),
            form => self.node(part, value, |walk| walk.form(form)),
        }
        true
    }

    fn object(&mut self, part: &Part, value: Option<String>, element: &[u8]) {
        self.leaf(part, value);
        let meaning = says::dotted(element).as_deref().and_then(glossary::oid);
        if let Some(field) = self.last() {
            field.meaning = meaning;
        }
    }
}

super::parts! {
    UNUSED_BITS "unused_bits", RFC 5280 "4.1": "How many bits at the end of a BIT STRING do not count.";
}
