//! `--keylog` against what OpenSSL logs of the same connection: every line equal, in both roles, with every suite.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::folder::Folder;
use crate::process::openssl_is_here;
use crate::server::Server;

const SUITES: [&str; 3] =
    ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

#[test]
fn with_s_server() {
    if !openssl_is_here() {
        return;
    }
    for suite in SUITES {
        let folder = Folder::town();
        let files = "-CAfile d/root.crt -cert d/server.crt -key d/server.key -keylogfile theirs.log";
        let server = Server::openssl(&folder, &format!("-naccept 1 -www -Verify 1 {files}"));
        let files = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key --keylog ours.log";
        folder.done(&format!("connect {} {files} --get / --ciphers {suite}", server.name()));
        server.end();
        compare(&folder, suite);
    }
}

#[test]
fn with_s_client() {
    if !openssl_is_here() {
        return;
    }
    for suite in SUITES {
        let folder = Folder::town();
        let server = Server::town(&folder, &format!("--once --keylog ours.log --ciphers {suite}"));
        let files = "-CAfile d/root.crt -cert d/alice.crt -key d/alice.key -keylogfile theirs.log";
        let mut client = folder.openssl(&format!("s_client -connect {} {files}", server.name()));
        let mut client = client.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        client.stdin.as_mut().unwrap().write_all(request).unwrap();
        let mut page = String::new();
        client.stdout.take().unwrap().read_to_string(&mut page).unwrap();
        assert!(page.contains("alice"), "{page}");
        client.wait().unwrap();
        assert_eq!(server.end(), (Some(0), String::new()));
        compare(&folder, suite);
    }
}

fn compare(folder: &Folder, suite: &str) {
    let [ours, theirs] = ["ours.log", "theirs.log"].map(|name| secrets(&folder.read(name)));
    assert_eq!(ours.len(), 5, "{suite}: {ours:?}");
    assert_eq!(ours, theirs, "{suite}");
    let mode = fs::metadata(folder.path().join("ours.log")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "nobody else reads the secrets");
}

fn secrets(log: &str) -> BTreeSet<String> {
    log.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}
