//! `--pcapng`: tshark reads what we said, in whatever role.

use std::process::Command;

use crate::folder::Folder;
use crate::process::Ended;
use crate::server::Server;

/// What `tshark` finds in a file; nothing if it is not installed, which in CI it must be.
fn tshark(folder: &Folder, file: &str, words: &[&str]) -> Option<String> {
    let mut tshark = Command::new("tshark");
    match tshark
        .current_dir(folder.path())
        .args(["-o", "http.tls.port:1-65535", "-r", file])
        .args(words)
        .output()
    {
        Ok(output) => {
            let ended = Ended::from(output);
            assert_eq!(ended.code, Some(0), "{}", ended.err);
            Some(ended.out)
        }
        Err(_) => {
            println!("not run: tshark is not installed");
            assert!(std::env::var_os("CI").is_none(), "in CI tshark must be installed");
            None
        }
    }
}

/// How many packets fit a filter.
fn packets(folder: &Folder, file: &str, filter: &str) -> Option<usize> {
    tshark(folder, file, &["-Y", filter]).map(|lines| lines.lines().count())
}

/// A server for several clients and a client, which write what both saw of the same connection.
#[test]
fn of_both_sides() {
    // In TLS 1.2 only the client sends CertificateVerify.
    for (tls, proofs) in [("1.3", 2), ("1.2", 1)] {
        let folder = Folder::town();
        let server = Server::town(&folder, &format!("--pcapng server.pcapng --groups P-256 --tls {tls}"));
        let files = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key";
        for _ in 0..2 {
            folder.done(&format!("connect {} {files} --get / --pcapng client.pcapng", server.name()));
        }
        drop(server);
        for (file, connections) in [("server.pcapng", 2), ("client.pcapng", 1)] {
            assert!(folder.is_guarded(file), "{file}");
            let Some(requests) = packets(&folder, file, "http.request.uri == \"/\"") else { return };
            assert_eq!(requests, connections, "{tls} {file}");
            assert_eq!(
                packets(&folder, file, "http.response.code == 200"),
                Some(connections),
                "{tls} {file}"
            );
            assert_eq!(
                packets(&folder, file, "tls.handshake.type == 15"),
                Some(proofs * connections),
                "{tls} {file}"
            );
            assert_eq!(packets(&folder, file, "_ws.malformed || _ws.expert.severity >= 0x00600000"), Some(0));
        }
    }
}

/// A refusal is in it, too, and can be read.
#[test]
fn of_a_failure() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--once");
    let files = "--cacert d/root.crt --cert elsewhere/mallory.crt --key elsewhere/mallory.key";
    let refused = folder.run(&format!("connect {} {files} --get / --pcapng refused.pcapng", server.name()));
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    let alerts = tshark(&folder, "refused.pcapng", &["-T", "fields", "-e", "tls.alert_message.desc"]);
    let Some(alerts) = alerts else { return };
    assert_eq!(alerts.split_whitespace().collect::<Vec<_>>(), ["116"]);
}

/// A demonstration that repeats itself leaves the same file; one that others could read is theirs no longer.
#[test]
fn of_a_demonstration() {
    let folder = Folder::empty();
    for words in ["--tls 1.3", "--tls 1.2", "--client-auth none"] {
        let file = |name: &str| {
            folder.write(name, "somebody else's");
            folder.done(&format!("demo --deterministic {words} --pcapng {name}"));
            assert!(folder.is_guarded(name));
            std::fs::read(folder.file(name)).unwrap()
        };
        assert_eq!(file("one.pcapng"), file("another.pcapng"), "{words}");
        let said = tshark(&folder, "one.pcapng", &["-q", "-z", "follow,tls,ascii,0"]);
        assert!(said.is_none_or(|said| said.contains("hello, localhost")), "{words}");
    }
}

#[test]
fn of_which_the_file_cannot_be_made() {
    let ended = Folder::empty().run("demo --pcapng nowhere/demo.pcapng");
    assert_eq!(ended.code, Some(5));
    assert!(ended.err.contains("nowhere/demo.pcapng"), "{}", ended.err);
}
