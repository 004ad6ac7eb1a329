//! No Debug prints a secret: neither of the values that are made of known ones here, nor of connections in every state
//! that they pass through, nor of what is observed of them. And no public type that holds a secret is left out.

mod connections;
mod types;
mod values;

use std::any::type_name;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Debug;
use std::sync::LazyLock;

use handfast::crypto::secret::Secret;

/// What was printed, without white space, the types of what was asked to print itself, and the octets that must not be in
/// it.
#[derive(Default)]
struct Gallery {
    texts: BTreeSet<String>,
    types: BTreeSet<&'static str>,
    secrets: BTreeSet<Vec<u8>>,
}

/// Shorter ones may stand anywhere by chance.
const LEAST: usize = 8;

impl Gallery {
    fn show<T: Debug>(&mut self, value: &T) {
        self.texts.insert(format!("{value:?}").split_whitespace().collect());
        self.types.insert(type_name::<T>());
    }

    #[expect(clippy::disallowed_methods, reason = "to find what must not be printed")]
    fn keep(&mut self, secret: &Secret) {
        self.keep_octets(secret.reveal());
    }

    /// Zeros are an input of every key schedule, and no secret.
    fn keep_octets(&mut self, octets: &[u8]) {
        if octets.len() >= LEAST && octets.iter().any(|octet| *octet != 0) {
            self.secrets.insert(octets.to_vec());
        }
    }

    /// The first text with a secret in it, and how that is written there.
    fn leak(&self) -> Option<(&str, String)> {
        let mut forms: HashMap<Vec<u8>, Vec<String>> = HashMap::new();
        for form in self.secrets.iter().flat_map(|secret| forms_of(secret)) {
            forms.entry(form.as_bytes().get(..LEAST).unwrap().to_vec()).or_default().push(form);
        }
        self.texts.iter().find_map(|text| {
            let starts = text.as_bytes().windows(LEAST).enumerate();
            let mut written = starts.filter_map(|(at, start)| {
                let here = |form: &&String| text.get(at..).is_some_and(|rest| rest.starts_with(&**form));
                forms.get(start)?.iter().find(here)
            });
            Some((&**text, written.next()?.clone()))
        })
    }

    /// Whether a type of this name was shown, or printed as part of another.
    fn has(&self, name: &str) -> bool {
        let mut words = self.types.iter().flat_map(|path| path.split(|c: char| !c.is_alphanumeric()));
        words.any(|word| word == name)
            || self
                .texts
                .iter()
                .any(|text| ["{", "("].iter().any(|open| text.contains(&format!("{name}{open}"))))
    }
}

/// How the start and the end of a secret are written by what prints octets: `[1, 171]`, `[1, ab]`, `01ab`, `01AB`,
/// `\x01\xab`, and as text.
fn forms_of(secret: &[u8]) -> Vec<String> {
    let ends = [secret.get(..LEAST), secret.get(secret.len() - LEAST..)].into_iter().flatten();
    ends.flat_map(|octets| {
        let listed = |each: fn(&u8) -> String, between: &str| {
            octets.iter().map(each).collect::<Vec<_>>().join(between)
        };
        [
            listed(u8::to_string, ","),
            listed(|octet| format!("{octet:x}"), ","),
            listed(|octet| format!("{octet:02x}"), ""),
            listed(|octet| format!("{octet:02X}"), ""),
            octets.escape_ascii().to_string(),
        ]
    })
    .collect()
}

static GALLERY: LazyLock<Gallery> = LazyLock::new(|| {
    let mut gallery = Gallery::default();
    values::shown(&mut gallery);
    connections::shown(&mut gallery);
    gallery
});

#[test]
fn no_secret_is_printed() {
    assert!(GALLERY.secrets.len() > 80, "{} secrets", GALLERY.secrets.len());
    assert!(GALLERY.texts.len() > 500, "{} texts", GALLERY.texts.len());
    assert_eq!(GALLERY.leak(), None);
}

/// A type that holds a secret is among what is shown; a new one has to be shown, too.
#[test]
fn every_type_that_holds_a_secret_is_shown() {
    let types = types::public_ones_with_secrets();
    assert!(types.len() >= 20, "{types:?}");
    let missing: Vec<_> = types.iter().filter(|name| !GALLERY.has(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What is looked for would be found.
#[test]
fn what_prints_a_secret_is_found() {
    let octets: Vec<u8> = (1..=40).map(|octet: u8| octet.wrapping_mul(37)).collect();
    let is_found = |show: &dyn Fn(&mut Gallery)| {
        let mut gallery = Gallery::default();
        gallery.keep_octets(&octets);
        show(&mut gallery);
        gallery.leak().is_some()
    };
    assert!(!is_found(&|gallery| gallery.show(&octets.len())));
    assert!(is_found(&|gallery| gallery.show(&octets)));
    assert!(is_found(&|gallery| gallery.show(&("the end of it", octets.get(1..).unwrap()))));
    assert!(is_found(&|gallery| gallery.show(&format_args!("{octets:x?}"))));
    assert!(is_found(&|gallery| gallery.show(&format_args!("{}", octets.escape_ascii()))));
}
