//! URIs with wildcards in the segments of their path.

use core::fmt;

use super::AllowError;
use crate::name::{SpiffeFault, SpiffeId};

const SPIFFE: &str = "spiffe://";

/// A URI in whose path `*` stands for characters of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UriPattern {
    text: String,
    /// Where the path starts.
    path: usize,
}

impl UriPattern {
    pub(super) fn parse(text: &str) -> Result<Self, AllowError> {
        let path = start_of_path(text).ok_or(AllowError::NotAUri)?;
        let (authority, segments) = text.split_at_checked(path).ok_or(AllowError::NotAUri)?;
        let (segments, query) =
            segments.find(['?', '#']).map_or((segments, ""), |end| segments.split_at(end));
        if authority.contains('*') || query.contains('*') {
            return Err(AllowError::WildcardOutsidePath);
        }
        if segments.rsplit('/').skip(1).any(|segment| segment == "**") {
            return Err(AllowError::MisplacedRest);
        }
        if text.starts_with(SPIFFE) {
            could_be_spiffe(text)?;
        }
        Ok(Self { text: text.to_owned(), path })
    }

    pub(super) fn is_spiffe(&self) -> bool {
        self.text.starts_with(SPIFFE)
    }

    /// Whether the URI, in the form in which an identity shows it, is of this form.
    pub(super) fn matches(&self, uri: &str) -> bool {
        if !self.text.contains('*') {
            return self.text == uri;
        }
        let both = self.text.split_at_checked(self.path).zip(uri.split_at_checked(self.path));
        both.is_some_and(|((wanted, pattern), (authority, path))| {
            wanted == authority && segments_match(pattern, path)
        })
    }
}

/// Behind `scheme://authority`, or behind `scheme:` where there is none.
fn start_of_path(text: &str) -> Option<usize> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let authority =
        rest.strip_prefix("//").map_or(0, |rest| 2 + rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    (is_scheme && text.is_ascii() && !rest.is_empty()).then_some(scheme.len() + 1 + authority)
}

/// No SPIFFE ID would ever match a rule that is none itself but for its wildcards.
fn could_be_spiffe(text: &str) -> Result<(), AllowError> {
    let example = text.replace('*', "x");
    let id = SpiffeId::parse(&example).map_err(AllowError::Spiffe)?;
    if id.path().is_empty() { Err(AllowError::Spiffe(SpiffeFault::Segment)) } else { Ok(()) }
}

fn segments_match(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut has) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), has.next()) {
            (None, None) => return true,
            (Some("**"), Some(segment)) => return core::iter::once(segment).chain(has).all(is_plain),
            (Some(wanted), Some(segment)) if segment_matches(wanted, segment) => {}
            _ => return false,
        }
    }
}

/// The pieces between the stars come one after the other, and each star stands for at least one character.
fn segment_matches(pattern: &str, segment: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == segment };
    let Some(mut left) = segment.strip_prefix(first).filter(|_| is_plain(segment)) else { return false };
    let mut pieces = rest.split('*').peekable();
    while let Some(piece) = pieces.next() {
        // The star itself takes the first character.
        let Some((_, after)) = left.split_at_checked(1) else { return false };
        let place =
            if pieces.peek().is_some() { after.find(piece) } else { after.len().checked_sub(piece.len()) };
        let Some(found) = place.and_then(|place| after.get(place..)?.strip_prefix(piece)) else {
            return false;
        };
        left = found;
    }
    left.is_empty()
}

/// What a wildcard may stand for: a segment that is what it looks like. Neither `.` nor `..`, nothing encoded, which
/// others might decode into a slash, no query, and nothing unprintable.
fn is_plain(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..") && !segment.contains(['%', '\\', '?', '#'])
}

impl fmt::Display for UriPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::UriPattern;
    use crate::allow::AllowError;
    use crate::name::SpiffeFault;

    fn matches(pattern: &str, uri: &str) -> bool {
        UriPattern::parse(pattern).unwrap().matches(uri)
    }

    #[test]
    fn a_star_stays_in_its_segment() {
        for (pattern, uri, expected) in [
            ("spiffe://a/x", "spiffe://a/x", true),
            ("spiffe://a/x", "spiffe://a/X", false),
            ("spiffe://a/x", "spiffe://a/x/y", false),
            ("spiffe://a/*", "spiffe://a/x", true),
            ("spiffe://a/*", "spiffe://a/x/y", false),
            ("spiffe://a/*", "spiffe://a", false),
            ("spiffe://a/*", "spiffe://a/", false),
            ("spiffe://a/*", "spiffe://b/x", false),
            ("spiffe://a/*", "spiffe://aa/x", false),
            ("spiffe://a/ns/*/sa/default", "spiffe://a/ns/prod/sa/default", true),
            ("spiffe://a/ns/*/sa/default", "spiffe://a/ns/prod/x/sa/default", false),
            ("spiffe://a/web-*", "spiffe://a/web-1", true),
            ("spiffe://a/web-*", "spiffe://a/web-", false),
            ("spiffe://a/web-*", "spiffe://a/db-1", false),
            ("spiffe://a/*-web", "spiffe://a/x-web", true),
            ("spiffe://a/*-web", "spiffe://a/-web", false),
            ("spiffe://a/a*b*c", "spiffe://a/a1b2c", true),
            ("spiffe://a/a*b*c", "spiffe://a/abcc", false),
            ("spiffe://a/a*b*c", "spiffe://a/axbxbxc", true),
            ("spiffe://a/a*b*c", "spiffe://a/a1c2b", false),
            ("spiffe://a/*ab", "spiffe://a/ab", false),
            ("spiffe://a/**", "spiffe://a/x", true),
            ("spiffe://a/**", "spiffe://a/x/y/z", true),
            ("spiffe://a/**", "spiffe://a", false),
            ("spiffe://a/x/**", "spiffe://a/x", false),
            ("https://a/*/c", "https://a/../c", false),
            ("https://a/*", "https://a/x%2fy", false),
            ("https://a/*", "https://a/x?y", false),
            ("https://a/**", "https://a/x/../y", false),
            ("https://a/*?q", "https://a/x?q", false),
            ("https://a/x?q", "https://a/x?q", true),
            ("urn:example:*", "urn:example:1", true),
            ("urn:example:*", "urn:other:1", false),
        ] {
            assert_eq!(matches(pattern, uri), expected, "{uri} for {pattern}");
        }
    }

    #[test]
    fn what_is_no_pattern() {
        for (text, why) in [
            ("", AllowError::NotAUri),
            ("alice", AllowError::NotAUri),
            ("://a", AllowError::NotAUri),
            ("spiffe:", AllowError::NotAUri),
            ("spiffe://*/x", AllowError::WildcardOutsidePath),
            ("spiffe://*.example.org/x", AllowError::WildcardOutsidePath),
            ("https://a/x?*", AllowError::WildcardOutsidePath),
            ("spiffe://a/**/x", AllowError::MisplacedRest),
            ("spiffe://a", AllowError::Spiffe(SpiffeFault::Segment)),
            ("spiffe://a/", AllowError::Spiffe(SpiffeFault::Segment)),
            ("spiffe://A/x", AllowError::Spiffe(SpiffeFault::TrustDomain)),
            ("spiffe://a/x?y", AllowError::Spiffe(SpiffeFault::Path)),
        ] {
            assert_eq!(UriPattern::parse(text), Err(why), "{text}");
        }
    }
}
