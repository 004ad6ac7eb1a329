//! `handfast explain`: what others, or we ourselves, have recorded.

use crate::folder::Folder;
use crate::process::is_readable;
use crate::server::Server;

/// The arrows and what is said are those that the demonstration itself shows.
#[test]
fn tells_what_the_demonstration_tells() {
    let folder = Folder::empty();
    for tls in ["1.3", "1.2"] {
        let shown = folder.done(&format!("demo --deterministic --tls {tls} --trace --pcapng demo.pcapng"));
        let explained = folder.done("explain demo.pcapng");
        is_readable(&explained);
        assert!(explained.contains("connection 1 · 127.0.0.1:50000 → 127.0.0.1:8443"), "{explained}");
        assert_eq!(arrows(&explained), arrows(&shown), "{tls}");
    }
    let everything = folder.done("explain demo.pcapng -vv --secrets");
    for text in ["SECRETS ARE SHOWN", "verify_data of the client's Finished", "legacy_version: TLS 1.2"] {
        assert!(everything.contains(text), "{text:?} is missing in\n{everything}");
    }
}

/// What is sent, without how; one of TLS's own is in another place where both sides send it at the same time.
fn arrows(trace: &str) -> Vec<String> {
    let is_arrow = |line: &&str| line.contains(['▶', '◀']) && !line.contains("change_cipher_spec");
    trace.lines().filter(is_arrow).map(str::to_owned).collect()
}

/// The file of a server has all who came; one of them can be chosen.
#[test]
fn several_connections() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--pcapng server.pcapng");
    for _ in 0..2 {
        let files = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key";
        folder.done(&format!("connect {} {files} --get /", server.name()));
    }
    drop(server);
    let both = folder.done("explain server.pcapng");
    assert!(both.contains("connection 1 ·") && both.contains("connection 2 ·"), "{both}");
    let second = folder.done("explain server.pcapng --connection 2");
    assert!(!second.contains("connection 1 ·") && second.contains("connection 2 ·"), "{second}");
    assert_eq!(folder.run("explain server.pcapng --connection 3").code, Some(2));
}

/// With the key log beside it; without, it says what cannot be decrypted.
#[test]
fn a_key_log_beside_it() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--pcapng server.pcapng --keylog keys.log");
    let files = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key";
    folder.done(&format!("connect {} {files} --get /", server.name()));
    drop(server);
    let bare: Vec<u8> = blocks(&std::fs::read(folder.file("server.pcapng")).unwrap());
    folder.write("bare.pcapng", bare);
    let closed = folder.done("explain bare.pcapng");
    assert!(closed.contains("no key log has the secrets") && !closed.contains("Finished"), "{closed}");
    let opened = folder.done("explain bare.pcapng --keylog keys.log");
    assert!(
        !opened.contains('✗') && opened.contains("10 Finished") && opened.contains("HTTP/1.1"),
        "{opened}"
    );
}

/// All blocks but those with secrets.
fn blocks(file: &[u8]) -> Vec<u8> {
    let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    let (mut at, mut kept) = (0, Vec::new());
    while at < file.len() {
        let end = at + usize::try_from(number(at + 4)).unwrap();
        if number(at) != 10 {
            kept.extend_from_slice(&file[at..end]);
        }
        at = end;
    }
    kept
}

#[test]
fn of_files_that_are_none() {
    let folder = Folder::empty();
    folder.write("none.pcapng", "GET / HTTP/1.1");
    folder.done("demo --deterministic --pcapng demo.pcapng");
    let demo = std::fs::read(folder.file("demo.pcapng")).unwrap();
    folder.write("cut.pcapng", &demo[..demo.len() - 100]);
    folder.write("silent.pcapng", &demo[..demo.len() / 8]);
    for (file, code, why) in [
        ("none.pcapng", 5, "the file is neither pcap nor pcapng"),
        ("missing.pcapng", 5, "missing.pcapng"),
        ("cut.pcapng", 5, "the file ends within a packet"),
        ("silent.pcapng", 2, "no TLS is spoken in it"),
    ] {
        let ended = folder.run(&format!("explain {file}"));
        assert_eq!(ended.code, Some(code), "{file}: {}", ended.err);
        assert!(ended.err.contains(why), "{file}: {}", ended.err);
    }
    assert!(folder.run("explain cut.pcapng").out.contains("10 Finished"));
}
