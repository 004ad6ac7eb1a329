//! Traces of handshakes that are the same every time, compared with files to the last character. After a change that is
//! meant, `GOLDEN=write cargo test -p handfast-study --test observed` writes them anew; look at the difference.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use handfast::path::Anchors;
use handfast::{ClientAuth, Config, Connection, Identity, Role};
use handfast_study::{Detail, Keep, Story, Timeline, Trace};
use handfast_tests::{fixed, only_tls12, only_tls13};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};

use crate::told::{carry, run};

/// A file of the people that never change.
macro_rules! person {
    ($file:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/people/", $file)).as_slice()
    };
}

fn config() -> Config {
    let anchors = Anchors::from_certificates([person!("root.der")]).expect("an anchor");
    let mut config = only_tls13(Config::new()).with_anchors(anchors);
    config.reveal_secrets = true;
    config
}

fn identity(leaf: &'static [u8], key: &'static [u8]) -> Identity {
    let chain = [leaf, person!("intermediate.der")].map(CertificateDer::from);
    Identity::new(&chain, &PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key))).expect("an identity")
}

fn client() -> Config {
    config().with_identity(identity(person!("alice.der"), person!("alice.key.der")))
}

fn server(client_auth: ClientAuth) -> Config {
    let server = identity(person!("server.der"), person!("server.key.der"));
    config().with_identity(server).with_client_auth(client_auth)
}

/// Both sides of a handshake with a fixed clock and octets that count, of which these are watched.
fn traced(client: Config, server: Config, watched: &[Role]) -> Timeline {
    let clock = UnixTime::since_unix_epoch(Duration::from_secs(1_900_000_000));
    let name = ServerName::try_from("localhost").expect("a name");
    let mut client = Connection::client(Arc::new(client), fixed::env(clock, 0x00), name);
    let mut server = Connection::server(Arc::new(server), fixed::env(clock, 0x80));
    let (mut seen, mut unseen) = (Timeline::new(Keep::ALL), Timeline::new(Keep::ALL));
    for _ in 0..3 {
        for role in [Role::Client, Role::Server] {
            let timeline = if watched.contains(&role) { &mut seen } else { &mut unseen };
            let (ours, theirs) = match role {
                Role::Client => (&mut client, &mut server),
                Role::Server => (&mut server, &mut client),
            };
            run(ours, &mut timeline.recorder(role));
            timeline.acceptance(role, ours.acceptance());
            carry(ours, theirs);
        }
    }
    seen
}

const BOTH: &[Role] = &[Role::Client, Role::Server];

fn plain(text: &str) -> String {
    let text = anstream::adapter::strip_str(text).to_string();
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "too wide: {line}");
        assert_eq!(line.trim_end(), line, "blanks at the end");
    }
    text
}

/// How many rules a path is held to is not the trace's affair, and changes with them.
fn without_count_of_rules(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once(" rules held") {
        Some((before, after)) => {
            let start = before.trim_end_matches(|c: char| c.is_ascii_digit());
            format!("{start}{} rules held{after}", "N".repeat(before.len() - start.len()))
        }
        None => line.to_owned(),
    });
    lines.map(|line| line + "\n").collect()
}

fn assert_golden(name: &str, text: &str) {
    let text = without_count_of_rules(&plain(text));
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/observed/golden").join(name);
    if std::env::var_os("GOLDEN").is_some_and(|what| what == "write") {
        std::fs::write(&file, &text).expect("written");
    }
    let golden = std::fs::read_to_string(&file).expect("a golden file");
    for (number, (now, then)) in (1..).zip(text.lines().zip(golden.lines())) {
        assert_eq!(now, then, "{name}, line {number}");
    }
    assert_eq!(text.lines().count(), golden.lines().count(), "{name}");
}

/// Each version and policy, and a client that has no certificate where one is asked for.
#[test]
fn of_both_sides() {
    let versions = [("tls12", only_tls12 as fn(Config) -> Config), ("tls13", only_tls13)];
    for (version, speaking) in versions {
        for (name, client, policy) in [
            ("none", client(), ClientAuth::None),
            ("optional", client(), ClientAuth::Optional),
            ("optional-without", config(), ClientAuth::Optional),
            ("require", client(), ClientAuth::Require),
            ("refused", config(), ClientAuth::Require),
        ] {
            let timeline = traced(speaking(client), speaking(server(policy)), BOTH);
            assert_golden(&format!("{version}-{name}.txt"), &Trace::of(&timeline).to_string());
        }
    }
}

#[test]
fn of_one_side() {
    for role in BOTH {
        let timeline = traced(client(), server(ClientAuth::Require), &[*role]);
        assert_golden(&format!("tls13-{}.txt", role.name()), &Trace::of(&timeline).to_string());
    }
}

#[test]
fn with_fields() {
    let timeline = traced(client(), server(ClientAuth::Require), BOTH);
    assert_golden("tls13-fields.txt", &Trace::of(&timeline).with_detail(Detail::Fields).to_string());
}

#[test]
fn with_octets_and_secrets() {
    let timeline = traced(client(), server(ClientAuth::Require), &[Role::Client]);
    let trace = Trace::of(&timeline).with_detail(Detail::Octets).with_secrets(true).to_string();
    assert!(plain(&trace).starts_with("  trace · as the client saw it · SECRETS ARE SHOWN"));
    assert_golden("tls13-secrets.txt", &trace);
}

/// Without being asked for, no secret is in a trace; with it, every one is.
#[test]
fn secrets_are_shown_if_asked_for_and_not_otherwise() {
    let timeline = traced(client(), server(ClientAuth::Require), BOTH);
    let trace =
        |secrets| plain(&Trace::of(&timeline).with_detail(Detail::Octets).with_secrets(secrets).to_string());
    let (shown, hidden) = (trace(true), trace(false));
    for step in handfast_study::explain::steps(&timeline) {
        let start = &step.value.hex()[..step.value.hex().len().min(64)];
        assert!(shown.contains(start), "{}", step.name);
        let public = step.name.starts_with("verify_data") || step.name.contains("record");
        assert!(public || !hidden.contains(start), "{}", step.name);
    }
}

#[test]
fn with_fields_of_tls12() {
    let timeline = traced(only_tls12(client()), only_tls12(server(ClientAuth::Require)), BOTH);
    assert_golden("tls12-fields.txt", &Trace::of(&timeline).with_detail(Detail::Fields).to_string());
}

/// The story of the same handshake.
#[test]
fn stories() {
    let policies =
        [("none", ClientAuth::None), ("optional", ClientAuth::Optional), ("require", ClientAuth::Require)];
    for (version, speaking) in [("tls12", only_tls12 as fn(Config) -> Config), ("tls13", only_tls13)] {
        for (name, policy) in policies {
            let timeline = traced(speaking(client()), speaking(server(policy)), BOTH);
            assert_golden(&format!("story-{version}-{name}.txt"), &Story::of(&timeline).to_string());
        }
    }
}
