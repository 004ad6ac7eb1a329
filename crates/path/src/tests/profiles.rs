//! What the profiles take, and what they warn of.

use super::forge::{self, Recipe, authority_key_id, subject_key_id};
use super::judge_under;
use crate::cert::Kind;
use crate::{
    Anchors, Answer, At, Decisions, Evidence, KeyIdentifierFault, KeyUse, Policy, Profile, Refusal, Source,
    Warning, validate,
};

const ROOT: At = At { depth: 1, source: Source::Anchor(0) };

fn version_1(recipe: Recipe) -> Recipe {
    recipe.without_extensions().edit(|r| r.version.clear())
}

fn judge(
    profile: Profile,
    leaf: &[u8],
    intermediates: &[&[u8]],
    root: &[u8],
) -> Result<Vec<(At, Warning)>, Refusal> {
    let policy = Policy::tls_server().profile(profile);
    judge_under(&policy, forge::now(), leaf, intermediates, &[root]).map(|path| path.warnings().to_vec())
}

#[test]
fn version_1_at_both_ends_is_legacy() {
    let root = version_1(Recipe::authority("root", 1)).issued_by("root", 1);
    let sound = Recipe::authority("root", 1).issued_by("root", 1);
    let leaf = version_1(Recipe::leaf("leaf")).issued_by("root", 1);
    let both = [(At::LEAF, Warning::Version1), (ROOT, Warning::Version1)];
    assert_eq!(judge(Profile::LEGACY, &leaf, &[], &root).as_deref(), Ok(&both[..]));
    assert_eq!(judge(Profile::LEGACY, &leaf, &[], &sound).as_deref(), Ok(&both[..1]));
    for strict in [Profile::RFC5280, Profile::WEBPKI] {
        let refused = |at| Err(Refusal::NotVersion3 { at, version: 1 });
        assert_eq!(judge(strict, &leaf, &[], &sound), refused(At::LEAF));
        let leaf = Recipe::leaf("localhost").with(authority_key_id(b"one"));
        let leaf = leaf.with(forge::purposes(&[forge::SERVER_AUTH])).issued_by("root", 1);
        assert_eq!(judge(strict, &leaf, &[], &root), refused(ROOT));
    }
}

/// Anybody with a certificate of version 1 would be an authority.
#[test]
fn version_1_in_between_is_refused() {
    let root = Recipe::authority("root", 1).issued_by("root", 1);
    let one = version_1(Recipe::authority("one", 2)).issued_by("root", 1);
    let leaf = Recipe::leaf("leaf").issued_by("one", 2);
    let at = At { depth: 1, source: Source::Intermediate(0) };
    let refused = Err(Refusal::NotVersion3 { at, version: 1 });
    assert_eq!(judge(Profile::LEGACY, &leaf, &[&one], &root), refused);
}

/// A warning about a certificate that was tried in vain is in the record, and not in the path.
#[test]
fn warnings_are_of_the_path() {
    let sound = Recipe::authority("root", 1).issued_by("root", 1);
    let expired = version_1(Recipe::authority("root", 1)).edit(|r| r.not_after = forge::utc("260201000000Z"));
    let expired = expired.issued_by("root", 1);
    let leaf = Recipe::leaf("leaf").issued_by("root", 1);
    let anchors = Anchors::from_certificates([&expired[..], &sound]).unwrap();
    let policy = Policy::tls_server().profile(Profile::LEGACY);
    let mut decisions = Decisions::on();
    let path =
        validate(&leaf, [], &anchors, &Evidence::none(), &policy, forge::now(), &mut decisions).unwrap();
    assert_eq!((path.anchor(), path.warnings()), (1, &[][..]));
    assert!(decisions.all().iter().any(|decision| decision.answer == Answer::Warned(Warning::Version1)));
}

#[test]
fn a_warning_says_how_to_mend_it() {
    for warning in [Warning::Version1, Warning::CommonNameAsHost] {
        let text = warning.to_string();
        assert!(text.contains("issue") && text.contains("openssl") && text.contains("RFC"), "{text}");
    }
}

/// A server as the Baseline Requirements want it, but for an edit.
fn webpki(edit: impl FnOnce(Recipe) -> Recipe) -> Result<Vec<(At, Warning)>, Refusal> {
    let root = Recipe::authority("root", 1).with(subject_key_id(b"one")).with(authority_key_id(b"one"));
    let leaf = Recipe::leaf("localhost").with(authority_key_id(b"one"));
    let leaf = edit(leaf.with(forge::purposes(&[forge::SERVER_AUTH])));
    judge(Profile::WEBPKI, &leaf.issued_by("root", 1), &[], &root.issued_by("root", 1))
}

#[test]
fn a_sound_subscriber() {
    assert_eq!(webpki(|leaf| leaf), Ok(vec![]));
    let nameless = webpki(|leaf| leaf.edit(|r| r.subject = forge::dn("")));
    assert_eq!(nameless, Err(Refusal::NotCritical { at: At::LEAF, extension: Kind::SubjectAltName }));
    let zero = webpki(|leaf| leaf.edit(|r| r.serial = forge::der(forge::INTEGER, &[&[0]])));
    assert_eq!(zero, Err(Refusal::SerialNumberNotPositive { at: At::LEAF }));
    let long = webpki(|leaf| leaf.edit(|r| r.serial = forge::der(forge::INTEGER, &[&[0], &[0x80; 20]])));
    assert_eq!(long, Err(Refusal::LongSerialNumber { at: At::LEAF }));
}

/// As Go Daddy's is.
#[test]
fn roots_older_than_the_requirements() {
    let root = Recipe::authority("root", 1).edit(|r| {
        r.serial = forge::der(forge::INTEGER, &[&[0]]);
        r.not_before = forge::der(0x18, &[b"20260101000000Z"]);
    });
    let leaf = Recipe::leaf("localhost").with(authority_key_id(b"one"));
    let leaf = leaf.with(forge::purposes(&[forge::SERVER_AUTH])).issued_by("root", 1);
    assert_eq!(judge(Profile::WEBPKI, &leaf, &[], &root.issued_by("root", 1)), Ok(vec![]));
}

#[test]
fn access_descriptions() {
    let aia = |value: &[u8]| forge::extension(&[0x2B, 6, 1, 5, 5, 7, 1, 1], false, value);
    let method = forge::der(6, &[&[0x2B, 6, 1, 5, 5, 7, 0x30, 2]]);
    let one = forge::der(forge::SEQUENCE, &[&method, &forge::der(0x86, &[b"http://a/"])]);
    assert_eq!(webpki(|leaf| leaf.with(aia(&forge::der(forge::SEQUENCE, &[&one])))), Ok(vec![]));
    for malformed in [&b"malformed"[..], &[0x30, 0], &[0x30, 2, 0x30, 0], &[]] {
        let refused = webpki(|leaf| leaf.with(aia(malformed)));
        assert!(matches!(refused, Err(Refusal::Malformed { at: At::LEAF, .. })), "{refused:?}");
    }
}

#[test]
fn common_names_repeat_a_name() {
    type Names<'a> = &'a [(u8, &'a [u8])];
    let table: &[(&str, Names<'_>, bool)] = &[
        ("a.example", &[(0x82, b"b.example"), (0x82, b"a.example")], true),
        ("A.example", &[(0x82, b"a.example")], false),
        ("example", &[(0x82, b"*.example")], true),
        ("*.example", &[(0x82, b"*.example")], true),
        ("b.example", &[(0x82, b"*.example")], false),
        ("bücher.example", &[(0x82, b"xn--bcher-kva.example")], false),
        ("a.example", &[(0x87, &[192, 0, 2, 1])], true),
        ("192.0.2.1", &[(0x87, &[192, 0, 2, 1])], true),
        ("192.0.2.001", &[(0x87, &[192, 0, 2, 1])], false),
        ("0xC0000201", &[(0x87, &[192, 0, 2, 1])], false),
        ("192.0.2.1", &[(0x82, b"a.example")], false),
        ("::1", &[(0x87, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])], true),
        ("0:0:0:0:0:0:0:1", &[(0x87, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])], false),
    ];
    for (name, names, sound) in table {
        let verdict = webpki(|leaf| {
            leaf.edit(|r| (r.subject, r.extensions[0]) = (forge::dn(name), forge::alt_names(names)))
        });
        assert_eq!(verdict.is_ok(), *sound, "{name}: {verdict:?}");
    }
}

#[test]
fn key_identifiers_of_roots() {
    let verdict = |identifier: Vec<u8>| {
        let root = Recipe::authority("root", 1).with(subject_key_id(b"one")).with(identifier);
        let leaf = Recipe::leaf("localhost").with(authority_key_id(b"one"));
        let leaf = leaf.with(forge::purposes(&[forge::SERVER_AUTH])).issued_by("root", 1);
        judge(Profile::WEBPKI, &leaf, &[], &root.issued_by("root", 1))
    };
    let refused = |fault| Err(Refusal::KeyIdentifier { at: ROOT, fault });
    assert_eq!(verdict(authority_key_id(b"two")), refused(KeyIdentifierFault::AnotherKey));
    let fields = [&forge::der(0x80, &[b"one"])[..], &forge::der(0x82, &[&[7]])];
    let both = forge::extension(&[0x55, 0x1D, 0x23], false, &forge::der(forge::SEQUENCE, &fields));
    assert_eq!(verdict(both), refused(KeyIdentifierFault::IssuerAndSerialNumber));
    let root = || Refusal::ForbiddenExtension { at: ROOT, extension: Kind::ExtendedKeyUsage };
    assert_eq!(verdict(forge::purposes(&[forge::SERVER_AUTH])), Err(root()));
}

/// The self-signed may leave authorityKeyIdentifier out, and nobody else.
#[test]
fn conforming_authorities() {
    let verdict = |root: Recipe| {
        let leaf = Recipe::leaf("leaf").with(authority_key_id(b"one")).issued_by("root", 1);
        judge(Profile::CONFORMING, &leaf, &[], &root.issued_by("root", 1))
    };
    let root = || Recipe::authority("root", 1);
    let missing = Refusal::MissingExtension { at: ROOT, extension: Kind::SubjectKeyIdentifier };
    assert_eq!(verdict(root()), Err(missing));
    assert_eq!(verdict(root().with(subject_key_id(b"one"))), Ok(vec![]));
    let easy = root()
        .edit(|r| r.extensions[0] = forge::extension(&[0x55, 0x1D, 0x13], false, &[0x30, 3, 1, 1, 0xFF]));
    let not_critical = Refusal::NotCritical { at: ROOT, extension: Kind::BasicConstraints };
    assert_eq!(verdict(easy.with(subject_key_id(b"one"))), Err(not_critical));
    let leaf = Recipe::leaf("leaf").with(authority_key_id(b"one")).issued_by("root", 1);
    let crossed = root().with(subject_key_id(b"one")).issued_by("another", 1);
    let missing = Refusal::MissingExtension { at: ROOT, extension: Kind::AuthorityKeyIdentifier };
    assert_eq!(judge(Profile::CONFORMING, &leaf, &[], &crossed), Err(missing));
}

/// keyUsage of the end entity allows what its holder does, or what it does is none of our business.
#[test]
fn keys_that_sign_and_keys_that_decrypt() {
    let root = Recipe::authority("root", 1).issued_by("root", 1);
    let verdict = |leaf: Recipe, key_use| {
        let policy = Policy::tls_server().key_use(key_use);
        judge_under(&policy, forge::now(), &leaf.issued_by("root", 1), &[], &[&root]).map(|_| ())
    };
    let signs = Err(Refusal::MayNotSignHandshakes { at: At::LEAF });
    let decrypts = Err(Refusal::MayNotDecrypt { at: At::LEAF });
    for (usage, signing, decrypting) in
        [(0x80, Ok(()), decrypts), (0x20, signs, Ok(())), (0xa0, Ok(()), Ok(())), (0x40, signs, decrypts)]
    {
        let leaf = || Recipe::leaf("leaf").with(forge::key_usage(usage));
        assert_eq!(verdict(leaf(), KeyUse::Signs), signing, "{usage:02x}");
        assert_eq!(verdict(leaf(), KeyUse::Decrypts), decrypting, "{usage:02x}");
        assert_eq!(verdict(leaf(), KeyUse::Nothing), Ok(()), "{usage:02x}");
    }
    assert_eq!(verdict(Recipe::leaf("leaf"), KeyUse::Decrypts), Ok(()), "without keyUsage everything goes");
}
