//! Certificates that are used for what they are not for.

use super::answer::{BAD_CERTIFICATE, UNSUPPORTED_CERTIFICATE, at};
use super::plan::Plan;
use super::{BOTH, SERVERS, Specimen};
use crate::{Constraint, KeyUsage, Purpose};

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "wrong-purpose",
        what: "extendedKeyUsage names the other role only.",
        failure: "F07",
        clause: "RFC 5280 §4.2.1.12",
        answer: at(0, UNSUPPORTED_CERTIFICATE, "WrongPurpose", "does not allow this purpose"),
        make: |plan| {
            let other = plan.role.other_purpose();
            plan.leaf(|leaf| leaf.purposes = vec![other]).build()
        },
        ..BOTH
    },
    Specimen {
        name: "issuer-purpose",
        what: "Below an intermediate whose extendedKeyUsage names the other role only.",
        failure: "F08",
        clause: "RFC 5280 §4.2.1.12",
        answer: at(1, UNSUPPORTED_CERTIFICATE, "WrongPurpose", "does not allow this purpose"),
        make: |plan| {
            let other = plan.role.other_purpose();
            plan.middle(|middle| middle.purposes = vec![other]).build()
        },
        ..BOTH
    },
    Specimen {
        name: "no-digital-signature",
        what: "keyUsage is nonRepudiation alone, as on a card made for signing documents.",
        failure: "F14",
        clause: "RFC 9846 §4.5.1.2",
        answer: at(0, UNSUPPORTED_CERTIFICATE, "MayNotSignHandshakes", "keyUsage lacks digitalSignature"),
        make: |plan| plan.leaf(|leaf| leaf.key_usages = vec![KeyUsage::ContentCommitment]).build(),
        ..BOTH
    },
    Specimen {
        name: "issuer-not-authority",
        what: "Below an intermediate that is CA:FALSE.",
        failure: "F33",
        clause: "RFC 5280 §6.1.4",
        answer: at(1, BAD_CERTIFICATE, "NotAuthority", "is not a certification authority"),
        make: |plan| plan.middle(|middle| middle.constraint = Constraint::EndEntity).build(),
        ..BOTH
    },
    Specimen {
        name: "issuer-may-not-sign",
        what: "Below an intermediate whose keyUsage lacks keyCertSign.",
        failure: "F33",
        clause: "RFC 5280 §6.1.4",
        answer: at(1, BAD_CERTIFICATE, "MayNotSignCertificates", "keyUsage lacks keyCertSign"),
        make: |plan| plan.middle(|middle| middle.key_usages = vec![KeyUsage::CrlSign]).build(),
        ..BOTH
    },
    Specimen {
        name: "key-cert-sign-without-authority",
        what: "keyUsage has keyCertSign, and basicConstraints says CA:FALSE.",
        clause: "RFC 5280 §4.2.1.9",
        answer: at(0, BAD_CERTIFICATE, "KeyCertSignWithoutAuthority", "keyCertSign is set, but cA is not"),
        make: |plan| plan.leaf(|leaf| leaf.key_usages.push(KeyUsage::KeyCertSign)).build(),
        ..BOTH
    },
    Specimen {
        name: "good-web-server",
        what: "Nothing is wrong: a server as the CA/Browser Forum wants it.",
        clause: "Baseline Requirements §7.1.2.7",
        make: |plan| on_the_web(plan).build(),
        ..SERVERS
    },
    Specimen {
        name: "authority-as-server",
        what: "A server that is also CA:TRUE, on the web.",
        clause: "Baseline Requirements §7.1.2.7.8",
        answer: at(0, BAD_CERTIFICATE, "AuthorityAsEndEntity", "a subscriber is a certification authority"),
        make: |plan| {
            let authority = Constraint::Authority { path_len: None };
            on_the_web(plan).leaf(|leaf| leaf.constraint = authority).build()
        },
        ..SERVERS
    },
    Specimen {
        name: "any-purpose",
        what: "A server that is for any purpose, on the web.",
        clause: "Baseline Requirements §7.1.2.7.10",
        answer: at(0, BAD_CERTIFICATE, "AnyPurpose", "a subscriber may not be for any purpose"),
        make: |plan| on_the_web(plan).leaf(|leaf| leaf.purposes.push(Purpose::Any)).build(),
        ..SERVERS
    },
    Specimen {
        name: "path-len-exceeded",
        what: "Two intermediates, and the pathLenConstraint of the upper one is zero.",
        failure: "F33",
        clause: "RFC 5280 §6.1.4",
        answer: at(2, BAD_CERTIFICATE, "PathLength", "more authorities follow than pathLenConstraint allows"),
        make: |plan| {
            let limit = Constraint::Authority { path_len: Some(0) };
            plan.middle(|middle| middle.constraint = limit).lower(|_| ()).build()
        },
        ..BOTH
    },
];

fn on_the_web(plan: Plan<'_>) -> Plan<'_> {
    plan.asked(|demand| demand.profile = "webpki")
}
