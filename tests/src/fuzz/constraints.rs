//! Name constraints.

use handfast::path::cert::Cert;
use handfast::path::{
    AnchorConstraints, AnchorError, Anchors, Decisions, Evidence, Policy, Refusal, validate,
};

use super::people::{ALICE, INTERMEDIATE, ROOT, SERVER, today};
use super::script::Script;

/// The bytes are nameConstraints; and a script of them, for which the verdict is found a second time by plain comparison
/// of text.
pub fn constraints(data: &[u8]) {
    let server = judge(data, SERVER, &Policy::tls_server());
    let alice = judge(data, ALICE, &Policy::tls_client());
    assert_eq!(malformed(server), malformed(alice), "what cannot be read cannot be read for anybody");
    let subtrees = subtrees(&mut Script::new(data));
    let extension = encoded(&subtrees);
    let server = judge(&extension, SERVER, &Policy::tls_server());
    agrees(server, &subtrees, &[Name(DNS, "localhost")]);
    let alice = judge(&extension, ALICE, &Policy::tls_client());
    agrees(alice, &subtrees, &[Name(EMAIL, "alice@example.com"), Name(URI, "example.com")]);
}

const EMAIL: u8 = 0x81;
const DNS: u8 = 0x82;
const URI: u8 = 0x86;

/// A name in a leaf: its tag, and its text, which for a URI is its host.
struct Name(u8, &'static str);

struct Subtree {
    excluded: bool,
    tag: u8,
    base: Vec<u8>,
}

/// Constraints that cannot be read make no anchor; under those that can, a path holds or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refused {
    Anchor(AnchorError),
    Path(Refusal),
}

/// The root as a name and a key that is constrained. Without constraints it vouches for everybody here.
fn judge(extension: &[u8], leaf: &[u8], policy: &Policy) -> Result<(), Refused> {
    let root = Cert::parse(ROOT).expect("a certificate");
    let constraints = AnchorConstraints { name_constraints: Some(extension), ..AnchorConstraints::default() };
    let mut anchors = Anchors::new();
    anchors.add_key(root.subject, root.spki, &constraints).map_err(Refused::Anchor)?;
    let run = |decisions: &mut Decisions| {
        validate(leaf, [INTERMEDIATE], &anchors, &Evidence::none(), policy, today(), decisions).map(|_| ())
    };
    let verdict = run(&mut Decisions::off());
    assert_eq!(verdict, run(&mut Decisions::on()));
    verdict.map_err(Refused::Path)
}

const fn malformed(verdict: Result<(), Refused>) -> bool {
    matches!(verdict, Err(Refused::Anchor(AnchorError::Malformed(_) | AnchorError::NameConstraints)))
}

fn subtrees(script: &mut Script<'_>) -> Vec<Subtree> {
    let mut subtrees = Vec::new();
    while !script.is_over() && subtrees.len() < 16 {
        let excluded = script.flag();
        let tag = match script.byte() % 3 {
            0 => DNS,
            1 => EMAIL,
            _ => URI,
        };
        subtrees.push(Subtree { excluded, tag, base: base(script) });
    }
    subtrees
}

fn base(script: &mut Script<'_>) -> Vec<u8> {
    let known: [&[u8]; 8] = [
        b"localhost",
        b"LOCALHOST",
        b"host",
        b"example.com",
        b".com",
        b".example.com",
        b"alice@example.com",
        b"",
    ];
    known.get(usize::from(script.byte() % 9)).map_or_else(|| script.piece().to_vec(), |base| base.to_vec())
}

fn encoded(subtrees: &[Subtree]) -> Vec<u8> {
    let list = |tag: u8, excluded: bool| {
        let listed = subtrees.iter().filter(|subtree| subtree.excluded == excluded);
        let bases: Vec<u8> = listed.flat_map(|s| element(0x30, &element(s.tag, &s.base))).collect();
        if bases.is_empty() { bases } else { element(tag, &bases) }
    };
    element(0x30, &[list(0xA0, false), list(0xA1, true)].concat())
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = match u8::try_from(content.len()) {
        Ok(short @ 0..0x80) => vec![short],
        Ok(one) => vec![0x81, one],
        Err(_) => [&[0x82], &u16::try_from(content.len()).expect("a short list").to_be_bytes()[..]].concat(),
    };
    [&[tag], &length[..], content].concat()
}

fn agrees(verdict: Result<(), Refused>, subtrees: &[Subtree], names: &[Name]) {
    let excluded = names.iter().any(|name| within(name, subtrees, true));
    let permitted = |name: &Name| {
        let constrained = subtrees.iter().any(|subtree| !subtree.excluded && subtree.tag == name.0);
        !constrained || within(name, subtrees, false)
    };
    match verdict {
        Ok(()) => assert!(!excluded && names.iter().all(permitted), "a name that is not allowed"),
        Err(Refused::Path(Refusal::NameExcluded { .. })) => assert!(excluded, "a name that is not excluded"),
        Err(Refused::Path(Refusal::NameNotPermitted { .. })) => {
            assert!(!names.iter().all(permitted), "a name that is permitted");
        }
        refused => assert!(malformed(refused), "{refused:?}"),
    }
}

fn within(name: &Name, subtrees: &[Subtree], excluded: bool) -> bool {
    let same_kind = subtrees.iter().filter(|subtree| subtree.excluded == excluded && subtree.tag == name.0);
    same_kind.filter_map(|subtree| str::from_utf8(&subtree.base).ok()).any(|base| contains(name, base))
}

/// RFC 5280 §4.2.1.10, in lower case throughout: the names here have no capitals.
fn contains(Name(tag, text): &Name, base: &str) -> bool {
    let host = text.rsplit('@').next().unwrap_or(text);
    let lower = base.to_ascii_lowercase();
    match base.split_once('@') {
        Some((local, of)) if *tag == EMAIL => *text == format!("{local}@{}", of.to_ascii_lowercase()),
        _ if *tag == DNS => lower.is_empty() || host == lower || host.ends_with(&format!(".{lower}")),
        _ if lower.starts_with('.') => host.ends_with(&lower),
        _ => host == lower,
    }
}
