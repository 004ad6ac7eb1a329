//! Mailboxes (RFC 5280 §7.5, RFC 9598 §5): the local part byte for byte, the domain without regard to case.

use super::dns;
use crate::cert::{GeneralName, NameForm, Read, Reader, Tag};

/// `alice@example.org`: the mailbox that the holder is wanted to have.
///
/// A local part with characters beyond ASCII is looked for among the SmtpUTF8Mailboxes, any other one among the
/// rfc822Names: RFC 9598 §3 leaves no choice. An internationalised domain is written with its A-labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mailbox<'a> {
    local: &'a str,
    domain: &'a str,
}

impl<'a> Mailbox<'a> {
    /// Reads `local@domain`, without display name or angle brackets; nothing if it is no mailbox (RFC 5321 §4.1.2).
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let (local, domain) = text.rsplit_once('@')?;
        (is_local_part(local) && is_domain(domain)).then_some(Self { local, domain })
    }

    /// What stands before the `@`.
    #[must_use]
    pub const fn local(&self) -> &'a str {
        self.local
    }

    /// What stands after it.
    #[must_use]
    pub const fn domain(&self) -> &'a str {
        self.domain
    }

    fn is_same(&self, other: &Self) -> bool {
        self.local == other.local && self.domain.eq_ignore_ascii_case(other.domain)
    }
}

/// Whether a name of a certificate is the mailbox that is wanted. One that is malformed never is.
pub(super) fn matches(presented: GeneralName<'_>, wanted: &Mailbox<'_>) -> bool {
    mailbox(presented).and_then(Mailbox::parse).is_some_and(|presented| presented.is_same(wanted))
}

/// The text of a name that is a mailbox, by whichever of the two forms is right for it.
pub(crate) fn mailbox(name: GeneralName<'_>) -> Option<&str> {
    match name {
        GeneralName::Email(text) => core::str::from_utf8(text).ok(),
        GeneralName::Other(NameForm::Other, der) => {
            smtp_utf8_mailbox(der).ok().filter(|text| has_wide_local_part(text))
        }
        _ => None,
    }
}

/// id-on-SmtpUTF8Mailbox: 1.3.6.1.5.5.7.8.9.
const SMTP_UTF8_MAILBOX: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 8, 9];

/// `OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }`, under the tag `[0]`; empty if it is of
/// another type.
fn smtp_utf8_mailbox(der: &[u8]) -> Read<&str> {
    let name = Reader::new(der, 0).expect(Tag::explicit(0), "otherName")?;
    name.read(|fields| {
        let is_mailbox = fields.value(Tag::OBJECT_IDENTIFIER, "type-id")? == SMTP_UTF8_MAILBOX;
        let value = fields.expect(Tag::explicit(0), "value")?;
        if !is_mailbox {
            return Ok("");
        }
        let text = value.read(|inner| inner.expect(Tag::UTF8_STRING, "SmtpUTF8Mailbox"))?;
        Ok(core::str::from_utf8(text.value).unwrap_or_default())
    })
}

/// RFC 9598 §3: an ASCII local part makes an rfc822Name; and no byte order mark.
fn has_wide_local_part(text: &str) -> bool {
    let local = text.rsplit_once('@').map_or("", |(local, _)| local);
    !local.is_ascii() && !text.starts_with('\u{feff}')
}

/// A dot-string or a quoted string (RFC 5321 §4.1.2), with the characters of RFC 6531 §3.3.
fn is_local_part(text: &str) -> bool {
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(quoted) => is_quoted(quoted),
        None => text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_character)),
    }
}

fn is_atom_character(character: char) -> bool {
    let special = "!#$%&'*+-/=?^_`{|}~";
    character.is_ascii_alphanumeric()
        || special.contains(character)
        || !(character.is_ascii() || character.is_control())
}

/// Quotes and backslashes stand behind a backslash; nothing in it is a control character.
fn is_quoted(text: &str) -> bool {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let next = if character == '\\' { characters.next() } else { Some(character) };
        if next.is_none_or(char::is_control) || character == '"' {
            return false;
        }
    }
    true
}

/// A host name, or an address in brackets.
fn is_domain(text: &str) -> bool {
    let literal = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    literal.map_or_else(|| dns::is_host_name(text.as_bytes()), is_address)
}

/// `192.0.2.1` or `IPv6:2001:db8::1` (RFC 5321 §4.1.3).
fn is_address(text: &str) -> bool {
    match text.strip_prefix("IPv6:") {
        Some(v6) => v6.parse::<core::net::Ipv6Addr>().is_ok(),
        None => text.parse::<core::net::Ipv4Addr>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Mailbox, matches};
    use crate::cert::{GeneralName, NameForm};

    fn is(presented: &str, wanted: &str) -> bool {
        matches(GeneralName::Email(presented.as_bytes()), &Mailbox::parse(wanted).unwrap())
    }

    #[test]
    fn case_counts_before_the_at_only() {
        assert!(is("alice@example.org", "alice@EXAMPLE.org"));
        assert!(!is("Alice@example.org", "alice@example.org"));
        assert!(!is("alice@example.org", "alice@sub.example.org"));
        assert!(!is("alice@example.org", "bob@example.org"));
        assert!(is("\"a@b\"@example.org", "\"a@b\"@example.org"));
        assert!(is("root@[192.0.2.1]", "root@[192.0.2.1]"));
    }

    #[test]
    fn what_is_no_mailbox() {
        for text in [
            "",
            "alice",
            "@example.org",
            "alice@",
            "a b@example.org",
            "a..b@example.org",
            ".a@example.org",
            "a.@example.org",
            "alice@-x.org",
            "alice@*.org",
            "alice@[300.1.1.1]",
            "alice@[::1]",
            "\"a\"b\"@x.org",
            "\"a\\\"@x.org",
            "a\n@x.org",
            "<alice@example.org>",
            "alice@example.org.",
            "alice@bücher.example",
        ] {
            assert_eq!(Mailbox::parse(text), None, "{text:?}");
        }
        assert!(Mailbox::parse("\"a\\\"b\"@[IPv6:::1]").is_some());
    }

    /// An otherName of this type around a string with this tag.
    fn other(id: &[u8], tag: u8, text: &str) -> Vec<u8> {
        let element =
            |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).unwrap()], content].concat();
        let value = element(0xA0, &element(tag, text.as_bytes()));
        element(0xA0, &[element(6, id), value].concat())
    }

    #[test]
    fn mailboxes_beyond_ascii() {
        let is = |id: &[u8], tag: u8, text: &str| {
            let der = other(id, tag, text);
            matches(
                GeneralName::Other(NameForm::Other, &der),
                &Mailbox::parse(text.trim_start_matches('\u{feff}')).unwrap(),
            )
        };
        let id = super::SMTP_UTF8_MAILBOX;
        assert!(is(id, 0x0C, "jürg@example.org"));
        assert!(!is(id, 0x0C, "alice@example.org"), "an ASCII local part makes an rfc822Name");
        assert!(!is(id, 0x0C, "\u{feff}jürg@example.org"), "no byte order mark");
        assert!(!is(id, 0x16, "jürg@example.org"), "an IA5String");
        assert!(!is(&id[1..], 0x0C, "jürg@example.org"), "another type of otherName");
        let der = other(id, 0x0C, "jürg@example.org");
        let wanted = Mailbox::parse("jürg@example.org").unwrap();
        for cut in 0..der.len() {
            assert!(!matches(GeneralName::Other(NameForm::Other, &der[..cut]), &wanted));
        }
        assert!(!matches(GeneralName::Other(NameForm::RegisteredId, &der), &wanted));
    }
}
