//! CRLs and OCSP responses, forged field by field.

mod forge;
mod lists;
mod reading;
mod remembered;
mod responses;
mod scopes;

pub(super) use lists::provocations as of_lists;
pub(super) use responses::provocations as of_responses;

use super::forge::{Recipe, basic_constraints, key_usage, now};
use crate::revocation::{Scope, Witness};
use crate::{Anchors, Answer, Decisions, Evidence, Path, Policy, Refusal, Revocation, Time, validate};

/// What is asked, of whom.
struct Case<'a> {
    leaf: &'a [u8],
    intermediates: &'a [&'a [u8]],
    root: &'a [u8],
    lists: &'a [&'a [u8]],
    responses: &'a [&'a [u8]],
    demand: Revocation,
}

impl Case<'_> {
    fn evidence(&self) -> Evidence<'_> {
        let mut evidence = Evidence::none();
        self.lists.iter().for_each(|list| evidence.add_crl(*list).unwrap());
        self.responses.iter().for_each(|response| evidence.add_ocsp(*response).unwrap());
        evidence
    }

    /// What is decided depends neither on whether it is recorded nor on whether it was asked before.
    fn ask(&self) -> Result<(Path<'_>, Decisions), Refusal> {
        let (evidence, policy) = (self.evidence(), Policy::tls_server().revocation(self.demand));
        let anchors = Anchors::from_certificates([self.root]).unwrap();
        let run = |decisions: &mut Decisions| {
            let intermediates = self.intermediates.iter().copied();
            validate(self.leaf, intermediates, &anchors, &evidence, &policy, now(), decisions)
        };
        let mut decisions = Decisions::on();
        let (recorded, silent) = (run(&mut decisions), run(&mut Decisions::off()));
        assert_eq!(recorded.as_ref().err(), silent.as_ref().err());
        if let Err(refusal) = recorded {
            let answers: Vec<_> = decisions.all().iter().map(|decision| decision.answer).collect();
            assert!(
                answers.contains(&Answer::Refused(refusal)),
                "{refusal} is not in the record:\n{decisions}"
            );
        }
        recorded.map(|path| (path, decisions))
    }

    /// Who said that a certificate is not revoked, from the top of the path.
    fn witnesses(&self) -> Vec<Witness> {
        let (_, decisions) = self.ask().unwrap();
        let not_revoked = |answer| if let Answer::NotRevoked(proof) = answer { Some(proof.by) } else { None };
        decisions.all().iter().filter_map(|decision| not_revoked(decision.answer)).collect()
    }
}

/// A leaf of serial number 7 below the root, and these CRLs.
fn by_lists(lists: &[&[u8]]) -> Result<Vec<Witness>, Refusal> {
    of_leaf(&leaf(), lists, &[], Revocation::hard(Scope::Leaf))
}

fn by_responses(responses: &[&[u8]]) -> Result<Vec<Witness>, Refusal> {
    of_leaf(&leaf(), &[], responses, Revocation::hard(Scope::Leaf))
}

fn of_leaf(
    leaf: &[u8],
    lists: &[&[u8]],
    responses: &[&[u8]],
    demand: Revocation,
) -> Result<Vec<Witness>, Refusal> {
    let root = root();
    let case = Case { leaf, intermediates: &[], root: &root, lists, responses, demand };
    case.ask()?;
    Ok(case.witnesses())
}

fn leaf() -> Vec<u8> {
    Recipe::leaf("leaf").issued_by("root", 1)
}

fn root() -> Vec<u8> {
    signing_authority("root", 1).issued_by("root", 1)
}

/// One that may sign certificates and CRLs.
fn signing_authority(name: &str, n: usize) -> Recipe {
    Recipe::authority(name, n).without_extensions().with(basic_constraints(true, None)).with(key_usage(0x06))
}

/// Seconds of 2026-05-01 and 2026-07-01, between which the tests judge.
const MAY: Time = Time(1_777_593_600);
const JULY: Time = Time(1_782_864_000);
