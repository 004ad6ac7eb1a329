//! `handfast demo`, as a newcomer runs it.

use std::process::Command;

use crate::folder::Folder;
use crate::process::{Ended, handfast, is_readable};

fn demo(arguments: &[&str]) -> Command {
    let mut command = handfast("demo");
    command.args(arguments);
    command
}

/// What it printed, having ended well.
fn story(command: &mut Command) -> String {
    let ended = Ended::of(command);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    ended.out
}

/// What stands on the arrows, from the top down.
fn arrows(story: &str) -> Vec<&str> {
    story.lines().filter(|line| line.contains(['▶', '◀'])).filter_map(label).collect()
}

fn label(arrow: &str) -> Option<&str> {
    let pieces = arrow.split(|c| "│├╞┝┤╡┥◀▶─═━".contains(c)).map(str::trim);
    pieces.filter(|piece| !piece.is_empty()).find(|piece| !piece.ends_with("octets"))
}

const ASKED: &[&str] = &[
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
    "“hello, localhost”",
    "“hello, alice”",
    "alert close_notify (0)",
    "alert close_notify (0)",
];

const NOT_ASKED: &[&str] = &[
    "1 ClientHello",
    "2 ServerHello",
    "3 EncryptedExtensions",
    "4 Certificate",
    "5 CertificateVerify",
    "6 Finished",
    "7 Finished",
    "“hello, localhost”",
    "“hello, stranger”",
    "alert close_notify (0)",
    "alert close_notify (0)",
];

/// What is said only with this policy.
const POLICIES: [(&str, &[&str], &str); 3] = [
    ("none", NOT_ASKED, "The server knows nobody: it did not ask"),
    ("optional", ASKED, "whoever cannot answer is served as nobody"),
    ("require", ASKED, "whoever cannot answer is refused"),
];

const KEYS: [(&str, &str, &str); 5] = [
    ("p256", "ECDSA P-256", "ecdsa_secp256r1_sha256"),
    ("p384", "ECDSA P-384", "ecdsa_secp384r1_sha384"),
    ("p521", "ECDSA P-521", "ecdsa_secp521r1_sha512"),
    ("ed25519", "Ed25519", "ed25519"),
    ("rsa2048", "RSA-2048", "rsa_pss_rsae_sha256"),
];

#[test]
fn every_key_and_every_policy() {
    for (key, kind, scheme) in KEYS {
        for (policy, messages, only) in POLICIES {
            let story = story(&mut demo(&["--key", key, "--client-auth", policy]));
            assert_eq!(arrows(&story), messages, "{key} {policy}");
            let texts = [only, kind, &format!("{scheme} over “TLS 1.3, server CertificateVerify”")];
            for text in texts {
                assert!(story.contains(text), "{key} {policy}: {text:?} is missing in\n{story}");
            }
            for (other, _, only) in POLICIES {
                assert_eq!(story.contains(only), other == policy, "{key} {policy}: {only}");
            }
            is_readable(&story);
        }
    }
}

#[test]
fn it_is_mutual_by_default() {
    let story = story(&mut demo(&[]));
    assert_eq!(arrows(&story), ASKED);
    for text in [
        "mutual TLS 1.3 over loopback",
        "CN=alice      uri:spiffe://demo/alice",
        "! connected, and not yet accepted",
        "✓ accepted",
        "The client knows localhost, by CN=localhost ← CN=handfast demo root",
        "The server knows spiffe://demo/alice, by CN=alice ← CN=handfast demo root",
        "rules held, 1 signature verified",
    ] {
        assert!(story.contains(text), "{text:?} is missing in\n{story}");
    }
    let failed = story.lines().find(|line| line.contains('✗'));
    assert_eq!(failed, None);
}

#[test]
fn in_tls_1_2() {
    let story = story(&mut demo(&["--tls", "1.2"]));
    for text in [
        "mutual TLS 1.2 over loopback",
        "§ are those of RFC 5246",
        "main secret      ← x25519 + messages 1–8",
        "The server knows spiffe://demo/alice, by CN=alice ← CN=handfast demo root",
        "handfast demo --tls 1.3",
    ] {
        assert!(story.contains(text), "{text:?} is missing in\n{story}");
    }
    assert!(!story.contains('✗') && !story.contains("not yet accepted"));
    is_readable(&story);
}

#[test]
fn by_key_transport() {
    let story = story(&mut demo(&["--tls", "1.2", "--legacy-rsa-key-transport"]));
    for text in [
        "mutual TLS 1.2 by RSA key transport",
        "a random secret, encrypted with the server's RSA key: 256 octets",
        "← the premaster secret + messages",
        "Why nobody should do it so",
    ] {
        assert!(story.contains(text), "{text:?} is missing in\n{story}");
    }
    is_readable(&story);
    for wrong in [&["--tls", "1.3"][..], &["--key", "p256"]] {
        let ended = Ended::of(demo(wrong).arg("--legacy-rsa-key-transport"));
        assert_eq!(ended.code, Some(2), "{wrong:?}");
    }
}

/// Whatever is shown of it, in either version and with every policy.
#[test]
fn it_repeats_itself_if_it_must() {
    for (key, tls) in [("p256", "1.3"), ("p256", "1.2"), ("ed25519", "1.3"), ("ed25519", "1.2")] {
        for (policy, ..) in POLICIES {
            for shown in [&[][..], &["-vv", "--secrets"]] {
                let run = || {
                    let arguments = ["--deterministic", "--key", key, "--tls", tls, "--client-auth", policy];
                    story(demo(&arguments).args(shown))
                };
                assert_eq!(run(), run(), "{key} {tls} {policy} {shown:?}");
            }
        }
    }
}

/// Whoever reads a dump recognises what is random, and whose it is.
#[test]
fn its_random_octets_count() {
    let shown = story(&mut demo(&["--deterministic", "-vv"]));
    for counted in ["00 01 02 03 04 05 06 07", "c0 c1 c2 c3 c4 c5 c6 c7"] {
        assert!(shown.contains(counted), "{counted} is missing in\n{shown}");
    }
    assert!(shown.contains("the same in every run") && !shown.contains("127.0.0.1"), "{shown}");
    assert_ne!(story(&mut demo(&["-vv"])), story(&mut demo(&["-vv"])));
}

#[test]
fn signatures_that_never_repeat_are_not_deterministic() {
    for wrong in [&["--key", "p384"][..], &["--key", "rsa2048"], &["--legacy-rsa-key-transport"]] {
        let output = demo(&["--deterministic"]).args(wrong).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

/// The same story in colours: each line closes what it opens.
#[test]
fn colours_if_they_are_wanted() {
    let coloured = story(demo(&[]).env("CLICOLOR_FORCE", "1"));
    assert!(coloured.lines().count() > 60);
    for line in coloured.lines().filter(|line| line.contains('\u{1b}')) {
        let last = line.rfind("\u{1b}[").map(|start| &line[start..]);
        assert!(last.is_some_and(|code| code.starts_with("\u{1b}[0m")), "a colour is left open: {line:?}");
    }
    is_readable(&anstream::adapter::strip_str(&coloured).to_string());
    assert_eq!(arrows(&anstream::adapter::strip_str(&coloured).to_string()), ASKED);
}

#[test]
fn whoever_closes_the_pipe_has_read_enough() {
    let mut child = demo(&[]).spawn().expect("it runs");
    drop(child.stdout.take());
    let ended = Ended::from(child.wait_with_output().expect("it ends"));
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
}

/// The commands that it names at the end exist, with all their options.
#[test]
fn its_hints_can_be_followed() {
    let story = story(&mut demo(&[])).replace("\\\n", "");
    let hints: Vec<_> = story.lines().filter(|line| line.starts_with("    handfast ")).collect();
    assert_eq!(hints.len(), 8);
    for hint in hints {
        let words: Vec<_> = hint.split_whitespace().skip(1).collect();
        let help = Ended::of(handfast("").args(&words).arg("--help"));
        assert_eq!(help.code, Some(0), "{hint}: {}", help.err);
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.out.contains(option), "{hint}: no {option} in its help");
        }
    }
}

/// The hints are for those who have just built it: they learn where it is, if that fits on the page.
#[cfg(unix)]
#[test]
fn it_says_where_it_is() {
    use std::os::unix::process::CommandExt;
    for (called, said) in [("target/release/handfast", true), ("handfast", false), ("/long/way", true)] {
        let story = story(demo(&[]).arg0(called));
        assert_eq!(story.contains(&format!("where handfast is {called}\n")), said, "{called}");
    }
    is_readable(&story(demo(&[]).arg0(format!("/{}/handfast", "long".repeat(30)))));
}

#[test]
fn its_hints_are_something_else() {
    let story = story(&mut demo(&["--client-auth", "none", "--key", "ed25519"]));
    assert!(story.contains("handfast demo --client-auth require\n"), "{story}");
    assert!(story.contains("handfast demo --key rsa2048\n"), "{story}");
}

#[test]
fn what_it_does_not_know_is_a_usage_error() {
    for arguments in [["--key", "rsa1024"], ["--client-auth", "perhaps"], ["--carve", "stone"]] {
        let ended = Ended::of(&mut demo(&arguments));
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{arguments:?}");
    }
}

/// Whom the server cannot know is refused, and both sides say why.
#[test]
fn what_fails_is_diagnosed_on_both_sides() {
    for (client, client_says, server_says) in [
        ("nobody", "F01 no client certificate", "F01 no client certificate"),
        ("expired", "F06 certificate expired", "F06 certificate expired"),
        ("stranger", "F04 certificate withheld", "F01 no client certificate"),
    ] {
        for version in ["1.2", "1.3"] {
            let ended = Ended::of(&mut demo(&["--client", client, "--tls", version]));
            assert!(matches!(ended.code, Some(1 | 3)), "{client} {version}: {:?}", ended.code);
            let (_, told) = ended.out.split_once("What the client makes of it").expect(&ended.out);
            let (of_client, of_server) = told.split_once("What the server makes of it").expect(told);
            assert!(of_client.contains("The server refused us, the client"), "{of_client}");
            assert!(of_client.contains(client_says), "{of_client}");
            assert!(of_server.contains("We, the server, refused the client"), "{of_server}");
            assert!(of_server.contains(server_says), "{of_server}");
        }
    }
}

/// The report has both, too.
#[test]
fn what_fails_is_diagnosed_in_the_report() {
    let folder = Folder::empty();
    assert_eq!(folder.run("demo --client nobody --json demo.json").code, Some(1));
    let report: serde_json::Value = serde_json::from_str(&folder.read("demo.json")).unwrap();
    let causes: Vec<_> = report["diagnoses"].as_array().unwrap().iter().map(|each| &each["cause"]).collect();
    assert_eq!(causes, ["F01", "F01"]);
}

/// Where nobody insists, nothing fails.
#[test]
fn nobody_is_let_in_where_certificates_are_optional() {
    let story = story(&mut demo(&["--client", "nobody", "--client-auth", "optional", "--deterministic"]));
    assert!(story.contains("has no certificate"), "{story}");
    assert!(!story.contains("makes of it"), "{story}");
}

/// RFC 9846 §4.7.2: the question comes when the server has heard what is wanted.
#[test]
fn of_a_client_that_is_asked_later() {
    let later = [
        &NOT_ASKED[..8],
        &["8 CertificateRequest", "9 Certificate", "10 CertificateVerify", "11 Finished", "“hello, alice”"],
        &NOT_ASKED[9..],
    ];
    for key in ["p256", "ed25519"] {
        let arguments = ["--post-handshake-auth", "--deterministic", "--key", key];
        let told = story(&mut demo(&arguments));
        assert_eq!(arrows(&told), later.concat());
        assert_eq!(told, story(&mut demo(&arguments)), "the same in every run");
        for text in [
            "mutual TLS 1.3 on request",
            "whoever cannot answer is refused",
            "and the hash of the handshake, the request and Certificate",
            "client_application_traffic_secret_0",
            "The server knows spiffe://demo/alice, by CN=alice ← CN=handfast demo root",
        ] {
            assert!(told.contains(text), "{text:?} is missing in\n{told}");
        }
        is_readable(&told);
    }
}

/// Who is asked later can be nobody later, too.
#[test]
fn of_nobody_who_is_asked_later() {
    let arguments = ["--post-handshake-auth", "--client", "nobody", "--client-auth"];
    let served = story(demo(&arguments).arg("optional"));
    assert!(served.contains("“hello, stranger”") && served.contains("is served as nobody"), "{served}");
    let refused = Ended::of(demo(&arguments).arg("require"));
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    assert!(refused.out.contains("alert certificate_required (116)"), "{}", refused.out);
    for (arguments, why) in
        [(["--tls", "1.2"], "TLS 1.2 has nothing"), (["--client-auth", "none"], "nobody is asked")]
    {
        let ended = Ended::of(demo(&["--post-handshake-auth"]).args(arguments));
        assert!(ended.code == Some(2) && ended.err.contains(why), "{}", ended.err);
    }
}
