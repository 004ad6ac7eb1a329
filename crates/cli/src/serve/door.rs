//! Paths that only those may enter who say who they are.

/// What `--protect` names: each path with all that is under it.
#[derive(Debug, Clone, Default)]
pub(super) struct Doors(Vec<Door>);

/// One such path: its segments.
#[derive(Debug, Clone)]
pub(super) struct Door(Vec<String>);

impl Door {
    /// A path that no request could have would be a door through which nobody ever comes, while all walk past it.
    pub(super) fn named(path: &str) -> Result<Self, &'static str> {
        let alone = segments(path).filter(|_| !path.contains(['?', '#']));
        alone
            .map(Self)
            .ok_or("a path has neither ? nor #, and after % two hexadecimal digits (RFC 3986 §3.3)")
    }
}

impl Doors {
    pub(super) fn new(doors: &[Door]) -> Self {
        Self(doors.to_vec())
    }

    /// Whether there is none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them is on the way to this path, however it is written. What cannot be read is behind a door.
    pub(super) fn guard(&self, path: &str) -> bool {
        segments(path).is_none_or(|path| self.0.iter().any(|Door(door)| path.starts_with(door)))
    }
}

/// The path without its escapes, its empty segments and its dots (RFC 3986 §2.1, §5.2.4).
fn segments(path: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for segment in unescaped(path)?.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(all.pop()),
            segment => all.push(segment.to_owned()),
        }
    }
    Some(all)
}

fn unescaped(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut out = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        out.push(if byte == b'%' { 16 * digit(bytes.next()?)? + digit(bytes.next()?)? } else { byte });
    }
    String::from_utf8(out).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::{Door, Doors};

    fn doors(paths: &[&str]) -> Doors {
        Doors(paths.iter().map(|path| Door::named(path).unwrap()).collect())
    }

    #[test]
    fn guard_what_is_under_them_however_it_is_written() {
        let both = doors(&["/admin", "/a/b/"]);
        for path in
            ["/admin", "/admin/", "/admin/x?y", "//admin", "/x/../admin", "/%61dmin", "/a/./b/c", "/%zz"]
        {
            assert!(both.guard(path.split('?').next().unwrap()), "{path}");
        }
        for path in ["/", "/a", "/a/bc", "/administrator", "/Admin", "*"] {
            assert!(!both.guard(path), "{path}");
        }
        assert!(doors(&["/"]).guard("/anything"));
        assert!(!Doors::default().guard("/"));
    }

    #[test]
    fn a_path_that_no_request_has_is_none() {
        for path in ["/100%", "/%zz", "/%ff", "/admin?all", "/admin#top"] {
            assert!(Door::named(path).is_err(), "{path}");
        }
        assert!(doors(&["/what%3F"]).guard("/what%3f/x"));
    }
}
