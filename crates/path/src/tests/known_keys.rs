//! Keys without certificates.

use super::forge::Recipe;
use crate::cert::Cert;
use crate::{Allow, AllowRule, Answer, Decisions, KnownKeys, Policy, Refusal};

fn spki() -> Vec<u8> {
    let der = Recipe::leaf("leaf").unsigned();
    Cert::parse(&der).unwrap().spki.to_vec()
}

fn judge(known: &KnownKeys, spki: &[u8], allow: &Allow) -> (Result<(), Refusal>, Decisions) {
    let mut decisions = Decisions::on();
    let found = known.judge(spki, &Policy::tls_client(), allow, &mut decisions);
    let silent = known.judge(spki, &Policy::tls_client(), allow, &mut Decisions::off());
    assert_eq!(found, silent);
    assert!(found.iter().all(|key| key.spki() == spki));
    (found.map(|_| ()), decisions)
}

#[test]
fn a_known_key_is_accepted_whichever_way_it_was_told() {
    let spki = spki();
    let digest: [u8; 32] = handfast_crypto::hash::Hash::Sha256.digest(&[&spki]).as_ref().try_into().unwrap();
    for known in [KnownKeys::new().and_spki(&spki).unwrap(), KnownKeys::new().and_sha256(digest)] {
        let (found, decisions) = judge(&known, &spki, &Allow::new());
        assert_eq!(found, Ok(()));
        let recorded: Vec<_> = decisions.all().iter().map(|one| (one.rule, one.answer)).collect();
        assert_eq!(recorded[1..], [(KnownKeys::RULE, Answer::Holds)]);
        let compared = decisions.compared(1).unwrap();
        assert_eq!(compared.wanted, compared.presented);
    }
}

#[test]
fn an_unknown_key_is_refused_and_the_record_says_both() {
    let known = KnownKeys::new().and_sha256([7; 32]).and_sha256([8; 32]);
    let (found, decisions) = judge(&known, &spki(), &Allow::new());
    assert_eq!(found, Err(Refusal::UnknownKey { known: 2 }));
    let compared = decisions.compared(1).unwrap();
    assert_eq!((compared.wanted.len(), compared.presented.len()), (2, 1));
}

#[test]
fn what_is_no_key_is_refused() {
    let (found, _) = judge(&KnownKeys::new(), b"no key", &Allow::new());
    assert!(matches!(found, Err(Refusal::MalformedKey { .. })), "{found:?}");
    assert!(KnownKeys::new().and_spki(b"no key").is_err());
}

/// A key has no name, so that only a rule about keys lets it in.
#[test]
fn rules_are_asked_too() {
    let spki = spki();
    let known = KnownKeys::new().and_spki(&spki).unwrap();
    let (_, decisions) = judge(&known, &spki, &Allow::new());
    let shown = decisions.compared(1).unwrap().presented[0].clone();
    let own = AllowRule::spki_sha256(shown.strip_prefix("spki-sha256:").unwrap()).unwrap();
    let named = AllowRule::cn("leaf").unwrap();
    assert_eq!(judge(&known, &spki, &Allow::new().or(named.clone()).or(own)).0, Ok(()));
    let (found, decisions) = judge(&known, &spki, &Allow::new().or(named));
    assert_eq!(found, Err(Refusal::NotAllowed { rules: 1 }));
    assert_eq!(decisions.compared(2).unwrap().against, ["a key alone has no name"]);
}

#[test]
fn sets_are_told_apart() {
    let one = KnownKeys::new().and_sha256([1; 32]);
    let two = one.clone().and_sha256([2; 32]);
    assert_eq!(KnownKeys::new().fingerprint(), None);
    assert_ne!(one.fingerprint(), two.fingerprint());
    assert_eq!(two.fingerprint(), KnownKeys::new().and_sha256([2; 32]).and_sha256([1; 32]).fingerprint());
    assert_eq!((two.len(), two.is_empty()), (2, false));
}
