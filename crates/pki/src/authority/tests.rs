use super::*;
use crate::{Constraint, Extension, KeyKind, KeyUsage, Purpose};
use rustls_pki_types::UnixTime;
use x509_parser::prelude::ParsedExtension;

fn now() -> UnixTime {
    UnixTime::now()
}

fn root(kind: KeyKind) -> Authority {
    Authority::root(&Request::authority("test root", now()).key(kind)).unwrap()
}

fn parse<'a>(der: &'a CertificateDer<'_>) -> X509Certificate<'a> {
    X509Certificate::from_der(der).unwrap().1
}

#[test]
fn a_chain_without_its_root() {
    let root = root(KeyKind::P256);
    let middle = root.intermediate(&Request::authority("middle", now())).unwrap();
    let lower = middle.intermediate(&Request::authority("lower", now())).unwrap();
    let issued = lower.issue(&Request::client("alice", now())).unwrap();
    let subjects: Vec<_> = issued.chain.iter().map(|der| parse(der).subject().to_string()).collect();
    assert_eq!(subjects, ["CN=alice", "CN=lower", "CN=middle"]);
    assert_eq!(issued.chain_pem().unwrap().matches("BEGIN CERTIFICATE").count(), 3);
}

#[test]
fn identifiers_link_the_chain() {
    let root = root(KeyKind::P384);
    let issued = root.issue(&Request::server(["localhost"], now())).unwrap();
    let identifier = |der: &CertificateDer<'static>, authority: bool| {
        parse(der).iter_extensions().find_map(|extension| match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(id) if !authority => Some(id.0.to_vec()),
            ParsedExtension::AuthorityKeyIdentifier(id) if authority => {
                Some(id.key_identifier.as_ref()?.0.to_vec())
            }
            _ => None,
        })
    };
    assert_eq!(identifier(&issued.chain[0], true).unwrap(), identifier(root.certificate(), false).unwrap());
    assert!(identifier(&issued.chain[0], false).is_some());
}

#[test]
fn serials_are_positive_and_differ() {
    let root = root(KeyKind::Ed25519);
    let issued: Vec<_> = (0..8).map(|_| root.issue(&Request::client("a", now())).unwrap()).collect();
    let mut serials: Vec<_> =
        issued.iter().map(|issued| parse(&issued.chain[0]).raw_serial().to_vec()).collect();
    assert!(serials.iter().all(|serial| serial.len() == 16 && (0x40..0x80).contains(&serial[0])));
    serials.sort();
    serials.dedup();
    assert_eq!(serials.len(), 8);
}

#[test]
fn an_authority_survives_its_files() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let made = root(kind);
        let middle = made.intermediate(&Request::authority("middle", now()).key(kind)).unwrap();
        let read = Authority::from_pem(&middle.chain_pem().unwrap(), &middle.key_pem().unwrap()).unwrap();
        let issued = read.issue(&Request::client("alice", now())).unwrap();
        assert_eq!(issued.chain.len(), 2);
        assert_eq!(parse(&issued.chain[0]).issuer(), parse(middle.certificate()).subject());
        assert!(has_issued(middle.certificate(), &issued.chain[0]).unwrap(), "{kind}");
        assert!(!has_issued(made.certificate(), &issued.chain[0]).unwrap(), "{kind}");
    }
}

#[test]
fn files_that_are_no_authority_are_refused() {
    let (one, two) = (root(KeyKind::P256), root(KeyKind::P256));
    let client = one.issue(&Request::client("alice", now())).unwrap();
    let (chain, key) = (one.chain_pem().unwrap(), one.key_pem().unwrap());
    let refusal = |chain: &str, key: &str| Authority::from_pem(chain, key).unwrap_err();
    assert_eq!(refusal(&chain, &two.key_pem().unwrap()), Error::KeyMismatch);
    assert_eq!(refusal(&client.chain_pem().unwrap(), &client.key_pem().unwrap()), Error::NotAnAuthority);
    assert_eq!(refusal("", &key), Error::UnreadableCertificate);
    assert_eq!(refusal(&chain, &chain), Error::UnreadableKey);
}

#[test]
fn requests_that_cannot_be_written() {
    let root = root(KeyKind::P256);
    let refusal = |request: Request| root.issue(&request).unwrap_err();
    assert_eq!(refusal(Request::client("", now())), Error::CommonNameLength(0));
    assert_eq!(refusal(Request::client("a".repeat(65), now())), Error::CommonNameLength(65));
    assert!(matches!(refusal(Request::server(["b\u{fc}cher"], now())), Error::Name { .. }));
}

#[test]
fn authorities_have_no_pss_keys() {
    let request = Request::authority("pss", now()).key(KeyKind::RsaPss2048);
    assert_eq!(Authority::root(&request).unwrap_err(), Error::PssAuthority);
    assert_eq!(root(KeyKind::P256).intermediate(&request).unwrap_err(), Error::PssAuthority);
}

#[test]
fn object_identifiers_are_checked() {
    let root = root(KeyKind::P256);
    for oid in [vec![], vec![1], vec![3, 1], vec![1, 40], vec![2, u64::MAX]] {
        let extension = Extension { oid: oid.clone(), critical: false, content: vec![5, 0] };
        let refused = root.issue(&Request::client("alice", now()).extension(extension)).unwrap_err();
        assert_eq!(refused, Error::ObjectIdentifier(oid.clone()));
        let refused =
            root.issue(&Request::client("alice", now()).purposes([Purpose::Other(oid.clone())])).unwrap_err();
        assert_eq!(refused, Error::ObjectIdentifier(oid));
    }
}

#[test]
fn a_long_host_is_no_common_name() {
    let host = format!("{}.example", "a".repeat(60));
    let issued = root(KeyKind::P256).issue(&Request::server([host.as_str()], now())).unwrap();
    let leaf = parse(&issued.chain[0]);
    assert_eq!(leaf.subject().to_string(), "");
    assert!(leaf.subject_alternative_name().unwrap().unwrap().critical);
}

#[test]
fn constraints_are_written() {
    let request =
        Request::authority("limited", now()).constraint(Constraint::Authority { path_len: Some(3) });
    let limited = Authority::root(&request.key_usages([KeyUsage::KeyCertSign])).unwrap();
    let parsed = parse(limited.certificate());
    assert_eq!(parsed.basic_constraints().unwrap().unwrap().value.path_len_constraint, Some(3));
    assert!(parsed.key_usage().unwrap().unwrap().value.key_cert_sign());
    assert!(!parsed.key_usage().unwrap().unwrap().value.crl_sign());
}

#[test]
fn debug_hides_keys() {
    let root = root(KeyKind::Ed25519);
    let issued = root.issue(&Request::client("alice", now())).unwrap();
    assert_eq!(format!("{root:?}"), "Authority { above: 0, .. }");
    assert!(format!("{issued:?}").contains("[secret key elided]"));
}
