//! Lists that change while a server runs: failure F30, "after revocation".

use super::returning::s_client;
use crate::folder::Folder;
use crate::process::openssl_is_here;
use crate::server::Server;

const ALICE: &str = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key --get /";

fn town(words: &str) -> (Folder, Server) {
    let folder = Folder::town();
    folder.done("pki crl d");
    let server = Server::town(&folder, &format!("--crl d/root.crl {words}"));
    (folder, server)
}

/// The walk of the README: alice is let in, comes back with her session, her certificate is revoked, and the session does
/// not open the door any more, nor does the certificate.
#[test]
fn who_was_revoked_between_two_visits_does_not_come_back() {
    for tls in ["1.2", "1.3"] {
        let (folder, server) = town(&format!("--tls {tls}"));
        let connect = |words: &str| folder.run(&format!("connect {} {ALICE} {words}", server.name()));
        assert!(connect("--session-out s").out.contains("CN=alice"));
        let again = connect("--session-in s");
        assert!(again.out.contains("CN=alice") && again.err.contains("session   resumed"), "{}", again.err);
        folder.done("pki revoke d alice");
        let before = connect("--session-in s");
        assert!(
            before.err.contains("session   resumed"),
            "nobody knows before there is a list: {}",
            before.err
        );
        folder.done("pki crl d");
        for words in ["--session-in s", ""] {
            let ended = connect(words);
            assert_eq!(ended.code, Some(3), "{}", ended.err);
            assert!(ended.err.contains("certificate_revoked (44)"), "{}", ended.err);
            assert!(
                !ended.out.contains("CN=alice") && !ended.err.contains("session   resumed"),
                "{}",
                ended.err
            );
        }
        folder.done("pki issue d client --cn bob");
        let bob = "--cacert d/root.crt --cert d/bob.crt --key d/bob.key --get /";
        assert!(folder.done(&format!("connect {} {bob}", server.name())).contains("CN=bob"));
    }
}

#[test]
fn nor_does_openssl_with_its_session() {
    if !openssl_is_here() {
        return;
    }
    for tls in ["1.2", "1.3"] {
        let (folder, server) = town(&format!("--tls {tls}"));
        assert!(s_client(&folder, &server, "-sess_out s").contains("CN=alice"));
        let again = s_client(&folder, &server, "-sess_in s");
        assert!(again.contains("Reused, TLS") && again.contains("CN=alice"), "{again}");
        folder.done("pki revoke d alice");
        folder.done("pki crl d");
        let refused = s_client(&folder, &server, "-sess_in s");
        assert!(refused.contains("SSL alert number 44") && !refused.contains("CN=alice, "), "{refused}");
        assert!(!refused.contains("Reused, TLS") && !refused.contains("HTTP/1.1 200"), "{refused}");
    }
}

/// Half a list, or none: what was known stays, and so does who was taken back.
#[test]
fn a_list_that_cannot_be_read_changes_nothing() {
    let (folder, server) = town("");
    let connect = || folder.run(&format!("connect {} {ALICE}", server.name())).code;
    let good = folder.read("d/root.crl");
    let half = good.get(..good.len() / 2).unwrap();
    folder.write("d/root.crl", half);
    assert_eq!(connect(), Some(0));
    folder.done("pki revoke d alice");
    folder.done("pki crl d");
    assert_eq!(connect(), Some(3));
    folder.write("d/root.crl", half);
    assert_eq!(connect(), Some(3));
    std::fs::remove_file(folder.file("d/root.crl")).unwrap();
    assert_eq!(connect(), Some(3));
}
