//! Names that a certificate can carry in subjectAltName (RFC 5280 §4.2.1.6), checked as far as verifiers do.

use core::fmt;
use core::net::IpAddr;

use rcgen::SanType;
use rcgen::string::Ia5String;

use crate::Error;

/// One entry of subjectAltName.
///
/// The variants take any text, so that tests can make odd certificates; [`Name::host`], [`Name::uri`] and
/// [`Name::email`] take only what a verifier could match.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Name {
    /// A host, as an A-label: `"localhost"`, `"*.example.org"`.
    Dns(String),
    /// An address.
    Ip(IpAddr),
    /// A URI, for example a SPIFFE ID.
    Uri(String),
    /// A mailbox.
    Email(String),
}

impl Name {
    /// A host name or an IP address, whichever the text is (RFC 9525 §6.3, §6.5).
    ///
    /// # Errors
    /// [`Error::Name`] if the text is neither, or a wildcard stands elsewhere than alone in the first label.
    pub fn host(text: &str) -> Result<Self, Error> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Ip(address));
        }
        match host_fault(text) {
            None => Ok(Self::Dns(text.to_owned())),
            Some(fault) => Err(Error::Name { name: text.to_owned(), fault }),
        }
    }

    /// A URI with a scheme; a `spiffe:` URI must also name a trust domain (SPIFFE-ID §2).
    ///
    /// # Errors
    /// [`Error::Name`] if it is not one.
    pub fn uri(text: &str) -> Result<Self, Error> {
        match uri_fault(text) {
            None => Ok(Self::Uri(text.to_owned())),
            Some(fault) => Err(Error::Name { name: text.to_owned(), fault }),
        }
    }

    /// A mailbox, `local@host` (RFC 5280 §4.2.1.6: rfc822Name).
    ///
    /// # Errors
    /// [`Error::Name`] if it is not one.
    pub fn email(text: &str) -> Result<Self, Error> {
        match email_fault(text) {
            None => Ok(Self::Email(text.to_owned())),
            Some(fault) => Err(Error::Name { name: text.to_owned(), fault }),
        }
    }

    pub(crate) fn to_san(&self) -> Result<SanType, Error> {
        Ok(match self {
            Self::Dns(text) => SanType::DnsName(ascii(text)?),
            Self::Ip(address) => SanType::IpAddress(*address),
            Self::Uri(text) => SanType::URI(ascii(text)?),
            Self::Email(text) => SanType::Rfc822Name(ascii(text)?),
        })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(text) | Self::Uri(text) | Self::Email(text) => f.write_str(text),
            Self::Ip(address) => address.fmt(f),
        }
    }
}

impl From<&str> for Name {
    /// An IP address if it reads as one, else a DNS name, taken as it is.
    fn from(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Dns(text.to_owned()), Self::Ip)
    }
}

impl From<IpAddr> for Name {
    fn from(address: IpAddr) -> Self {
        Self::Ip(address)
    }
}

fn ascii(text: &str) -> Result<Ia5String, Error> {
    text.try_into().map_err(|_| Error::Name { name: text.to_owned(), fault: NOT_ASCII })
}

const NOT_ASCII: &str = "is not ASCII; write an international name in its xn-- form";

fn host_fault(text: &str) -> Option<&'static str> {
    if !text.is_ascii() {
        return Some(NOT_ASCII);
    }
    if text.len() > 253 {
        return Some("is longer than 253 characters");
    }
    if text.ends_with('.') {
        return Some("ends with a dot; certificates carry names without it");
    }
    let (wildcard, rest) = text.strip_prefix("*.").map_or((false, text), |rest| (true, rest));
    if wildcard && !rest.contains('.') {
        return Some("is a wildcard for a whole top-level domain, which no verifier accepts");
    }
    rest.split('.').find_map(label_fault)
}

fn label_fault(label: &str) -> Option<&'static str> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if label.is_empty() {
        Some("has an empty label")
    } else if label.len() > 63 {
        Some("has a label of more than 63 characters")
    } else if label.contains('*') {
        Some("has a wildcard that is not the whole first label, as in *.example.org")
    } else if !label.bytes().all(allowed) {
        Some("has a character that host names do not have; give the host alone, without scheme, port or path")
    } else if label.starts_with('-') || label.ends_with('-') {
        Some("has a label that begins or ends with a hyphen")
    } else {
        None
    }
}

fn uri_fault(text: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = text.split_once(':') else {
        return Some("has no scheme, as in spiffe://example.org/alice");
    };
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || !scheme.bytes().all(in_scheme) {
        Some("does not begin with a URI scheme")
    } else if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some("is empty after the scheme, or has characters that a URI must escape")
    } else if scheme.eq_ignore_ascii_case("spiffe") {
        spiffe_fault(scheme, rest)
    } else {
        None
    }
}

/// SPIFFE-ID §2: scheme and trust domain in lower case, no port, no user, no query, no fragment, no empty segments.
fn spiffe_fault(scheme: &str, rest: &str) -> Option<&'static str> {
    let path = rest.strip_prefix("//").unwrap_or_default();
    let (domain, segments) = path.split_once('/').map_or((path, None), |(d, rest)| (d, Some(rest)));
    let in_domain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b);
    let in_segment = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    let good_segment = |s: &str| !matches!(s, "" | "." | "..") && s.bytes().all(in_segment);
    if scheme != "spiffe" || domain.is_empty() || !domain.bytes().all(in_domain) {
        Some("is not spiffe:// followed by a trust domain in lower case")
    } else if !segments.is_none_or(|path| path.split('/').all(good_segment)) {
        Some("has a path that a SPIFFE ID may not have")
    } else {
        None
    }
}

fn email_fault(text: &str) -> Option<&'static str> {
    let Some((local, host)) = text.rsplit_once('@') else { return Some("has no @") };
    if !text.is_ascii() {
        Some("is not ASCII, which rfc822Name demands")
    } else if local.is_empty() || !local.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@') {
        Some("has nothing usable before the @")
    } else if host.contains('*') {
        Some("has a wildcard after the @")
    } else {
        host_fault(host)
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Name};

    #[test]
    fn hosts() {
        for good in ["localhost", "a.example", "*.example.org", "xn--bcher-kva.example", "_dmarc.example"] {
            assert_eq!(Name::host(good), Ok(Name::Dns(good.into())));
        }
        assert_eq!(Name::host("127.0.0.1"), Ok(Name::Ip([127, 0, 0, 1].into())));
        assert_eq!(Name::host("::1"), Ok(Name::Ip("::1".parse().unwrap())));
        let long_label = "a".repeat(64);
        let long_name = ["a"; 128].join(".");
        for bad in [
            "",
            ".",
            "a..b",
            "a.",
            "*",
            "*.com",
            "a.*.b",
            "w*.example.org",
            "b\u{fc}cher.example",
            "-a.b",
            "a-.b",
            "https://a.example",
            "a.example:443",
            "a b",
            "[::1]",
            "a\0b",
            &long_label,
            &long_name,
        ] {
            assert!(matches!(Name::host(bad), Err(Error::Name { .. })), "{bad:?} was taken");
        }
    }

    #[test]
    fn uris() {
        for good in [
            "spiffe://example.org/alice",
            "spiffe://example.org",
            "urn:uuid:f81d4fae",
            "https://a.example/b?c",
        ] {
            assert_eq!(Name::uri(good), Ok(Name::Uri(good.into())));
        }
        for bad in [
            "alice",
            "",
            ":x",
            "1a:b",
            "urn:",
            "urn:a b",
            "urn:\u{fc}",
            "spiffe:example.org",
            "spiffe://",
            "spiffe:///a",
            "spiffe://Example.org/a",
            "SPIFFE://example.org/a",
            "spiffe://a:8080/b",
            "spiffe://a//b",
            "spiffe://a/b/",
            "spiffe://a/../b",
            "spiffe://a/b?c",
        ] {
            assert!(matches!(Name::uri(bad), Err(Error::Name { .. })), "{bad:?} was taken");
        }
    }

    #[test]
    fn mailboxes() {
        assert_eq!(Name::email("alice@example.org"), Ok(Name::Email("alice@example.org".into())));
        for bad in [
            "alice",
            "@example.org",
            "alice@",
            "a b@example.org",
            "\u{e4}@example.org",
            "a@*.example.org",
            "a@b@c",
        ] {
            assert!(matches!(Name::email(bad), Err(Error::Name { .. })), "{bad:?} was taken");
        }
    }
}
