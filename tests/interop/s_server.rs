//! Our client calls `openssl s_server`.

use std::process::{Command, Stdio};

use crate::case::{Case, Presents, cases, openssl_groups};
use crate::client::{Called, alert, call, check};
use crate::floor;
use crate::process::{Peer, is_installed};
use crate::wardrobe::Wardrobe;
use handfast::{ClientAuth, Version, Withheld};

#[test]
fn we_call_s_server() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let cases = cases();
    cases.iter().for_each(|case| one(*case));
    floor::report("s_server", cases.len());
}

fn one(case: Case) {
    let wardrobe = Wardrobe::of(case.key);
    let (peer, port) = start(case, &wardrobe);
    let called = call(port, &wardrobe.client_config(case));
    check(&called, case);
    judge(case, &called);
    let log = peer.end();
    if let Some(reason) = in_its_words(case.presents) {
        assert!(log.contains(reason), "{case:?}: {log}");
    }
}

/// s_server says on which port it listens.
fn start(case: Case, wardrobe: &Wardrobe) -> (Peer, u16) {
    let mut openssl = Command::new("openssl");
    openssl.args(["s_server", "-accept", "127.0.0.1:0", "-www", "-naccept", "1", "-verify_return_error"]);
    openssl.args(match case.version {
        Version::Tls12 => ["-tls1_2", "-cipher"],
        Version::Tls13 => ["-tls1_3", "-ciphersuites"],
    });
    openssl.arg(case.openssl_suite()).args(["-groups", &openssl_groups(&case.groups_of_server())]);
    openssl.arg("-cert").arg(wardrobe.file("server.crt")).arg("-key").arg(wardrobe.file("server.key"));
    openssl.arg("-CAfile").arg(wardrobe.file("root.crt"));
    match case.presents.policy() {
        ClientAuth::None => {}
        ClientAuth::Optional => drop(openssl.args(["-verify", "1"])),
        ClientAuth::Require => drop(openssl.args(["-Verify", "1"])),
    }
    Peer::start_s_server(openssl.stderr(Stdio::piped()))
}

/// A certificate is missed.
const fn missing(version: Version) -> Option<u8> {
    match version {
        Version::Tls12 => Some(40),
        Version::Tls13 => Some(116),
    }
}

/// We withhold a certificate of an authority that the server does not name (RFC 9846 §4.3.4), so there it misses one.
fn judge(case: Case, called: &Called) {
    if case.presents == Presents::WrongAuthority {
        assert_eq!(called.negotiated.withheld, Some(Withheld::OtherAuthorities { named: 1 }), "{case:?}");
        assert_eq!(alert(called), missing(case.version), "{case:?}: {:?}", called.result);
        return;
    }
    assert_eq!(alert(called), case.alert(), "{case:?}: {:?}", called.result);
    if case.alert().is_none() {
        let page = called.result.as_ref().expect("a page");
        assert!(page.contains(&case.openssl_suite()), "{case:?}: {page}");
        assert_eq!(
            page.contains("CN = alice") || page.contains("CN=alice"),
            case.presents.is_known(),
            "{case:?}: {page}"
        );
    }
}

const fn in_its_words(presents: Presents) -> Option<&'static str> {
    match presents {
        Presents::RequiredWithout | Presents::WrongAuthority => Some("peer did not return a certificate"),
        Presents::Expired => Some("certificate has expired"),
        Presents::ServerAuthOnly => Some("unsuitable certificate purpose"),
        _ => None,
    }
}
