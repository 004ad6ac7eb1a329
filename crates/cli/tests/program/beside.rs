//! What goes beside a certificate: OCSP responses that are stapled, with openssl in both roles, and timestamps.

use crate::folder::Folder;
use crate::process::{Ended, openssl_is_here};
use crate::server::Server;

const INSISTS: &str = "--cacert d/root.crt --revocation leaf --get /";

/// With what is known of the server's certificate, in `d/server.ocsp`.
fn town(words: &str) -> Folder {
    let folder = Folder::town();
    folder.done(&format!("pki ocsp d server {words}"));
    folder
}

fn serve(folder: &Folder, words: &str) -> Server {
    Server::handfast(folder, &format!("--cert d/server.crt --key d/server.key {words}"))
}

fn connect(folder: &Folder, server: &Server, words: &str) -> Ended {
    folder.run(&format!("connect {} {words}", server.name()))
}

#[track_caller]
fn says(ended: &Ended, code: i32, part: &str) {
    assert!(ended.code == Some(code) && ended.said().contains(part), "{code}, {part}: {}", ended.said());
}

#[test]
fn a_staple_is_what_a_client_insists_on() {
    let folder = town("");
    for tls in ["1.2", "1.3"] {
        let server = serve(&folder, &format!("--tls {tls} --staple d/server.ocsp"));
        says(&connect(&folder, &server, INSISTS), 0, "stapled an OCSP response");
        let unasked = connect(&folder, &server, "--cacert d/root.crt --get /");
        assert!(unasked.code == Some(0) && !unasked.err.contains("stapled"), "{}", unasked.err);
        let without = serve(&folder, &format!("--tls {tls}"));
        says(&connect(&folder, &without, INSISTS), 1, "F11");
    }
}

#[test]
fn a_staple_that_says_revoked() {
    let folder = town("--status revoked");
    let server = serve(&folder, "--once --staple d/server.ocsp");
    says(&connect(&folder, &server, INSISTS), 1, "F10");
    let (code, log) = server.end();
    assert!(code == Some(3) && log.contains("certificate_revoked (44)"), "{log}");
}

/// The file is looked at before each guest; what it holds is sent while it is of today.
#[test]
fn a_staple_is_read_again_and_kept_back_when_it_is_old() {
    let folder = town("");
    let server = serve(&folder, "--staple d/server.ocsp");
    says(&connect(&folder, &server, INSISTS), 0, "stapled an OCSP response");
    folder.done("pki ocsp d server --status revoked --days 30");
    says(&connect(&folder, &server, INSISTS), 1, "F10");
    folder.write("d/server.ocsp", "no response");
    says(&connect(&folder, &server, INSISTS), 1, "F10");
    folder.done("pki ocsp d server --this-update -2h --next-update -1h");
    says(&connect(&folder, &server, INSISTS), 1, "F11");
    folder.done("pki ocsp d server");
    says(&connect(&folder, &server, INSISTS), 0, "stapled an OCSP response");
}

#[test]
fn the_log_says_why_nothing_is_stapled() {
    let folder = town("--this-update -2h --next-update -1h");
    let server = serve(&folder, "--once --staple d/server.ocsp");
    says(&connect(&folder, &server, "--cacert d/root.crt --get /"), 0, "Well met");
    let (code, log) = server.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("d/server.ocsp is not stapled: it was good until 20"), "{log}");
    assert_eq!(log.lines().count(), 1, "{log}");
}

/// Clients show theirs to servers that ask, which only TLS 1.3 lets them.
#[test]
fn a_client_staples_too() {
    let folder = town("");
    folder.done("pki ocsp d alice");
    let server = serve(&folder, "--client-ca d/root.crt --revocation leaf");
    let alice = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key --get /";
    says(&connect(&folder, &server, &format!("{alice} --staple d/alice.ocsp")), 0, "CN=alice");
    says(&connect(&folder, &server, alice), 3, "certificate");
}

#[test]
fn files_that_hold_nothing_of_the_kind() {
    let folder = Folder::town();
    folder.write("empty", "");
    let files = "--cert d/server.crt --key d/server.key";
    for (words, part) in [
        ("--staple none", "none: there is no such file"),
        ("--staple d/server.crt", "d/server.crt: "),
        ("--staple empty", "empty: is empty"),
        ("--sct none", "none: "),
        ("--sct empty", "--sct: a timestamp"),
    ] {
        says(&folder.run(&format!("serve {files} {words}")), 5, part);
    }
}

#[test]
fn timestamps_come_to_who_asks() {
    let folder = Folder::town();
    folder.write("sct", [7; 120]);
    for tls in ["1.2", "1.3"] {
        let server = serve(&folder, &format!("--tls {tls} --sct sct --sct sct"));
        let asking = "--cacert d/root.crt --want-sct --get /";
        says(&connect(&folder, &server, asking), 0, "2 timestamps of transparency logs, not judged");
        let unasked = connect(&folder, &server, "--cacert d/root.crt --get /");
        assert!(!unasked.err.contains("timestamp"), "{}", unasked.err);
    }
}

#[test]
fn openssl_sees_ours() {
    if !openssl_is_here() {
        return;
    }
    for (words, status) in [("", "Cert Status: good"), ("--status revoked", "Cert Status: revoked")] {
        let folder = town(words);
        for tls in ["1.2", "1.3"] {
            let server = serve(&folder, &format!("--tls {tls} --staple d/server.ocsp"));
            let command = format!("s_client -status -CAfile d/root.crt -connect {}", server.name());
            let ended = Ended::of(&mut folder.openssl(&command));
            assert!(ended.out.contains("OCSP Response Status: successful"), "{}", ended.said());
            assert!(ended.out.contains(status), "{}", ended.said());
        }
    }
}

#[test]
fn we_see_that_of_openssl() {
    if !openssl_is_here() {
        return;
    }
    for (words, code, part) in [
        ("", 0, "stapled an OCSP response"),
        ("--status revoked", 1, "F10"),
        ("--next-update -1h --this-update -2h", 1, "F13"),
    ] {
        let folder = town(words);
        for tls in ["-tls1_2", "-tls1_3"] {
            let files = "-cert d/server.crt -key d/server.key -status_file d/server.ocsp -www";
            let server = Server::openssl(&folder, &format!("{tls} {files}"));
            says(&connect(&folder, &server, INSISTS), code, part);
        }
    }
}
