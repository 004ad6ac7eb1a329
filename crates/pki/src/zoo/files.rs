//! Files that their owner cannot load, or only with a remark.

use super::answer::{ACCEPTED, accepted_with, not_loaded};
use super::exhibit::PASSWORD;
use super::plan::Plan;
use super::{BOTH, Exhibit, Form, Specimen};
use crate::{Error, Issued, Protection};

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "wrong-key",
        what: "The private key belongs to another certificate.",
        failure: "F17",
        clause: "RFC 9846 §4.5.2",
        answer: not_loaded("KeyMismatch", "belongs to no certificate"),
        make: with_another_key,
        ..BOTH
    },
    Specimen {
        name: "wrong-order",
        what: "The certificates of the bundle are in the wrong order: issuers first.",
        failure: "F19",
        clause: "RFC 9846 §4.5.1",
        answer: accepted_with("Reordered"),
        make: |plan| Ok(plan.build()?.in_form(Form::Reversed)),
        ..BOTH
    },
    Specimen {
        name: "encrypted-key",
        what: "The private key is encrypted, and there is no passphrase.",
        failure: "F21",
        clause: "RFC 5958 §3",
        answer: not_loaded("EncryptedKey", "the private key is encrypted; give its password"),
        make: |plan| Ok(plan.build()?.in_form(Form::EncryptedKey)),
        ..BOTH
    },
    Specimen {
        name: "good-pkcs12",
        what: "Nothing is wrong: a PKCS#12 file with AES-256 and its password.",
        clause: "RFC 7292 §4",
        answer: ACCEPTED,
        make: |plan| in_pkcs12(plan, Protection::Modern, PASSWORD),
        ..BOTH
    },
    Specimen {
        name: "pkcs12-wrong-password",
        what: "A PKCS#12 file and another one's password.",
        failure: "F20",
        clause: "RFC 7292 §5.1",
        answer: not_loaded("WrongPassword", "the password is wrong"),
        make: |plan| in_pkcs12(plan, Protection::Modern, "open sesame"),
        ..BOTH
    },
    Specimen {
        name: "pkcs12-old-cipher",
        what: "A PKCS#12 file whose certificates are under RC2 with 40 bits, as OpenSSL wrote it before version 3.",
        failure: "F20",
        clause: "RFC 7292 §C",
        answer: not_loaded("UnsupportedProtection", "is protected with 40-bit RC2"),
        make: |plan| in_pkcs12(plan, Protection::Obsolete, PASSWORD),
        ..BOTH
    },
];

fn with_another_key(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let town = plan.town()?;
    let other = town.middle()?.issue(plan.leaf_request())?;
    Ok(plan.exhibit(Issued { key: other.key, ..town.issued }))
}

fn in_pkcs12(plan: Plan<'_>, protection: Protection, password: &'static str) -> Result<Exhibit, Error> {
    Ok(plan.build()?.in_form(Form::Pkcs12 { protection, password }))
}
