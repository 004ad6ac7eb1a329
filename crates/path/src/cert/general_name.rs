//! GeneralNames (RFC 5280 §4.2.1.6): the forms of name in a subjectAltName.

use super::reader::{Element, Fault, Malformed, Reader, Tag};

/// `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`, every one well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GeneralNames<'a>(&'a [u8]);

impl Tag {
    const RFC822_NAME: Self = Self::implicit(1);
    const DNS_NAME: Self = Self::implicit(2);
    const URI: Self = Self::implicit(6);
    const IP_ADDRESS: Self = Self::implicit(7);
}

/// One name. The bytes are the peer's and nothing but their form is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeneralName<'a> {
    /// A host name, perhaps with a wildcard; ASCII.
    Dns(&'a [u8]),
    /// An address: 4 bytes, or 16.
    Ip(&'a [u8]),
    /// A mailbox; ASCII.
    Email(&'a [u8]),
    /// A URI; ASCII.
    Uri(&'a [u8]),
    /// One of the other five forms, by its tag number, with its whole DER.
    Other(u8, &'a [u8]),
}

impl<'a> GeneralNames<'a> {
    /// The names in their order.
    pub fn iter(self) -> impl Iterator<Item = GeneralName<'a>> {
        let mut reader = Reader::new(self.0, 0);
        core::iter::from_fn(move || GeneralName::decode(&mut reader).ok())
    }

    pub(super) fn decode(r: &mut Reader<'a>) -> Result<Self, Malformed> {
        let list = r.expect(Tag::SEQUENCE, "subjectAltName")?;
        list.read(|names| {
            GeneralName::decode(names)?;
            while !names.is_empty() {
                GeneralName::decode(names)?;
            }
            Ok(Self(list.value))
        })
    }
}

impl<'a> GeneralName<'a> {
    fn decode(r: &mut Reader<'a>) -> Result<Self, Malformed> {
        let name = r.any("GeneralName")?;
        match name.tag {
            Tag::RFC822_NAME => ascii(&name).map(Self::Email),
            Tag::DNS_NAME => ascii(&name).map(Self::Dns),
            Tag::URI => ascii(&name).map(Self::Uri),
            Tag::IP_ADDRESS => address(&name).map(Self::Ip),
            // otherName, x400Address, directoryName, ediPartyName; registeredID.
            Tag(tag @ (0xA0 | 0xA3 | 0xA4 | 0xA5 | 0x88)) => Ok(Self::Other(tag & 0x1F, name.whole)),
            _ => Err(name.fault(Fault::Type)),
        }
    }
}

/// The content of an IA5String.
fn ascii<'a>(name: &Element<'a>) -> Result<&'a [u8], Malformed> {
    if name.value.is_ascii() { Ok(name.value) } else { Err(name.fault(Fault::Value)) }
}

/// Four or sixteen bytes; the masks of nameConstraints have no place here.
fn address<'a>(name: &Element<'a>) -> Result<&'a [u8], Malformed> {
    match name.value.len() {
        4 | 16 => Ok(name.value),
        _ => Err(name.fault(Fault::Value)),
    }
}
