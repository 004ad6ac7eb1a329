//! directoryName subtrees: names that begin with the parts of the base.

use crate::cert::{Element, Malformed, Reader, Tag, directory_name};
pub(super) use crate::name::same::is_within;

pub(super) fn base<'a>(element: &Element<'a>) -> Result<&'a [u8], Malformed> {
    directory_name(element)
}

/// How many parts a name has.
pub(super) fn parts(name: &[u8]) -> usize {
    let mut parts = inside(name);
    core::iter::from_fn(|| parts.any("RelativeDistinguishedName").ok()).count()
}

/// The emailAddress attributes of a name: "when restrictions have been imposed on the rfc822Name name type" they count
/// as one where the certificate has none in subjectAltName.
pub(crate) fn email_addresses(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut parts = inside(name);
    let parts = core::iter::from_fn(move || parts.any("RelativeDistinguishedName").ok());
    parts
        .flat_map(|part| attributes(part.value))
        .filter_map(|(id, value)| (id == EMAIL_ADDRESS).then_some(value))
}

/// 1.2.840.113549.1.9.1
const EMAIL_ADDRESS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01];

/// The type and the value of each attribute.
fn attributes(part: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut pairs = Reader::new(part, 0);
    core::iter::from_fn(move || {
        let mut fields = pairs.expect(Tag::SEQUENCE, "AttributeTypeAndValue").ok()?.reader();
        Some((fields.any("AttributeType").ok()?.value, fields.any("AttributeValue").ok()?.value))
    })
}

fn inside(name: &[u8]) -> Reader<'_> {
    let name = Reader::new(name, 0).expect(Tag::SEQUENCE, "Name");
    name.map_or_else(|_| Reader::new(&[], 0), |name| name.reader())
}
