//! directoryName subtrees: names that begin with the parts of the base.

use crate::cert::{Element, Read, Reader, Tag, directory_name};
pub(super) use crate::name::same::is_within;

pub(super) fn base<'a>(element: &Element<'a>) -> Read<&'a [u8]> {
    directory_name(element)
}

/// How many parts a name has.
pub(super) fn parts(name: &[u8]) -> usize {
    inside(name).each(|parts| parts.any("RelativeDistinguishedName")).count()
}

/// The emailAddress attributes of a name: "when restrictions have been imposed on the rfc822Name name type" they count
/// as one where the certificate has none in subjectAltName.
pub(crate) fn email_addresses(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    let parts = inside(name).each(|parts| parts.any("RelativeDistinguishedName"));
    parts
        .flat_map(|part| attributes(part.value))
        .filter_map(|(id, value)| (id == EMAIL_ADDRESS).then_some(value))
}

/// 1.2.840.113549.1.9.1
const EMAIL_ADDRESS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01];

/// The type and the value of each attribute.
fn attributes(part: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    Reader::new(part, 0).each(|pairs| {
        let mut fields = pairs.expect(Tag::SEQUENCE, "AttributeTypeAndValue")?.reader();
        Ok((fields.any("AttributeType")?.value, fields.any("AttributeValue")?.value))
    })
}

fn inside(name: &[u8]) -> Reader<'_> {
    let name = Reader::new(name, 0).expect(Tag::SEQUENCE, "Name");
    name.map_or_else(|_| Reader::new(&[], 0), |name| name.reader())
}
