//! `Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension`, as CRLs, their entries and OCSP responses carry them.

use crate::cert::{Element, Fault, Oid, Read, Reader, Tag, object_identifier};

/// One extension.
pub(super) struct Extension<'a> {
    /// The content bytes of extnID.
    pub(super) id: &'a [u8],
    pub(super) critical: bool,
    /// extnValue, to be read.
    pub(super) value: Element<'a>,
}

/// More than any honest list has; each is compared with those before it.
const MOST: usize = 32;

/// Reads every extension of a list, none of which may come twice.
pub(super) fn each<'a>(list: &Element<'a>, mut take: impl FnMut(&Extension<'a>) -> Read<()>) -> Read<()> {
    if list.value.is_empty() {
        return Err(list.fault(Fault::Value));
    }
    let mut seen: [&[u8]; MOST] = [&[]; MOST];
    list.read(|r| {
        for slot in 0.. {
            if r.is_empty() {
                break;
            }
            let element = r.expect(Tag::SEQUENCE, "Extension")?;
            let extension = element.read(Extension::decode)?;
            if seen.iter().take(slot).any(|id| *id == extension.id) {
                return Err(element.fault(Fault::Repeated));
            }
            *seen.get_mut(slot).ok_or_else(|| element.fault(Fault::TooMany))? = extension.id;
            take(&extension)?;
        }
        Ok(())
    })
}

impl<'a> Extension<'a> {
    /// `Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }`
    fn decode(fields: &mut Reader<'a>) -> Read<Self> {
        Ok(Self {
            id: object_identifier(fields, "extnID")?,
            critical: fields.boolean_or_false("critical")?,
            value: fields.expect(Tag::OCTET_STRING, "extnValue")?,
        })
    }

    /// Keeps the first critical extension that nobody here knows.
    pub(super) fn note_unknown(&self, unknown: &mut Option<Oid>) {
        if self.critical && unknown.is_none() {
            *unknown = Some(Oid::from_content(self.id));
        }
    }
}
