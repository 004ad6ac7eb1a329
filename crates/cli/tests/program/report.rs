//! `--json` and `--html`: the facts of a connection in files, whatever the command.

use serde_json::Value;

use crate::folder::Folder;
use crate::server::Server;

const ALICE: &str = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key --get /";
const MALLORY: &str = "--cacert d/root.crt --cert elsewhere/mallory.crt --key elsewhere/mallory.key --get /";

fn facts(folder: &Folder, file: &str) -> Value {
    serde_json::from_str(&folder.read(file)).unwrap_or_else(|why| panic!("{file}: {why}"))
}

#[test]
fn of_a_demonstration_that_repeats_itself() {
    let folder = Folder::empty();
    for tls in ["1.2", "1.3"] {
        folder.done(&format!("demo --deterministic --tls {tls} --html one.html --json one.json"));
        let said = folder.done(&format!("demo --deterministic --tls {tls} --html two.html --json two.json"));
        assert!(said.contains("two.html") && said.contains("two.json"), "{said}");
        assert_eq!(folder.read("one.html"), folder.read("two.html"));
        assert_eq!(folder.read("one.json"), folder.read("two.json"));
        let facts = facts(&folder, "one.json");
        assert_eq!(facts["schema"], "handfast-report/1");
        assert_eq!(facts["summary"]["version"], format!("TLS {tls}"));
        assert_eq!(facts["watched"], serde_json::json!(["client", "server"]));
    }
}

#[test]
fn secrets_are_their_owners_alone_and_can_be_left_out() {
    let folder = Folder::empty();
    folder.done("demo --deterministic --html page.html --json page.json");
    let secret = facts(&folder, "page.json")["keys"][2]["value"].as_str().expect("a value").to_owned();
    for file in ["page.html", "page.json"] {
        assert!(folder.is_guarded(file), "{file}");
        assert!(folder.read(file).contains("THIS FILE HOLDS SECRETS"), "{file}");
    }
    folder.done("demo --deterministic --redact --html shown.html --json shown.json");
    for file in ["shown.html", "shown.json"] {
        assert!(folder.read(file).contains("This file was redacted"), "{file}");
        assert!(!folder.read(file).contains(&secret), "{file}");
        assert!(!folder.read(file).contains("hello, localhost"), "{file}");
    }
}

/// Who is let in, and who is not: each connection of a server has a file of its own.
#[test]
fn of_both_sides_each_with_its_view() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--json served.json --html served.html");
    folder.done(&format!("connect {} {ALICE} --json alice.json", server.name()));
    let refused =
        folder.run(&format!("connect {} {MALLORY} --json mallory.json --html mallory.html", server.name()));
    // Mallory's certificate is of no authority that the server names, so it is withheld.
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    folder.wait_for("served-2.json");
    folder.wait_for("served-2.html");
    drop(server);
    let alice = facts(&folder, "alice.json");
    assert_eq!(alice["watched"], serde_json::json!(["client"]));
    assert_eq!(alice["summary"]["mutual"], true);
    assert_eq!(alice["signatures"].as_array().map(Vec::len), Some(2));
    let mallory = facts(&folder, "mallory.json");
    assert_eq!(mallory["diagnoses"][0]["side"], "client");
    assert_eq!(mallory["diagnoses"][0]["cause"], "F04");
    assert_eq!(mallory["diagrams"][0]["missing"]["state"], "CONNECTED");
    assert!(folder.read("mallory.html").contains("certificate withheld"));
    for (file, mutual) in [("served-1", true), ("served-2", false)] {
        let facts = facts(&folder, &format!("{file}.json"));
        assert_eq!(facts["watched"], serde_json::json!(["server"]), "{file}");
        assert_eq!(facts["summary"]["mutual"], mutual, "{file}");
        assert!(folder.is_guarded(&format!("{file}.html")), "{file}");
    }
    assert_eq!(facts(&folder, "served-2.json")["diagnoses"][0]["side"], "server");
}

#[test]
fn of_one_connection_the_file_has_the_name_it_was_given() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--once --json served.json");
    folder.done(&format!("connect {} {ALICE}", server.name()));
    assert_eq!(server.end().0, Some(0));
    assert_eq!(facts(&folder, "served.json")["summary"]["mutual"], true);
}

#[test]
fn a_file_that_cannot_be_written_is_said() {
    let folder = Folder::empty();
    let ended = folder.run("demo --html none/page.html");
    assert_eq!(ended.code, Some(5), "{}", ended.err);
    assert!(ended.err.contains("none/page.html"), "{}", ended.err);
}

#[test]
fn the_schema_is_printed() {
    let schema: Value = serde_json::from_str(&Folder::empty().done("schema")).expect("JSON");
    assert_eq!(schema["title"], "handfast-report/1");
}
