//! The doctor with openssl at the other end: faulty specimens of the zoo, shown by either to the other, as a client and as
//! a server, in both versions. Whoever judges and whoever is judged names the same cause.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::folder::Folder;
use crate::process::{Ended, openssl_is_here};
use crate::server::Server;

const VERSIONS: [&str; 2] = ["-tls1_2", "-tls1_3"];

/// Specimens that openssl refuses, too, and what is wrong with them; first the one that becomes valid in two minutes.
const OF_CLIENTS: [(&str, &str); 10] = [
    ("not-yet-valid", "F09"),
    ("unknown-authority", "F02"),
    ("missing-intermediate", "F03"),
    ("expired-intermediate", "F06"),
    ("wrong-purpose", "F07"),
    ("issuer-purpose", "F08"),
    ("no-digital-signature", "F14"),
    ("sha1-intermediate", "F15"),
    ("path-len-exceeded", "F33"),
    ("name-constraint-violated", "F33"),
];

const OF_SERVERS: [(&str, &str); 10] = [
    ("not-yet-valid", "F09"),
    ("name-mismatch", "F22"),
    ("unknown-authority", "F23"),
    ("missing-intermediate", "F24"),
    ("expired-intermediate", "F06"),
    ("wrong-purpose", "F07"),
    ("issuer-purpose", "F08"),
    ("no-digital-signature", "F14"),
    ("sha1-intermediate", "F15"),
    ("path-len-exceeded", "F33"),
];

/// What openssl takes, and we do not.
const VERSION_1: (&str, &str) = ("version-1", "F34");

fn zoo() -> Option<Folder> {
    openssl_is_here().then(|| {
        let folder = Folder::empty();
        folder.done("pki zoo zoo");
        folder
    })
}

fn ours(specimen: &str) -> String {
    format!("--cert zoo/{specimen}/chain.crt --key zoo/{specimen}/leaf.key")
}

/// The leaf by itself, and what is sent with it: openssl would send the leaf twice. It shows old hashes only if told to.
fn openssls(folder: &Folder, specimen: &str) -> String {
    let above = format!("zoo/{specimen}/intermediates.crt");
    let above = if folder.file(&above).exists() { format!("-cert_chain {above}") } else { String::new() };
    let level = if specimen.contains("sha1") { "-cipher DEFAULT@SECLEVEL=0" } else { "" };
    format!("-cert zoo/{specimen}/leaf.crt -key zoo/{specimen}/leaf.key {above} {level}")
}

fn assert_named(what: &str, said: &str, wanted: &str) {
    assert!(
        said.contains(&format!("{wanted} ")) || said.contains(&format!("{wanted},")),
        "{what}: not {wanted}\n{said}"
    );
}

/// Each in both versions: what was said of it by whom we ask names its cause.
fn each<const N: usize>(
    specimens: [(&str, &str); N],
    besides: Option<(&str, &str)>,
    said: impl Fn(&Folder, &str, &str) -> Option<String>,
) {
    let Some(folder) = zoo() else { return };
    for version in VERSIONS {
        for (name, wanted) in specimens.into_iter().chain(besides) {
            if let Some(said) = said(&folder, version, name) {
                assert_named(&format!("{version} {name}"), &said, wanted);
            }
        }
    }
}

/// We show them, and are refused.
#[test]
fn our_client_is_judged_by_openssl() {
    each(OF_CLIENTS, None, |folder, version, name| {
        let files = openssls(folder, "server/good");
        let judging = "-verifyCAfile zoo/root.crt -Verify 5 -verify_return_error";
        let server = Server::openssl(folder, &format!("{files} {judging} {version}"));
        let ours = ours(&format!("client/{name}"));
        let ended = folder.run(&format!("connect {} --cacert zoo/root.crt {ours} --get /", server.name()));
        assert_eq!(ended.code, Some(3), "{version} {name}\n{}", ended.err);
        Some(ended.err)
    });
}

/// openssl shows them, and we refuse.
#[test]
fn our_server_judges_openssl() {
    each(OF_CLIENTS, Some(VERSION_1), |folder, version, name| {
        let judging = "--once --client-ca zoo/root.crt --client-auth require";
        let server = Server::handfast(folder, &format!("{} {judging}", ours("server/good")));
        let files = openssls(folder, &format!("client/{name}"));
        let connect = format!("s_client -connect {} {version} {files}", server.name());
        let said = Ended::of(&mut folder.openssl(&connect));
        let log = server.end().1;
        assert!(log.contains("refused"), "{version} {name}\n{log}\n{}", said.said());
        Some(log)
    });
}

/// openssl shows them, and we refuse.
#[test]
fn our_client_judges_openssl() {
    each(OF_SERVERS, Some(VERSION_1), |folder, version, name| {
        // In TLS 1.2 openssl itself does not use such a key.
        if (version, name) == ("-tls1_2", "no-digital-signature") {
            return None;
        }
        let files = openssls(folder, &format!("server/{name}"));
        let server = Server::openssl(folder, &format!("{files} -www {version}"));
        let ended = folder.run(&format!("connect {} --cacert zoo/root.crt --get /", server.name()));
        assert_eq!(ended.code, Some(1), "{version} {name}\n{}", ended.err);
        Some(ended.err)
    });
}

/// We show them, and are refused; by which name we were called, we know only if we were told.
#[test]
fn our_server_is_judged_by_openssl() {
    each(OF_SERVERS, None, |folder, version, name| {
        let server = Server::handfast(folder, &format!("--once {}", ours(&format!("server/{name}"))));
        let judging =
            "-CAfile zoo/root.crt -verify_return_error -verify_hostname localhost -servername localhost";
        let connect = format!("s_client -connect {} {version} {judging}", server.name());
        let said = Ended::of(&mut folder.openssl(&connect));
        let log = server.end().1;
        assert!(log.contains("refused us"), "{version} {name}\n{log}\n{}", said.said());
        Some(log)
    });
}

/// Alice is taken back; both have the list.
#[test]
fn revoked() {
    if !openssl_is_here() {
        return;
    }
    let folder = Folder::town();
    folder.done("pki revoke d alice");
    folder.done("pki crl d");
    let alice = "d/alice.crt -key d/alice.key";
    for version in VERSIONS {
        let judging = "-CAfile d/root.crt -CRL d/root.crl -crl_check -Verify 1 -verify_return_error";
        let files = "-cert d/server.crt -key d/server.key";
        let server = Server::openssl(&folder, &format!("{files} {judging} {version}"));
        let words = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key --get /";
        let ended = folder.run(&format!("connect {} {words}", server.name()));
        assert_eq!(ended.code, Some(3), "{}", ended.err);
        assert_named(version, &ended.err, "F10");
        let server = Server::town(&folder, "--once --crl d/root.crl --client-auth require");
        let connect = format!("s_client -connect {} {version} -cert {alice}", server.name());
        Ended::of(&mut folder.openssl(&connect));
        assert_named(version, &server.end().1, "F10");
    }
}

/// Versions and signatures that do not meet; each side says what both can do.
#[test]
fn nothing_in_common() {
    if !openssl_is_here() {
        return;
    }
    let folder = Folder::town();
    let files = "-cert d/server.crt -key d/server.key -www";
    for (server, client, wanted) in [
        ("-tls1_2", "--tls 1.3", "F28"),
        ("-tls1_3", "--tls 1.2", "F28"),
        ("-tls1_3 -groups P-521", "--tls 1.3", "F28"),
        // It says that it does not speak TLS 1.3, having no key for it.
        ("-tls1_3 -sigalgs rsa_pss_rsae_sha256", "--tls 1.3", "F28"),
    ] {
        let listening = Server::openssl(&folder, &format!("{files} {server}"));
        let ended = folder.run(&format!("connect {} --cacert d/root.crt --get / {client}", listening.name()));
        assert!(matches!(ended.code, Some(1 | 3)), "{server} {client}: {}", ended.err);
        assert_named(&format!("{server} {client}"), &ended.err, wanted);
    }
    for (server, client, wanted) in [
        ("--tls 1.3", "-tls1_2", "F28"),
        ("--tls 1.2", "-tls1_3", "F28"),
        ("--tls 1.3", "-tls1_3 -groups P-521", "F28"),
        ("--tls 1.3", "-tls1_3 -sigalgs rsa_pss_rsae_sha256", "F16"),
    ] {
        let listening = Server::town(&folder, &format!("--once {server}"));
        Ended::of(&mut folder.openssl(&format!("s_client -connect {} {client}", listening.name())));
        assert_named(&format!("{server} {client}"), &listening.end().1, wanted);
    }
}

#[test]
fn a_name_that_openssl_does_not_know() {
    if !openssl_is_here() {
        return;
    }
    let folder = Folder::town();
    let files = "-cert d/server.crt -key d/server.key -cert2 d/server.crt -key2 d/server.key";
    for version in VERSIONS {
        let known = "-servername elsewhere.example -servername_fatal";
        let server = Server::openssl(&folder, &format!("{files} {known} -www {version}"));
        let ended = folder.run(&format!("connect {} --cacert d/root.crt --get /", server.name()));
        assert_eq!(ended.code, Some(3), "{version}: {}", ended.err);
        assert_named(version, &ended.err, "F25");
    }
}

/// Plain HTTP to a port of TLS, and TLS to a port of plain HTTP.
#[test]
fn one_side_does_not_speak_tls() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--once");
    let mut plain = TcpStream::connect(server.address).unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let _ = plain.read_to_end(&mut Vec::new());
    assert_named("plain HTTP", &server.end().1, "F32");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let answering = thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let _ = socket.read(&mut [0; 4096]);
        socket.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n").unwrap();
    });
    let ended = folder.run(&format!("connect localhost:{port} --cacert d/root.crt --get /"));
    answering.join().unwrap();
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert_named("TLS to plain HTTP", &ended.err, "F32");
}
