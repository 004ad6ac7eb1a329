//! Certificates that were judged too late or too early.

use super::answer::{CERTIFICATE_EXPIRED, at};
use super::plan::{Plan, ROOT_NAME, future, past};
use super::{BOTH, Exhibit, Specimen};
use crate::{Authority, Error, Request, Validity};

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "expired",
        what: "Expired a day ago.",
        failure: "F06",
        clause: "RFC 5280 §6.1.3",
        answer: at(0, CERTIFICATE_EXPIRED, "Expired", "the certificate has expired"),
        make: |plan| plan.leaf_valid(past).build(),
        ..BOTH
    },
    Specimen {
        name: "expired-intermediate",
        what: "Below an intermediate that expired a day ago.",
        failure: "F06",
        clause: "RFC 5280 §6.1.3",
        answer: at(1, CERTIFICATE_EXPIRED, "Expired", "the certificate has expired"),
        make: |plan| plan.middle_valid(past).build(),
        ..BOTH
    },
    Specimen {
        name: "expired-root",
        what: "Below a root that expired a day ago and is still configured.",
        failure: "F06",
        clause: "RFC 5280 §6.1.3",
        answer: at(2, CERTIFICATE_EXPIRED, "Expired", "the certificate has expired"),
        make: |plan| below_root(plan, past),
        ..BOTH
    },
    Specimen {
        name: "not-yet-valid",
        what: "Becomes valid in two minutes.",
        failure: "F09",
        clause: "RFC 5280 §6.1.3",
        answer: at(0, CERTIFICATE_EXPIRED, "NotYetValid", "the certificate is not yet valid"),
        make: |plan| plan.leaf_valid(future).build(),
        ..BOTH
    },
    Specimen {
        name: "not-yet-valid-intermediate",
        what: "Below an intermediate that becomes valid in two minutes.",
        failure: "F09",
        clause: "RFC 5280 §6.1.3",
        answer: at(1, CERTIFICATE_EXPIRED, "NotYetValid", "the certificate is not yet valid"),
        make: |plan| plan.middle_valid(future).build(),
        ..BOTH
    },
    Specimen {
        name: "not-yet-valid-root",
        what: "Below a root that becomes valid in two minutes.",
        failure: "F09",
        clause: "RFC 5280 §6.1.3",
        answer: at(2, CERTIFICATE_EXPIRED, "NotYetValid", "the certificate is not yet valid"),
        make: |plan| below_root(plan, future),
        ..BOTH
    },
];

fn below_root(plan: Plan<'_>, when: fn(rustls_pki_types::UnixTime) -> Validity) -> Result<Exhibit, Error> {
    let request = Request::authority(ROOT_NAME, plan.now).validity(when(plan.now));
    plan.build_below(&Authority::root(&request)?)
}
