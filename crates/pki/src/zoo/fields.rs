//! Certificates that are not written as X.509 and DER want it.

use super::answer::{BAD_CERTIFICATE, UNSUPPORTED_CERTIFICATE, accepted_with, at};
use super::plan::{DAY, Plan, ROOT_NAME, after, before};
use super::{BOTH, Exhibit, Specimen};
use crate::surgery::{self, Opened};
use crate::{Authority, Error, Extension, Request};

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "version-1",
        what: "X.509 version 1: no extensions at all, as the two-line recipe of many tutorials makes it.",
        failure: "F34",
        clause: "RFC 9846 §4.5.1.2",
        answer: at(0, UNSUPPORTED_CERTIFICATE, "NotVersion3", "is not X.509 version 3"),
        make: |plan| plan.edited(Opened::drop_version_and_extensions),
        ..BOTH
    },
    Specimen {
        name: "version-1-under-legacy",
        what: "The same, where the profile takes what old recipes make.",
        failure: "F34",
        clause: "RFC 9846 §4.5.1.2",
        answer: accepted_with("Version1"),
        make: |plan| {
            plan.asked(|demand| demand.profile = "legacy").edited(Opened::drop_version_and_extensions)
        },
        ..BOTH
    },
    Specimen {
        name: "version-1-root",
        what: "Below a root of version 1.",
        failure: "F34",
        clause: "RFC 9846 §4.5.1.2",
        answer: at(2, UNSUPPORTED_CERTIFICATE, "NotVersion3", "is not X.509 version 3"),
        make: version_1_root,
        ..BOTH
    },
    Specimen {
        name: "version-1-with-extensions",
        what: "Extensions in a certificate that says it is of version 1.",
        clause: "RFC 5280 §4.1.2.9",
        answer: at(0, BAD_CERTIFICATE, "Malformed", "the certificate cannot be read"),
        make: |plan| plan.edited(Opened::drop_version),
        ..BOTH
    },
    Specimen {
        name: "unknown-critical-extension",
        what: "A critical extension that nobody knows.",
        clause: "RFC 5280 §4.2",
        answer: at(
            0,
            UNSUPPORTED_CERTIFICATE,
            "UnknownCriticalExtension",
            "a critical extension is not known",
        ),
        make: |plan| plan.leaf_extension(Ok(unheard_of()))?.build(),
        ..BOTH
    },
    Specimen {
        name: "unknown-critical-extension-above",
        what: "A critical extension that nobody knows, in the intermediate.",
        clause: "RFC 5280 §4.2",
        answer: at(
            1,
            UNSUPPORTED_CERTIFICATE,
            "UnknownCriticalExtension",
            "a critical extension is not known",
        ),
        make: |plan| plan.middle_extension(Ok(unheard_of()))?.build(),
        ..BOTH
    },
    Specimen {
        name: "duplicate-extension",
        what: "The same extension twice.",
        clause: "RFC 5280 §4.2",
        answer: at(0, BAD_CERTIFICATE, "Malformed", "the certificate cannot be read"),
        make: |plan| {
            let digital_signature = vec![0x03, 0x02, 0x07, 0x80];
            let twice = Extension { oid: vec![2, 5, 29, 15], critical: true, content: digital_signature };
            plan.leaf_extension(Ok(twice))?.build()
        },
        ..BOTH
    },
    Specimen {
        name: "algorithm-mismatch",
        what: "Two different algorithms inside and outside the signed part.",
        clause: "RFC 5280 §4.1.1.2",
        answer: at(
            0,
            BAD_CERTIFICATE,
            "SignatureAlgorithmsDiffer",
            "inside and outside tbsCertificate differ",
        ),
        make: |plan| plan.edited(Opened::mismatch_algorithms),
        ..BOTH
    },
    Specimen {
        name: "broken-signature",
        what: "One bit of the signature is wrong.",
        clause: "RFC 5280 §6.1.3",
        answer: at(0, BAD_CERTIFICATE, "BadSignature", "the issuer's signature on the certificate is wrong"),
        make: |plan| plan.build()?.damaged(|der| surgery::flip_last_bit(der)),
        ..BOTH
    },
    Specimen {
        name: "negative-serial",
        what: "The serial number is negative, where conforming issuers are asked for.",
        clause: "RFC 5280 §4.1.2.2",
        answer: at(0, BAD_CERTIFICATE, "SerialNumberNotPositive", "the serial number is zero or negative"),
        make: |plan| conforming(plan).edited(|leaf| leaf.set_serial(&[0x80, 0x01])),
        ..BOTH
    },
    Specimen {
        name: "zero-serial",
        what: "The serial number is zero, where conforming issuers are asked for.",
        clause: "RFC 5280 §4.1.2.2",
        answer: at(0, BAD_CERTIFICATE, "SerialNumberNotPositive", "the serial number is zero or negative"),
        make: |plan| conforming(plan).edited(|leaf| leaf.set_serial(&[0])),
        ..BOTH
    },
    Specimen {
        name: "long-serial",
        what: "The serial number has 21 bytes.",
        clause: "RFC 5280 §4.1.2.2",
        answer: at(0, BAD_CERTIFICATE, "LongSerialNumber", "the serial number is longer than 20 bytes"),
        make: |plan| plan.edited(|leaf| leaf.set_serial(&[0x55; 21])),
        ..BOTH
    },
    Specimen {
        name: "empty-issuer",
        what: "The issuer has no name.",
        clause: "RFC 5280 §4.1.2.4",
        answer: at(0, BAD_CERTIFICATE, "EmptyIssuer", "the issuer has no name"),
        make: |plan| plan.edited(Opened::empty_issuer),
        ..BOTH
    },
    Specimen {
        name: "wrong-time-type",
        what: "Dates before 2050 as GeneralizedTime, where conforming issuers are asked for.",
        clause: "RFC 5280 §4.1.2.5",
        answer: at(0, BAD_CERTIFICATE, "TimeType", "a date before 2050 is written as GeneralizedTime"),
        make: |plan| {
            let (from, until) = (before(plan.now, DAY), after(plan.now, DAY));
            conforming(plan).edited(|leaf| leaf.set_generalized_validity(from, until))
        },
        ..BOTH
    },
    Specimen {
        name: "non-minimal-length",
        what: "A length in more bytes than it needs: BER, and not DER.",
        clause: "RFC 5280 §4.1",
        answer: at(0, BAD_CERTIFICATE, "Malformed", "the certificate cannot be read"),
        make: |plan| plan.build()?.damaged(surgery::lengthen_length),
        ..BOTH
    },
    Specimen {
        name: "truncated",
        what: "Cut off in the middle.",
        clause: "RFC 5280 §4.1",
        answer: at(0, BAD_CERTIFICATE, "Malformed", "the certificate cannot be read"),
        make: |plan| plan.build()?.damaged(surgery::cut_in_half),
        ..BOTH
    },
    Specimen {
        name: "trailing-byte",
        what: "One byte too many at the end.",
        clause: "RFC 5280 §4.1",
        answer: at(0, BAD_CERTIFICATE, "Malformed", "the certificate cannot be read"),
        make: |plan| plan.build()?.damaged(surgery::append_byte),
        ..BOTH
    },
];

/// Many authorities are not, and a relying party is to be graceful with them.
fn conforming(plan: Plan<'_>) -> Plan<'_> {
    plan.asked(|demand| demand.profile = "conforming")
}

/// Below the private enterprise number that RFC 5612 sets aside for documentation.
fn unheard_of() -> Extension {
    Extension { oid: vec![1, 3, 6, 1, 4, 1, 32473, 1], critical: true, content: vec![5, 0] }
}

fn version_1_root(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let root = Authority::root(&Request::authority(ROOT_NAME, plan.now))?;
    let anchor = root.reissue(root.certificate(), Opened::drop_version_and_extensions)?;
    Ok(Exhibit { anchor, ..plan.build_below(&root)? })
}
