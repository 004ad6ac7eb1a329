//! The zoo of broken identities: each is answered as its row in the table says.

#![expect(clippy::unwrap_used, reason = "the specimens are there, or the test fails")]

use handfast_path::cert::Cert;
use handfast_path::name::Reference;
use handfast_path::revocation::Scope;
use handfast_path::{
    Anchors, Decisions, Evidence, Identity, Policy, Profile, Refusal, Revocation, Warning, validate,
};
use handfast_pki::zoo::{self, Answer, Exhibit, Role, Specimen, Zoo};
use handfast_rule::Refusal as _;
use rustls_pki_types::UnixTime;

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_800_000_000))
}

/// As a peer would judge it: the path, and the name that is wanted.
fn judge(exhibit: &Exhibit, role: Role) -> Result<Vec<Warning>, Refusal> {
    let (policy, mut decisions) = (policy(exhibit, role), Decisions::off());
    let anchors = Anchors::from_certificates([exhibit.anchor.as_ref()]).unwrap();
    let mut sent = exhibit.issued.chain.iter().map(AsRef::as_ref);
    let leaf = sent.next().unwrap();
    let mut path = validate(leaf, sent, &anchors, &evidence(exhibit), &policy, now(), &mut decisions)?;
    if let Some(name) = exhibit.demand.name {
        path.verify_name(&Reference::parse(name).unwrap(), &policy, &mut decisions)?;
    }
    Ok(path.warnings().iter().map(|(_, warning)| *warning).collect())
}

fn policy(exhibit: &Exhibit, role: Role) -> Policy {
    let demand = &exhibit.demand;
    let policy = match role {
        Role::Server => Policy::tls_server(),
        Role::Client => Policy::tls_client(),
    };
    let policy = policy.profile(Profile::named(demand.profile).unwrap()).revocation(demanded(exhibit));
    if demand.policies.is_empty() {
        return policy;
    }
    let wanted = demand.policies.iter().map(|oid| oid.parse().unwrap());
    policy.initial_policies(wanted).require_explicit_policy(true)
}

fn demanded(exhibit: &Exhibit) -> Revocation {
    match exhibit.revocation() {
        zoo::Revocation::Off => Revocation::OFF,
        zoo::Revocation::Leaf => Revocation::hard(Scope::Leaf),
        zoo::Revocation::Chain => Revocation::hard(Scope::Chain),
    }
}

fn evidence(exhibit: &Exhibit) -> Evidence<'_> {
    let mut evidence = Evidence::none();
    for list in &exhibit.lists {
        evidence.add_crl(list.as_ref()).unwrap();
    }
    if let Some(response) = &exhibit.response {
        evidence.add_ocsp(&response[..]).unwrap();
    }
    evidence
}

#[test]
fn each_is_answered_as_its_row_says() {
    let zoo = Zoo::open(now()).unwrap();
    let mut wrong = Vec::new();
    for role in Role::ALL {
        for specimen in Specimen::all().filter(|specimen| specimen.exists_for(role)) {
            let exhibit = zoo.show(specimen, role).unwrap();
            let verdict = judge(&exhibit, role);
            if !agrees(specimen.answer, &verdict) {
                wrong.push(format!("{role:?} {}: {verdict:?}, not {:?}", specimen.name, specimen.answer));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What its owner cannot load never gets here; the certificate is sound.
fn agrees(answer: Answer, verdict: &Result<Vec<Warning>, Refusal>) -> bool {
    match (answer, verdict) {
        (Answer::Accepted { remark: Some("Reordered") } | Answer::NotLoaded { .. }, Ok(_)) => true,
        (Answer::Accepted { remark }, Ok(warnings)) => {
            let names: Vec<_> = warnings.iter().map(|warning| format!("{warning:?}")).collect();
            names.first().map(String::as_str) == remark
        }
        (Answer::Refused { refusal, depth, alert, sentence }, Err(why)) => {
            let name = format!("{why:?}");
            name.split([' ', '{']).next() == Some(refusal)
                && why.at().map(|at| at.depth) == depth
                && why.rule().alert.0 == alert
                && why.to_string().contains(sentence)
        }
        _ => false,
    }
}

#[test]
fn identities_of_sound_ones() {
    let exhibit = zoo::healthy(Role::Client, now()).unwrap();
    let cert = Cert::parse(exhibit.issued.chain[0].as_ref()).unwrap();
    let identity = Identity::of(&cert);
    assert!(identity.subject.contains("CN=alice"), "{}", identity.subject);
    assert!(identity.issuer.contains("CN=zoo intermediate"), "{}", identity.issuer);
}
