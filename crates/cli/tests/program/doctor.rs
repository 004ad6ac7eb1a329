//! What `connect` says when OpenSSL's server refuses its certificate.

use crate::folder::Folder;
use crate::server::Server;

/// The exit code and standard error of a client with this certificate. The server names no authorities, so that the
/// client shows whatever it has.
fn refused(folder: &Folder, version: &str, certificate: &str) -> (Option<i32>, String) {
    let files = "-cert d/server.crt -key d/server.key -cert_chain d/server.crt -verifyCAfile trusted.crt";
    let server = Server::openssl(folder, &format!("{files} -Verify 3 -verify_return_error {version}"));
    let connect = format!("connect {} --cacert d/root.crt --get / {certificate}", server.name());
    let ended = folder.run(&connect);
    (ended.code, ended.err)
}

#[test]
fn openssl_refuses_for_four_reasons() {
    let folder = Folder::town();
    folder.done("pki zoo zoo");
    folder.write("trusted.crt", folder.read("d/root.crt") + &folder.read("zoo/root.crt"));
    let cases = [
        ("", "F01 "),
        ("--cert elsewhere/mallory.crt --key elsewhere/mallory.key", "F02 "),
        ("--cert zoo/client/wrong-purpose/chain.crt --key zoo/client/wrong-purpose/leaf.key", "F07 "),
        ("--cert zoo/client/expired/chain.crt --key zoo/client/expired/leaf.key", "F06 "),
    ];
    for version in ["-tls1_2", "-tls1_3"] {
        for (certificate, wanted) in cases {
            let (code, said) = refused(&folder, version, certificate);
            assert_eq!(code, Some(3), "{version} {certificate}\n{said}");
            assert!(said.contains("refused us, the client"), "{said}");
            assert!(said.contains(wanted), "{version} {certificate}\n{said}");
            assert!(said.contains("to mend it, "), "{said}");
        }
    }
}

/// What is said beside the point is left out: of our certificate, which nobody saw, and of every rule that holds.
#[test]
fn a_server_is_refused_without_many_words() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--client-auth require");
    let files = "--cacert elsewhere/root.crt --cert d/alice.crt --key d/alice.key";
    for version in ["1.2", "1.3"] {
        let ended = folder.run(&format!("connect {} {files} --tls {version} --get /", server.name()));
        assert_eq!(ended.code, Some(1), "{}", ended.err);
        assert!(ended.err.contains("F23 server certificate not trusted"), "{}", ended.err);
        for beside_the_point in ["presented none", "was not asked", "RSA key transport"] {
            assert!(!ended.err.contains(beside_the_point), "{}", ended.err);
        }
        let verify = format!("handfast verify --anchors elsewhere/root.crt {}", server.name());
        assert!(ended.err.contains(&verify), "{}", ended.err);
        assert!(ended.err.lines().count() < 30, "{}", ended.err);
        let words = verify.strip_prefix("handfast ").unwrap();
        assert_eq!(folder.run(words).code, Some(1), "{words}");
    }
}

/// Files that cannot be used come to no handshake: the doctor looks at them where they are loaded.
#[test]
fn of_files() {
    let folder = Folder::town();
    folder.done("pki issue d client --cn bob");
    folder.done("pki issue d client --cn carol --p12 carol.p12 --password right");
    let chain = folder.read("d/root.crt") + &folder.read("d/alice.crt");
    folder.write("reversed.crt", chain);
    let connect = |words: &str| folder.run(&format!("connect localhost:1 --cacert d/root.crt {words}"));
    let ended = connect("--cert d/alice.crt --key d/bob.key");
    assert!(
        ended.code == Some(5) && ended.err.contains("F17 private key of another certificate (certain)"),
        "{}",
        ended.err
    );
    assert!(ended.err.contains("openssl pkey -in d/bob.key -pubout"), "{}", ended.err);
    let ended = connect("--p12 carol.p12 --password wrong");
    assert!(ended.code == Some(5) && ended.err.contains("F20 PKCS#12 that does not open"), "{}", ended.err);
    // This is mended, and said; then nobody is at home.
    let ended = connect("--cert reversed.crt --key d/alice.key");
    assert!(ended.code == Some(4) && ended.err.contains("F19, chain in the wrong order"), "{}", ended.err);
}
