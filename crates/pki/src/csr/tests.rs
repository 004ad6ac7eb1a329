use rustls_pki_types::UnixTime;

use super::*;
use crate::{Constraint, KeyKind, KeyUsage};

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_800_000_000))
}

fn terms() -> Terms {
    Terms { validity: Validity::days(now(), 30), purposes: None, names: Vec::new() }
}

fn root() -> Authority {
    Authority::root(&Request::authority("request root", now())).unwrap()
}

/// What x509-parser says of the certificate that this request gets.
fn issued(request: &Request) -> String {
    let (asked, _) = request.sign_for().unwrap();
    let chain = root().sign_request(&asked, &terms()).unwrap();
    let (_, parsed) = x509_parser::parse_x509_certificate(&chain[0]).unwrap();
    format!("{parsed:#?}")
}

#[test]
fn what_was_asked_for_is_taken_over() {
    for key in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let said = issued(&Request::server(["shop.example"], now()).key(key));
        for words in ["shop.example", "server_auth: true", "ca: false"] {
            assert!(said.contains(words), "{key}: {words}: {said}");
        }
    }
}

#[test]
fn nobody_becomes_an_authority_by_asking() {
    let ca = Constraint::Authority { path_len: None };
    for greedy in [
        Request::client("eve", now()).constraint(ca),
        Request::client("eve", now()).key_usages([KeyUsage::KeyCertSign]),
        Request::client("eve", now()).key_usages([KeyUsage::CrlSign]),
    ] {
        assert_eq!(greedy.sign_for().unwrap_err(), Error::RequestsAuthority);
    }
}

#[test]
fn nobody_answers_for_an_authority_by_asking() {
    for purpose in [Purpose::OcspSigning, Purpose::Any] {
        let greedy = Request::client("eve", now()).purposes([Purpose::ClientAuth, purpose]);
        let (asked, _) = greedy.sign_for().unwrap();
        assert_eq!(root().sign_request(&asked, &terms()).unwrap_err(), Error::RequestsDelegation);
        for meant in [Purpose::OcspSigning, Purpose::ClientAuth] {
            let terms = Terms { purposes: Some(vec![meant]), ..terms() };
            assert!(root().sign_request(&asked, &terms).is_ok());
        }
    }
}

#[test]
fn an_extension_that_is_asked_for_twice_is_refused() {
    let names = Extension { oid: SUBJECT_ALT_NAME.to_vec(), critical: false, content: vec![0x30, 0] };
    let twice = Request::server(["shop.example"], now()).extension(names);
    assert_eq!(twice.sign_for().unwrap_err(), Error::RepeatedExtension("2.5.29.17".to_owned()));
}

#[test]
fn a_request_that_was_changed_on_the_way_is_refused() {
    let (asked, _) = Request::client("alice", now()).sign_for().unwrap();
    let mut der = asked.der.to_vec();
    let at = der.windows(5).position(|bytes| bytes == b"alice").unwrap();
    der[at] = b'A';
    assert_eq!(SigningRequest::from_der(der).unwrap_err(), Error::RequestSignature);
    assert_eq!(SigningRequest::from_pem("nothing").unwrap_err(), Error::UnreadableRequest);
}

#[test]
fn the_purpose_must_be_said_by_somebody() {
    let (asked, _) = Request::client("alice", now()).purposes([]).sign_for().unwrap();
    assert_eq!(root().sign_request(&asked, &terms()).unwrap_err(), Error::NoPurpose);
    let terms = Terms { purposes: Some(vec![Purpose::ClientAuth]), ..terms() };
    assert!(root().sign_request(&asked, &terms).is_ok());
}

#[test]
fn other_extensions_are_left_out_and_named() {
    let other = Extension { oid: vec![1, 3, 6, 1, 4, 1, 32473, 1], critical: false, content: vec![5, 0] };
    let request = Request::client("alice", now()).extension(other);
    assert_eq!(request.sign_for().unwrap().0.left_out(), ["1.3.6.1.4.1.32473.1"]);
    assert!(!issued(&request).contains("32473"));
}
