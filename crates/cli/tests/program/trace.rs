//! `--trace`, as a user meets it: what goes to a pipe has no colours, and secrets are shown only on demand.

use crate::folder::Folder;
use crate::process::{Ended, handfast, is_readable};
use crate::server::Server;

fn demo(options: &[&str]) -> String {
    let ended = Ended::of(handfast("demo").args(options));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    is_readable(&ended.out);
    ended.out
}

#[test]
fn shows_events_then_fields_then_octets() {
    let [events, fields, octets] = [&["--trace"][..], &["--trace", "-v"], &["-vv"]].map(demo);
    for text in [&events, &fields, &octets] {
        assert!(text.contains("trace · both sides · secrets are not shown"));
        assert!(text.contains("CONNECTED"));
    }
    assert!(!events.contains("legacy_version") && fields.contains("legacy_version: TLS 1.2"));
    assert!(fields.contains("What does this signature prove"));
    assert!(fields.lines().count() > 2 * events.lines().count());
    assert!(octets.lines().count() > fields.lines().count());
}

#[test]
fn says_first_that_secrets_are_shown() {
    let text = demo(&["--trace", "--secrets"]);
    let first = text.lines().find(|line| !line.is_empty()).expect("a line");
    assert!(first.ends_with("SECRETS SHOWN"), "{first}");
    assert!(text.contains("SECRETS ARE SHOWN") && text.contains("The key schedule"));
    assert!(!demo(&["--trace"]).contains("The key schedule"));
}

/// A server and a client, each with a trace of its own; what both wrote to standard error.
fn both(client: &str) -> [String; 2] {
    let folder = Folder::town();
    let server = Server::town(&folder, "--once --trace");
    let connect = format!("connect {} --cacert d/root.crt --get / {client}", server.name());
    let said = folder.run(&connect).err;
    [server.end().1, said]
}

#[test]
fn each_side_shows_what_it_saw() {
    let [server, client] = both("--cert d/alice.crt --key d/alice.key -v");
    assert!(server.contains("trace · as the server saw it · secrets are not shown"), "{server}");
    assert!(client.contains("trace · as the client saw it · secrets are not shown"), "{client}");
    for trace in [&server, &client] {
        for message in ["1 ClientHello", "2 ServerHello", "4 CertificateRequest", "10 Finished", "CONNECTED"]
        {
            assert!(trace.contains(message), "{message}: {trace}");
        }
        assert!(!trace.contains('\u{1b}') && !trace.contains("The key schedule"));
    }
    assert!(client.contains("subject: CN=localhost") && !server.contains("subject: CN=localhost"));
}

#[test]
fn a_refusal_is_traced_by_both() {
    let [server, client] = both("--trace --secrets");
    assert!(server.contains("alert certificate_required (116)"), "{server}");
    assert!(client.contains("alert certificate_required (116)"), "{client}");
    assert!(client.contains("client_handshake_traffic_secret") && client.contains("SECRETS ARE SHOWN"));
}
