//! Who of those that prove who they are may come in: `--allow-…` of `serve` and `connect`.

use crate::folder::Folder;
use crate::server::Server;

/// A server for one connection, and alice's visit: the client's exit code and all it said; the server's exit code and
/// its log.
fn visit(folder: &Folder, server: &str, client: &str) -> ((Option<i32>, String), (Option<i32>, String)) {
    let server = Server::town(folder, &format!("--once {server}"));
    let alice = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key --get /";
    let ended = folder.run(&format!("connect {} {alice} {client}", server.name()));
    ((ended.code, ended.said()), server.end())
}

#[test]
fn one_rule_that_fits_is_enough() {
    let folder = Folder::town();
    for rules in [
        "--allow-cn alice",
        "--allow-cn bob --allow-uri spiffe://example.org/people/*",
        "--allow-email alice@EXAMPLE.org",
    ] {
        let ((code, said), (served, log)) = visit(&folder, rules, "");
        assert_eq!((code, served), (Some(0), Some(0)), "{rules}: {said}{log}");
        assert!(said.contains("Well met"), "{said}");
    }
}

#[test]
fn who_may_not_come_in_is_denied_access_and_the_log_says_why() {
    let folder = Folder::town();
    let rules = "--allow-cn bob --allow-uri spiffe://example.org/* --decisions";
    let ((code, said), (served, log)) = visit(&folder, rules, "");
    assert_eq!((code, served), (Some(3), Some(1)), "{said}{log}");
    assert!(said.contains("access_denied (49)"), "{said}");
    for part in [
        "alert access_denied (49)",
        "subject \"CN=alice\"",
        "not cn:bob: the common name is alice",
        "not uri:spiffe://example.org/*: the SPIFFE ID is spiffe://example.org/people/alice",
        "✓ validity",
    ] {
        assert!(log.contains(part), "{part} in {log}");
    }
}

/// Where strangers are let in to be told so, this is what they are told.
#[test]
fn optional_means_403() {
    let folder = Folder::town();
    let rules = "--client-auth optional --allow-cn bob";
    let ((code, said), (served, log)) = visit(&folder, rules, "");
    assert_eq!((code, served), (Some(3), Some(1)), "{said}{log}");
    assert!(said.contains("403 Forbidden") && said.contains("Not allowed"), "{said}");
    assert!(!said.contains("bob"), "the rules are not for strangers: {said}");
    assert!(log.contains("HTTP 403") && log.contains("not cn:bob"), "{log}");
}

#[test]
fn a_client_is_selective_too() {
    let folder = Folder::town();
    let good = visit(&folder, "--client-auth none", "--allow-dns localhost");
    assert_eq!(good.0.0, Some(0), "{}", good.0.1);
    let bad = visit(&folder, "--client-auth none", "--allow-dns other.example");
    assert_eq!((bad.0.0, bad.1.0), (Some(1), Some(3)), "{}{}", bad.0.1, bad.1.1);
    assert!(bad.0.1.contains("dns:other.example, but it has localhost"), "{}", bad.0.1);
}

#[test]
fn rules_that_make_no_sense() {
    let folder = Folder::town();
    let server = "serve 127.0.0.1:0 --cert d/server.crt --key d/server.key";
    for more in [
        "--allow-cn alice",
        "--client-ca d/root.crt --allow-dns *.example.org",
        "--client-ca d/root.crt --allow-uri spiffe://*/alice",
        "--client-ca d/root.crt --allow-spki-sha256 abc",
        "--client-ca d/root.crt --profile strictest",
    ] {
        let ended = folder.run(&format!("{server} {more}"));
        assert_eq!(ended.code, Some(2), "{more}: {}", ended.err);
    }
}

/// Alice is taken back while she is known: by a list, and by a response.
#[test]
fn who_is_revoked_stays_outside() {
    let folder = Folder::town();
    folder.done("pki crl d");
    folder.done("pki ocsp d alice");
    let evidence = ["--crl d/root.crl", "--ocsp-response d/alice.ocsp"];
    for known in evidence {
        let ((code, said), (_, log)) = visit(&folder, known, "");
        assert_eq!(code, Some(0), "{known}: {said}{log}");
    }
    folder.done("pki revoke d alice --reason keyCompromise");
    folder.done("pki crl d");
    folder.done("pki ocsp d alice");
    for known in evidence {
        let ((code, said), (served, log)) = visit(&folder, known, "");
        assert_eq!((code, served), (Some(3), Some(1)), "{known}: {said}{log}");
        assert!(said.contains("certificate_revoked (44)"), "{said}");
        assert!(log.contains("keyCompromise"), "{log}");
    }
    let told = folder.run("verify --anchors d/root.crt --purpose client --crl d/root.crl d/alice.crt");
    assert_eq!(told.code, Some(1), "{}", told.out);
    assert!(told.out.contains("keyCompromise") && told.out.contains("CRL 0"), "{}", told.out);
}

/// A list of another authority says nothing.
#[test]
fn what_nobody_knows_is_refused_unless_that_is_let_pass() {
    let folder = Folder::town();
    folder.done("pki crl elsewhere");
    let verify = "verify --anchors d/root.crt --purpose client --crl elsewhere/root.crl d/alice.crt";
    let told = folder.run(verify);
    assert_eq!(told.code, Some(2), "{}", told.out);
    assert!(told.out.contains("? cannot say: CN=alice"), "{}", told.out);
    let told = folder.run(&format!("{verify} --soft-fail"));
    assert_eq!(told.code, Some(0), "{}", told.out);
    assert!(told.out.contains("! warning: "), "{}", told.out);
    let ((code, said), (_, log)) = visit(&folder, "--crl elsewhere/root.crl --soft-fail", "");
    assert_eq!(code, Some(0), "{said}{log}");
    assert!(log.contains("accepted with a warning"), "{log}");
    let server = "serve 127.0.0.1:0 --cert d/server.crt --key d/server.key";
    for more in ["--crl elsewhere/root.crl", "--client-ca d/root.crt --crl d/server.crt"] {
        let ended = folder.run(&format!("{server} {more}"));
        assert!(matches!(ended.code, Some(2 | 5)), "{more}");
    }
}
