//! What is spoken beside what everybody speaks: P-521, and values that mean nothing; and what ties to a connection.

use crate::folder::Folder;
use crate::server::Server;

const ALICE: &str = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key";

/// Both sides have keys on P-521, and say that they take them.
#[test]
fn p521_where_it_is_asked_for() {
    let folder = Folder::empty();
    for command in [
        "init d --key p521",
        "issue d server --name localhost --key p521",
        "issue d client --cn alice --key p521",
    ] {
        assert_eq!(folder.run(&format!("pki {command}")).code, Some(0), "{command}");
    }
    let p521 = "--groups P-521 --sigalgs ecdsa_secp521r1_sha512";
    for version in ["1.2", "1.3"] {
        let server = Server::town(&folder, &format!("--once --client-auth require {p521}"));
        let ended = folder.run(&format!("connect {} {ALICE} --tls {version} {p521} --get /", server.name()));
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert!(ended.err.contains("secp521r1"), "{}", ended.err);
        assert_eq!(ended.err.matches("ecdsa_secp521r1_sha512").count(), 2, "{}", ended.err);
        assert!(ended.out.contains("CN=alice"), "{}", ended.out);
    }
    let server = Server::town(&folder, "--once");
    let ended = folder.run(&format!("connect {} --cacert d/root.crt --get /", server.name()));
    assert_eq!(ended.code, Some(3), "by default it is not taken: {}", ended.err);
}

#[test]
fn values_that_mean_nothing() {
    let folder = Folder::town();
    let run = |words: &str, here: &str| {
        let server = Server::town(&folder, &format!("--once -v {words}"));
        let ended = folder.run(&format!("connect {} {ALICE} --get / {here}", server.name()));
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        server.end().1
    };
    assert!(!run("", "").contains("GREASE"));
    // In suites, versions, groups, shares, schemes, and twice among the extensions.
    assert!(run("", "--grease").matches("GREASE 0x").count() >= 7);
    assert!(run("--grease", "").contains("GREASE 0x"));
}

/// The server sees all of them, and where that is wanted not always in the same order.
#[test]
fn extensions_in_any_order() {
    let folder = Folder::town();
    let order = |here: &str| {
        let server = Server::town(&folder, "--once -v");
        let ended = folder.run(&format!("connect {} {ALICE} --get / {here}", server.name()));
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let said = server.end().1;
        let mut names = ["supported_groups", "signature_algorithms", "supported_versions", "key_share"];
        names.sort_by_key(|name| said.find(name).unwrap_or_else(|| panic!("{name}: {said}")));
        names
    };
    let usual = order("");
    assert_eq!(order(""), usual);
    // One of 24 orders is the usual one.
    assert!((0..8).any(|_| order("--permute-extensions") != usual));
}

#[test]
fn what_ties_to_a_connection() {
    let folder = Folder::town();
    for (version, unique) in [("1.2", 24), ("1.3", 0)] {
        let server = Server::town(&folder, "--once");
        let words = format!("connect {} {ALICE} --tls {version} --get / -v", server.name());
        let said = folder.run(&words).err;
        let digits = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(&format!("binding   {name} ")));
            let line = line.unwrap_or_else(|| panic!("{name}: {said}"));
            if line.starts_with("none: ") { 0 } else { line.chars().filter(char::is_ascii_hexdigit).count() }
        };
        assert_eq!(["tls-exporter", "tls-unique", "tls-server-end-point"].map(digits), [64, unique, 64]);
    }
}
