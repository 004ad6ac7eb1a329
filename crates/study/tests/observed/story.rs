//! The story says what happened, in the order in which it happened, in 80 columns.

use handfast::crypto::kx::Group;
use handfast::handshake::Suite12;
use handfast::{ClientAuth, Config, Hooks, Version};
use handfast_pki::{KeyKind, Name, Request};
use handfast_study::{Keep, Story, Timeline};
use handfast_tests::{People, now};

use crate::told::{self, told};

fn lines(timeline: &Timeline) -> Vec<String> {
    let story = Story::of(timeline).to_string();
    anstream::adapter::strip_str(&story).to_string().lines().map(str::to_owned).collect()
}

fn story(client: Config, server: Config) -> Vec<String> {
    let lines = lines(&told(client, server, Keep::ALL));
    for line in &lines {
        assert!(line.chars().count() <= 80, "too wide: {line}");
        assert_eq!(line.trim_end(), line, "blanks at the end");
    }
    lines
}

/// What stands on the arrows, from the top down.
fn arrows(lines: &[String]) -> Vec<&str> {
    lines.iter().filter(|line| line.contains(['▶', '◀'])).filter_map(|line| label(line)).collect()
}

fn label(arrow: &str) -> Option<&str> {
    let pieces = arrow.split(|c| "│├╞┝┤╡┥◀▶─═━".contains(c)).map(str::trim);
    pieces.filter(|piece| !piece.is_empty()).find(|piece| !piece.ends_with("octets"))
}

fn place(lines: &[String], text: &str) -> usize {
    lines.iter().position(|line| line.contains(text)).unwrap_or_else(|| {
        panic!("{text:?} is missing in\n{}", lines.join("\n"));
    })
}

fn in_order(lines: &[String], texts: &[&str]) {
    let mut rest = lines;
    for text in texts {
        rest = &rest[place(rest, text) + 1..];
    }
}

const MUTUAL: [&str; 10] = [
    "1 ClientHello",
    "2 ServerHello",
    "3 EncryptedExtensions",
    "4 CertificateRequest",
    "5 Certificate",
    "6 CertificateVerify",
    "7 Finished",
    "8 Certificate",
    "9 CertificateVerify",
    "10 Finished",
];

#[test]
fn a_mutual_handshake() {
    let people = People::new(KeyKind::P256);
    let lines = story(people.client(), people.server(ClientAuth::Require));
    assert_eq!(arrows(&lines), MUTUAL);
    in_order(
        &lines,
        &[
            "● START",
            "1 ClientHello",
            "│   A share for each likely group lets the server answer at once (§4.3.8). │",
            "● WAIT_SH",
            "on 1 ClientHello   RECVD_CH → CHOOSING_IDENTITY* → NEGOTIATED ●",
            "2 ServerHello",
            "Early Secret                    ← nothing: no pre-shared key",
            "Handshake Secret                ← Early Secret + X25519MLKEM768",
            "client_handshake_traffic_secret ← Handshake Secret + messages 1–2",
            "issued by CN=handfast test root · 9 signature schemes",
            "whoever cannot answer is refused",
            "SIGNING* ●",
            "“TLS 1.3, server CertificateVerify”",
            "and the hash of messages 1–5",
            "HMAC of messages 1–6 under server_handshake_traffic_secret",
            "WAIT_FLIGHT2 → WAIT_CERT ●",
            "Main Secret                         ← Handshake Secret",
            "server_application_traffic_secret_0 ← Main Secret + messages 1–7",
            "● WAIT_EE   on 2 ServerHello",
            "✓ derives the server's 4 secrets, value for value",
            "● JUDGING_CERTIFICATE* → WAIT_CV   on 5 Certificate",
            "✓ CN=localhost ← CN=handfast test intermediate",
            " rules held, 2 signatures verified (RFC 5280 §6)",
            "it is for localhost",
            "✓ the server holds the key of its certificate",
            "✓ both have seen the same messages 1–6",
            "✓ derives the server's 4 secrets, value for value",
            "8 Certificate",
            "● CONNECTED",
            "! connected, and not yet accepted",
            "on 8 Certificate   JUDGING_CERTIFICATE* → WAIT_CV ●",
            "✓ CN=alice ←",
            "✓ the client holds the key of its certificate",
            "on 10 Finished   CONNECTED ●",
            "✓ both have seen the same messages 1–9",
            "The client knows localhost, by CN=localhost ←",
            "The server knows CN=alice, by CN=alice ←",
            "both bound to this very handshake",
        ],
    );
}

const MUTUAL12: [&str; 11] = [
    "1 ClientHello",
    "2 ServerHello",
    "3 Certificate",
    "4 ServerKeyExchange",
    "5 CertificateRequest",
    "6 ServerHelloDone",
    "7 Certificate",
    "8 ClientKeyExchange",
    "9 CertificateVerify",
    "10 Finished",
    "11 Finished",
];

fn only12(config: Config) -> Config {
    config.with_versions(Version::Tls12..=Version::Tls12)
}

#[test]
fn a_mutual_handshake_of_tls_1_2() {
    let people = People::new(KeyKind::P256);
    let lines = story(only12(people.client()), only12(people.server(ClientAuth::Require)));
    assert_eq!(arrows(&lines), MUTUAL12);
    in_order(
        &lines,
        &[
            "§ are those of RFC 5246",
            "What the client can do; the server chooses (§7.4.1.2).",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "the main secret will cover the handshake (RFC 7627)",
            "CN=localhost · ECDSA P-256",
            "key share: x25519",
            "ecdsa_secp256r1_sha256 over both randoms and the share",
            "whoever cannot answer is refused (§7.4.6)",
            "The server waits: a second round trip is needed (§7.4.5).",
            "✓ the server holds the key of its certificate",
            "the client's key share",
            "main secret      ← x25519 + messages 1–8",
            "client_write_key ← main secret + both randoms",
            "ecdsa_secp256r1_sha256 over messages 1–8 as they were",
            "sends change_cipher_spec: all that follows is under the keys (§7.1)",
            "PRF(main secret, “client finished”, hash of messages 1–9)",
            "✓ derives the client's 5 secrets, value for value",
            "✓ the client holds the key of its certificate",
            "✓ both have seen the same messages 1–9",
            "PRF(main secret, “server finished”, hash of messages 1–10)",
            "✓ both have seen the same messages 1–10",
            "✓ accepted",
            "The client knows localhost, by CN=localhost ←",
            "The server knows CN=alice, by CN=alice ←",
            "both bound to this very handshake",
        ],
    );
    assert!(!lines.iter().any(|line| line.contains("no forward secrecy")));
}

#[test]
fn the_key_transport_that_was_abandoned() {
    let people = People::new(KeyKind::Rsa2048);
    let (mut client, mut server) = (only12(people.client()), only12(people.server(ClientAuth::None)));
    (client.protocol.suites12, server.protocol.suites12) = (Suite12::RSA.to_vec(), Suite12::RSA.to_vec());
    let lines = story(client, server);
    in_order(
        &lines,
        &[
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "a random secret, encrypted with the server's RSA key: 256 octets",
            "Only the server's key opens it: now, or years later",
            "main secret      ← the premaster secret + messages 1–5",
            "DECRYPTING_PREMASTER*",
            "✓ derives the client's 5 secrets, value for value",
            "The client knows localhost, by CN=localhost ←",
            "The server knows nobody: it did not ask",
            "Why nobody should do it so",
            "has it no more.",
        ],
    );
}

/// handshake_failure, for TLS 1.2 has no certificate_required; and the client knows before it is connected.
#[test]
fn a_client_that_is_refused_in_tls_1_2() {
    let people = People::new(KeyKind::P256);
    let lines = story(only12(people.stranger()), only12(people.server(ClientAuth::Require)));
    assert_eq!(arrows(&lines).last(), Some(&"alert handshake_failure (40)"));
    in_order(&lines, &["✗ a client certificate is required", "They did not come together."]);
    assert!(!lines.iter().any(|line| line.contains("not yet accepted")));
}

/// A HelloRetryRequest replaces the first ClientHello by its hash: "messages 1–4" is found only if the book does so too.
#[test]
fn after_a_retry() {
    let people = People::new(KeyKind::Ed25519);
    let mut server = people.server(ClientAuth::None);
    server.protocol.groups = vec![Group::Secp384r1];
    let lines = story(people.client(), server);
    let names = arrows(&lines);
    assert_eq!(names[..4], ["1 ClientHello", "2 HelloRetryRequest", "3 ClientHello", "4 ServerHello"]);
    in_order(
        &lines,
        &[
            "send a share of secp384r1",
            "● START   on 2 HelloRetryRequest",
            "key shares: secp384r1",
            "Handshake Secret                ← Early Secret + secp384r1",
            "← Handshake Secret + messages 1–4",
            "One of two is known",
        ],
    );
}

#[test]
fn a_client_that_may_stay_nobody() {
    let people = People::new(KeyKind::P256);
    let lines = story(people.stranger(), people.server(ClientAuth::Optional));
    assert_eq!(arrows(&lines)[7..], ["8 Certificate", "9 Finished"]);
    in_order(
        &lines,
        &[
            "whoever cannot answer is served as nobody",
            "has no certificate that would do",
            "empty: there is none to show",
            "goes on: the client is nobody",
            "on 9 Finished   CONNECTED ●",
            "The server knows nobody: it did not prove who it is",
        ],
    );
}

#[test]
fn a_client_that_is_refused() {
    let people = People::new(KeyKind::P256);
    let lines = story(people.stranger(), people.server(ClientAuth::Require));
    assert_eq!(arrows(&lines).last(), Some(&"alert certificate_required (116)"));
    in_order(
        &lines,
        &[
            "! connected, and not yet accepted",
            "alert certificate_required (116)",
            "✗ a client certificate is required",
            "✗ the peer refused: certificate_required (116)",
            "not accepted",
            "The server knows nobody",
            "They did not come together.",
        ],
    );
}

#[test]
fn a_server_that_is_refused() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    let lines = story(people.client(), others.server(ClientAuth::Require));
    assert_eq!(arrows(&lines).last(), Some(&"alert unknown_ca (48)"), "{}", lines.join("\n"));
    in_order(&lines, &["✗ CN=localhost", "alert unknown_ca", "The client knows nobody"]);
}

/// The client of one handshake beside the server of another: the story must not say that they agree.
#[test]
fn secrets_that_differ_are_noticed() {
    let people = People::new(KeyKind::P256);
    let mut timeline = Timeline::new(Keep::ALL);
    let recorded = || told::pair(people.client(), people.server(ClientAuth::None));
    let ((mut client, mut stranger), (mut other, mut server)) = (recorded(), recorded());
    told::run(&mut other, &mut timeline.recorder(handfast::Role::Client));
    told::carry(&mut other, &mut server);
    told::run(&mut server, &mut timeline.recorder(handfast::Role::Server));
    let _ = client.run(&mut Hooks::none());
    told::carry(&mut client, &mut stranger);
    let _ = stranger.run(&mut Hooks::none());
    told::carry(&mut stranger, &mut client);
    told::run(&mut client, &mut timeline.recorder(handfast::Role::Client));
    place(&lines(&timeline), "✗ Handshake Secret is not the server's");
}

#[test]
fn names_of_any_length_stay_within_the_page() {
    let people = People::new(KeyKind::P256);
    let uri = format!("spiffe://example.org/{}", "long/".repeat(40));
    let alice = people.issue(Request::client("a".repeat(64), now()).name(Name::Uri(uri)));
    let client = people.stranger().with_identity(alice);
    let lines = story(client, people.server(ClientAuth::Require));
    place(&lines, "both bound to this very handshake");
}

#[test]
fn nothing_happened() {
    let lines = lines(&Timeline::new(Keep::ALL));
    in_order(&lines, &["● START", "The client knows nobody", "The server knows nobody"]);
}
