//! Is it the server that was wanted?

use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};
use rustls_pki_types::ServerName;

use super::forge::{Recipe, alt_names, basic_constraints, key_usage};
use super::judge;
use crate::cert::Cert;
use crate::name::{NotSvid, Reference, SpiffeFault, verify, verify_server_name};
use crate::{Allow, AllowRule, Answer, Decisions, Policy, Profile, Refusal, Warning};

const DNS: u8 = 0x82;
const IP: u8 = 0x87;
const URI: u8 = 0x86;

fn verdict(names: &[(u8, &[u8])], wanted: &str) -> Result<(), Refusal> {
    let der = Recipe::leaf("subject.example").without_extensions().with(alt_names(names)).unsigned();
    verify_server_name(&Cert::parse(&der).unwrap(), &ServerName::try_from(wanted).unwrap())
}

const MISSED: Result<(), Refusal> = Err(Refusal::NameMismatch { presented: 1 });
const NONE_OF_THAT_TYPE: Result<(), Refusal> = Err(Refusal::NameMismatch { presented: 0 });

#[test]
fn any_of_the_names_will_do() {
    let names: &[(u8, &[u8])] = &[(URI, b"https://a.example"), (DNS, b"a.example"), (DNS, b"*.b.example")];
    assert_eq!(verdict(names, "a.example"), Ok(()));
    assert_eq!(verdict(names, "A.EXAMPLE."), Ok(()));
    assert_eq!(verdict(names, "x.b.example"), Ok(()));
    assert_eq!(verdict(names, "c.example"), Err(Refusal::NameMismatch { presented: 2 }));
}

#[test]
fn the_subject_is_never_searched() {
    assert_eq!(verdict(&[(DNS, b"a.example")], "subject.example"), MISSED);
    assert_eq!(verdict(&[(URI, b"https://subject.example")], "subject.example"), NONE_OF_THAT_TYPE);
    let bare = Recipe::leaf("subject.example").without_extensions().unsigned();
    let wanted = ServerName::try_from("subject.example").unwrap();
    let refusal = verify_server_name(&Cert::parse(&bare).unwrap(), &wanted);
    assert_eq!(refusal, Err(Refusal::NoSubjectAltName));
}

#[test]
fn one_name_that_is_no_name_does_not_spoil_the_others() {
    let names: &[(u8, &[u8])] = &[(DNS, b"not a name"), (DNS, b""), (DNS, b"a.example")];
    assert_eq!(verdict(names, "a.example"), Ok(()));
}

#[test]
fn addresses_are_compared_byte_by_byte() {
    let v6 = [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 1];
    assert_eq!(verdict(&[(IP, &[192, 0, 2, 1])], "192.0.2.1"), Ok(()));
    assert_eq!(verdict(&[(IP, &[192, 0, 2, 2])], "192.0.2.1"), MISSED);
    assert_eq!(verdict(&[(IP, &v6)], "2001:db8::1"), Ok(()));
    assert_eq!(verdict(&[(IP, &v6)], "2001:db8::2"), MISSED);
    assert_eq!(verdict(&[(IP, &mapped)], "192.0.2.1"), MISSED);
    assert_eq!(verdict(&[(IP, &[192, 0, 2, 1])], "::ffff:192.0.2.1"), MISSED);
}

#[test]
fn an_address_is_no_host_name() {
    assert_eq!(verdict(&[(DNS, b"192.0.2.1")], "192.0.2.1"), NONE_OF_THAT_TYPE);
    assert_eq!(verdict(&[(IP, &[192, 0, 2, 1])], "host.example"), NONE_OF_THAT_TYPE);
    assert_eq!(verdict(&[(DNS, b"*.0.2.1")], "192.0.2.1"), NONE_OF_THAT_TYPE);
}

/// The verdict on a leaf with these extensions, for a name of any form.
fn of(recipe: Recipe, wanted: &str, profile: Profile) -> Result<Option<Warning>, Refusal> {
    let der = recipe.unsigned();
    verify(&Cert::parse(&der).unwrap(), &Reference::parse(wanted).unwrap(), profile)
}

const ALICE: &str = "spiffe://example.org/alice";

/// A workload as SPIRE makes it, with these URIs.
fn svid(uris: &[&str]) -> Recipe {
    let names: Vec<_> =
        uris.iter().map(|uri| (URI, uri.as_bytes())).chain([(DNS, &b"a.example"[..])]).collect();
    Recipe::leaf("").without_extensions().with(alt_names(&names)).with(key_usage(0x80))
}

#[test]
fn workloads() {
    let verdict = |recipe: Recipe| of(recipe, ALICE, Profile::RFC5280);
    assert_eq!(verdict(svid(&[ALICE])), Ok(None));
    assert_eq!(verdict(svid(&["spiffe://example.org/bob"])), Err(Refusal::NameMismatch { presented: 1 }));
    let not = |fault| Err(Refusal::NotSvid { fault });
    assert_eq!(verdict(svid(&[ALICE, "https://example.org"])), not(NotSvid::UriCount { found: 2 }));
    assert_eq!(verdict(svid(&[])), not(NotSvid::UriCount { found: 0 }));
    assert_eq!(verdict(svid(&["https://example.org/alice"])), not(NotSvid::SpiffeId(SpiffeFault::Scheme)));
    assert_eq!(verdict(svid(&["spiffe://example.org"])), not(NotSvid::NoPath));
    assert_eq!(verdict(svid(&[ALICE]).with(basic_constraints(true, None))), not(NotSvid::Authority));
    let with_usage = |bits| {
        Recipe::leaf("")
            .without_extensions()
            .with(alt_names(&[(URI, ALICE.as_bytes())]))
            .with(key_usage(bits))
    };
    assert_eq!(verdict(with_usage(0x80 | 0x20)), Ok(None), "keyEncipherment is of no harm");
    for bits in [0x20, 0x80 | 0x04, 0x80 | 0x02] {
        assert_eq!(verdict(with_usage(bits)), not(NotSvid::KeyUsage), "{bits:#x}");
    }
    let bare = Recipe::leaf("").without_extensions().with(alt_names(&[(URI, ALICE.as_bytes())]));
    assert_eq!(verdict(bare), not(NotSvid::NoKeyUsage));
    assert_eq!(verdict(Recipe::leaf("x").without_extensions()), Err(Refusal::NoSubjectAltName));
}

#[test]
fn mailboxes() {
    let names: &[(u8, &[u8])] = &[(0x81, b"alice@example.org"), (0x81, b"no mailbox"), (DNS, b"example.org")];
    let verdict = |wanted: &str| {
        of(Recipe::leaf("x").without_extensions().with(alt_names(names)), wanted, Profile::RFC5280)
    };
    assert_eq!(verdict("alice@EXAMPLE.ORG"), Ok(None));
    assert_eq!(verdict("bob@example.org"), Err(Refusal::NameMismatch { presented: 2 }));
}

#[test]
fn a_common_name_is_a_host_under_the_lenient_profile_alone() {
    let bare = || Recipe::leaf("a.example").without_extensions();
    for profile in Profile::ALL {
        let taken = of(bare(), "A.example", *profile);
        if *profile == Profile::LEGACY {
            assert_eq!(taken, Ok(Some(Warning::CommonNameAsHost)));
        } else {
            assert_eq!(taken, Err(Refusal::NoSubjectAltName), "{profile:?}");
        }
    }
    let legacy = |recipe, wanted| of(recipe, wanted, Profile::LEGACY);
    assert_eq!(legacy(bare(), "b.example"), Err(Refusal::NoSubjectAltName));
    assert_eq!(
        legacy(Recipe::leaf("192.0.2.1").without_extensions(), "192.0.2.1"),
        Err(Refusal::NoSubjectAltName)
    );
    let only_address = bare().with(alt_names(&[(IP, &[192, 0, 2, 1])]));
    assert_eq!(legacy(only_address, "a.example"), Ok(Some(Warning::CommonNameAsHost)));
    let other_host = bare().with(alt_names(&[(DNS, b"b.example")]));
    assert_eq!(
        legacy(other_host, "a.example"),
        Err(Refusal::NameMismatch { presented: 1 }),
        "a dNSName says it all"
    );
    let named = bare().with(alt_names(&[(DNS, b"a.example")]));
    assert_eq!(legacy(named, "a.example"), Ok(None), "nothing to warn of");
}

/// Both sides of the comparison are in the record.
#[test]
fn names_are_decisions() {
    let root = Recipe::authority("root", 1).issued_by("root", 1);
    let leaf = Recipe::leaf("alice").without_extensions();
    let leaf = leaf.with(alt_names(&[(DNS, b"a.example"), (IP, &[192, 0, 2, 1])])).issued_by("root", 1);
    let (policy, mut decisions) = (Policy::tls_server(), Decisions::on());
    let mut path = judge(&leaf, &[], &[&root]).unwrap();
    let wanted = Reference::parse("b.example").unwrap();
    let refusal = path.verify_name(&wanted, &policy, &mut decisions).unwrap_err();
    let allow = Allow::new().or(AllowRule::cn("bob").unwrap()).or(AllowRule::dns("A.example").unwrap());
    path.verify_allowed(&allow, &mut decisions).unwrap();
    let answers: Vec<_> = decisions.all().iter().map(|decision| (decision.rule, decision.answer)).collect();
    assert_eq!(answers, [("subjectAltName", Answer::Refused(refusal)), ("allowed", Answer::Holds)]);
    let compared = decisions.compared(0).unwrap();
    assert_eq!(compared.wanted, ["dns:b.example"]);
    assert_eq!(compared.presented, ["dns:a.example", "ip:192.0.2.1"]);
    assert_eq!(decisions.compared(1).unwrap().wanted, ["cn:bob", "dns:A.example"]);
    assert_eq!(decisions.compared(2), None);
    assert!(
        decisions
            .to_string()
            .contains("wanted dns:b.example; the certificate has dns:a.example, ip:192.0.2.1")
    );
}

/// Hosts of two to four labels.
fn host() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z]([a-z0-9_-]{0,5}[a-z0-9])?", 2..5).prop_map(|labels| labels.join("."))
}

proptest! {
    /// A host is itself in any case; a wildcard stands for one label, and only in front.
    #[test]
    fn hosts(host in host(), label in "[a-z0-9]{1,8}") {
        let is = |presented: &str, wanted: &str| verdict(&[(DNS, presented.as_bytes())], wanted).is_ok();
        prop_assert!(is(&host, &host.to_ascii_uppercase()));
        let absolute = format!("{host}.");
        prop_assert!(is(&host, &absolute) && !is(&absolute, &host));
        let wildcard = format!("*.{host}");
        let (child, grandchild) = (format!("{label}.{host}"), format!("{label}.x.{host}"));
        prop_assert!(is(&wildcard, &child) && !is(&wildcard, &host) && !is(&wildcard, &grandchild));
        prop_assert!(!is(&host, &child) && !is(&child, &host));
        let (front, back) = (format!("{label}*.{host}"), format!("*{label}.{host}"));
        let (inside, below) = (format!("x.*.{host}"), format!("x.y.{host}"));
        prop_assert!(!is(&front, &child) && !is(&back, &child) && !is(&inside, &below));
    }

    /// Whatever bytes a certificate presents: nothing panics, and nothing matches but what is the same letter by letter.
    #[test]
    fn junk_is_the_name_of_nobody(junk in prop::collection::vec(0_u8..128, 0..40), host in host()) {
        let accepted = verdict(&[(DNS, &junk)], &host).is_ok();
        prop_assert!(!accepted || junk.eq_ignore_ascii_case(host.as_bytes()) || junk.starts_with(b"*."));
        prop_assert_eq!(verdict(&[(URI, &junk)], &host), NONE_OF_THAT_TYPE);
    }
}
