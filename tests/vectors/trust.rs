//! Whom a replay trusts, and when.
//!
//! The certificates of RFC 8448 are self-signed, so each is its own trust anchor. Their RSA keys have 1024 bits, which no
//! policy of this stack takes but the one made for these vectors, and which *ring* does not verify: crate rsa does. They
//! are valid from 2016-07-30 to 2026-07-30. The server's have no subjectAltName, so that they can be for no name at all
//! (RFC 9525 §6.2): the client goes on with `Verification::ReportOnly`, and a replay demands that the missing name is the
//! only reason for it, that is, that the path was accepted.

use std::time::Duration;

use handfast::crypto::public_key::{KeyKind, PublicKey};
use handfast::crypto::verify::{SignatureAlgorithm, VerifyFailed, verify, verify_weak_rsa};
use handfast::path::{Anchors, Refusal};
use handfast::{ClientAuth, Config, Connection, Role, Verification};
use handfast_tests::only_tls13;
use rustls_pki_types::UnixTime;

use crate::hex::octets;
use crate::trace::Mismatch;

/// 2019-01-01, when RFC 8448 was published.
pub(crate) const NOW: UnixTime = UnixTime::since_unix_epoch(Duration::from_secs(1_546_300_800));

/// A configuration that trusts this certificate, and asks for one if it plays a server that has somebody to trust.
pub(crate) fn config(role: Role, anchor: Option<&str>) -> Result<Config, Mismatch> {
    let anchor = anchor.map(octets).transpose()?;
    let anchors = Anchors::from_certificates(anchor.as_deref());
    let anchors = anchors.map_err(|error| Mismatch::new(format!("certificate: {error}")))?;
    let asks = role == Role::Server && anchor.is_some();
    let mut config = only_tls13(Config::new()).with_anchors(anchors);
    config.client_auth = if asks { ClientAuth::Require } else { ClientAuth::None };
    config.verification = Verification::ReportOnly;
    config.server_policy = config.server_policy.accepting_rsa_1024_for_test_vectors();
    config.client_policy = config.client_policy.accepting_rsa_1024_for_test_vectors();
    config.protocol.verifier = verify_recorded;
    Ok(config)
}

fn verify_recorded(
    algorithm: SignatureAlgorithm,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyFailed> {
    match key.kind() {
        KeyKind::Rsa { .. } => verify_weak_rsa(algorithm, key, message, signature),
        _ => verify(algorithm, key, message, signature),
    }
}

/// The peer is who it should be, as far as a trace can show.
pub(crate) fn check_peer(connection: &Connection, anchor: Option<&str>) -> Result<(), Mismatch> {
    let accepted = connection.peer().map(|peer| peer.verdict().is_accepted());
    let expected = match (connection.role(), anchor) {
        (Role::Client, _) => (Some(false), Some(Refusal::NoSubjectAltName)),
        (Role::Server, Some(_)) => (Some(true), None),
        (Role::Server, None) => (None, None),
    };
    if (accepted, connection.path_refusal()) == expected {
        return Ok(());
    }
    Err(Mismatch::new(format!("verdict on the peer: {:?}", connection.path_refusal())))
}

/// None of this leaks into everyday policies.
mod everyday {
    use handfast::path::{Decisions, Evidence, Policy, Refusal, validate};
    use rustls_pki_types::UnixTime;

    use super::{Anchors, Duration, NOW, octets};
    use crate::trace::File;

    /// 2026-07-31.
    const AFTER: UnixTime = UnixTime::since_unix_epoch(Duration::from_secs(1_785_456_000));

    fn judge(file: File, policy: &Policy, now: UnixTime) -> Result<(), Refusal> {
        let content = file.load();
        let der = octets(content["values"]["server_certificate_der"].as_str().unwrap()).unwrap();
        let anchors = Anchors::from_certificates([&der[..]]).unwrap();
        validate(&der, [], &anchors, &Evidence::none(), policy, now, &mut Decisions::off()).map(drop)
    }

    #[test]
    fn rsa_1024_is_refused() {
        let refused = judge(File::Simple, &Policy::tls_server(), NOW);
        assert!(matches!(refused, Err(Refusal::KeySize { bits: 1024, .. })), "{refused:?}");
        assert_eq!(judge(File::ClientAuthentication, &Policy::tls_server(), NOW), Ok(()));
    }

    #[test]
    fn expired_is_refused() {
        let policy = Policy::tls_server().accepting_rsa_1024_for_test_vectors();
        assert_eq!(judge(File::Simple, &policy, NOW), Ok(()));
        let refused = judge(File::Simple, &policy, AFTER);
        assert!(matches!(refused, Err(Refusal::Expired { .. })), "{refused:?}");
    }
}
