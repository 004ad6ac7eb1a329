//! GeneralNames (RFC 5280 §4.2.1.6): the forms of name in a subjectAltName.

use super::reader::{Element, Fault, Read, Reader, Tag};

/// `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`, every one well formed; in subjectAltName perhaps none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GeneralNames<'a>(pub(super) &'a [u8]);

/// What kind of name a GeneralName is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum NameForm {
    /// otherName: a type that is named by an object identifier.
    Other,
    /// rfc822Name: a mailbox.
    Email,
    /// dNSName: a host.
    Dns,
    /// x400Address.
    X400,
    /// directoryName: a distinguished name.
    Directory,
    /// ediPartyName.
    EdiParty,
    /// uniformResourceIdentifier.
    Uri,
    /// iPAddress.
    Ip,
    /// registeredID: an object identifier.
    RegisteredId,
}

impl NameForm {
    /// By the tag of a GeneralName.
    pub(crate) const fn of(tag: Tag) -> Option<Self> {
        Some(match tag.0 {
            0xA0 => Self::Other,
            0x81 => Self::Email,
            0x82 => Self::Dns,
            0xA3 => Self::X400,
            0xA4 => Self::Directory,
            0xA5 => Self::EdiParty,
            0x86 => Self::Uri,
            0x87 => Self::Ip,
            0x88 => Self::RegisteredId,
            _ => return None,
        })
    }

    /// The name in RFC 5280: `"dNSName"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Other => "otherName",
            Self::Email => "rfc822Name",
            Self::Dns => "dNSName",
            Self::X400 => "x400Address",
            Self::Directory => "directoryName",
            Self::EdiParty => "ediPartyName",
            Self::Uri => "uniformResourceIdentifier",
            Self::Ip => "iPAddress",
            Self::RegisteredId => "registeredID",
        }
    }

    /// One bit for each form.
    pub(crate) const fn bit(self) -> u16 {
        1 << self as u8
    }
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
    /// A distinguished name: the DER of a Name.
    Directory(&'a [u8]),
    /// One of the other four forms, with its whole DER.
    Other(NameForm, &'a [u8]),
}

impl<'a> GeneralNames<'a> {
    /// The names in their order.
    pub fn iter(self) -> impl Iterator<Item = GeneralName<'a>> {
        Reader::new(self.0, 0).each(GeneralName::decode)
    }

    pub(super) fn decode(r: &mut Reader<'a>) -> Read<Self> {
        let names = r.value(Tag::SEQUENCE, "subjectAltName")?;
        if names.is_empty() {
            return Ok(Self(&[]));
        }
        r.inside(names, "subjectAltName", read_names)?;
        Ok(Self(names))
    }

    /// It has no names, which nobody may write. Some responders of OCSP have certificates with such a list; in a path it
    /// is refused.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The names in a list, however that is tagged.
    pub(crate) fn of(list: &Element<'a>) -> Read<Self> {
        list.read(read_names)?;
        Ok(Self(list.value))
    }
}

/// `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`
fn read_names(names: &mut Reader<'_>) -> Read<()> {
    GeneralName::decode(names)?;
    while !names.is_empty() {
        GeneralName::decode(names)?;
    }
    Ok(())
}

impl<'a> GeneralName<'a> {
    fn decode(r: &mut Reader<'a>) -> Read<Self> {
        let name = r.any("GeneralName")?;
        match NameForm::of(name.tag) {
            Some(NameForm::Email) => ascii(&name).map(Self::Email),
            Some(NameForm::Dns) => ascii(&name).map(Self::Dns),
            Some(NameForm::Uri) => ascii(&name).map(Self::Uri),
            Some(NameForm::Ip) => address(&name).map(Self::Ip),
            Some(NameForm::Directory) => directory_name(&name).map(Self::Directory),
            Some(form) => Ok(Self::Other(form, name.whole)),
            None => Err(name.fault(Fault::Type)),
        }
    }

    /// What kind of name it is.
    #[must_use]
    pub const fn form(&self) -> NameForm {
        match self {
            Self::Dns(_) => NameForm::Dns,
            Self::Ip(_) => NameForm::Ip,
            Self::Email(_) => NameForm::Email,
            Self::Uri(_) => NameForm::Uri,
            Self::Directory(_) => NameForm::Directory,
            Self::Other(form, _) => *form,
        }
    }
}

/// The Name in a directoryName, which is tagged explicitly, for Name is a CHOICE.
pub(crate) fn directory_name<'a>(element: &Element<'a>) -> Read<&'a [u8]> {
    element.read(|inner| super::name(inner, "directoryName"))
}

/// The content of an IA5String.
fn ascii<'a>(name: &Element<'a>) -> Read<&'a [u8]> {
    if name.value.is_ascii() { Ok(name.value) } else { Err(name.fault(Fault::Value)) }
}

/// Four or sixteen bytes; the masks of nameConstraints have no place here.
fn address<'a>(name: &Element<'a>) -> Read<&'a [u8]> {
    match name.value.len() {
        4 | 16 => Ok(name.value),
        _ => Err(name.fault(Fault::Value)),
    }
}
