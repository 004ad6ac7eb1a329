//! The two lines of many tutorials, from end to end: refused by name, and taken by `--profile legacy` with a warning.

use crate::folder::Folder;
use crate::process::{Ended, openssl_is_here};
use crate::server::Server;

/// An authority, localhost and alice, none of them with an extension file. Nothing if there is no openssl.
fn tutorial() -> Option<Folder> {
    if !openssl_is_here() {
        return None;
    }
    let folder = Folder::empty();
    let key = "-newkey rsa:2048 -nodes";
    let mut lines = vec![format!("req -x509 {key} -keyout ca.key -out ca.crt -subj /CN=ca -days 365")];
    for name in ["localhost", "alice"] {
        lines.push(format!("req -new {key} -keyout {name}.key -out {name}.csr -subj /CN={name}"));
        let issue = format!("x509 -req -in {name}.csr -out {name}.crt -days 365");
        lines.push(format!("{issue} -CA ca.crt -CAkey ca.key -CAcreateserial"));
    }
    for line in lines {
        assert_eq!(Ended::of(&mut folder.openssl(&line)).code, Some(0), "{line}");
    }
    Some(folder)
}

/// Alice's visit to localhost: the client's exit code with all it said, and the server's log.
fn visit(folder: &Folder, server: &str, client: &str) -> (Option<i32>, String, String) {
    let files = "--cert localhost.crt --key localhost.key --client-ca ca.crt";
    let server = Server::handfast(folder, &format!("--once {files} {server}"));
    let alice = "--cacert ca.crt --cert alice.crt --key alice.key --get /";
    let ended = folder.run(&format!("connect {} {alice} {client}", server.name()));
    (ended.code, ended.said(), server.end().1)
}

#[test]
fn taken_by_the_lenient_profile_with_a_warning() {
    let Some(folder) = tutorial() else { return };
    let (code, said, log) = visit(&folder, "--profile legacy", "--profile legacy");
    assert_eq!(code, Some(0), "{said}{log}");
    assert!(said.contains("warning   ") && said.contains("common name alone"), "{said}");
    if is_version_1(&folder) {
        assert!(said.contains("X.509 version 1") && log.contains("X.509 version 1"), "{said}{log}");
    }
}

#[test]
fn refused_by_name_otherwise() {
    let Some(folder) = tutorial() else { return };
    let (code, said, _) = visit(&folder, "--profile legacy", "");
    assert_eq!(code, Some(1), "{said}");
    let expected = if is_version_1(&folder) { "not X.509 version 3" } else { "no subjectAltName" };
    assert!(said.contains(expected), "{said}");
    if is_version_1(&folder) {
        let (code, said, log) = visit(&folder, "", "--profile legacy");
        assert_eq!(code, Some(3), "{said}{log}");
        assert!(log.contains("not X.509 version 3") && log.contains("CN=alice"), "{log}");
    }
}

/// OpenSSL up to 3.1 makes version 1, later ones version 3.
fn is_version_1(folder: &Folder) -> bool {
    Ended::of(&mut folder.openssl("x509 -in alice.crt -noout -text")).out.contains("Version: 1")
}
