//! What is remembered, what for, and for how long.

use rustls_pki_types::UnixTime;

use super::forge::{self, Recipe, at, now, utc};
use crate::{Anchors, Decisions, Evidence, Limits, PathCache, Policy, Profile, Refusal};

/// A leaf below an intermediate below a root, and a root that has nothing to do with it.
struct Scene {
    leaf: Vec<u8>,
    middle: Vec<u8>,
    root: Vec<u8>,
    other: Vec<u8>,
}

fn scene() -> Scene {
    Scene {
        leaf: Recipe::leaf("leaf").issued_by("middle", 2),
        middle: Recipe::authority("middle", 2).issued_by("root", 1),
        root: Recipe::authority("root", 1).issued_by("root", 1),
        other: Recipe::authority("other", 3).issued_by("other", 3),
    }
}

fn anchors(ders: &[&[u8]]) -> Anchors {
    Anchors::from_certificates(ders.iter().copied()).unwrap()
}

/// Whether it was found, and its length; or the reason.
fn ask(
    cache: &PathCache,
    (leaf, intermediates): (&[u8], &[&[u8]]),
    anchors: &Anchors,
    policy: &Policy,
    now: UnixTime,
) -> Result<(bool, usize), Refusal> {
    let before = cache.hits();
    let intermediates = intermediates.iter().copied();
    let path = cache.validate(
        leaf,
        intermediates,
        anchors,
        &Evidence::none(),
        policy,
        now,
        &mut Decisions::off(),
    )?;
    assert_eq!(path.public_key().spki(), forge::spki(0));
    Ok((cache.hits() > before, path.depth()))
}

const NEW: Result<(bool, usize), Refusal> = Ok((false, 1));
const FOUND: Result<(bool, usize), Refusal> = Ok((true, 1));

#[test]
fn the_same_is_found_and_what_differs_in_anything_is_not() {
    let Scene { leaf, middle, root, other } = scene();
    let cache = PathCache::new(64);
    let server = Policy::tls_server();
    let one = anchors(&[&root]);
    let ask = |chain: (&[u8], &[&[u8]]), anchors: &Anchors, policy: &Policy| {
        ask(&cache, chain, anchors, policy, now())
    };
    let usual: (&[u8], &[&[u8]]) = (&leaf, &[&middle]);
    assert_eq!([ask(usual, &one, &server), ask(usual, &one, &server)], [NEW, FOUND]);
    let again = Recipe::leaf("leaf").issued_by("middle", 2);
    for chain in [(&again[..], &[&middle[..]][..]), (&leaf, &[&middle, &other]), (&leaf, &[&other, &middle])]
    {
        assert_eq!([ask(chain, &one, &server), ask(chain, &one, &server)], [NEW, FOUND]);
    }
    for others in [anchors(&[&root, &other]), anchors(&[&other, &root])] {
        assert_eq!([ask(usual, &others, &server), ask(usual, &others, &server)], [NEW, FOUND]);
    }
    let few = Limits { signatures: 9, ..Limits::DEFAULT };
    let policies = [
        Policy::tls_client(),
        Policy::tls_server().profile(Profile::LEGACY),
        Policy::tls_server().any_purpose(false),
        Policy::tls_server().limits(few),
        Policy::tls_server().initial_policies(["1.2.3".parse().unwrap()]),
        Policy::tls_server().inhibit_any_policy(true),
    ];
    for policy in &policies {
        assert_eq!([ask(usual, &one, policy), ask(usual, &one, policy)], [NEW, FOUND]);
    }
    assert_eq!(ask(usual, &one, &server), FOUND, "and all of them side by side");
}

/// Where one certificate ends and the next begins belongs to what is compared.
#[test]
fn bytes_do_not_wander_between_certificates() {
    let Scene { leaf, middle, root, .. } = scene();
    let cache = PathCache::new(4);
    let (one, server) = (anchors(&[&root]), Policy::tls_server());
    assert_eq!(ask(&cache, (&leaf, &[&middle]), &one, &server, now()), NEW);
    let joined = [&leaf[..], &middle].concat();
    assert!(matches!(ask(&cache, (&joined, &[]), &one, &server, now()), Err(Refusal::Malformed { .. })));
    let (start, end) = middle.split_at(9);
    assert!(ask(&cache, (&leaf, &[start, end]), &one, &server, now()).is_err());
}

/// Of all certificates of the path, the last to begin and the first to end.
#[test]
fn nothing_outlives_a_certificate() {
    let until = |recipe: Recipe| recipe.edit(|r| r.not_after = utc("260801000000Z"));
    let since = |recipe: Recipe| recipe.edit(|r| r.not_before = utc("260401000000Z"));
    let Scene { leaf, middle, root, .. } = scene();
    let chains = [
        (until(Recipe::leaf("leaf")).issued_by("middle", 2), middle.clone(), root.clone()),
        (leaf.clone(), since(until(Recipe::authority("middle", 2))).issued_by("root", 1), root.clone()),
        (
            since(Recipe::leaf("leaf")).issued_by("middle", 2),
            middle,
            until(Recipe::authority("root", 1)).issued_by("root", 1),
        ),
    ];
    let last = at(1_785_542_400);
    let server = Policy::tls_server();
    for (leaf, middle, root) in &chains {
        let cache = PathCache::new(4);
        let ask = |now| ask(&cache, (leaf, &[middle]), &anchors(&[root]), &server, now);
        assert_eq!([ask(now()), ask(last)], [NEW, FOUND]);
        let late = at(last.as_secs() + 1);
        assert!(matches!(ask(late), Err(Refusal::Expired { .. })));
        assert_eq!([cache.kept() as u64, cache.hits()], [0, 1], "it is not kept any longer");
    }
    let (leaf, middle, root) = &chains[1];
    let cache = PathCache::new(4);
    assert_eq!(ask(&cache, (leaf, &[middle]), &anchors(&[root]), &server, now()), NEW);
    let early = ask(&cache, (leaf, &[middle]), &anchors(&[root]), &server, at(1_775_001_599));
    assert!(matches!(early, Err(Refusal::NotYetValid { .. })), "{early:?}");
}

#[test]
fn refusals_are_not_kept() {
    let Scene { leaf, middle, other, .. } = scene();
    let cache = PathCache::new(4);
    let verdict = ask(&cache, (&leaf, &[&middle]), &anchors(&[&other]), &Policy::tls_server(), now());
    assert!(matches!(verdict, Err(Refusal::UnknownIssuer { .. })));
    assert_eq!(format!("{cache:?}"), "PathCache(0 of 4, found 0 times)");
}

#[test]
fn room_is_bounded_and_the_least_used_make_room() {
    let Scene { middle, root, .. } = scene();
    let cache = PathCache::new(3);
    let (one, server) = (anchors(&[&root]), Policy::tls_server());
    let leaves: Vec<_> = (0..5).map(|_| Recipe::leaf("leaf").issued_by("middle", 2)).collect();
    let ask = |n: usize| ask(&cache, (&leaves[n], &[&middle]), &one, &server, now());
    assert_eq!([0, 1, 2, 3].map(ask), [NEW; 4], "three are rounded up to four");
    assert_eq!([0, 1, 3].map(ask), [FOUND; 3]);
    assert_eq!([4, 4, 0, 1, 3].map(ask), [NEW, FOUND, FOUND, FOUND, FOUND]);
    assert_eq!((ask(2), cache.kept()), (NEW, 4), "it had not been used");
    let none = PathCache::new(0);
    let never = |_| super::cache::ask(&none, (&leaves[0], &[&middle]), &one, &server, now());
    assert_eq!([0, 1].map(never), [NEW, NEW]);
}

#[test]
fn who_wants_to_see_decisions_sees_all_of_them() {
    let Scene { leaf, middle, root, .. } = scene();
    let cache = PathCache::new(4);
    let one = anchors(&[&root]);
    let answers = || {
        let mut decisions = Decisions::on();
        let intermediates = [&middle[..]];
        let policy = Policy::tls_server();
        cache
            .validate(&leaf, intermediates, &one, &Evidence::none(), &policy, now(), &mut decisions)
            .unwrap();
        decisions.all().len()
    };
    assert_eq!(ask(&cache, (&leaf, &[&middle]), &one, &Policy::tls_server(), now()), NEW);
    assert!(answers() > 20);
    assert_eq!(cache.hits(), 0);
}
