//! What the README and the pages behind it show is what the program prints: an excerpt begins with its command, and `…`
//! stands for what is left out. If this fails, show what is printed now. And their links lead somewhere.

use std::fs;
use std::path::{Path, PathBuf};

use crate::process::{Ended, handfast};

/// The README, and what it is too short for.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    ["README.md", "CONTRIBUTING.md", "fuzz/README.md"]
        .map(|page| root.join(page))
        .into_iter()
        .chain(docs)
        .collect()
}

/// The excerpts: the command, and the pieces of what it prints.
fn excerpts(page: &str) -> Vec<(String, Vec<String>)> {
    let blocks = page.split("```text\n$ handfast ").skip(1);
    let excerpt = |block: &str| {
        let (block, _) = block.split_once("\n```").expect("a block ends");
        let (command, shown) = block.split_once('\n').expect("something is shown");
        let pieces = shown.split("\n  …\n").map(|piece| piece.trim_matches('\n').to_owned());
        (command.to_owned(), pieces.filter(|piece| piece != "  …").collect())
    };
    blocks.map(excerpt).collect()
}

#[test]
fn shows_what_is_printed() {
    let pages = pages().into_iter().map(|page| fs::read_to_string(page).unwrap());
    let excerpts: Vec<_> = pages.flat_map(|page| excerpts(&page)).collect();
    assert!(excerpts.len() >= 4, "the pages show nothing");
    for (command, pieces) in excerpts {
        let printed = Ended::of(&mut handfast(&command));
        assert_eq!(printed.code, Some(0), "{command}: {}", printed.err);
        let mut rest = &printed.out[..];
        for piece in pieces {
            let (_, after) = rest.split_once(&format!("{piece}\n")).unwrap_or_else(|| {
                panic!("handfast {command} prints no longer, at its place:\n{piece}\n\nbut\n{rest}")
            });
            rest = after;
        }
    }
}

#[test]
fn links_lead_somewhere() {
    let mut followed = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
        for link in links.filter(|link| !link.contains("://")) {
            assert!(page.with_file_name(link).exists(), "{}: {link}", page.display());
            followed += 1;
        }
    }
    assert!(followed > 0, "the README links nowhere");
}
