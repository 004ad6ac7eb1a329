//! Certificates that lead to no anchor, and one that does.

use super::answer::{ACCEPTED, UNKNOWN_CA, at};
use super::plan::{self, Plan};
use super::{BOTH, CLIENTS, Exhibit, SERVERS, Specimen};
use crate::{Authority, Error, KeyKind, Request};

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "good",
        what: "Nothing is wrong: a root, an intermediate, and a certificate with a P-256 key.",
        clause: "RFC 5280 §6.1",
        answer: ACCEPTED,
        ..BOTH
    },
    Specimen {
        name: "good-ed25519",
        what: "Nothing is wrong: the same with an Ed25519 key.",
        clause: "RFC 8410 §3",
        answer: ACCEPTED,
        make: |plan| plan.leaf(|leaf| leaf.key = KeyKind::Ed25519).build(),
        ..BOTH
    },
    Specimen {
        name: "good-rsa",
        what: "Nothing is wrong: the same with an RSA key of 2048 bits.",
        clause: "RFC 4055 §1.2",
        answer: ACCEPTED,
        make: |plan| plan.leaf(|leaf| leaf.key = KeyKind::Rsa2048).build(),
        ..BOTH
    },
    Specimen {
        name: "good-clutter",
        what: "Nothing is wrong: the intermediate comes after a stranger, itself once more, and the root.",
        clause: "RFC 9846 §4.5.1",
        answer: ACCEPTED,
        make: cluttered,
        ..BOTH
    },
    Specimen {
        name: "unknown-authority",
        what: "Issued below a root that the verifier does not know.",
        failure: "F02",
        clause: "RFC 9846 §6.2",
        answer: at(1, UNKNOWN_CA, "UnknownIssuer", "the issuer is not known"),
        make: |plan| below_another_root(plan, "zoo of someone else"),
        ..BOTH
    },
    Specimen {
        name: "impostor-authority",
        what: "Issued below a root of the trusted one's name, but with another key.",
        failure: "F02",
        clause: "RFC 9846 §6.2",
        answer: at(1, UNKNOWN_CA, "NamesakeIssuer", "another key signed this one"),
        make: |plan| below_another_root(plan, plan::ROOT_NAME),
        ..BOTH
    },
    Specimen {
        name: "self-signed",
        what: "Signed by itself, and not among the anchors.",
        failure: "F02",
        clause: "RFC 9846 §6.2",
        answer: at(0, UNKNOWN_CA, "SelfSigned", "its own issuer and not a trust anchor"),
        make: self_signed,
        ..BOTH
    },
    Specimen {
        name: "missing-intermediate",
        what: "Sent without its intermediate.",
        failure: "F03",
        clause: "RFC 9846 §4.5.1",
        answer: at(0, UNKNOWN_CA, "UnknownIssuer", "the issuer is not known"),
        make: |plan| Ok(plan.build()?.without_intermediates()),
        ..CLIENTS
    },
    Specimen {
        name: "missing-intermediate",
        what: "Sent without its intermediate.",
        failure: "F24",
        clause: "RFC 9846 §4.5.1",
        answer: at(0, UNKNOWN_CA, "UnknownIssuer", "the issuer is not known"),
        make: |plan| Ok(plan.build()?.without_intermediates()),
        ..SERVERS
    },
];

fn below_another_root(plan: Plan<'_>, name: &str) -> Result<Exhibit, Error> {
    let other = Authority::root(&Request::authority(name, plan.now))?;
    let anchor = plan.root.certificate().clone();
    Ok(Exhibit { anchor, ..plan.build_below(&other)? })
}

fn cluttered(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let stranger = Authority::root(&Request::authority("stranger", plan.now))?.certificate().clone();
    let (root, mut exhibit) = (plan.root.certificate().clone(), plan.build()?);
    let middle = exhibit.issued.chain.last().cloned();
    exhibit.issued.chain.splice(1..1, [stranger].into_iter().chain(middle).chain([root]));
    Ok(exhibit)
}

fn self_signed(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let issued = Authority::root(plan.leaf_request())?.into_issued();
    Ok(plan.exhibit(issued))
}
