//! Certificates for somebody else.

use super::answer::{ACCEPTED, BAD_CERTIFICATE, accepted_with, at};
use super::{CLIENTS, Exhibit, SERVERS, Specimen};
use crate::zoo::plan::Plan;
use crate::{Constraint, Error, Name};

const OTHER_NAMES: &str = "the certificate is for other names";

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "good-wildcard",
        what: "Nothing is wrong: a wildcard for the label that is wanted.",
        clause: "RFC 9525 §6.3",
        answer: ACCEPTED,
        make: |plan| host(plan, "*.shop.example", "www.shop.example"),
        ..SERVERS
    },
    Specimen {
        name: "good-address",
        what: "Nothing is wrong: an IP address written as an iPAddress.",
        clause: "RFC 9525 §6.4",
        answer: ACCEPTED,
        make: |plan| {
            let plan = plan.names(["127.0.0.1".into()]);
            plan.asked(|demand| demand.name = Some("127.0.0.1")).build()
        },
        ..SERVERS
    },
    Specimen {
        name: "name-mismatch",
        what: "A server certificate for other.example only.",
        failure: "F22",
        clause: "RFC 9525 §6.1",
        answer: at(0, BAD_CERTIFICATE, "NameMismatch", OTHER_NAMES),
        make: |plan| plan.names(["other.example".into()]).build(),
        ..SERVERS
    },
    Specimen {
        name: "common-name-only",
        what: "The host stands in the common name, and there is no subjectAltName.",
        failure: "F22",
        clause: "RFC 9525 §6.2",
        answer: at(0, BAD_CERTIFICATE, "NoSubjectAltName", "the certificate has no subjectAltName"),
        make: |plan| plan.names([]).build(),
        ..SERVERS
    },
    Specimen {
        name: "common-name-only-under-legacy",
        what: "The same, where the profile takes what old recipes make.",
        failure: "F22",
        clause: "RFC 9525 §6.2",
        answer: accepted_with("CommonNameAsHost"),
        make: |plan| plan.names([]).asked(|demand| demand.profile = "legacy").build(),
        ..SERVERS
    },
    Specimen {
        name: "address-as-host",
        what: "An IP address written as a dNSName.",
        failure: "F22",
        clause: "RFC 9525 §6.4",
        answer: at(0, BAD_CERTIFICATE, "NameMismatch", OTHER_NAMES),
        make: |plan| {
            let plan = plan.names([Name::Dns("127.0.0.1".to_owned())]);
            plan.asked(|demand| demand.name = Some("127.0.0.1")).build()
        },
        ..SERVERS
    },
    Specimen {
        name: "wildcard-for-two-labels",
        what: "A wildcard, and the name that is wanted has one label more.",
        failure: "F22",
        clause: "RFC 9525 §6.3",
        answer: at(0, BAD_CERTIFICATE, "NameMismatch", OTHER_NAMES),
        make: |plan| host(plan, "*.shop.example", "a.b.shop.example"),
        ..SERVERS
    },
    Specimen {
        name: "wildcard-in-a-label",
        what: "A wildcard that is only a part of its label.",
        failure: "F22",
        clause: "RFC 9525 §6.3",
        answer: at(0, BAD_CERTIFICATE, "NameMismatch", OTHER_NAMES),
        make: |plan| host(plan, "w*.shop.example", "www.shop.example"),
        ..SERVERS
    },
    Specimen {
        name: "wildcard-for-a-top-level-domain",
        what: "A wildcard for everything below a top-level domain.",
        failure: "F22",
        clause: "RFC 9525 §7.1",
        answer: at(0, BAD_CERTIFICATE, "NameMismatch", OTHER_NAMES),
        make: |plan| host(plan, "*.example", "shop.example"),
        ..SERVERS
    },
    Specimen {
        name: "nul-in-name",
        what: "The name that is wanted, a NUL, and a domain of somebody else.",
        failure: "F22",
        clause: "RFC 5280 §4.2.1.6",
        answer: at(0, BAD_CERTIFICATE, "NameMismatch", OTHER_NAMES),
        make: |plan| host(plan, "shop.example\0.evil.example", "shop.example"),
        ..SERVERS
    },
    Specimen {
        name: "malformed-host-name",
        what: "One of the names has a blank in it, where conforming issuers are asked for.",
        failure: "F22",
        clause: "RFC 5280 §4.2.1.6",
        answer: at(0, BAD_CERTIFICATE, "MalformedHostName", "a dNSName is no host name"),
        make: |plan| {
            let plan = plan.names(["localhost".into(), Name::Dns("my shop".to_owned())]);
            plan.asked(|demand| demand.profile = "conforming").build()
        },
        ..SERVERS
    },
    Specimen {
        name: "good-spiffe",
        what: "Nothing is wrong: the SPIFFE ID that is wanted.",
        clause: "X509-SVID §2",
        answer: ACCEPTED,
        make: |plan| spiffe(plan, &[ID]),
        ..CLIENTS
    },
    Specimen {
        name: "spiffe-other-id",
        what: "The SPIFFE ID of another workload.",
        clause: "X509-SVID §5",
        answer: at(0, BAD_CERTIFICATE, "NameMismatch", OTHER_NAMES),
        make: |plan| spiffe(plan, &["spiffe://zoo.example/bob"]),
        ..CLIENTS
    },
    Specimen {
        name: "spiffe-two-uris",
        what: "Two URIs, where a SPIFFE identity has exactly one.",
        clause: "X509-SVID §2",
        answer: at(0, BAD_CERTIFICATE, "NotSvid", "URI"),
        make: |plan| spiffe(plan, &[ID, "https://zoo.example/alice"]),
        ..CLIENTS
    },
    Specimen {
        name: "spiffe-authority",
        what: "A SPIFFE identity that is also CA:TRUE.",
        clause: "X509-SVID §4.1",
        answer: at(0, BAD_CERTIFICATE, "NotSvid", "authority"),
        make: |plan| {
            let authority = Constraint::Authority { path_len: None };
            spiffe(plan.leaf(|leaf| leaf.constraint = authority), &[ID])
        },
        ..CLIENTS
    },
];

const ID: &str = "spiffe://zoo.example/alice";

fn host(plan: Plan<'_>, presented: &str, wanted: &'static str) -> Result<Exhibit, Error> {
    let plan = plan.names([Name::Dns(presented.to_owned())]).leaf(|leaf| leaf.common_name = None);
    plan.asked(|demand| demand.name = Some(wanted)).build()
}

fn spiffe(plan: Plan<'_>, uris: &[&str]) -> Result<Exhibit, Error> {
    let plan = plan.names(uris.iter().map(|uri| Name::Uri((*uri).to_owned())));
    plan.asked(|demand| demand.name = Some(ID)).build()
}
