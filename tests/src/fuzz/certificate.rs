//! Certificates and paths.

use std::sync::LazyLock;

use handfast::path::name::verify;
use handfast::path::{Anchors, Cert, Decisions, Evidence, Identity, Policy, Profile, Reference, validate};
use handfast::rule::Refusal as _;

use super::people::{ALICE, INTERMEDIATE, ROOT, SERVER, anchors, today};
use super::script::Script;

static ANCHORS: LazyLock<Anchors> = LazyLock::new(anchors);

/// One certificate; and the same bytes as a script of a chain.
pub fn certificate(data: &[u8]) {
    read(data);
    judge(data, &[INTERMEDIATE]);
    let chain = chain(&mut Script::new(data));
    if let Some((leaf, others)) = chain.split_first() {
        read(leaf);
        judge(leaf, &others.iter().map(Vec::as_slice).collect::<Vec<_>>());
    }
}

/// Up to eight certificates: of the people, damaged or not, or of the input alone.
fn chain(script: &mut Script<'_>) -> Vec<Vec<u8>> {
    let mut chain = Vec::new();
    while !script.is_over() && chain.len() < 8 {
        let mut next = match script.byte() % 6 {
            0 => SERVER.to_vec(),
            1 => INTERMEDIATE.to_vec(),
            2 => ALICE.to_vec(),
            3 => ROOT.to_vec(),
            4 => script.part().to_vec(),
            _ => chain.last().cloned().unwrap_or_default(),
        };
        if script.flag() {
            script.damage(&mut next);
        }
        chain.push(next);
    }
    chain
}

fn read(der: &[u8]) {
    let identity = Identity::read(der);
    match Cert::parse(der) {
        Err(why) => {
            assert_eq!(identity, Err(why));
            assert!(!why.to_string().is_empty());
        }
        Ok(cert) => {
            assert_eq!(cert.der, der, "all of it is the certificate");
            assert_eq!(identity, Ok(Identity::of(&cert)));
            let _ = cert.public_key();
            let _ = cert.is_self_issued();
            let _ = Anchors::from_certificates([der]);
            let identity = Identity::of(&cert);
            let texts = [&identity.subject, &identity.issuer].into_iter().chain(&identity.dns_names);
            for text in texts.chain(&identity.email_addresses).chain(&identity.uris) {
                assert!(!text.chars().any(char::is_control), "{text:?} is safe to print");
            }
        }
    }
}

/// The answer is the same with decisions and without, and nobody but those whom the root had vouched for is accepted.
fn judge(leaf: &[u8], intermediates: &[&[u8]]) {
    for policy in [Policy::tls_server(), Policy::tls_client()] {
        let run = |decisions: &mut Decisions| {
            validate(
                leaf,
                intermediates.iter().copied(),
                &ANCHORS,
                &Evidence::none(),
                &policy,
                today(),
                decisions,
            )
            .map(|path| path.leaf().der)
        };
        let mut decisions = Decisions::on();
        let found = run(&mut decisions);
        assert_eq!(found, run(&mut Decisions::off()));
        assert!(!decisions.all().is_empty() || found.is_err());
        match found {
            Ok(der) => assert!([SERVER, ALICE, ROOT].contains(&der), "whoever this is, nobody issued it"),
            Err(refusal) => assert!(!refusal.rule().sentence.is_empty()),
        }
    }
    named(leaf);
}

fn named(leaf: &[u8]) {
    let Ok(cert) = Cert::parse(leaf) else { return };
    for name in
        ["localhost", "a.example.com", "127.0.0.1", "::1", "spiffe://example.org/alice", "a@example.org"]
    {
        let wanted = Reference::parse(name).expect("a name");
        let strict = verify(&cert, &wanted, Profile::RFC5280);
        let lenient = verify(&cert, &wanted, Profile::LEGACY);
        assert!(
            strict == lenient || strict.is_err(),
            "what is accepted is accepted by the lenient profile too"
        );
    }
}
