//! What the README shows is what the program prints: an excerpt begins with its command, and `…` stands for what is left
//! out. If this fails, show what is printed now.

use crate::process::{Ended, handfast};

/// The excerpts: the command, and the pieces of what it prints.
fn excerpts() -> Vec<(String, Vec<String>)> {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let blocks = readme.split("```text\n$ handfast ").skip(1);
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
    let excerpts = excerpts();
    assert!(excerpts.len() >= 2, "the README shows nothing");
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
