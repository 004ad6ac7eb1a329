//! Verdicts on chains, as people and programs read them.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use handfast::path::{Anchors, Evidence, Policy, Reference};
use handfast_pki::{Authority, Issued, Name, Request};
use handfast_study::Case;
use rustls_pki_types::UnixTime;

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_800_000_000))
}

struct Town {
    root: Authority,
    server: Issued,
    anchors: Anchors,
}

impl Town {
    fn new() -> Self {
        let root = Authority::root(&Request::authority("town", now())).unwrap();
        let server = root.issue(&Request::server(["localhost"], now())).unwrap();
        let anchors = Anchors::from_certificates([root.certificate().as_ref()]).unwrap();
        Self { root, server, anchors }
    }
}

/// The verdict on a leaf for a server of this name: with colours, and without.
fn told(leaf: &[u8], intermediates: &[&[u8]], anchors: &Anchors, name: &str) -> (String, String) {
    let policy = Policy::tls_server();
    let wanted = Some(Reference::parse(name).unwrap());
    let intermediates = intermediates.to_vec();
    let case = Case {
        leaf,
        intermediates,
        anchors,
        evidence: &Evidence::none(),
        policy: &policy,
        wanted,
        now: now(),
    };
    let colourful = case.judge().to_string();
    let plain = anstream::adapter::strip_str(&colourful).to_string();
    (colourful, plain)
}

fn leaf(issued: &Issued) -> &[u8] {
    issued.chain.first().unwrap()
}

#[test]
fn the_tree_is_drawn_from_the_leaf_up() {
    let town = Town::new();
    let (colourful, plain) = told(leaf(&town.server), &[], &town.anchors, "localhost");
    assert!(colourful.contains("\u{1b}["), "{colourful:?}");
    let lines: Vec<_> = plain.lines().collect();
    assert!(lines.first().unwrap().starts_with("CN=localhost"), "{plain}");
    assert!(lines.iter().any(|line| line.starts_with("│  ✓ validity") && line.ends_with("RFC 5280 §6.1.3")));
    assert!(
        lines.iter().any(|line| line.starts_with("└─ CN=town") && line.ends_with("depth 1, trust anchor 0"))
    );
    assert!(lines.iter().all(|line| line.chars().count() <= 80), "{plain}");
    assert!(plain.replace("\n  ", " ").contains("✓ accepted: CN=localhost, issued by CN=town, serial "));
}

/// Three of the issuer's name, and one of another: each is listed, with why it is not the one.
#[test]
fn who_was_considered() {
    let (town, other) = (Town::new(), Town::new());
    let stranger = Authority::root(&Request::authority("elsewhere", now())).unwrap();
    let anchors =
        Anchors::from_certificates([other.root.certificate().as_ref(), stranger.certificate().as_ref()])
            .unwrap();
    let (_, plain) = told(leaf(&town.server), &[leaf(&town.server)], &anchors, "localhost");
    let flat = plain.replace("\n  ", " ");
    for part in [
        "looked for CN=town, the issuer of CN=localhost, among",
        "trust anchor 0 CN=town: has that name, and its key did not make the signature",
        "trust anchor 1 CN=elsewhere: has another name",
        "intermediate 0 CN=localhost: is the same certificate",
        "✗ refused: CN=localhost, issued by CN=town, serial ",
    ] {
        assert!(flat.contains(part), "{part} in {plain}");
    }
    let (_, plain) = told(leaf(&town.server), &[], &Anchors::new(), "localhost");
    assert!(plain.replace("\n  ", " ").contains("there is no trust anchor and no intermediate"), "{plain}");
}

/// A crowd of strangers is counted.
#[test]
fn many_of_other_names_are_not_all_listed() {
    let town = Town::new();
    let crowd: Vec<_> = (0..12)
        .map(|n| Authority::root(&Request::authority(format!("stranger {n}"), now())).unwrap())
        .collect();
    let anchors = Anchors::from_certificates(crowd.iter().map(|root| root.certificate().as_ref())).unwrap();
    let (_, plain) = told(leaf(&town.server), &[], &anchors, "localhost");
    assert_eq!(plain.matches("has another name").count(), 8, "{plain}");
    assert!(plain.contains("and 4 more of other names"), "{plain}");
}

/// What a peer wrote into its names gets neither into a terminal nor into a command to be copied.
#[test]
fn names_of_the_peer_are_harmless() {
    let town = Town::new();
    for name in ["$(reboot)", "`reboot`", "\u{1b}[31mred", "a\nb", "x\"; reboot #"] {
        let request = Request::client(name, now()).name(Name::uri("https://a.example/$(x)").unwrap());
        let issued = town.root.issue(&request).unwrap();
        let policy = Policy::tls_server();
        let leaf = leaf(&issued);
        let case = Case {
            leaf,
            intermediates: Vec::new(),
            anchors: &town.anchors,
            evidence: &Evidence::none(),
            policy: &policy,
            wanted: None,
            now: now(),
        };
        let verdict = case.judge();
        let plain = anstream::adapter::strip_str(&verdict.to_string()).to_string();
        assert!(!plain.contains('\u{1b}') && plain.contains("to mend it"), "{plain}");
        let commands: Vec<_> = plain.lines().filter(|line| line.starts_with("    ")).collect();
        assert!(!commands.is_empty() && !commands.concat().contains("reboot"), "{plain}");
        assert!(!commands.concat().contains('$'), "{plain}");
    }
}

#[test]
fn for_programs() {
    let town = Town::new();
    let policy = Policy::tls_server();
    let wanted = Some(Reference::parse("other.example").unwrap());
    let leaf = leaf(&town.server);
    let case = Case {
        leaf,
        intermediates: Vec::new(),
        anchors: &town.anchors,
        evidence: &Evidence::none(),
        policy: &policy,
        wanted,
        now: now(),
    };
    let json = case.judge().json();
    let field = |path: &str| json.pointer(path).cloned().unwrap_or_default();
    assert_eq!(field("/verdict"), "refused");
    assert_eq!(field("/at"), "2027-01-15T08:00:00Z");
    assert_eq!(field("/refusal/code"), "NameMismatch");
    assert_eq!(field("/refusal/clause"), "RFC 9525 §6.1");
    assert_eq!(field("/refusal/alert/number"), 42);
    assert_eq!((field("/refusal/depth"), field("/refusal/source")), (0.into(), "leaf".into()));
    assert_eq!(field("/refusal/issuer"), "CN=town");
    assert_eq!(field("/refusal/legacy_accepts"), false);
    assert!(field("/refusal/commands").to_string().contains("DNS:localhost,DNS:other.example"));
    let decisions = field("/decisions");
    let last = decisions.as_array().unwrap().last().unwrap().clone();
    assert_eq!(last.pointer("/wanted/0").unwrap(), "dns:other.example");
    assert_eq!(last.pointer("/presented/0").unwrap(), "dns:localhost");
    assert!(last.pointer("/signatures_left").unwrap().is_u64());
}
