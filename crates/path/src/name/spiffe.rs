//! SPIFFE IDs (SPIFFE-ID §2): the names of workloads.

use core::fmt;

use handfast_rule::{Clause, spiffe_id};

const SCHEME: &str = "spiffe://";

/// `spiffe://example.org/billing/api`: a trust domain, and the path of a workload within it. Two are the same if their
/// bytes are: what may stand in one leaves nothing to normalise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpiffeId<'a> {
    text: &'a str,
    trust_domain: &'a str,
}

/// What is wrong with a SPIFFE ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpiffeFault {
    /// The scheme is not `spiffe`, in lower case, with `://` after it.
    Scheme,
    /// More than 2048 bytes: what everybody supports (§2.3).
    TooLong,
    /// The trust domain is empty, or longer than 255 bytes.
    TrustDomainLength,
    /// The trust domain has more than lower-case letters, digits, dots, dashes and underscores: a port, a user, upper
    /// case.
    TrustDomain,
    /// A segment of the path is empty, `.` or `..`, or the path ends with a slash.
    Segment,
    /// The path has more than letters, digits, dots, dashes and underscores: a query, a fragment, `%20`.
    Path,
}

impl<'a> SpiffeId<'a> {
    const LONGEST: usize = 2048;
    const LONGEST_TRUST_DOMAIN: usize = 255;

    /// Reads a SPIFFE ID.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(text: &'a str) -> Result<Self, SpiffeFault> {
        if text.len() > Self::LONGEST {
            return Err(SpiffeFault::TooLong);
        }
        let rest = text.strip_prefix(SCHEME).ok_or(SpiffeFault::Scheme)?;
        let (trust_domain, path) =
            rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
        check_trust_domain(trust_domain)?;
        path.map_or(Ok(()), |path| path.split('/').try_for_each(check_segment))?;
        Ok(Self { text, trust_domain })
    }

    /// The whole of it.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// Who vouches for the workload: `example.org`.
    #[must_use]
    pub const fn trust_domain(&self) -> &'a str {
        self.trust_domain
    }

    /// The workload: `/billing/api`. Empty for the trust domain itself.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.text.get(SCHEME.len() + self.trust_domain.len()..).unwrap_or_default()
    }
}

fn check_trust_domain(name: &str) -> Result<(), SpiffeFault> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    match name.len() {
        1..=SpiffeId::LONGEST_TRUST_DOMAIN if name.bytes().all(allowed) => Ok(()),
        1..=SpiffeId::LONGEST_TRUST_DOMAIN => Err(SpiffeFault::TrustDomain),
        _ => Err(SpiffeFault::TrustDomainLength),
    }
}

fn check_segment(segment: &str) -> Result<(), SpiffeFault> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    match segment {
        "" | "." | ".." => Err(SpiffeFault::Segment),
        _ if segment.bytes().all(allowed) => Ok(()),
        _ => Err(SpiffeFault::Path),
    }
}

impl SpiffeFault {
    pub(crate) const fn clause(self) -> Clause {
        spiffe_id(match self {
            Self::Scheme => "2",
            Self::TrustDomainLength | Self::TrustDomain => "2.1",
            Self::Segment | Self::Path => "2.2",
            Self::TooLong => "2.3",
        })
    }

    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::Scheme => "a SPIFFE ID starts with spiffe://",
            Self::TooLong => "the SPIFFE ID is longer than 2048 bytes",
            Self::TrustDomainLength => "the trust domain of the SPIFFE ID is empty or longer than 255 bytes",
            Self::TrustDomain => {
                "the trust domain of the SPIFFE ID has more than a-z, 0-9, dot, dash and underscore"
            }
            Self::Segment => {
                "the path of the SPIFFE ID has an empty or relative segment, or ends with a slash"
            }
            Self::Path => "the path of the SPIFFE ID has more than letters, digits, dot, dash and underscore",
        }
    }
}

impl fmt::Display for SpiffeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.sentence(), self.clause())
    }
}

impl core::error::Error for SpiffeFault {}

#[cfg(test)]
mod tests {
    use super::{SpiffeFault, SpiffeId};

    #[test]
    fn the_parts() {
        let id = SpiffeId::parse("spiffe://example.org/ns/Prod/sa_1.x-y").unwrap();
        assert_eq!((id.trust_domain(), id.path()), ("example.org", "/ns/Prod/sa_1.x-y"));
        let domain = SpiffeId::parse("spiffe://10.0.0.1").unwrap();
        assert_eq!((domain.trust_domain(), domain.path()), ("10.0.0.1", ""));
    }

    #[test]
    fn what_is_none() {
        for (text, fault) in [
            ("", SpiffeFault::Scheme),
            ("https://example.org/a", SpiffeFault::Scheme),
            ("spiffe:/example.org/a", SpiffeFault::Scheme),
            ("SPIFFE://example.org/a", SpiffeFault::Scheme),
            ("spiffe://", SpiffeFault::TrustDomainLength),
            ("spiffe:///a", SpiffeFault::TrustDomainLength),
            ("spiffe://Example.org/a", SpiffeFault::TrustDomain),
            ("spiffe://example.org:443/a", SpiffeFault::TrustDomain),
            ("spiffe://user@example.org/a", SpiffeFault::TrustDomain),
            ("spiffe://[::1]/a", SpiffeFault::TrustDomain),
            ("spiffe://ex%41mple.org/a", SpiffeFault::TrustDomain),
            ("spiffe://example.org?a", SpiffeFault::TrustDomain),
            ("spiffe://example.org/", SpiffeFault::Segment),
            ("spiffe://example.org/a/", SpiffeFault::Segment),
            ("spiffe://example.org//a", SpiffeFault::Segment),
            ("spiffe://example.org/./a", SpiffeFault::Segment),
            ("spiffe://example.org/a/..", SpiffeFault::Segment),
            ("spiffe://example.org/a%20b", SpiffeFault::Path),
            ("spiffe://example.org/a?b", SpiffeFault::Path),
            ("spiffe://example.org/a#b", SpiffeFault::Path),
            ("spiffe://example.org/ü", SpiffeFault::Path),
        ] {
            assert_eq!(SpiffeId::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn lengths() {
        let domain = |len: usize| format!("spiffe://{}/x", "a".repeat(len));
        assert!(SpiffeId::parse(&domain(255)).is_ok());
        assert_eq!(SpiffeId::parse(&domain(256)), Err(SpiffeFault::TrustDomainLength));
        let whole = |len: usize| format!("spiffe://a/{}", "x".repeat(len - 11));
        assert!(SpiffeId::parse(&whole(2048)).is_ok());
        assert_eq!(SpiffeId::parse(&whole(2049)), Err(SpiffeFault::TooLong));
    }
}
