//! One provocation of every refusal, with the alert and the clause that it must name.

use handfast_crypto::public_key::KeyError;
use handfast_rule::{AlertDescription as Alert, Refusal as _};
use rustls_pki_types::{ServerName, UnixTime};

use super::forge::{self, INTEGER, Recipe, SEQUENCE, at, authority_key_id, der, dn, extension, key_usage};
use super::{judge, judge_under, revocation};
use crate::cert::{Cert, Fault, Kind, NameForm, Oid};
use crate::name::{NotSvid, Reference, verify, verify_server_name};
use crate::{
    Allow, AllowRule, At, Decisions, KeyIdentifierFault, KeyUse, KnownKeys, Limit, Limits, Malformed, Policy,
    Profile, Purpose, Refusal, Source, Time, WeakHash,
};

const LEAF: At = At::LEAF;
const FIRST: At = At { depth: 1, source: Source::Intermediate(0) };

pub(super) struct Provocation {
    got: Option<Refusal>,
    wanted: Refusal,
    alert: Alert,
    clause: &'static str,
}

pub(super) fn provoke(
    got: Option<Refusal>,
    wanted: Refusal,
    alert: Alert,
    clause: &'static str,
) -> Provocation {
    Provocation { got, wanted, alert, clause }
}

/// A leaf judged alone.
fn of(leaf: &Recipe) -> Option<Refusal> {
    judge(&leaf.clone().unsigned(), &[], &[]).err()
}

/// A sound leaf below this intermediate below a sound root.
fn below(intermediate: Recipe) -> Option<Refusal> {
    let leaf = Recipe::leaf("leaf").issued_by("one", 2);
    judge(&leaf, &[&intermediate.issued_by("root", 1)], &[&root()]).err()
}

/// A leaf below a sound root.
fn below_root(leaf: &[u8]) -> Option<Refusal> {
    judge(leaf, &[], &[&root()]).err()
}

fn root() -> Vec<u8> {
    Recipe::authority("root", 1).issued_by("root", 1)
}

fn leaf() -> Recipe {
    Recipe::leaf("leaf")
}

fn one() -> Recipe {
    Recipe::authority("one", 2)
}

fn when(now: UnixTime) -> Option<Refusal> {
    judge_under(&Policy::tls_server(), now, &leaf().unsigned(), &[], &[]).err()
}

/// Signed and named as this algorithm, by its identifier.
fn signed_as(recipe: Recipe, id: &[u8]) -> Recipe {
    let algorithm = der(SEQUENCE, &[&der(6, &[id])]);
    recipe.edit(|r| (r.inside, r.outside) = (algorithm.clone(), algorithm))
}

/// A SubjectPublicKeyInfo of rsaEncryption.
fn rsa_key(key: &[u8]) -> Vec<u8> {
    let id = der(6, &[&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1]]);
    der(SEQUENCE, &[&der(SEQUENCE, &[&id, &[5, 0]]), &der(3, &[&[0], key])])
}

fn fields() -> Vec<Provocation> {
    let long = leaf().unsigned();
    let trailing = Malformed { field: "Certificate", offset: long.len(), fault: Fault::Trailing };
    let got = judge(&[&long[..], &[0]].concat(), &[], &[]).err();
    let version_2 = leaf().without_extensions().edit(|r| r.version = der(0xA0, &[&der(INTEGER, &[&[1]])]));
    let serial = leaf().edit(|r| r.serial = der(INTEGER, &[&[0x7F; 21]]));
    let differ = leaf().edit(|r| r.inside = der(SEQUENCE, &[&der(6, &[&[0x2B, 0x65, 0x70]])]));
    let nobody = leaf().edit(|r| r.issuer = dn(""));
    let (early, late) = (at(forge::START - 1), at(forge::END + 1));
    let not_before = Time::from(at(forge::START));
    let not_after = Time::from(at(forge::END));
    let expired = Refusal::Expired { at: LEAF, not_after, now: late.into() };
    let not_yet = Refusal::NotYetValid { at: LEAF, not_before, now: early.into() };
    let old = Refusal::NotVersion3 { at: LEAF, version: 2 };
    vec![
        provoke(
            got,
            Refusal::Malformed { at: LEAF, malformed: trailing },
            Alert::BAD_CERTIFICATE,
            "RFC 5280 §4.1",
        ),
        provoke(of(&version_2), old, Alert::UNSUPPORTED_CERTIFICATE, "RFC 9846 §4.5.1.2"),
        provoke(
            of(&serial),
            Refusal::LongSerialNumber { at: LEAF },
            Alert::BAD_CERTIFICATE,
            "RFC 5280 §4.1.2.2",
        ),
        provoke(
            of(&differ),
            Refusal::SignatureAlgorithmsDiffer { at: LEAF },
            Alert::BAD_CERTIFICATE,
            "RFC 5280 §4.1.1.2",
        ),
        provoke(of(&nobody), Refusal::EmptyIssuer { at: LEAF }, Alert::BAD_CERTIFICATE, "RFC 5280 §4.1.2.4"),
        provoke(when(late), expired, Alert::CERTIFICATE_EXPIRED, "RFC 5280 §6.1.3"),
        provoke(when(early), not_yet, Alert::CERTIFICATE_EXPIRED, "RFC 5280 §6.1.3"),
    ]
}

fn extensions() -> Vec<Provocation> {
    let unknown = leaf().with(extension(&[0x2A, 3, 4], true, &[]));
    let extension_id = Oid::from_content(&[0x2A, 3, 4]);
    let key_id = der(SEQUENCE, &[&der(0x80, &[&[1]])]);
    let critical = leaf().with(extension(&[0x55, 0x1D, 0x23], true, &key_id));
    let wrongly = Refusal::WronglyCritical { at: LEAF, extension: Kind::AuthorityKeyIdentifier };
    let client = leaf().with(forge::purposes(&[forge::CLIENT_AUTH]));
    let wanted = Refusal::WrongPurpose { at: LEAF, wanted: Purpose::ServerAuth };
    let list = der(SEQUENCE, &[&der(0xA0, &[&der(SEQUENCE, &[&der(0x82, &[b"a"])])])]);
    let constrained = leaf().with(extension(&[0x55, 0x1D, 0x1E], true, &list));
    let unhandled = Refusal::UnhandledExtension { at: LEAF, extension: Kind::NameConstraints };
    let unknown_critical = Refusal::UnknownCriticalExtension { at: LEAF, extension: extension_id };
    vec![
        provoke(of(&unknown), unknown_critical, Alert::UNSUPPORTED_CERTIFICATE, "RFC 5280 §4.2"),
        provoke(of(&constrained), unhandled, Alert::UNSUPPORTED_CERTIFICATE, "RFC 5280 §4.2"),
        provoke(of(&critical), wrongly, Alert::BAD_CERTIFICATE, "RFC 5280 §4.2.1"),
        provoke(of(&client), wanted, Alert::UNSUPPORTED_CERTIFICATE, "RFC 5280 §4.2.1.12"),
    ]
}

fn policies() -> Vec<Provocation> {
    let required = |wanted: Option<&str>, leaf: &Recipe| {
        let policy = Policy::tls_server().require_explicit_policy(true);
        let policy = match wanted {
            Some(wanted) => policy.initial_policies([wanted.parse::<Oid>().unwrap()]),
            None => policy,
        };
        judge_under(&policy, forge::now(), &leaf.clone().issued_by("root", 1), &[], &[&root()]).err()
    };
    let named = der(SEQUENCE, &[&der(SEQUENCE, &[&der(6, &[&[0x2A, 3]])])]);
    let named = leaf().with(extension(&[0x55, 0x1D, 0x20], false, &named));
    let (none, other) =
        (Refusal::NoValidPolicy { at: LEAF, by: None }, Refusal::OtherPolicies { at: LEAF, by: None });
    assert_eq!(required(Some("1.2.3"), &named), None);
    vec![
        provoke(required(None, &leaf()), none, Alert::UNSUPPORTED_CERTIFICATE, "RFC 5280 §6.1.3"),
        provoke(required(Some("1.2.4"), &named), other, Alert::UNSUPPORTED_CERTIFICATE, "RFC 5280 §6.1.5"),
    ]
}

fn authorities() -> Vec<Provocation> {
    let with = |extensions: [Vec<u8>; 2]| one().edit(|r| r.extensions = extensions.into());
    let plain = one().edit(|r| r.extensions = vec![forge::basic_constraints(false, None)]);
    let limited = Recipe::authority("root", 1)
        .edit(|r| r.extensions = vec![forge::basic_constraints(true, Some(0))])
        .issued_by("root", 1);
    let (end, middle) = (leaf().issued_by("one", 2), one().issued_by("root", 1));
    let exceeded = judge(&end, &[&middle], &[&limited]).err();
    let top = At { depth: 2, source: Source::Anchor(0) };
    let path_length = Refusal::PathLength { at: top, limit: 0, below: 1 };
    let no_signing = with([forge::basic_constraints(true, None), key_usage(0x80)]);
    let not_authority = leaf().with(key_usage(0x84));
    let without = Refusal::KeyCertSignWithoutAuthority { at: LEAF };
    let enciphers = leaf().with(key_usage(0x20));
    let handshakes = Refusal::MayNotSignHandshakes { at: LEAF };
    let decrypting = |leaf: Recipe| {
        let policy = Policy::tls_server().key_use(KeyUse::Decrypts);
        judge_under(&policy, forge::now(), &leaf.issued_by("root", 1), &[], &[&root()]).err()
    };
    let decrypts = Refusal::MayNotDecrypt { at: LEAF };
    vec![
        provoke(below(plain), Refusal::NotAuthority { at: FIRST }, Alert::BAD_CERTIFICATE, "RFC 5280 §6.1.4"),
        provoke(exceeded, path_length, Alert::BAD_CERTIFICATE, "RFC 5280 §6.1.4"),
        provoke(of(&not_authority), without, Alert::BAD_CERTIFICATE, "RFC 5280 §4.2.1.9"),
        provoke(
            below(no_signing),
            Refusal::MayNotSignCertificates { at: FIRST },
            Alert::BAD_CERTIFICATE,
            "RFC 5280 §6.1.4",
        ),
        provoke(of(&enciphers), handshakes, Alert::UNSUPPORTED_CERTIFICATE, "RFC 9846 §4.5.1.2"),
        provoke(
            decrypting(leaf().with(key_usage(0x80))),
            decrypts,
            Alert::UNSUPPORTED_CERTIFICATE,
            "RFC 5246 §7.4.2",
        ),
    ]
}

/// A leaf judged alone under a profile that wants more.
fn wanting(profile: Profile, leaf: Recipe) -> Option<Refusal> {
    let policy = Policy::tls_server().profile(profile);
    judge_under(&policy, forge::now(), &leaf.unsigned(), &[], &[]).err()
}

fn conforming() -> Vec<Provocation> {
    let sound = || leaf().with(authority_key_id(b"key"));
    let got = |leaf| wanting(Profile::CONFORMING, leaf);
    let zero = sound().edit(|r| r.serial = der(INTEGER, &[&[0]]));
    let generalized = sound().edit(|r| r.not_before = der(0x18, &[b"20260101000000Z"]));
    let nameless = sound().edit(|r| r.subject = dn(""));
    let list = der(SEQUENCE, &[&der(0xA0, &[&der(SEQUENCE, &[&der(0x82, &[b"a"])])])]);
    let constrains = sound().with(extension(&[0x55, 0x1D, 0x1E], false, &list));
    let names = leaf().without_extensions().with(forge::alt_names(&[(0x82, b"a.b"), (0x82, b"a_b.c")]));
    let underscore = names.with(authority_key_id(b"key"));
    let bad = |got, wanted, clause| provoke(got, wanted, Alert::BAD_CERTIFICATE, clause);
    let (aki, san) = (Kind::AuthorityKeyIdentifier, Kind::SubjectAltName);
    let forbidden = Refusal::ForbiddenExtension { at: LEAF, extension: Kind::NameConstraints };
    vec![
        bad(got(zero), Refusal::SerialNumberNotPositive { at: LEAF }, "RFC 5280 §4.1.2.2"),
        bad(got(generalized), Refusal::TimeType { at: LEAF }, "RFC 5280 §4.1.2.5"),
        bad(got(nameless), Refusal::NotCritical { at: LEAF, extension: san }, "RFC 5280 §4.2.1"),
        bad(got(leaf()), Refusal::MissingExtension { at: LEAF, extension: aki }, "RFC 5280 §4.2.1"),
        bad(got(constrains), forbidden, "RFC 5280 §4.2.1"),
        bad(got(underscore), Refusal::MalformedHostName { at: LEAF, index: 1 }, "RFC 5280 §4.2.1.6"),
    ]
}

fn forum() -> Vec<Provocation> {
    let named = |name: &str| Recipe::leaf(name).with(authority_key_id(b"key"));
    let purposes = |list: &[&[u8]]| forge::purposes(list);
    let sound = |name: &str| named(name).with(purposes(&[forge::SERVER_AUTH]));
    let got = |leaf| wanting(Profile::WEBPKI, leaf);
    let any = named("localhost").with(purposes(&[forge::SERVER_AUTH, forge::ANY_PURPOSE]));
    let empty = leaf().with(extension(&[0x55, 0x1D, 0x23], false, &der(SEQUENCE, &[])));
    let empty = empty.edit(|r| r.subject = dn("localhost")).with(purposes(&[forge::SERVER_AUTH]));
    let fault = KeyIdentifierFault::Missing;
    let authority = sound("localhost").with(forge::basic_constraints(true, None));
    let bad = |got, wanted, clause| provoke(got, wanted, Alert::BAD_CERTIFICATE, clause);
    vec![
        bad(got(authority), Refusal::AuthorityAsEndEntity { at: LEAF }, "CA/B BR §7.1.2.7.8"),
        bad(got(any), Refusal::AnyPurpose { at: LEAF }, "CA/B BR §7.1.2.7.10"),
        bad(got(sound("other")), Refusal::CommonNameNotAmongNames { at: LEAF }, "CA/B BR §7.1.4.3"),
        bad(got(empty), Refusal::KeyIdentifier { at: LEAF, fault }, "CA/B BR §7.1.2.11.1"),
    ]
}

/// Of the name `localhost` below an intermediate that constrains.
fn constraints() -> Vec<Provocation> {
    let with = |value: &[u8]| below(one().with(extension(&[0x55, 0x1D, 0x1E], true, value)));
    let listed = |tag: u8, base: &[u8], extra: &[u8]| {
        der(SEQUENCE, &[&der(tag, &[&der(SEQUENCE, &[&der(0x82, &[base]), extra])])])
    };
    let (at, by, form, index) = (LEAF, FIRST, NameForm::Dns, Some(0));
    let named = |name: (u8, &[u8]), base: &[u8]| {
        let leaf = leaf().without_extensions().with(forge::alt_names(&[name])).issued_by("one", 2);
        let constraints = super::constraints::constraints(&[], &[(name.0, base)]);
        judge(&leaf, &[&one().with(constraints).issued_by("root", 1)], &[&root()]).err()
    };
    let other = Refusal::UnsupportedConstraint { at, by, form: NameForm::RegisteredId, index };
    let provoked = |got, wanted| provoke(got, wanted, Alert::BAD_CERTIFICATE, "RFC 5280 §4.2.1.10");
    vec![
        provoked(with(&der(SEQUENCE, &[])), Refusal::EmptyNameConstraints { at: FIRST }),
        provoked(with(&listed(0xA0, b"a", &[0x81, 1, 9])), Refusal::ConstraintDistance { at: FIRST }),
        provoked(with(&listed(0xA0, b".a", &[])), Refusal::MalformedConstraint { at: FIRST, form }),
        provoked(with(&listed(0xA0, b"a", &[])), Refusal::NameNotPermitted { at, by, form, index }),
        provoked(with(&listed(0xA1, b"localhost", &[])), Refusal::NameExcluded { at, by, form, index }),
        provoked(named((0x82, b"a..b"), b"b"), Refusal::NameNotPlaced { at, by, form, index }),
        provoke(named((0x88, &[0x2A]), &[0x2A]), other, Alert::UNSUPPORTED_CERTIFICATE, "RFC 5280 §4.2.1.10"),
    ]
}

fn keys_and_signatures() -> Vec<Provocation> {
    let key = |spki: Vec<u8>| of(&leaf().edit(|r| r.spki = spki));
    let ed448 = der(SEQUENCE, &[&der(SEQUENCE, &[&der(6, &[&[0x2B, 0x65, 0x71]])]), &der(3, &[&[0; 58]])]);
    let small = der(SEQUENCE, &[&der(INTEGER, &[&[0], &[0xC1; 128]]), &der(INTEGER, &[&[3]])]);
    let signed = |id: &[u8]| below_root(&signed_as(leaf(), id).issued_by("root", 1));
    let sha1 = Refusal::WeakSignature { at: LEAF, hash: WeakHash::Sha1 };
    let known = Recipe::authority("root", 1).with(forge::subject_key_id(b"id")).issued_by("root", 1);
    let forged = leaf().with(authority_key_id(b"id")).issued_by("root", 5);
    let namesake = Refusal::NamesakeIssuer { at: LEAF, namesake: Source::Anchor(0) };
    let algorithm = Oid::from_content(&[0x2B, 0x65, 0x71]);
    let unsupported = Refusal::UnsupportedSignature { at: LEAF, algorithm };
    let error = KeyError::UnsupportedAlgorithm("1.3.101.113".parse().unwrap());
    vec![
        provoke(
            key(ed448),
            Refusal::UnsupportedKey { at: LEAF, error },
            Alert::UNSUPPORTED_CERTIFICATE,
            "RFC 9846 §4.5.1.2",
        ),
        provoke(
            key(rsa_key(&[1, 2])),
            Refusal::MalformedKey { at: LEAF },
            Alert::BAD_CERTIFICATE,
            "RFC 5280 §4.1.2.7",
        ),
        provoke(
            key(rsa_key(&small)),
            Refusal::KeySize { at: LEAF, bits: 1024 },
            Alert::BAD_CERTIFICATE,
            "RFC 9325 §4.5",
        ),
        provoke(
            signed(&[0x2B, 0x65, 0x71]),
            unsupported,
            Alert::UNSUPPORTED_CERTIFICATE,
            "RFC 9846 §4.5.1.2",
        ),
        provoke(
            signed(&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1]),
            sha1,
            Alert::BAD_CERTIFICATE,
            "RFC 9846 §4.5.1.3",
        ),
        provoke(
            judge(&forged, &[], &[&known]).err(),
            Refusal::BadSignature { at: LEAF },
            Alert::BAD_CERTIFICATE,
            "RFC 5280 §6.1.3",
        ),
        provoke(below_root(&leaf().issued_by("root", 5)), namesake, Alert::UNKNOWN_CA, "RFC 9846 §6.2"),
    ]
}

fn searches() -> Vec<Provocation> {
    let itself = leaf().issued_by("leaf", 0);
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let issued = |n: usize| names.get(n + 1).copied().unwrap_or("root");
    let authority = |n: usize| Recipe::authority(names[n], n + 2).issued_by(issued(n), n + 3);
    let tower: Vec<Vec<u8>> = (0..names.len()).map(authority).collect();
    let tower: Vec<&[u8]> = tower.iter().map(Vec::as_slice).collect();
    let top = leaf().issued_by("a", 2);
    let end = Recipe::authority("root", 9).issued_by("root", 9);
    let deep = judge(&top, &tower, &[&end]).err();
    let too_deep = Refusal::TooDeep { at: At { depth: 7, source: Source::Intermediate(6) } };
    let poor = Policy::tls_server().limits(Limits { signatures: 0, ..Limits::DEFAULT });
    let spent = judge_under(&poor, forge::now(), &leaf().issued_by("root", 1), &[], &[&root()]).err();
    vec![
        provoke(
            below_root(&leaf().unsigned()),
            Refusal::UnknownIssuer { at: LEAF },
            Alert::UNKNOWN_CA,
            "RFC 9846 §6.2",
        ),
        provoke(below_root(&itself), Refusal::SelfSigned { at: LEAF }, Alert::UNKNOWN_CA, "RFC 9846 §6.2"),
        provoke(deep, too_deep, Alert::UNKNOWN_CA, "RFC 9846 §6.2"),
        provoke(
            spent,
            Refusal::BudgetSpent { limit: Limit::Signatures },
            Alert::CERTIFICATE_UNKNOWN,
            "RFC 9846 §6.2",
        ),
    ]
}

fn names() -> Vec<Provocation> {
    let other = ServerName::try_from("other.example").unwrap();
    let check = |recipe: Recipe| {
        let der = recipe.unsigned();
        verify_server_name(&Cert::parse(&der).unwrap(), &other).err()
    };
    let mismatch = Refusal::NameMismatch { presented: 1 };
    let bare = Recipe::leaf("other.example").without_extensions();
    vec![
        provoke(check(leaf()), mismatch, Alert::BAD_CERTIFICATE, "RFC 9525 §6.1"),
        provoke(check(bare), Refusal::NoSubjectAltName, Alert::BAD_CERTIFICATE, "RFC 9525 §6.2"),
        provoke(
            workload(),
            Refusal::NotSvid { fault: NotSvid::UriCount { found: 0 } },
            Alert::BAD_CERTIFICATE,
            "X509-SVID §5.2",
        ),
        provoke(
            of(&leaf().without_extensions().with(forge::alt_names(&[]))),
            Refusal::EmptySubjectAltName { at: LEAF },
            Alert::BAD_CERTIFICATE,
            "RFC 5280 §4.2.1.6",
        ),
        provoke(unknown_key(), Refusal::UnknownKey { known: 0 }, Alert::CERTIFICATE_UNKNOWN, "RFC 7250 §6"),
        provoke(stranger(), Refusal::NotAllowed { rules: 1 }, Alert::ACCESS_DENIED, "RFC 9846 §6.2"),
    ]
}

/// A host where a workload is wanted.
fn workload() -> Option<Refusal> {
    let der = leaf().unsigned();
    let wanted = Reference::parse("spiffe://example.org/a").unwrap();
    verify(&Cert::parse(&der).unwrap(), &wanted, Profile::RFC5280).err()
}

/// A key alone, where none is known.
fn unknown_key() -> Option<Refusal> {
    let der = leaf().unsigned();
    let spki = Cert::parse(&der).unwrap().spki;
    let (policy, allow) = (Policy::tls_client(), Allow::new());
    KnownKeys::new().judge(spki, &policy, &allow, &mut Decisions::off()).err()
}

/// Somebody whom no rule lets in.
fn stranger() -> Option<Refusal> {
    let leaf = leaf().issued_by("root", 1);
    let allow = Allow::new().or(AllowRule::cn("alice").unwrap());
    judge(&leaf, &[], &[&root()]).unwrap().verify_allowed(&allow, &mut Decisions::off()).err()
}

fn provocations() -> impl Iterator<Item = Provocation> {
    [
        fields(),
        extensions(),
        policies(),
        authorities(),
        conforming(),
        forum(),
        constraints(),
        keys_and_signatures(),
        searches(),
        names(),
        revocation::of_lists(),
        revocation::of_responses(),
    ]
    .into_iter()
    .flatten()
}

#[test]
fn each_is_refused_as_it_should_be() {
    for Provocation { got, wanted, alert, clause } in provocations() {
        assert_eq!(got, Some(wanted));
        let rule = wanted.rule();
        assert_eq!((rule.alert, rule.clause.to_string()), (alert, clause.to_owned()), "{wanted}");
    }
}

#[test]
fn each_reads_as_a_sentence_and_says_where() {
    for Provocation { wanted, clause, .. } in provocations() {
        let text = wanted.to_string();
        assert!(text.starts_with(wanted.rule().sentence) && text.ends_with(&format!("{clause}]")), "{text}");
        let place = wanted.at().map_or(String::new(), |at| at.to_string());
        assert!(text.contains(&place), "{text}");
    }
    let late = at(forge::END + 1);
    assert_eq!(
        when(late).unwrap().to_string(),
        "the certificate has expired: notAfter 2026-12-31 23:59:59 UTC, judged at 2027-01-01 00:00:00 UTC \
         [depth 0, end entity; RFC 5280 §6.1.3]"
    );
}

#[test]
fn each_can_be_mended() {
    for Provocation { wanted, .. } in provocations() {
        let remedy = wanted.remedy();
        assert!(remedy.len() > 10 && !remedy.ends_with('.'), "{wanted}");
        assert!(remedy.starts_with(|first: char| first.is_ascii_lowercase()), "{wanted}");
    }
}

#[test]
fn no_refusal_is_without_a_provocation() {
    let mut seen: Vec<usize> = provocations().map(|provocation| number(&provocation.wanted)).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen, (0..VARIANTS).collect::<Vec<_>>());
}

const VARIANTS: usize = 60;

/// A new variant does not compile here until it has a number.
const fn number(refusal: &Refusal) -> usize {
    match refusal {
        Refusal::Malformed { .. } => 0,
        Refusal::NotVersion3 { .. } => 1,
        Refusal::LongSerialNumber { .. } => 2,
        Refusal::SignatureAlgorithmsDiffer { .. } => 3,
        Refusal::EmptyIssuer { .. } => 4,
        Refusal::Expired { .. } => 5,
        Refusal::NotYetValid { .. } => 6,
        Refusal::NotAuthority { .. } => 7,
        Refusal::PathLength { .. } => 8,
        Refusal::KeyCertSignWithoutAuthority { .. } => 9,
        Refusal::MayNotSignCertificates { .. } => 10,
        Refusal::MayNotSignHandshakes { .. } => 11,
        Refusal::WrongPurpose { .. } => 12,
        Refusal::UnknownCriticalExtension { .. } => 13,
        Refusal::UnhandledExtension { .. } => 14,
        Refusal::WronglyCritical { .. } => 15,
        Refusal::UnsupportedKey { .. } => 16,
        Refusal::MalformedKey { .. } => 17,
        Refusal::KeySize { .. } => 18,
        Refusal::UnsupportedSignature { .. } => 19,
        Refusal::WeakSignature { .. } => 20,
        Refusal::BadSignature { .. } => 21,
        Refusal::NamesakeIssuer { .. } => 22,
        Refusal::UnknownIssuer { .. } => 23,
        Refusal::SelfSigned { .. } => 24,
        Refusal::TooDeep { .. } => 25,
        Refusal::BudgetSpent { .. } => 26,
        Refusal::NameMismatch { .. } => 27,
        Refusal::NoSubjectAltName => 28,
        Refusal::NoValidPolicy { .. } => 29,
        Refusal::OtherPolicies { .. } => 30,
        Refusal::NotSvid { .. } => 31,
        Refusal::NotAllowed { .. } => 32,
        Refusal::EmptyNameConstraints { .. } => 33,
        Refusal::ConstraintDistance { .. } => 34,
        Refusal::MalformedConstraint { .. } => 35,
        Refusal::NameNotPermitted { .. } => 36,
        Refusal::NameExcluded { .. } => 37,
        Refusal::NameNotPlaced { .. } => 38,
        Refusal::UnsupportedConstraint { .. } => 39,
        Refusal::SerialNumberNotPositive { .. } => 40,
        Refusal::NotCritical { .. } => 41,
        Refusal::MissingExtension { .. } => 42,
        Refusal::ForbiddenExtension { .. } => 43,
        Refusal::MalformedHostName { .. } => 44,
        Refusal::AuthorityAsEndEntity { .. } => 45,
        Refusal::AnyPurpose { .. } => 46,
        Refusal::CommonNameNotAmongNames { .. } => 47,
        Refusal::KeyIdentifier { .. } => 48,
        Refusal::TimeType { .. } => 49,
        Refusal::EmptySubjectAltName { .. } => 50,
        Refusal::Revoked { .. } => 51,
        Refusal::NoRevocationInformation { .. } => 52,
        Refusal::CrlExpired { .. } => 53,
        Refusal::CrlUnusable { .. } => 54,
        Refusal::OcspStale { .. } => 55,
        Refusal::OcspUnknown { .. } => 56,
        Refusal::OcspUnusable { .. } => 57,
        Refusal::UnknownKey { .. } => 58,
        Refusal::MayNotDecrypt { .. } => 59,
    }
}
