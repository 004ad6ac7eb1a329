use core::convert::Infallible;

use proptest::prelude::*;

use super::{Against, Constraints, Wrong, dns, email, email_addresses, ip, uri};
use crate::cert::{Fault, GeneralName, NameForm};
use crate::tests::forge::{SEQUENCE, der, dn};

/// NameConstraints of bases given by tag and content.
pub(crate) fn extension(permitted: &[(u8, &[u8])], excluded: &[(u8, &[u8])]) -> Vec<u8> {
    let list = |tag: u8, bases: &[(u8, &[u8])]| {
        let subtree = |(tag, base): &(u8, &[u8])| der(SEQUENCE, &[&der(*tag, &[base])]);
        let subtrees: Vec<u8> = bases.iter().flat_map(subtree).collect();
        if bases.is_empty() { Vec::new() } else { der(tag, &[&subtrees]) }
    };
    der(SEQUENCE, &[&list(0xA0, permitted), &list(0xA1, excluded)])
}

fn judge(permitted: &[(u8, &[u8])], excluded: &[(u8, &[u8])], name: &GeneralName<'_>) -> Option<Against> {
    let value = extension(permitted, excluded);
    let constraints = Constraints::decode(&value, 0).map_err(|_| ()).unwrap();
    constraints.judge(name, |_| Ok::<(), Infallible>(())).unwrap()
}

fn wrong(value: &[u8]) -> Wrong {
    Constraints::decode(value, 0).err().unwrap()
}

#[test]
fn hosts() {
    let table: &[(&str, &str, bool, bool)] = &[
        // Name, base, lies within, may lie within.
        ("example.com", "example.com", true, true),
        ("A.EXAMPLE.com", "example.COM", true, true),
        ("a.b.example.com", "example.com", true, true),
        ("notexample.com", "example.com", false, false),
        ("example.com", "a.example.com", false, false),
        ("example.com", "", true, true),
        ("*.example.com", "example.com", true, true),
        ("*.example.com", "com", true, true),
        ("*.example.com", "a.example.com", false, true),
        ("*.example.com", "b.a.example.com", false, false),
        ("*.example.com", "example.org", false, false),
        ("com", "example.com", false, false),
    ];
    for (name, base, within, maybe) in table {
        let (name, base) = (name.as_bytes(), base.as_bytes());
        assert_eq!(dns::is_within(name, base), *within, "{}", name.escape_ascii());
        assert_eq!(dns::may_be_within(name, base), *maybe, "{}", name.escape_ascii());
    }
}

#[test]
fn mailboxes() {
    let table: &[(&str, &str, bool)] = &[
        ("a@example.com", "a@example.com", true),
        ("a@EXAMPLE.com", "a@example.com", true),
        ("A@example.com", "a@example.com", false),
        ("b@example.com", "a@example.com", false),
        ("a@example.com", "example.com", true),
        ("a@b.example.com", "example.com", false),
        ("a@b.example.com", ".example.com", true),
        ("a@example.com", ".example.com", false),
        ("*@example.com", "*@example.com", true),
        ("user@example.com", "*@example.com", false),
        ("\"a@b\"@example.com", "example.com", true),
        ("\"a\\\"@b\"@example.com", "\"a\\\"@b\"@example.com", true),
    ];
    for (name, base, within) in table {
        assert!(email::is_mailbox(name.as_bytes()) && email::is_base(base.as_bytes()), "{name} {base}");
        assert_eq!(email::is_within(name.as_bytes(), base.as_bytes()), *within, "{name} in {base}");
    }
    for name in [
        "",
        "example.com",
        "a@b@example.com",
        "@example.com",
        "a@",
        "a b@example.com",
        "\"a@example.com",
        "a@.com",
    ] {
        assert!(!email::is_mailbox(name.as_bytes()), "{name}");
    }
    for base in ["", "a@b@example.com", "@example.com", ".", "*.example.com", "a@.example.com"] {
        assert!(!email::is_base(base.as_bytes()), "{base}");
    }
}

#[test]
fn uris() {
    let table: &[(&str, &str, bool)] = &[
        ("spiffe://example.org/a", "example.org", true),
        ("https://EXAMPLE.org:443?q", "example.org", true),
        ("https://user@example.org@a.example.org#f", ".example.org", true),
        ("https://example.org", ".example.org", false),
        ("https://a.example.org", "example.org", false),
        ("https://a.b.example.org/", ".example.org", true),
        ("https://example.org.evil.test/", "example.org", false),
        ("https://evil.test/@example.org", "example.org", false),
    ];
    for (name, base, within) in table {
        assert!(uri::host(name.as_bytes()).is_some() && uri::is_base(base.as_bytes()), "{name} {base}");
        assert_eq!(uri::is_within(name.as_bytes(), base.as_bytes()), *within, "{name} in {base}");
    }
    for name in [
        "urn:uuid:1",
        "mailto:a@example.org",
        "https://192.0.2.1/",
        "https://[2001:db8::1]/",
        "https:///a",
        "//a.b/",
    ] {
        assert_eq!(uri::host(name.as_bytes()), None, "{name}");
    }
}

#[test]
fn addresses() {
    let base = [192, 0, 2, 128, 255, 255, 255, 128];
    assert!(ip::is_base(&base) && ip::is_base(&[0; 8]) && ip::is_base(&[0; 32]) && ip::is_base(&[255; 32]));
    assert!(ip::is_within(&[192, 0, 2, 130], &base));
    assert!(!ip::is_within(&[192, 0, 2, 1], &base));
    assert!(!ip::is_within(&[0; 16], &[0; 8]), "of the other family");
    assert!(!ip::is_within(&[0; 4], &[0; 32]));
    for bad in [
        &[192, 0, 2, 1][..],
        &[0; 16],
        &[],
        &[0; 7],
        &[1, 2, 3, 4, 255, 0, 255, 0],
        &[1, 2, 3, 4, 0, 0, 0, 1],
    ] {
        assert!(!ip::is_base(bad), "{bad:?}");
    }
}

#[test]
fn excluded_before_permitted_and_form_by_form() {
    let name = GeneralName::Dns(b"a.example.com");
    let base: &[(u8, &[u8])] = &[(0x82, b"example.org"), (0x82, b"example.com")];
    let other: &[(u8, &[u8])] = &[(0x82, b"example.org")];
    assert_eq!(judge(base, &[], &name), None);
    assert_eq!(judge(other, &[], &name), Some(Against::NotPermitted));
    assert_eq!(judge(base, base, &name), Some(Against::Excluded));
    assert_eq!(judge(&[], base, &name), Some(Against::Excluded));
    assert_eq!(judge(base, &[(0x82, b"b.example.com")], &name), None);
    let wildcard = GeneralName::Dns(b"*.example.com");
    assert_eq!(judge(base, &[(0x82, b"b.example.com")], &wildcard), Some(Against::Excluded));
    assert_eq!(judge(&[(0x82, b"b.example.com")], &[], &wildcard), Some(Against::NotPermitted));
    let address = GeneralName::Ip(&[192, 0, 2, 1]);
    assert_eq!(judge(other, other, &address), None, "another form");
    assert_eq!(judge(&[(0x87, &[0; 32])], &[], &address), Some(Against::NotPermitted), "IPv6 alone");
    let subject = dn("a");
    assert_eq!(judge(&[(0xA4, &subject)], &[], &GeneralName::Directory(&dn("A"))), None);
    assert_eq!(judge(&[], &[(0xA4, &subject)], &GeneralName::Directory(&dn("A"))), Some(Against::Excluded));
    assert_eq!(judge(&[(0x86, b".org")], &[], &GeneralName::Uri(b"spiffe://a.org/b")), None);
    assert_eq!(judge(&[(0x81, b"a.org")], &[], &GeneralName::Email(b"x@b.org")), Some(Against::NotPermitted));
}

#[test]
fn names_that_cannot_be_placed() {
    let bases: &[(u8, &[u8])] = &[(0x82, b"example.com"), (0x81, b"example.com"), (0x86, b"example.com")];
    for name in [
        GeneralName::Dns(b".example.com"),
        GeneralName::Dns(b"a.*.example.com"),
        GeneralName::Email(b"a@b@example.com"),
        GeneralName::Uri(b"urn:example.com"),
    ] {
        assert_eq!(judge(bases, &[], &name), Some(Against::Malformed), "{name:?}");
        assert_eq!(judge(&[(0x87, &[0; 8])], &[], &name), None, "unless nobody asks where");
    }
    let other = GeneralName::Other(NameForm::Other, &[]);
    assert_eq!(judge(&[], &[(0xA0, b"x")], &other), Some(Against::Unsupported));
    assert_eq!(judge(&[], &[(0x88, b"x")], &other), None);
}

#[test]
fn extensions_that_are_none() {
    let subtree = |extra: &[u8]| {
        let subtree = der(SEQUENCE, &[&der(0x82, &[b"a.b"]), extra]);
        der(SEQUENCE, &[&der(0xA0, &[&subtree])])
    };
    assert_eq!(wrong(&der(SEQUENCE, &[])), Wrong::Empty);
    assert_eq!(wrong(&der(SEQUENCE, &[&der(0xA0, &[]), &der(0xA1, &[])])), Wrong::Empty);
    assert!(Constraints::decode(&subtree(&[0x80, 1, 0]), 0).is_ok(), "the default written out");
    assert_eq!(wrong(&subtree(&[0x80, 1, 1])), Wrong::Distance);
    assert_eq!(wrong(&subtree(&[0x81, 1, 0])), Wrong::Distance);
    for (tag, base, form) in [
        (0x82, &b".example.com"[..], NameForm::Dns),
        (0x82, b"*.example.com", NameForm::Dns),
        (0x81, b"a@b@example.com", NameForm::Email),
        (0x86, b"https://example.com", NameForm::Uri),
        (0x87, &[127, 0, 0, 1], NameForm::Ip),
    ] {
        assert_eq!(wrong(&extension(&[(tag, base)], &[])), Wrong::Base(form));
    }
    for malformed in [
        &subtree(&[5, 0])[..],
        &[5, 0],
        &[],
        &extension(&[(0x85, b"x")], &[]),
        &extension(&[(0xA4, b"x")], &[]),
    ] {
        assert!(matches!(wrong(malformed), Wrong::Malformed(_)), "{malformed:02X?}");
    }
    let Wrong::Malformed(malformed) = Constraints::decode(&[0x30, 1], 100).err().unwrap() else { panic!() };
    assert_eq!((malformed.offset, malformed.fault), (100, Fault::Truncated));
}

#[test]
fn email_addresses_in_a_subject() {
    let id = der(6, &[&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1]]);
    let pair = der(SEQUENCE, &[&id, &der(0x16, &[b"a@example.com"])]);
    let subject = der(SEQUENCE, &[&der(0x31, &[&pair])]);
    assert_eq!(email_addresses(&subject).collect::<Vec<_>>(), [b"a@example.com"]);
    assert_eq!(email_addresses(&dn("a@example.com")).count(), 0);
}

proptest! {
    /// Whatever lies in a subtree lies there with more labels on its left, and in every larger subtree.
    #[test]
    fn subtrees_of_hosts_nest(
        labels in proptest::collection::vec("[a-z0-9]{1,4}", 1..6), at in 0_usize..6, more in "[a-z]{1,3}",
    ) {
        let at = at.min(labels.len() - 1);
        let (name, base) = (labels.join("."), labels[at..].join("."));
        let (deeper, longer) = (format!("{more}.{name}"), format!("{name}{more}"));
        let (mailbox, on_host, domain) = (format!("a@{base}"), format!("a@{name}"), format!(".{base}"));
        prop_assert!(dns::is_within(name.as_bytes(), base.as_bytes()));
        prop_assert!(dns::is_within(deeper.as_bytes(), base.as_bytes()));
        prop_assert!(!dns::is_within(longer.as_bytes(), base.as_bytes()));
        prop_assert!(email::is_within(mailbox.as_bytes(), base.as_bytes()));
        prop_assert!(at == 0 || email::is_within(on_host.as_bytes(), domain.as_bytes()));
    }

    #[test]
    fn addresses_share_their_prefix(address: [u8; 4], other: [u8; 4], bits in 0_u32..=32) {
        let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
        let base = [address, mask.to_be_bytes()].concat();
        prop_assert!(ip::is_base(&base) && ip::is_within(&address, &base));
        let same = (u32::from_be_bytes(address) ^ u32::from_be_bytes(other)) & mask == 0;
        prop_assert_eq!(ip::is_within(&other, &base), same);
    }

    #[test]
    fn nothing_panics(value: Vec<u8>, name: Vec<u8>, base: Vec<u8>) {
        let made = extension(&[(0x82, &base), (0x81, &base)], &[(0x86, &base)]);
        let constraints = [Constraints::decode(&value, 0).ok(), Constraints::decode(&made, 0).ok()];
        let names = [
            GeneralName::Dns(&name),
            GeneralName::Email(&name),
            GeneralName::Uri(&name),
            GeneralName::Ip(&name),
            GeneralName::Directory(&name),
        ];
        for (constraints, name) in constraints.iter().flatten().flat_map(|c| names.iter().map(move |n| (c, n))) {
            let _ = constraints.judge(name, |_| Ok::<(), Infallible>(()));
        }
    }
}
