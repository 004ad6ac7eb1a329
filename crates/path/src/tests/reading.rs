//! Certificates that cannot be read, and a second opinion on those that can.

use proptest::prelude::*;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::forge::{
    INTEGER, OCTET_STRING, Recipe, SEQUENCE, alt_names, authority_key_id, basic_constraints, der, dn,
    extension, key_usage, purposes, subject_key_id, utc,
};
use crate::cert::{Cert, Fault, GeneralName, Kind, Malformed};
use crate::{Time, Validity};

/// With every extension that is decoded.
fn full() -> Recipe {
    Recipe::leaf("leaf")
        .with(basic_constraints(true, Some(3)))
        .with(key_usage(0x84))
        .with(purposes(&[super::forge::SERVER_AUTH, super::forge::CLIENT_AUTH]))
        .with(subject_key_id(b"subject"))
        .with(authority_key_id(b"issuer"))
        .with(extension(
            &[0x55, 0x1D, 0x20],
            false,
            &der(SEQUENCE, &[&der(SEQUENCE, &[&der(6, &[&[0x2A, 3]])])]),
        ))
        .with(extension(&[0x2A, 3, 4], false, b"anything"))
        .edit(|r| r.unique_ids = [der(0x81, &[&[0, 1]]), der(0x82, &[&[0, 2]])].concat())
}

fn wrong(recipe: Recipe) -> Option<(&'static str, Fault)> {
    Cert::parse(&recipe.unsigned()).err().map(|Malformed { field, fault, .. }| (field, fault))
}

#[test]
fn every_field_is_there() {
    let bytes = full().issued_by("root", 1);
    let cert = Cert::parse(&bytes).unwrap();
    assert_eq!((cert.version, cert.serial), (3, &[7][..]));
    assert_eq!((cert.issuer, cert.subject), (&dn("root")[..], &dn("leaf")[..]));
    let (not_before, not_after) = (Time(1_767_225_600), Time(1_798_761_599));
    assert_eq!(cert.validity, Validity { not_before, not_after });
    assert_eq!(bytes[4..4 + cert.tbs.len()], *cert.tbs);
    let extensions = &cert.extensions;
    let constraints = extensions.basic_constraints.unwrap();
    assert_eq!((constraints.ca, constraints.path_len), (true, Some(3)));
    let usage = extensions.key_usage.unwrap();
    assert!(usage.digital_signature() && usage.key_cert_sign());
    assert_eq!(extensions.extended_key_usage.unwrap().purposes().count(), 2);
    assert_eq!(extensions.subject_key_id, Some(&b"subject"[..]));
    assert_eq!(extensions.authority_key_id, Some(&b"issuer"[..]));
    let names: Vec<_> = extensions.subject_alt_name.unwrap().iter().collect();
    assert_eq!(names, [GeneralName::Dns(b"localhost")]);
    assert!(extensions.certificate_policies.is_some() && extensions.unknown_critical.is_none());
    assert!(
        extensions.critical.contains(Kind::KeyUsage) && !extensions.critical.contains(Kind::SubjectAltName)
    );
}

#[test]
fn every_truncation_and_every_extra_byte() {
    let cert = full().issued_by("root", 1);
    for cut in 0..cert.len() {
        assert!(Cert::parse(&cert[..cut]).is_err(), "{cut} bytes");
    }
    let longer = [&cert[..], &[0]].concat();
    assert_eq!(Cert::parse(&longer).unwrap_err().fault, Fault::Trailing);
}

/// The outer lengths follow the cut, so that each inner field meets its end.
#[test]
fn every_truncation_of_what_is_signed() {
    let whole = full().issued_by("root", 1);
    let tbs = Cert::parse(&whole).unwrap().tbs[4..].to_vec();
    let outside = super::forge::ecdsa_sha256();
    let rest = der(3, &[&[0, 1]]);
    let before_optional = full().edit(|r| r.unique_ids.clear()).without_extensions().issued_by("root", 1);
    let mandatory = Cert::parse(&before_optional).unwrap().tbs.len() - 3;
    for cut in 0..tbs.len() {
        let cert = der(SEQUENCE, &[&der(SEQUENCE, &[&tbs[..cut]]), &outside, &rest]);
        let complete = cut == mandatory || cut == mandatory + 4 || cut == mandatory + 8;
        assert_eq!(Cert::parse(&cert).is_ok(), complete, "{cut} bytes");
    }
}

#[test]
fn fields_with_values_the_standard_does_not_allow() {
    let leaf = || Recipe::leaf("leaf");
    let version = |n: &[u8]| leaf().edit(|r| r.version = der(0xA0, &[&der(INTEGER, &[n])]));
    let serial = |n: &[u8]| leaf().edit(|r| r.serial = der(INTEGER, &[n]));
    assert_eq!(wrong(version(&[0])), Some(("version", Fault::Value)), "DER leaves the default out");
    assert_eq!(wrong(version(&[3])), Some(("version", Fault::Value)));
    assert_eq!(wrong(version(&[1])), Some(("extensions", Fault::Version)), "version 2 has no extensions");
    let version_1 = || leaf().edit(|r| r.version.clear());
    assert_eq!(wrong(version_1()), Some(("extensions", Fault::Version)), "nor has version 1");
    let identifier = version_1().without_extensions().edit(|r| r.unique_ids = der(0x81, &[&[0, 1]]));
    assert_eq!(wrong(identifier), Some(("issuerUniqueID", Fault::Version)));
    for padded in [&[][..], &[0, 1], &[0xFF, 0x80]] {
        assert_eq!(wrong(serial(padded)), Some(("serialNumber", Fault::Value)));
    }
    for odd in [&[0][..], &[0x80], &[0, 0x80], &[0xFF, 0x7F]] {
        assert_eq!(wrong(serial(odd)), None, "zero and negative numbers are handled gracefully");
    }
    let time = |text: &str| leaf().edit(|r| r.not_after = utc(text));
    assert_eq!(wrong(time("260231000000Z")), Some(("notAfter", Fault::Value)));
    assert_eq!(wrong(leaf().edit(|r| r.not_before = dn("x"))), Some(("notBefore", Fault::Type)));
    assert_eq!(wrong(leaf().edit(|r| r.subject = der(SEQUENCE, &[&[5, 0]]))).unwrap().1, Fault::Type);
    let empty_set = der(SEQUENCE, &[&der(0x31, &[])]);
    assert_eq!(wrong(leaf().edit(|r| r.issuer = empty_set)).unwrap().1, Fault::Truncated);
    let loose_bits = |recipe: Recipe| {
        let mut cert = recipe.signed_with(|_| vec![1]);
        let unused = cert.len() - 2;
        cert[unused] = 1;
        Cert::parse(&cert).unwrap_err()
    };
    assert_eq!(loose_bits(leaf()).field, "signatureValue");
}

#[test]
fn extensions_with_values_the_standard_does_not_allow() {
    let leaf = || Recipe::leaf("leaf").without_extensions();
    let one =
        |id: u8, value: &[u8]| wrong(leaf().with(extension(&[0x55, 0x1D, id], false, value))).map(|w| w.1);
    let value = Some(Fault::Value);
    // basicConstraints
    assert_eq!(one(0x13, &[0x30, 0]), None);
    assert_eq!(one(0x13, &[0x30, 3, 1, 1, 0]), None, "a false that is written out is tolerated");
    assert_eq!(one(0x13, &[0x30, 3, 1, 1, 1]), value);
    assert_eq!(one(0x13, &[0x30, 3, 2, 1, 0x80]), value, "a negative length");
    assert_eq!(one(0x13, &[0x30, 4, 2, 2, 0, 1]), value, "a padded length");
    assert_eq!(one(0x13, &[0x30, 8, 2, 6, 1, 0, 0, 0, 0, 0]), None, "a length beyond counting");
    assert_eq!(one(0x13, &[0x30, 0, 0]), Some(Fault::Trailing));
    // keyUsage
    assert_eq!(one(0x0F, &[3, 2, 7, 0x80]), None);
    assert_eq!(one(0x0F, &[3, 3, 7, 0, 0x80]), None, "decipherOnly");
    assert_eq!(one(0x0F, &[3, 2, 7, 0xC0]), value, "bits beyond the length");
    assert_eq!(one(0x0F, &[3, 2, 8, 0]), value);
    assert_eq!(one(0x0F, &[3, 1, 1]), value);
    assert_eq!(one(0x0F, &[3, 0]), value);
    // extendedKeyUsage and subjectAltName have at least one entry.
    assert_eq!(one(0x25, &[0x30, 0]), Some(Fault::Truncated));
    assert_eq!(one(0x25, &[0x30, 3, 6, 1, 0x80]), value, "an identifier without an end");
    assert_eq!(one(0x11, &[0x30, 0]), None, "a rule refuses it");
    assert_eq!(one(0x11, &[0x30, 5, 0x87, 3, 1, 2, 3]), value, "an address of three bytes");
    assert_eq!(one(0x11, &[0x30, 3, 0x82, 1, 0xE4]), value, "a host name that is not ASCII");
    assert_eq!(one(0x11, &[0x30, 2, 0x04, 0]), Some(Fault::Type));
    assert_eq!(one(0x11, &[0x30, 2, 0x89, 0]), Some(Fault::Type));
    assert_eq!(one(0x11, &[0x30, 2, 0xA4, 0]), Some(Fault::Truncated), "a directoryName without a Name");
    assert_eq!(one(0x11, &[0x30, 4, 0xA4, 2, 0x30, 0]), None);
    for tag in [0xA0, 0xA3, 0xA5, 0x88] {
        assert_eq!(one(0x11, &[0x30, 2, tag, 0]), None);
    }
}

#[test]
fn the_list_of_extensions() {
    let leaf = || Recipe::leaf("leaf").without_extensions();
    let twice = |id: &[u8]| leaf().with(extension(id, false, &[])).with(extension(id, false, &[]));
    assert_eq!(wrong(twice(&[0x55, 0x1D, 0x12])), Some(("extnID", Fault::Repeated)));
    assert_eq!(wrong(twice(&[0x2A, 3, 4])), Some(("extnID", Fault::Repeated)));
    let empty = leaf().edit(|r| r.unique_ids = der(0xA3, &[&der(SEQUENCE, &[])]));
    assert_eq!(wrong(empty), Some(("extensions", Fault::Value)));
    let many = |n: u8| (0..n).fold(leaf(), |leaf, n| leaf.with(extension(&[0x2A, 3, n], false, &[])));
    assert_eq!(wrong(many(64)), None);
    assert_eq!(wrong(many(65)), Some(("extnID", Fault::TooMany)));
    let critical =
        |value: &[u8]| der(SEQUENCE, &[&der(6, &[&[0x2A, 3]]), &der(1, &[value]), &der(OCTET_STRING, &[])]);
    assert_eq!(wrong(leaf().with(critical(&[2]))), Some(("critical", Fault::Value)));
    assert_eq!(wrong(leaf().with(critical(&[0]))), None);
}

#[test]
fn times_of_both_types_and_all_years() {
    let generalized = |text: &str| der(0x18, &[text.as_bytes()]);
    let bytes = Recipe::leaf("leaf")
        .edit(|r| (r.not_before, r.not_after) = (utc("500101000000Z"), generalized("99991231235959Z")))
        .unsigned();
    let validity = Cert::parse(&bytes).unwrap().validity;
    assert_eq!(validity.not_before.to_string(), "1950-01-01 00:00:00 UTC");
    assert_eq!(validity.not_after.to_string(), "9999-12-31 23:59:59 UTC");
    let early = Recipe::leaf("leaf").edit(|r| r.not_before = generalized("20260101000000Z"));
    assert_eq!(wrong(early), None, "RFC 5280 §4.1.2.5: either type is processed");
}

/// Where both crate x509-parser and we take a certificate, both read the same.
fn second_opinion(bytes: &[u8]) -> bool {
    let Ok(ours) = Cert::parse(bytes) else { return false };
    let Ok((_, theirs)) = X509Certificate::from_der(bytes) else { return false };
    assert_eq!(u32::from(ours.version), theirs.version().0 + 1);
    assert_eq!(ours.serial, theirs.raw_serial());
    assert_eq!(ours.issuer, theirs.issuer().as_raw());
    assert_eq!(ours.subject, theirs.subject().as_raw());
    assert_eq!(ours.spki, theirs.public_key().raw);
    assert_eq!(ours.tbs, theirs.tbs_certificate.as_ref());
    assert_eq!(ours.signature, theirs.signature_value.data.as_ref());
    assert_eq!(ours.validity.not_before.0, theirs.validity().not_before.timestamp());
    assert_eq!(ours.validity.not_after.0, theirs.validity().not_after.timestamp());
    let constraints =
        theirs.basic_constraints().unwrap().map(|ext| (ext.value.ca, ext.value.path_len_constraint));
    assert_eq!(ours.extensions.basic_constraints.map(|c| (c.ca, c.path_len)), constraints);
    let usage =
        theirs.key_usage().unwrap().map(|ext| (ext.value.digital_signature(), ext.value.key_cert_sign()));
    assert_eq!(ours.extensions.key_usage.map(|u| (u.digital_signature(), u.key_cert_sign())), usage);
    let names = theirs.subject_alternative_name().unwrap().map_or(0, |ext| ext.value.general_names.len());
    assert_eq!(ours.extensions.subject_alt_name.map_or(0, |names| names.iter().count()), names);
    true
}

#[test]
fn second_opinion_on_sound_certificates() {
    assert!(second_opinion(&full().issued_by("root", 1)));
    assert!(second_opinion(
        &Recipe::leaf("leaf").without_extensions().edit(|r| r.version.clear()).unsigned()
    ));
    assert!(second_opinion(
        &Recipe::leaf("leaf")
            .without_extensions()
            .with(alt_names(&[(0x87, &[127, 0, 0, 1])]))
            .issued_by("", 1)
    ));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        let _ = Cert::parse(&bytes);
    }

    #[test]
    fn damaged_certificates(place in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = full().unsigned();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(cert) = Cert::parse(&bytes) {
            let _ = (cert.public_key(), crate::Identity::of(&cert).subject);
        }
        second_opinion(&bytes);
    }
}
