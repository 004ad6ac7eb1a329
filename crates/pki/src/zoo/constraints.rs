//! Names outside of what an authority above may vouch for (RFC 5280 §4.2.1.10).

use super::answer::{ACCEPTED, BAD_CERTIFICATE, at};
use super::extension::{directory, dns, email, excluded, network, permitted, uri};
use super::plan::Plan;
use super::{Answer, BOTH, CLIENTS, Exhibit, SERVERS, Specimen};
use crate::{Error, Extension, Name};

const CLAUSE: &str = "RFC 5280 §6.1.3 (b)";
const EXCLUDED: &str = "RFC 5280 §6.1.3 (c)";

const REFUSED: Answer =
    at(0, BAD_CERTIFICATE, "NameNotPermitted", "a name lies outside what an authority above may certify");

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "good-name-constraint",
        what: "Nothing is wrong: a name inside the permitted subtree.",
        clause: CLAUSE,
        answer: ACCEPTED,
        make: |plan| below(plan, permitted(dns("localhost")), Name::from("localhost")),
        ..BOTH
    },
    Specimen {
        name: "name-constraint-violated",
        what: "A host outside of the intermediate's permitted subtree.",
        failure: "F33",
        clause: CLAUSE,
        answer: REFUSED,
        make: |plan| below(plan, permitted(dns("other.example")), Name::from("localhost")),
        ..BOTH
    },
    Specimen {
        name: "name-constraint-excluded",
        what: "A host inside of the intermediate's excluded subtree.",
        failure: "F33",
        clause: EXCLUDED,
        answer: at(
            0,
            BAD_CERTIFICATE,
            "NameExcluded",
            "a name lies in what an authority above must not certify",
        ),
        make: |plan| below(plan, excluded(dns("localhost")), Name::from("localhost")),
        ..BOTH
    },
    Specimen {
        name: "name-constraint-address",
        what: "An address outside of the permitted network.",
        failure: "F33",
        clause: CLAUSE,
        answer: REFUSED,
        make: |plan| {
            let plan = plan.asked(|demand| demand.name = Some("127.0.0.1"));
            below(plan, permitted(network([10, 0, 0, 0], [255, 0, 0, 0])), "127.0.0.1".into())
        },
        ..SERVERS
    },
    Specimen {
        name: "name-constraint-email",
        what: "A mailbox outside of the permitted domain.",
        failure: "F33",
        clause: CLAUSE,
        answer: REFUSED,
        make: |plan| {
            below(plan, permitted(email("zoo.example")), Name::Email("alice@other.example".to_owned()))
        },
        ..CLIENTS
    },
    Specimen {
        name: "name-constraint-uri",
        what: "A URI whose host is outside of the permitted domain.",
        failure: "F33",
        clause: CLAUSE,
        answer: REFUSED,
        make: |plan| {
            below(plan, permitted(uri(".zoo.example")), Name::Uri("spiffe://other.example/alice".to_owned()))
        },
        ..CLIENTS
    },
    Specimen {
        name: "name-constraint-directory",
        what: "A subject outside of the permitted directory subtree.",
        failure: "F33",
        clause: CLAUSE,
        answer: REFUSED,
        make: |plan| plan.middle_extension(permitted(directory("O=Zoo")))?.build(),
        ..BOTH
    },
];

fn below(plan: Plan<'_>, limit: Result<Extension, Error>, name: Name) -> Result<Exhibit, Error> {
    plan.middle_extension(limit)?.names([name]).build()
}
