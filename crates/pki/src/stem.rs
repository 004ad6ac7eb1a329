//! File names made of other people's names.

use core::fmt;
use std::borrow::Cow;

use crate::Error;

/// The longest stem, in bytes: file systems take 255 with the extension.
const LONGEST: usize = 120;

/// The part of a file name before its extension: it names a file of its folder and nothing else, on any system.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stem(Cow<'static, str>);

impl Stem {
    /// The authority's own.
    pub const ROOT: Self = Self(Cow::Borrowed("root"));
    /// The one of servers, unless they are given another.
    pub const SERVER: Self = Self(Cow::Borrowed("server"));

    /// A stem that reads like `name`: letters and digits of any script, `.`, `-`, `_`, `@` and `+` stay, everything
    /// else becomes a hyphen; no dot or hyphen at either end; at most 120 bytes.
    ///
    /// # Errors
    /// [`Error::Stem`] if nothing is left of it.
    pub fn of(name: &str) -> Result<Self, Error> {
        let safe: String = name.chars().map(|c| if stays(c) { c } else { '-' }).collect();
        let trimmed = shortened(safe.trim_matches(is_edge)).trim_end_matches(is_edge);
        if trimmed.is_empty() {
            return Err(Error::Stem(name.to_owned()));
        }
        let stem = if is_device(trimmed) { format!("{trimmed}-") } else { trimmed.to_owned() };
        Ok(Self(Cow::Owned(stem)))
    }

    /// The one of an authority below the root, unless it is given another.
    pub const INTERMEDIATE: Self = Self(Cow::Borrowed("intermediate"));

    /// Whether it is the authority's own; some file systems do not tell capitals from small letters.
    pub(crate) fn is_root(&self) -> bool {
        self.0.eq_ignore_ascii_case(&Self::ROOT.0)
    }
}

impl fmt::Display for Stem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn stays(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+')
}

/// A dot in front hides a file, a hyphen looks like an option, and some systems drop a dot at the end.
fn is_edge(c: char) -> bool {
    matches!(c, '.' | '-')
}

fn shortened(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// Names that Windows keeps for devices, whatever the extension.
fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered =
        |prefix| first.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    matches!(first.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::{Error, Stem};

    fn stem(name: &str) -> String {
        Stem::of(name).unwrap().to_string()
    }

    #[test]
    fn plain_names_stay() {
        for name in ["alice", "alice@example.org", "server.example.org", "a_b+c", "b\u{fc}cher", "\u{674e}"] {
            assert_eq!(stem(name), name);
        }
    }

    #[test]
    fn a_stem_never_leaves_its_folder() {
        for (name, safe) in [
            ("../../etc/passwd", "etc-passwd"),
            ("/etc/passwd", "etc-passwd"),
            ("..\\..\\windows", "windows"),
            ("C:\\temp", "C--temp"),
            ("a/../b", "a-..-b"),
            ("*.example.org", "example.org"),
            ("spiffe://example.org/alice", "spiffe---example.org-alice"),
            ("Alice Smith", "Alice-Smith"),
            (".hidden", "hidden"),
            ("-rf", "rf"),
            ("alice.", "alice"),
            ("a\0b\nc\u{202e}d", "a-b-c-d"),
            ("nul", "nul-"),
            ("com1.txt", "com1.txt-"),
        ] {
            assert_eq!(stem(name), safe, "{name:?}");
        }
    }

    #[test]
    fn nothing_left_is_an_error() {
        for name in ["", ".", "..", "///", "\u{202e}", "---"] {
            assert_eq!(Stem::of(name), Err(Error::Stem(name.to_owned())));
        }
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        assert_eq!(stem(&"a".repeat(300)).len(), 120);
        assert_eq!(stem(&"\u{674e}".repeat(300)), "\u{674e}".repeat(40));
        assert_eq!(stem(&format!("{}.b", "a".repeat(119))), "a".repeat(119));
    }

    #[test]
    fn the_root_is_known_in_any_case() {
        assert!(Stem::of("Root").unwrap().is_root());
        assert!(!Stem::of("roots").unwrap().is_root());
    }
}
