//! The fields inside certificates: of one that says all that can be said, of every odd one in the zoo, and of some that
//! are spoilt.

use std::collections::BTreeMap;

use handfast::handshake::{Epoch, Side};
use handfast::wire::{Dialect, Kind};
use handfast_pki::{Authority, Extension, KeyKind, Request, zoo};
use handfast_study::fields::{Field, fields};
use handfast_study::timeline::Message;
use handfast_tests::now;
use proptest::prelude::*;

/// A Certificate with this alone, taken apart.
fn shown(der: &[u8]) -> Vec<Field> {
    let entry = [&length(der.len()), der, &[0, 0]].concat();
    let body = [&[0], &length(entry.len())[..], &entry].concat();
    let bytes = [&[11], &length(body.len())[..], &body].concat();
    let mut spans = Vec::new();
    handfast::wire::Message::decode(&bytes, Dialect::Tls13, Some(&mut spans)).expect("a Certificate");
    let (side, epoch, kind) = (Side::Write, Epoch::Handshake, Some(Kind::Certificate));
    let message = Message { side, epoch, kind, length: bytes.len(), bytes, fields: spans };
    let fields = fields(&message);
    assert_tiled(&fields, 0..message.length);
    fields
}

fn length(length: usize) -> [u8; 3] {
    let [.., high, middle, low] = length.to_be_bytes();
    [high, middle, low]
}

/// What has fields consists of them alone, without gap or overlap; and all of them are explained.
fn assert_tiled(fields: &[Field], whole: core::ops::Range<usize>) {
    let end = fields.iter().fold(whole.start, |start, field| {
        assert_eq!(field.bytes.start, start, "{}", field.path);
        assert!(field.entry.is_some_and(|entry| entry.says.ends_with('.')), "{}", field.path);
        if !field.fields.is_empty() {
            assert_tiled(&field.fields, field.bytes.clone());
        }
        field.bytes.end
    });
    assert_eq!(end, whole.end, "{:?}", fields.last().map(|field| &field.path));
}

/// What stands in each place below `extensions`, or anywhere else in the certificate.
fn said(fields: &[Field]) -> BTreeMap<String, String> {
    let all = fields.iter().flat_map(Field::walk);
    let within = all.filter_map(|field| Some((field.path.split_once("tbsCertificate/")?.1, field)));
    within.map(|(path, field)| (path.to_owned(), field.value.clone().unwrap_or_default())).collect()
}

fn der(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    [&[tag, u8::try_from(content.len()).expect("short")], &content[..]].concat()
}

fn oid(arcs: &[u8]) -> Vec<u8> {
    der(6, &[arcs])
}

const SEQUENCE: u8 = 0x30;
/// id-ce: 2.5.29.
const CE: [u64; 3] = [2, 5, 29];
/// id-pkix: 1.3.6.1.5.5.7.
const PKIX: [u64; 7] = [1, 3, 6, 1, 5, 5, 7];
const ANY_POLICY: [u8; 4] = [0x55, 0x1d, 0x20, 0];

/// `CN=x`, as a Name.
fn name() -> Vec<u8> {
    let attribute = der(SEQUENCE, &[&oid(&[0x55, 4, 3]), &der(0x0c, &[b"x"])]);
    der(SEQUENCE, &[&der(0x31, &[&attribute])])
}

fn extension(base: &[u64], last: &[u64], content: Vec<u8>) -> Extension {
    Extension { oid: [base, last].concat(), critical: false, content }
}

/// One of each kind that the library does not write by itself.
fn all_extensions() -> Vec<Extension> {
    let uri = || der(0x86, &[b"http://x/"]);
    let subtree = |base: &[u8]| der(SEQUENCE, &[base]);
    let qualifier = |id: u8, what: &[u8]| der(SEQUENCE, &[&oid(&[0x2b, 6, 1, 5, 5, 7, 2, id]), what]);
    let notice = der(
        SEQUENCE,
        &[&der(SEQUENCE, &[&der(0x0c, &[b"org"]), &der(SEQUENCE, &[&[2, 1, 7]])]), &der(0x0c, &[b"beware"])],
    );
    let full = der(
        SEQUENCE,
        &[&der(0xa0, &[&der(0xa0, &[&uri()])]), &[0x81, 2, 1, 0x42], &der(0xa2, &[&der(0xa4, &[&name()])])],
    );
    let relative = der(
        SEQUENCE,
        &[&der(0xa0, &[&der(0xa1, &[&der(SEQUENCE, &[&oid(&[0x55, 4, 3]), &der(0x0c, &[b"y"])])])])],
    );
    let access = |method: u8| der(SEQUENCE, &[&oid(&[0x2b, 6, 1, 5, 5, 7, 0x30, method]), &uri()]);
    let other = der(0xa0, &[&oid(&[0x2a, 3]), &der(0xa0, &[&[5, 0]])]);
    vec![
        extension(
            &CE,
            &[9],
            der(SEQUENCE, &[&der(SEQUENCE, &[&oid(&[0x55, 4, 6]), &der(0x31, &[&der(0x13, &[b"CH"])])])]),
        ),
        extension(
            &CE,
            &[18],
            der(SEQUENCE, &[&other, &der(0x87, &[&[10, 0, 0, 1]]), &der(0x88, &[&[0x2a, 3]])]),
        ),
        extension(
            &CE,
            &[30],
            der(
                SEQUENCE,
                &[
                    &der(
                        0xa0,
                        &[
                            &subtree(&der(0x82, &[b"a.example"])),
                            &subtree(&der(0x87, &[&[10, 0, 0, 0, 255, 0, 0, 0]])),
                        ],
                    ),
                    &der(0xa1, &[&subtree(&der(0x81, &[b"b.example"]))]),
                ],
            ),
        ),
        extension(&CE, &[31], der(SEQUENCE, &[&full, &relative])),
        extension(
            &CE,
            &[32],
            der(
                SEQUENCE,
                &[&der(
                    SEQUENCE,
                    &[
                        &oid(&ANY_POLICY),
                        &der(
                            SEQUENCE,
                            &[&qualifier(1, &der(0x16, &[b"http://cps/"])), &qualifier(2, &notice)],
                        ),
                    ],
                )],
            ),
        ),
        extension(&CE, &[33], der(SEQUENCE, &[&der(SEQUENCE, &[&oid(&[0x2a, 3]), &oid(&[0x2a, 4])])])),
        extension(&CE, &[36], der(SEQUENCE, &[&[0x80, 1, 0], &[0x81, 1, 2]])),
        extension(&CE, &[46], der(SEQUENCE, &[&full])),
        extension(&CE, &[54], vec![2, 1, 3]),
        extension(&PKIX, &[1, 1], der(SEQUENCE, &[&access(1), &access(2)])),
        extension(&PKIX, &[1, 11], der(SEQUENCE, &[&access(5)])),
        extension(&PKIX, &[1, 24], der(SEQUENCE, &[&[2, 1, 5]])),
        extension(&PKIX, &[48, 1, 5], vec![5, 0]),
        extension(&[1, 3, 6, 1, 4, 1, 11129, 2, 4], &[2], der(4, &[&[0, 3, 0, 1, 9]])),
        extension(&[1, 3, 6, 1, 4, 1, 11129, 2, 4], &[3], vec![5, 0]),
        extension(&[1, 2, 3, 4], &[], vec![4, 1, 9]),
    ]
}

fn issued(request: &Request) -> Vec<u8> {
    let root = Authority::root(&Request::authority("a root", now())).expect("a root");
    root.issue(request).expect("issued").chain[0].to_vec()
}

/// Path below `extensions`, and what stands there.
const SAID: &[(&str, &str)] = &[
    ("subjectDirectoryAttributes/extnValue/Attribute/type", "countryName"),
    ("subjectDirectoryAttributes/extnValue/Attribute/values/value", "CH"),
    ("issuerAltName/extnValue/otherName/type-id", "1.2.3"),
    ("issuerAltName/extnValue/iPAddress", "10.0.0.1"),
    ("issuerAltName/extnValue/registeredID", "1.2.3"),
    ("subjectAltName/extnValue/dNSName", "localhost"),
    ("subjectAltName/extnValue/uniformResourceIdentifier", "spiffe://example.org/a"),
    ("subjectAltName", "dns:localhost, uri:spiffe://example.org/a"),
    ("keyUsage/critical", "true"),
    ("keyUsage/extnValue/KeyUsage", "digitalSignature"),
    ("extendedKeyUsage/extnValue/KeyPurposeId", "serverAuth"),
    ("nameConstraints", "only a.example or 10.0.0.0/255.0.0.0, nothing in b.example"),
    ("nameConstraints/extnValue/permittedSubtrees/GeneralSubtree/dNSName", "a.example"),
    ("nameConstraints/extnValue/permittedSubtrees/GeneralSubtree[1]/iPAddress", "10.0.0.0/255.0.0.0"),
    ("nameConstraints/extnValue/excludedSubtrees/GeneralSubtree/rfc822Name", "b.example"),
    (
        "cRLDistributionPoints/extnValue/DistributionPoint/distributionPoint/fullName/uniformResourceIdentifier",
        "http://x/",
    ),
    ("cRLDistributionPoints/extnValue/DistributionPoint/reasons", "keyCompromise, certificateHold"),
    ("cRLDistributionPoints/extnValue/DistributionPoint/cRLIssuer/directoryName", "CN=x"),
    (
        "cRLDistributionPoints/extnValue/DistributionPoint[1]/distributionPoint/nameRelativeToCRLIssuer/\
         AttributeTypeAndValue/value",
        "y",
    ),
    ("certificatePolicies/extnValue/PolicyInformation/policyIdentifier", "anyPolicy"),
    (
        "certificatePolicies/extnValue/PolicyInformation/policyQualifiers/PolicyQualifierInfo/cPSuri",
        "http://cps/",
    ),
    (
        "certificatePolicies/extnValue/PolicyInformation/policyQualifiers/PolicyQualifierInfo[1]/UserNotice/explicitText",
        "beware",
    ),
    (
        "certificatePolicies/extnValue/PolicyInformation/policyQualifiers/PolicyQualifierInfo[1]/UserNotice/noticeRef/\
         noticeNumbers/noticeNumber",
        "7",
    ),
    ("policyMappings/extnValue/PolicyMapping/subjectDomainPolicy", "1.2.4"),
    ("policyConstraints", "a policy after 0, no mapping after 2"),
    ("freshestCRL/extnValue/DistributionPoint/reasons", "keyCompromise, certificateHold"),
    ("inhibitAnyPolicy", "3"),
    ("authorityInfoAccess", "OCSP http://x/, caIssuers http://x/"),
    ("authorityInfoAccess/extnValue/AccessDescription[1]/accessMethod", "caIssuers"),
    ("subjectInfoAccess/extnValue/AccessDescription/accessMethod", "caRepository"),
    ("tlsFeature/extnValue/Feature", "status_request"),
    ("id-pkix-ocsp-nocheck", "NULL"),
    ("signedCertificateTimestampList", "1 timestamp"),
    ("precertificatePoison", "NULL"),
    ("1.2.3.4", "3 octets"),
    ("1.2.3.4/extnValue", ""),
];

#[test]
fn every_extension_is_taken_apart() {
    let request = Request::server(["localhost"], now())
        .name(handfast_pki::Name::uri("spiffe://example.org/a").expect("a URI"));
    let request = all_extensions().into_iter().fold(request, Request::extension);
    let said = said(&shown(&issued(&request)));
    for (place, value) in SAID {
        assert_eq!(
            said.get(&format!("extensions/{place}")).map(String::as_str),
            Some(*value),
            "{place}: {said:#?}"
        );
    }
    assert_eq!(
        said.get("subject/RelativeDistinguishedName/AttributeTypeAndValue/type").unwrap(),
        "commonName"
    );
    assert_eq!(
        said.get("subject/RelativeDistinguishedName/AttributeTypeAndValue/value").unwrap(),
        "localhost"
    );
    let issuer =
        said.get("extensions/authorityKeyIdentifier/extnValue/keyIdentifier").expect("an identifier");
    assert_eq!(said.get("extensions/authorityKeyIdentifier"), Some(issuer));
}

#[test]
fn keys_and_signatures_of_every_kind() {
    let of = |kind| said(&shown(&issued(&Request::client("alice", now()).key(kind))));
    for (kind, place, value) in [
        (KeyKind::P256, "subjectPublicKeyInfo/algorithm/namedCurve", "secp256r1"),
        (KeyKind::P256, "subjectPublicKeyInfo/subjectPublicKey", "a point, x and y of 32 octets"),
        (KeyKind::P384, "subjectPublicKeyInfo/algorithm/namedCurve", "secp384r1"),
        (KeyKind::Ed25519, "subjectPublicKeyInfo/algorithm/algorithm", "id-Ed25519"),
        (KeyKind::Rsa2048, "subjectPublicKeyInfo/algorithm/parameters", "NULL"),
        (KeyKind::Rsa2048, "subjectPublicKeyInfo/subjectPublicKey/modulus", "2048 bits"),
        (KeyKind::Rsa2048, "subjectPublicKeyInfo/subjectPublicKey/publicExponent", "65537"),
        (KeyKind::RsaPss2048, "subjectPublicKeyInfo/subjectPublicKey/modulus", "2048 bits"),
        (KeyKind::P256, "signature/algorithm", "ecdsa-with-SHA256"),
    ] {
        assert_eq!(of(kind).get(place).map(String::as_str), Some(value), "{kind:?} {place}");
    }
    let fields = shown(&issued(&Request::client("alice", now())));
    let has = |end: &str| fields.iter().flat_map(Field::walk).any(|field| field.path.ends_with(end));
    assert!(has("signatureValue/r") && has("signatureValue/s"));
}

#[test]
fn authorities_say_what_may_stand_below_them() {
    use handfast_pki::Constraint;
    for (path_len, value) in [
        (None, "critical, an authority"),
        (Some(0), "critical, an authority, with none below it"),
        (Some(1), "critical, an authority, with 1 below it at most"),
    ] {
        let request = Request::authority("b", now()).constraint(Constraint::Authority { path_len });
        let said = said(&shown(&issued(&request)));
        assert_eq!(said.get("extensions/basicConstraints").unwrap(), value);
        let depth = said.get("extensions/basicConstraints/extnValue/pathLenConstraint");
        assert_eq!(depth.map(String::as_str), path_len.map(|depth| depth.to_string()).as_deref());
    }
}

/// Whatever is wrong with them, every octet has its place and every part its entry.
#[test]
fn the_whole_zoo_is_taken_apart() {
    let zoo = zoo::Zoo::open(now()).expect("a zoo");
    let mut certificates = 0;
    for specimen in zoo::Specimen::all() {
        for role in [zoo::Role::Client, zoo::Role::Server] {
            if specimen.exists_for(role) {
                let exhibit = zoo.show(specimen, role).expect("a specimen");
                for der in &exhibit.issued.chain {
                    shown(der);
                    certificates += 1;
                }
            }
        }
    }
    assert!(certificates > 300, "{certificates}");
}

proptest! {
    /// A known extension with anything in it: what does not fit stays in one piece, and nothing is lost.
    #[test]
    fn what_does_not_fit_stays_octets(which in 0..16_usize, content in proptest::collection::vec(any::<u8>(), 0..40)) {
        let mut extension = all_extensions().swap_remove(which);
        extension.content = content;
        shown(&issued(&Request::client("alice", now()).extension(extension)));
    }

    /// The same where one octet of what stood there was changed.
    #[test]
    fn one_octet_changed(which in 0..16_usize, place in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut extension = all_extensions().swap_remove(which);
        let place = place.index(extension.content.len());
        extension.content[place] = to;
        shown(&issued(&Request::client("alice", now()).extension(extension)));
    }
}
