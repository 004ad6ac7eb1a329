//! One rule.

use core::fmt;

use super::pattern::UriPattern;
use crate::Identity;
use crate::name::dn;
use crate::name::dns;
use crate::name::{Mailbox, SpiffeFault};

/// Lets in whoever has a certain name or key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowRule {
    /// Whose subject has exactly one common name, and it is this one; escaped as RFC 4514 has it.
    CommonName(String),
    /// Who is this host (RFC 9525 §6.3).
    Dns(String),
    /// Who has a URI of this form. A rule that starts with `spiffe://` is about the SPIFFE ID, which only an X.509-SVID
    /// has; any other one about any of the URIs.
    Uri(UriPattern),
    /// Who has this mailbox (RFC 5280 §7.5).
    Email(String),
    /// Whose SubjectPublicKeyInfo has this SHA-256, in lower-case hexadecimal.
    SpkiSha256(String),
}

/// A text that makes no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowError {
    /// It is empty.
    Empty,
    /// It is no host name; a wildcard is none either.
    NotAHost,
    /// It is no mailbox.
    NotAMailbox,
    /// It has no `scheme:`.
    NotAUri,
    /// A `*` stands outside the path of the URI.
    WildcardOutsidePath,
    /// `**` stands for all that follows, and must be the last segment.
    MisplacedRest,
    /// No SPIFFE ID has this form.
    Spiffe(SpiffeFault),
    /// It is no SHA-256 in hexadecimal: 64 digits, perhaps with colons.
    NotASha256,
}

impl AllowRule {
    /// A common name, as it is: `alice`, `Müller, Hans`.
    ///
    /// # Errors
    /// It is empty.
    pub fn cn(name: &str) -> Result<Self, AllowError> {
        if name.is_empty() { Err(AllowError::Empty) } else { Ok(Self::CommonName(dn::escaped(name))) }
    }

    /// A host name. A certificate with a wildcard is that of each host that the wildcard stands for.
    ///
    /// # Errors
    /// It is no host name.
    pub fn dns(host: &str) -> Result<Self, AllowError> {
        let name = host.strip_suffix('.').unwrap_or(host);
        if dns::is_host_name(name.as_bytes()) {
            Ok(Self::Dns(name.to_owned()))
        } else {
            Err(AllowError::NotAHost)
        }
    }

    /// A URI, in whose path `*` stands for any characters of one segment, at least one, and `**`, as the last segment,
    /// for one or more segments. Everything else is compared byte for byte.
    ///
    /// # Errors
    /// It is no URI, or a wildcard stands where none may.
    pub fn uri(pattern: &str) -> Result<Self, AllowError> {
        UriPattern::parse(pattern).map(Self::Uri)
    }

    /// A mailbox: `alice@example.org`.
    ///
    /// # Errors
    /// It is none.
    pub fn email(mailbox: &str) -> Result<Self, AllowError> {
        Mailbox::parse(mailbox).ok_or(AllowError::NotAMailbox).map(|_| Self::Email(mailbox.to_owned()))
    }

    /// The SHA-256 of a SubjectPublicKeyInfo in hexadecimal, colons between the bytes allowed.
    ///
    /// # Errors
    /// It is none.
    pub fn spki_sha256(digest: &str) -> Result<Self, AllowError> {
        let digits: String = digest.chars().filter(|c| *c != ':').collect::<String>().to_ascii_lowercase();
        let is_digest = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_digest { Ok(Self::SpkiSha256(digits)) } else { Err(AllowError::NotASha256) }
    }

    /// Whether it lets this identity in.
    #[must_use]
    pub fn fits(&self, identity: &Identity) -> bool {
        match self {
            Self::CommonName(name) => identity.common_name() == Some(name),
            Self::Dns(host) => {
                identity.dns_names.iter().any(|name| dns::matches(name.as_bytes(), host.as_bytes()))
            }
            Self::Uri(pattern) if pattern.is_spiffe() => {
                identity.spiffe_id().is_some_and(|id| pattern.matches(id))
            }
            Self::Uri(pattern) => identity.uris.iter().any(|uri| pattern.matches(uri)),
            Self::Email(wanted) => identity.email_addresses.iter().any(|has| is_mailbox(has, wanted)),
            Self::SpkiSha256(digest) => identity.spki_sha256 == *digest,
        }
    }

    /// Whether it lets a peer in that showed a key alone, of this SHA-256.
    pub(super) fn fits_key(&self, spki_sha256: &str) -> bool {
        matches!(self, Self::SpkiSha256(digest) if digest == spki_sha256)
    }

    /// What such a peer has instead.
    pub(super) fn against_key(&self, spki_sha256: &str) -> String {
        match self {
            Self::SpkiSha256(_) => format!("the key is {spki_sha256}"),
            _ => "a key alone has no name".to_owned(),
        }
    }

    /// What the identity has instead.
    pub(super) fn against(&self, identity: &Identity) -> String {
        match self {
            Self::CommonName(_) => match &*identity.common_names {
                [name] => format!("the common name is {name}"),
                names => list("common name", names),
            },
            Self::Dns(_) => list("DNS name", &identity.dns_names),
            Self::Uri(pattern) if pattern.is_spiffe() => identity
                .spiffe
                .as_ref()
                .map_or_else(ToString::to_string, |id| format!("the SPIFFE ID is {id}")),
            Self::Uri(_) => list("URI", &identity.uris),
            Self::Email(_) => list("mailbox", &identity.email_addresses),
            Self::SpkiSha256(_) => format!("the key is {}", identity.spki_sha256),
        }
    }
}

/// Both are in the form in which an identity shows them, in which two names differ if their bytes do.
fn is_mailbox(has: &str, wanted: &str) -> bool {
    let wanted = dn::visible(wanted.as_bytes());
    has.rsplit_once('@').zip(wanted.rsplit_once('@')).is_some_and(
        |((local, domain), (its_local, its_domain))| {
            local == its_local && domain.eq_ignore_ascii_case(its_domain)
        },
    )
}

fn list(what: &str, has: &[String]) -> String {
    if has.is_empty() {
        format!("the certificate has no {what}")
    } else {
        format!("it has {}", has.join(", "))
    }
}

/// With the form in front: `cn:alice`, `uri:spiffe://example.org/*`.
impl fmt::Display for AllowRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommonName(name) => write!(f, "cn:{name}"),
            Self::Dns(name) => write!(f, "dns:{name}"),
            Self::Uri(pattern) => write!(f, "uri:{pattern}"),
            Self::Email(mailbox) => write!(f, "email:{mailbox}"),
            Self::SpkiSha256(digest) => write!(f, "spki-sha256:{digest}"),
        }
    }
}

impl fmt::Display for AllowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "it is empty",
            Self::NotAHost => "it is no host name; wildcards are for the paths of URIs",
            Self::NotAMailbox => "it is no mailbox such as alice@example.org",
            Self::NotAUri => "it is no URI: a scheme is missing, as in spiffe://example.org/alice",
            Self::WildcardOutsidePath => "a wildcard stands for characters of the path only",
            Self::MisplacedRest => "** stands for all segments that follow, so it must be the last",
            Self::Spiffe(fault) => return fault.fmt(f),
            Self::NotASha256 => "it is no SHA-256: 64 hexadecimal digits",
        })
    }
}

impl core::error::Error for AllowError {}
