//! Certificate revocation lists.

use handfast::path::revocation::{CertificateList, Scope};
use handfast::path::{Decisions, Evidence, Policy, Refusal, Revocation, validate};
use handfast::rule::Refusal as _;

use super::people::{ALICE, INTERMEDIATE, PEOPLE, today};

/// A CRL, asked about people who are on none.
pub fn crl(data: &[u8]) {
    let read = CertificateList::parse(data);
    let evidence = Evidence::none().with_crl(data);
    assert_eq!(read.as_ref().err(), evidence.as_ref().err().map(|unreadable| &unreadable.malformed));
    if let (Ok(list), Ok(evidence)) = (read, evidence) {
        assert!(list.tbs.len() <= data.len() && list.revoked().all(|entry| !entry.serial.is_empty()));
        assert_eq!(evidence.crls().count(), 1);
        undecided(&evidence);
    }
}

/// Nobody signed this evidence: it neither clears anybody nor takes anybody back.
pub(super) fn undecided(evidence: &Evidence<'_>) {
    for scope in [Scope::Leaf, Scope::Chain] {
        let refusal = judge(evidence, Revocation::hard(scope)).expect_err("nobody can say");
        assert!(!matches!(refusal, Refusal::Revoked { .. }), "nobody said so: {refusal}");
        assert!(!refusal.rule().sentence.is_empty() && !refusal.remedy().is_empty());
        assert_eq!(judge(evidence, Revocation::soft(scope)), Ok(()));
    }
}

fn judge(evidence: &Evidence<'_>, demand: Revocation) -> Result<(), Refusal> {
    let policy = Policy::tls_client().revocation(demand);
    let run = |decisions: &mut Decisions| {
        validate(ALICE, [INTERMEDIATE], &PEOPLE.anchors, evidence, &policy, today(), decisions).map(|_| ())
    };
    let verdict = run(&mut Decisions::off());
    assert_eq!(verdict, run(&mut Decisions::on()));
    verdict
}
