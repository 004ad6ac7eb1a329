//! `handfast demo` of a client that was here before.

use crate::folder::Folder;
use crate::process::{Ended, handfast, is_readable};

/// What it printed, the same in two runs.
fn story(words: &str) -> String {
    let [first, second] =
        [(); 2].map(|()| Ended::of(&mut handfast(&format!("demo --deterministic {words}"))));
    assert_eq!((first.code, first.err.as_str()), (Some(0), ""), "{words}");
    assert_eq!(first.out, second.out, "{words}");
    is_readable(&first.out);
    first.out
}

#[test]
fn goes_on_from_a_session() {
    for version in ["1.2", "1.3"] {
        let told = story(&format!("--resume --tls {version}"));
        for text in ["FINDING_SESSION* → JUDGING_SESSION*", "Nobody signed anything", "at a second visit"] {
            assert!(told.contains(text), "{text:?} is missing in\n{told}");
        }
        assert!(!told.contains("CertificateVerify"), "{told}");
    }
}

/// The judgement of what was shown then is in the report: every decision, of both sides.
#[test]
fn judges_again_what_was_shown_then() {
    let folder = Folder::empty();
    for words in ["--resume --tls 1.2", "--resume", "--early-data"] {
        folder.done(&format!("demo {words} --json again.json --html again.html"));
        let report: serde_json::Value = serde_json::from_str(&folder.read("again.json")).unwrap();
        let chains = report["chains"].as_array().unwrap();
        let of: Vec<_> = chains.iter().map(|chain| chain["of"].as_str().unwrap()).collect();
        assert_eq!(of, ["server", "client"], "{words}");
        for chain in chains {
            assert!(chain["message"].is_null() && chain["certificates"].as_array().unwrap().is_empty());
            assert!(chain["verdict"]["accepted"].as_bool().unwrap(), "{words}");
            assert!(chain["verdict"]["decisions"].as_array().unwrap().len() > 20, "{words}");
        }
        assert!(folder.read("again.html").contains("when the session was made"), "{words}");
    }
}

#[test]
fn says_something_early() {
    for key in ["p256", "ed25519"] {
        let told = story(&format!("--early-data --key {key}"));
        for text in [
            "├╌ “hello, localhost” ╌",
            "client_early_traffic_secret ← Early Secret + message 1 ",
            "early data is taken",
            "├╌ 5 EndOfEarlyData ╌",
            "whoever recorded it can",
        ] {
            assert!(told.contains(text), "{text:?} is missing in\n{told}");
        }
        let legend = told.lines().find(|line| line.contains("in the clear")).expect("a legend");
        assert!(legend.contains("early") && legend.ends_with("application keys"), "{legend}");
    }
}
