//! Which public types hold a secret: read from the sources, which rustfmt keeps in a form that is easily read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What a field is of that holds a secret itself.
const CARRIERS: [&str; 12] = [
    "Secret",
    "Zeroizing",
    "Prk",
    "Prf",
    "Iv",
    "AeadKey",
    "LessSafeKey",
    "RsaPrivateKey",
    "PrivateKeyDer",
    "KeyPair",
    "SigningKey",
    "DecryptionKey",
];

/// The crates whose types a program that uses them can print.
const CRATES: [&str; 8] = ["wire", "crypto", "record", "handshake", "path", "handfast", "study", "pki"];

pub(super) fn public_ones_with_secrets() -> BTreeSet<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    CRATES
        .iter()
        .flat_map(|name| sources(&crates.join(name).join("src")))
        .flat_map(|text| holders(&text))
        .collect()
}

fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => vec![fs::read_to_string(&path).unwrap()],
        })
        .collect()
}

/// A type stands at the margin, and ends with a line that does, or on its own line.
fn holders(source: &str) -> Vec<String> {
    let mut lines = source.lines();
    let mut names = Vec::new();
    while let Some(line) = lines.next() {
        let Some(name) = declared(line) else { continue };
        let body: Vec<&str> = match line.ends_with([';', '}']) {
            true => vec![line.split_once(name).unwrap().1],
            false => lines.by_ref().take_while(|line| !line.starts_with('}')).collect(),
        };
        if body.iter().any(|line| holds(line)) {
            names.push(name.to_owned());
        }
    }
    names
}

fn declared(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "))?;
    rest.split(|c: char| !c.is_alphanumeric()).next()
}

fn holds(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    code.split(|c: char| !c.is_alphanumeric()).any(|word| CARRIERS.contains(&word))
}

#[test]
fn types_are_read() {
    let source = "pub struct One {\n    /// A Secret\n    a: u8,\n}\npub struct Two(Option<Secret>);\n\
                  pub(crate) struct Three(Secret);\npub enum Four {\n    A(u8),\n    B { secret: Secret },\n}\n\
                  pub struct Five;\n";
    assert_eq!(holders(source), ["Two", "Four"]);
}
