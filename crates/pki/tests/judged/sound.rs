//! Certificates that everybody accepts.

use handfast_pki::load::{Identity, Input};
use handfast_pki::zoo::{Exhibit, Role, healthy};
use handfast_pki::{Authority, KeyKind, Name, Request};
use rustls_pki_types::UnixTime;

use crate::openssl::Bench;
use crate::webpki_verdict;

const QUICK: [KeyKind; 5] = [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519, KeyKind::Rsa2048];

fn exhibit(kind: KeyKind, role: Role) -> Exhibit {
    let now = UnixTime::now();
    let root = Authority::root(&Request::authority("sound root", now).key(kind)).unwrap();
    let middle = root.intermediate(&Request::authority("sound intermediate", now).key(kind)).unwrap();
    let request = match role {
        Role::Server => Request::server(["localhost", "127.0.0.1", "::1"], now),
        Role::Client => Request::client("alice", now).name(Name::uri("spiffe://example.org/alice").unwrap()),
    };
    Exhibit::new(root.certificate().clone(), middle.issue(&request.key(kind)).unwrap(), role)
}

#[test]
fn openssl_and_webpki_accept_every_kind() {
    let Some(bench) = Bench::new() else { return };
    for kind in QUICK {
        for role in [Role::Server, Role::Client] {
            let exhibit = exhibit(kind, role);
            bench.verify(&exhibit, role, &[]).unwrap_or_else(|text| panic!("{kind} {role:?}: {text}"));
            // Over ring, webpki knows no P-521.
            if kind != KeyKind::P521 {
                webpki_verdict(&exhibit, role).unwrap_or_else(|error| panic!("{kind} {role:?}: {error}"));
            }
        }
    }
}

#[test]
fn the_zoo_is_a_healthy_place() {
    let Some(bench) = Bench::new() else { return };
    for role in [Role::Server, Role::Client] {
        let exhibit = healthy(role, UnixTime::now()).unwrap();
        bench.verify(&exhibit, role, &["-auth_level", "2"]).unwrap();
        webpki_verdict(&exhibit, role).unwrap();
    }
}

#[test]
fn openssl_reads_every_key_and_finds_it_in_the_certificate() {
    let Some(bench) = Bench::new() else { return };
    for kind in QUICK {
        let issued = exhibit(kind, Role::Client).issued;
        let key = bench.file("key.pem", &*issued.key_pem().unwrap());
        let chain = bench.file("chain.pem", issued.chain_pem().unwrap());
        let of_key = bench.run(&["pkey", "-in", &key, "-pubout"]).unwrap();
        let of_certificate = bench.run(&["x509", "-in", &chain, "-noout", "-pubkey"]).unwrap();
        assert_eq!(of_key, of_certificate, "{kind}");
    }
}

/// webpki does not know the name of these keys; openssl does.
#[test]
fn keys_for_pss_alone_are_what_they_say() {
    let Some(bench) = Bench::new() else { return };
    let root = Authority::root(&Request::authority("pss root", UnixTime::now())).unwrap();
    for role in [Role::Server, Role::Client] {
        let request = match role {
            Role::Server => Request::server(["localhost"], UnixTime::now()),
            Role::Client => Request::client("alice", UnixTime::now()),
        };
        let issued = root.issue(&request.key(KeyKind::RsaPss2048)).unwrap();
        let exhibit = Exhibit::new(root.certificate().clone(), issued, Role::Server);
        bench.verify(&exhibit, role, &["-auth_level", "2"]).unwrap();
        assert!(said_of(&bench, &exhibit).contains("Public Key Algorithm: rsassaPss"));
        let file = |name, text: &str| Input::read(bench.file(name, text).as_ref()).unwrap();
        let chain = file("chain.pem", &exhibit.issued.chain_pem().unwrap());
        let key = file("key.pem", &exhibit.issued.key_pem().unwrap());
        assert_eq!(Identity::from_pem(&chain, &key, None).unwrap().chain, exhibit.issued.chain);
        assert!(
            bench
                .run(&["pkey", "-in", key.name(), "-noout", "-text"])
                .unwrap()
                .contains("PSS parameter restrictions")
        );
    }
}

#[test]
fn larger_rsa_keys_have_their_size() {
    let Some(bench) = Bench::new() else { return };
    for (kind, bits) in [(KeyKind::Rsa3072, "3072 bit"), (KeyKind::Rsa4096, "4096 bit")] {
        let root = Authority::root(&Request::authority("large", UnixTime::now()).key(kind)).unwrap();
        let path = bench.file("root.pem", root.chain_pem().unwrap());
        assert!(bench.run(&["x509", "-in", &path, "-noout", "-text"]).unwrap().contains(bits), "{kind}");
    }
}

/// The lines of `openssl x509 -text` that hold these words.
fn said_of(bench: &Bench, exhibit: &Exhibit) -> String {
    let path = bench.file("leaf.pem", exhibit.issued.chain_pem().unwrap());
    bench.run(&["x509", "-in", &path, "-noout", "-text"]).unwrap()
}

#[test]
fn openssl_reads_what_we_meant() {
    let Some(bench) = Bench::new() else { return };
    let server = said_of(&bench, &exhibit(KeyKind::P256, Role::Server));
    for words in [
        "Version: 3",
        "Issuer: CN = sound intermediate",
        "Subject: CN = localhost",
        "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1",
        "X509v3 Basic Constraints: critical\n                CA:FALSE",
        "X509v3 Key Usage: critical\n                Digital Signature\n",
        "X509v3 Extended Key Usage: \n                TLS Web Server Authentication\n",
        "X509v3 Subject Key Identifier",
        "X509v3 Authority Key Identifier",
    ] {
        assert!(server.contains(words), "{words:?} is not in\n{server}");
    }
    let client = said_of(&bench, &exhibit(KeyKind::Ed25519, Role::Client));
    assert!(client.contains("URI:spiffe://example.org/alice"), "{client}");
    assert!(client.contains("TLS Web Client Authentication"), "{client}");
}
