//! Rules on identities.

use super::forge::{Recipe, SEQUENCE, alt_names, der, dn, key_usage};
use crate::cert::Cert;
use crate::{Allow, AllowError, AllowRule, Identity};

const EMAIL: u8 = 0x81;
const DNS: u8 = 0x82;
const URI: u8 = 0x86;

fn identity(recipe: Recipe) -> Identity {
    Identity::of(&Cert::parse(&recipe.unsigned()).unwrap())
}

fn alice() -> Identity {
    let names: &[(u8, &[u8])] = &[
        (DNS, b"alice.example.org"),
        (DNS, b"*.wild.example.org"),
        (EMAIL, b"alice+x@Example.org"),
        (URI, b"spiffe://example.org/people/alice"),
    ];
    identity(
        Recipe::leaf("alice, the first").without_extensions().with(alt_names(names)).with(key_usage(0x80)),
    )
}

#[test]
fn each_kind_of_rule() {
    let alice = alice();
    let key = alice.spki_sha256.clone();
    let colons: Vec<_> = key.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap()).collect();
    for rule in [
        AllowRule::cn("alice, the first"),
        AllowRule::dns("ALICE.example.org"),
        AllowRule::dns("x.wild.example.org."),
        AllowRule::uri("spiffe://example.org/people/*"),
        AllowRule::email("alice+x@example.ORG"),
        AllowRule::spki_sha256(&key.to_ascii_uppercase()),
        AllowRule::spki_sha256(&colons.join(":")),
    ] {
        let rule = rule.unwrap();
        assert!(rule.fits(&alice), "{rule}");
        assert_eq!(Allow::new().or(rule.clone()).judge(&alice), Ok(Some(&rule)));
    }
    for rule in [
        AllowRule::cn("alice"),
        AllowRule::dns("wild.example.org"),
        AllowRule::dns("a.b.wild.example.org"),
        AllowRule::uri("spiffe://example.org/*"),
        AllowRule::uri("spiffe://example.com/people/alice"),
        AllowRule::email("Alice+x@example.org"),
        AllowRule::email("alice@example.org"),
        AllowRule::spki_sha256(&"0".repeat(64)),
    ] {
        let rule = rule.unwrap();
        assert!(!rule.fits(&alice), "{rule}");
        assert!(Allow::new().or(rule).judge(&alice).is_err());
    }
}

#[test]
fn any_rule_will_do_and_none_lets_everybody_in() {
    let alice = alice();
    let (bob, anybody) = (AllowRule::cn("bob").unwrap(), AllowRule::uri("spiffe://example.org/**").unwrap());
    let allow: Allow = [bob, anybody.clone()].into_iter().collect();
    assert_eq!(allow.judge(&alice), Ok(Some(&anybody)));
    assert_eq!(Allow::new().judge(&alice), Ok(None));
}

#[test]
fn who_is_turned_away_is_told_what_stands_against_each_rule() {
    let rules = [
        AllowRule::cn("bob"),
        AllowRule::dns("bob.example.org"),
        AllowRule::uri("spiffe://example.org/bob"),
        AllowRule::uri("https://example.org/bob"),
        AllowRule::email("bob@example.org"),
        AllowRule::spki_sha256(&"0".repeat(64)),
    ];
    let allow: Allow = rules.into_iter().map(Result::unwrap).collect();
    let against = allow.judge(&alice()).unwrap_err();
    assert_eq!(against.rules.len(), 6);
    let text = against.to_string();
    for part in [
        "no rule fits: cn:bob, but the common name is alice\\, the first; ",
        "dns:bob.example.org, but it has alice.example.org, *.wild.example.org; ",
        "uri:spiffe://example.org/bob, but the SPIFFE ID is spiffe://example.org/people/alice; ",
        "uri:https://example.org/bob, but it has spiffe://example.org/people/alice; ",
        "email:bob@example.org, but it has alice+x@Example.org; ",
        "but the key is ",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let nobody = identity(Recipe::leaf("").without_extensions());
    let text = allow.judge(&nobody).unwrap_err().to_string();
    assert!(text.contains("cn:bob, but the certificate has no common name"), "{text}");
    assert!(text.contains("the certificate has no URI, so no SPIFFE ID (X509-SVID"), "{text}");
}

/// Rules about workloads want an X.509-SVID; and of two common names nobody knows which is meant.
#[test]
fn what_is_ambiguous_fits_no_rule() {
    let names: &[(u8, &[u8])] = &[(URI, b"spiffe://example.org/a"), (URI, b"spiffe://example.org/b")];
    let two = identity(Recipe::leaf("x").without_extensions().with(alt_names(names)).with(key_usage(0x80)));
    assert!(!AllowRule::uri("spiffe://example.org/a").unwrap().fits(&two));
    let subject = [&dn("alice")[2..], &dn("bob")[2..]].concat();
    let subject = [&[0x30, u8::try_from(subject.len()).unwrap()], &subject[..]].concat();
    let two = identity(Recipe::leaf("x").edit(|recipe| recipe.subject = subject));
    assert_eq!(two.common_names, ["alice", "bob"]);
    assert!(!AllowRule::cn("bob").unwrap().fits(&two) && !AllowRule::cn("alice").unwrap().fits(&two));
}

/// A second common name counts whatever it is made of: four octets a character, or none that could be read.
#[test]
fn a_common_name_that_cannot_be_read_is_one() {
    let second = |tag: u8, value: &[u8]| {
        let pair = der(SEQUENCE, &[&der(6, &[&[0x55, 4, 3]]), &der(tag, &[value])]);
        let parts = [&dn("alice")[2..], &der(0x31, &[&pair])].concat();
        identity(Recipe::leaf("x").edit(|recipe| recipe.subject = der(SEQUENCE, &[&parts])))
    };
    let bob = second(0x1C, &[0, 0, 0, b'b', 0, 0, 0, b'o', 0, 0, 0, b'b']);
    assert_eq!(bob.common_names, ["alice", "bob"]);
    let nobody = second(0x0C, &[0xFF]);
    assert_eq!(nobody.common_names, ["alice", "#ff"]);
    let alice = AllowRule::cn("alice").unwrap();
    assert!(!alice.fits(&bob) && !alice.fits(&nobody));
}

#[test]
fn what_is_no_rule() {
    assert_eq!(AllowRule::cn(""), Err(AllowError::Empty));
    assert_eq!(AllowRule::dns("*.example.org"), Err(AllowError::NotAHost));
    assert_eq!(AllowRule::dns("192.0.2.1"), Err(AllowError::NotAHost));
    assert_eq!(AllowRule::email("alice"), Err(AllowError::NotAMailbox));
    assert_eq!(AllowRule::uri("alice"), Err(AllowError::NotAUri));
    assert_eq!(AllowRule::spki_sha256("abc"), Err(AllowError::NotASha256));
    assert_eq!(AllowRule::spki_sha256(&"g".repeat(64)), Err(AllowError::NotASha256));
}
