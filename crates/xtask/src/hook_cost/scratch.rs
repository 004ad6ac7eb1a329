//! A copy of the sources without the places that ask whether somebody watches.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// What this program is built from.
const NEEDED: [&str; 5] = ["Cargo.toml", "Cargo.lock", "crates", "tests", "vectors/people"];

/// A piece of a source, and what stands in its place in the copy.
struct Cut {
    file: &'static str,
    piece: &'static str,
    instead: &'static str,
}

const CUTS: &[Cut] = &[
    Cut {
        file: "crates/handfast/src/observe.rs",
        piece: "self.observer.as_ref().map_or_else(Wish::default, |observer| observer.wish())",
        instead: "Wish::default()",
    },
    Cut {
        file: "crates/handfast/src/observe.rs",
        piece: "bool {\n        self.observer.is_some()",
        instead: "bool {\n        let _ = self;\n        false",
    },
    Cut {
        file: "crates/handfast/src/observe.rs",
        piece: "if let Some(observer) = &mut self.observer {\n            show(&mut **observer, &observation());\n        }",
        instead: "let _ = (observation, show);",
    },
    Cut {
        file: "crates/handfast/src/watch.rs",
        piece: "hooks.is_watched() | self.keeps_records",
        instead: "{ let _ = (hooks, self); false }",
    },
    Cut {
        file: "crates/handfast/src/watch.rs",
        piece: "if !self.keeps_records {\n            return;\n        }\n        let epoch",
        instead: "if true {\n            return;\n        }\n        let epoch",
    },
    Cut {
        file: "crates/handfast/src/deliver.rs",
        piece: "if let Some(observer) = observer {\n                self.spans.clear();",
        instead: "if let (Some(observer), false) = (observer.as_mut(), true) {\n                self.spans.clear();",
    },
    Cut {
        file: "crates/handfast/src/deliver.rs",
        piece: "match tamper {\n            Some(tamper) => tamper.outgoing(kind, message, &mut put),\n            None => put(message),\n        }",
        instead: "let _ = tamper;\n        put(message);",
    },
];

/// Copies what is needed, and cuts.
pub(super) fn copy(root: &Path, to: &Path) -> Result<PathBuf, Box<dyn Error>> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    for name in NEEDED {
        all(&root.join(name), &to.join(name))?;
    }
    for cut in CUTS {
        let file = to.join(cut.file);
        fs::write(&file, cut.made_in(&fs::read_to_string(&file)?)?)?;
    }
    Ok(to.to_owned())
}

fn all(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    if !from.is_dir() {
        fs::create_dir_all(to.parent().unwrap_or(to))?;
        fs::copy(from, to)?;
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        all(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}

impl Cut {
    /// A source that has changed needs another cut.
    fn made_in(&self, source: &str) -> Result<String, String> {
        match source.matches(self.piece).count() {
            1 => Ok(source.replace(self.piece, self.instead)),
            found => Err(format!("{}: {found} times, and not once:\n{}", self.file, self.piece)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::CUTS;

    /// Otherwise nobody would notice until they count.
    #[test]
    fn every_cut_can_be_made() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for cut in CUTS {
            let source = std::fs::read_to_string(root.join(cut.file)).unwrap();
            assert_eq!(cut.made_in(&source).err(), None);
        }
    }
}
