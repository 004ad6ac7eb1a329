//! The fields of a whole handshake.

use handfast::ClientAuth;
use handfast::wire::Kind;
use handfast_pki::KeyKind;
use handfast_study::fields::{Field, fields};
use handfast_study::timeline::{Message, What};
use handfast_study::{Keep, Timeline};
use handfast_tests::People;

use crate::told::told;

fn mutual() -> Timeline {
    let people = People::new(KeyKind::P256);
    told(people.client(), people.server(ClientAuth::Require), Keep::ALL)
}

fn messages(timeline: &Timeline) -> impl Iterator<Item = &Message> {
    timeline.events().iter().filter_map(|event| match &event.what {
        What::Message(message) => Some(message),
        _ => None,
    })
}

/// The fields that hold no others cover a message to its last octet.
#[test]
fn leaves_tile_every_message() {
    for message in messages(&mutual()) {
        let fields = fields(message);
        let mut end = 0;
        for leaf in fields.iter().flat_map(Field::walk).filter(|field| field.fields.is_empty()) {
            assert_eq!(leaf.bytes.start, end, "{:?}: before {}", message.kind, leaf.path);
            end = leaf.bytes.end;
        }
        assert_eq!(end, message.length);
    }
}

#[test]
fn every_path_is_unique_and_every_field_has_an_entry() {
    for message in messages(&mutual()) {
        let fields = fields(message);
        let mut paths: Vec<_> = fields.iter().flat_map(Field::walk).map(|field| field.path.clone()).collect();
        let all = paths.len();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), all);
        for field in fields.iter().flat_map(Field::walk) {
            assert!(field.entry.is_some(), "{}", field.path);
        }
    }
}

#[test]
fn a_certificate_is_taken_apart() {
    let timeline = mutual();
    let certificate = messages(&timeline).filter(|message| message.kind == Some(Kind::Certificate)).last();
    let fields = fields(certificate.expect("the client's certificate"));
    let said = |end: &str| {
        let mut found = fields.iter().flat_map(Field::walk);
        let found = found.find(|field| field.path.ends_with(&format!("CertificateEntry/cert_data/{end}")));
        found.unwrap_or_else(|| panic!("{end}")).value.clone().unwrap_or_default()
    };
    assert_eq!(said("tbsCertificate/version"), "v3");
    assert_eq!(said("tbsCertificate/subject"), "CN=alice");
    assert_eq!(said("tbsCertificate/issuer"), "CN=handfast test intermediate");
    assert_eq!(said("tbsCertificate/subjectPublicKeyInfo"), "ECDSA P-256");
    assert_eq!(said("tbsCertificate/extensions/extendedKeyUsage"), "clientAuth");
    assert!(said("tbsCertificate/extensions/keyUsage").contains("digitalSignature"));
    assert!(said("tbsCertificate/validity").contains(" until "));
    assert!(said("signatureValue").starts_with("ecdsa-with-SHA256"));
}
