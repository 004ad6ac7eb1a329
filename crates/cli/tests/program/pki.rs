//! The life of certificates, as a user lives it: authorities, requests, what is taken back, and the zoo.

use crate::folder::Folder;
use crate::process::{Ended, openssl_is_here};

/// The exit code, and what was said on standard error.
fn refused(folder: &Folder, arguments: &str) -> (i32, String) {
    let ended = folder.run(arguments);
    (ended.code.unwrap(), ended.err)
}

/// Everything that openssl says, if it is here.
fn openssl(folder: &Folder, arguments: &str) -> Option<String> {
    openssl_is_here().then(|| Ended::of(&mut folder.openssl(arguments)).said())
}

/// A root, an intermediate, and alice below it.
fn town() -> Folder {
    let folder = Folder::empty();
    folder.done("pki init d --intermediate");
    folder.done("pki issue d client --cn alice");
    folder
}

#[test]
fn what_is_taken_back_is_in_the_next_list() {
    let folder = town();
    folder.done("pki issue d client --cn bob");
    assert!(folder.done("pki revoke d alice --reason superseded").contains("revoked by intermediate"));
    assert_eq!(folder.done("pki crl d"), "d/root.crl (0 revoked)\nd/intermediate.crl (1 revoked)\n");
    let lists = "-crl_check_all -CRLfile d/root.crl -CRLfile d/intermediate.crl";
    let chain = "-CAfile d/root.crt -untrusted d/intermediate.crt";
    let Some(said) = openssl(&folder, &format!("verify {lists} {chain} d/bob.crt d/alice.crt")) else {
        return;
    };
    assert!(said.contains("d/bob.crt: OK") && said.contains("certificate revoked"), "{said}");
    folder.done("pki crl d");
    let said = openssl(&folder, "crl -in d/root.crl -noout -crlnumber").unwrap();
    assert!(said.contains("crlNumber=0x02") || said.contains("crlNumber=02"), "{said}");
}

#[test]
fn responses_say_what_the_register_says() {
    let folder = town();
    assert_eq!(folder.done("pki ocsp d alice"), "d/alice.ocsp (good)\n");
    folder.done("pki revoke d alice --reason keyCompromise");
    for options in ["", " --named-by key", " --delegate"] {
        assert_eq!(folder.done(&format!("pki ocsp d alice{options}")), "d/alice.ocsp (revoked)\n");
        let files = "-respin d/alice.ocsp -issuer d/intermediate.crt -cert d/alice.crt -CAfile d/root.crt";
        let command = format!("ocsp {files} -verify_other d/intermediate.crt -no_nonce");
        let Some(said) = openssl(&folder, &command) else { return };
        assert!(said.contains("Response verify OK") && said.contains("keyCompromise"), "{options}: {said}");
    }
    assert_eq!(folder.done("pki ocsp d alice --status unknown"), "d/alice.ocsp (unknown)\n");
}

/// openssl answers from our register as it does from its own.
#[test]
fn openssl_reads_the_register() {
    let folder = town();
    folder.done("pki revoke d alice --reason keyCompromise");
    let signer = "-rsigner d/intermediate.crt -rkey d/intermediate.key";
    let question = "-issuer d/intermediate.crt -cert d/alice.crt -reqout question.der -no_nonce";
    let Some(_) = openssl(&folder, &format!("ocsp {question}")) else { return };
    let register = "-index d/intermediate.index -CA d/intermediate.crt -reqin question.der";
    let said = openssl(&folder, &format!("ocsp {register} {signer} -text")).unwrap();
    assert!(said.contains("Cert Status: revoked") && said.contains("keyCompromise"), "{said}");
}

#[test]
fn a_key_that_stays_at_home_is_certified() {
    let folder = town();
    assert_eq!(folder.done("pki csr mine client --cn carol"), "mine/carol.key\nmine/carol.csr\n");
    assert_eq!(folder.done("pki sign d mine/carol.csr"), "d/carol.crt\n");
    assert!(folder.is_guarded("mine/carol.key") && !folder.file("d/carol.key").exists());
    let chain = "-CAfile d/root.crt -untrusted d/intermediate.crt -purpose sslclient";
    let Some(said) = openssl(&folder, &format!("verify -x509_strict {chain} d/carol.crt")) else { return };
    assert!(said.contains("d/carol.crt: OK"), "{said}");
}

#[test]
fn servers_take_their_pair_along_in_one_file_too() {
    let folder = town();
    let said = folder.done("pki issue d server --name localhost --out web --p12 web.p12 --password sesame");
    assert_eq!(said, "d/web.crt\nd/web.key\nweb.p12\n");
    let show = "pkcs12 -in web.p12 -passin pass:sesame -nokeys -clcerts";
    let Some(said) = openssl(&folder, show) else { return };
    assert!(said.contains("friendlyName: CN=localhost"), "{said}");
}

#[test]
fn a_bare_request_of_openssl_learns_what_is_missing() {
    let folder = town();
    let request =
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout s.key -subj /CN=s -out s.csr";
    let Some(_) = openssl(&folder, request) else { return };
    let (code, said) = refused(&folder, "pki sign d s.csr");
    assert!(code == 2 && said.contains("add --eku clientAuth or --eku serverAuth"), "{said}");
    folder.done("pki sign d s.csr --eku serverAuth --name localhost");
    let said = openssl(&folder, "x509 -in d/s.crt -noout -text").unwrap();
    assert!(said.contains("DNS:localhost") && said.contains("TLS Web Server Authentication"), "{said}");
}

#[test]
fn mistakes_are_named() {
    let folder = town();
    for (arguments, code, words) in [
        ("pki revoke d nobody", 5, "there is no such file"),
        ("pki revoke d alice --reason boredom", 2, "a reason is one of keyCompromise"),
        ("pki revoke d d/root.key", 5, "holds no certificate"),
        ("pki issue d client --cn intermediate --force", 5, "is an authority's own"),
        ("pki issue d client --cn bob --by nobody", 5, "handfast pki init d --intermediate nobody"),
        ("pki init d --intermediate", 5, "is there already"),
        ("pki issue d server --name localhost --ku serverAuth", 2, "is no key usage of a server or client"),
        ("pki sign d d/alice.crt", 5, "no readable certification request"),
        ("pki crl elsewhere", 5, "elsewhere"),
    ] {
        let (found, said) = refused(&folder, arguments);
        assert!(found == code && said.contains(words), "{arguments}: {found} {said}");
    }
    folder.done("pki revoke d alice");
    assert!(refused(&folder, "pki revoke d alice").1.contains("was revoked before"));
    folder.done("pki init other");
    folder.done("pki issue other client --cn mallory");
    assert!(refused(&folder, "pki revoke d other/mallory.crt").1.contains("no authority of this folder"));
}

/// Only the making is ours to try here; what each member is, `crates/pki` and `crates/path` test.
#[test]
fn a_zoo_is_made_once() {
    let folder = Folder::empty();
    let said = folder.done("pki zoo z --at 2026-06-01");
    assert!(said.starts_with("z/manifest.json ("), "{said}");
    let manifest = folder.read("z/manifest.json");
    assert!(manifest.contains("\"time\": \"2026-06-01T00:00:00Z\""));
    assert!(folder.is_guarded("z/client/expired/leaf.key"));
    assert!(refused(&folder, "pki zoo z").1.contains("is there already"));
}
