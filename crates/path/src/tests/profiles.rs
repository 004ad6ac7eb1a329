//! What the profiles take, and what they warn of.

use super::forge::{self, Recipe};
use super::judge_under;
use crate::{Anchors, Answer, At, Decisions, Policy, Profile, Refusal, Source, Warning, validate};

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
        let leaf = Recipe::leaf("leaf").issued_by("root", 1);
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
    let path = validate(&leaf, [], &anchors, &policy, forge::now(), &mut decisions).unwrap();
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
