//! Certificates that go compressed (RFC 8879) are seen as if they did not.

use crate::folder::Folder;
use crate::server::Server;

/// Two authorities of one name: who only compares names shows its certificate to either. All certificates say the same
/// often enough to get shorter.
fn folder() -> Folder {
    let folder = Folder::empty();
    for authority in ["d", "elsewhere"] {
        folder.done(&format!("pki init {authority} --cn town"));
        let place = "people/".repeat(40);
        folder.done(&format!(
            "pki issue {authority} client --cn alice --uri spiffe://example.org/{place}alice"
        ));
    }
    let hosts: String = (0..30).map(|number| format!(" --name host-{number}.example.org")).collect();
    folder.done(&format!("pki issue d server --name localhost{hosts}"));
    folder
}

fn serve(folder: &Folder) -> Server {
    Server::town(folder, "--once --client-auth require --compress-cert brotli,zstd,zlib")
}

fn connect(folder: &Folder, server: &Server, authority: &str, words: &str) -> (Option<i32>, String) {
    let files = format!("--cacert d/root.crt --cert {authority}/alice.crt --key {authority}/alice.key");
    let ended =
        folder.run(&format!("connect {} {files} --compress-cert brotli --get / {words}", server.name()));
    (ended.code, ended.err)
}

#[test]
fn are_taken_apart() {
    let folder = folder();
    let server = serve(&folder);
    let (code, trace) = connect(&folder, &server, "d", "--trace -v --json client.json");
    assert_eq!(code, Some(0), "{trace}");
    assert_eq!(trace.matches("Decompressed it is this Certificate:").count(), 2, "{trace}");
    for text in ["CompressedCertificate", "subject: CN=localhost", "subject: CN=alice", "people/alice"] {
        assert!(trace.contains(text), "{text}: {trace}");
    }
    let report: serde_json::Value = serde_json::from_str(&folder.read("client.json")).unwrap();
    let subject = |index: usize| report["chains"][index]["certificates"][0]["says"]["subject"].as_str();
    assert_eq!((subject(0), subject(1)), (Some("CN=localhost"), Some("CN=alice")));
    assert_eq!(report["signatures"].as_array().map(Vec::len), Some(2));
}

/// The doctor of either side knows the chain that was refused.
#[test]
fn are_diagnosed() {
    let folder = folder();
    let server = serve(&folder);
    let (code, said) = connect(&folder, &server, "elsewhere", "");
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("F02 ") && said.contains("our chain"), "{said}");
    let log = server.end().1;
    assert!(log.contains("F02, certain") && log.contains("another key"), "{log}");
}
