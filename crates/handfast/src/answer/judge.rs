//! Is this chain the peer?

use std::borrow::Cow;
use std::sync::Arc;

use handfast_crypto::public_key::PublicKey;
use handfast_handshake::{Answer, CertificateType, Chain, ClientAuth, Judgement, Role};
use handfast_path::cert::Cert;
use handfast_path::{At, Decisions, Evidence, KeyUse, Policy, Refusal, Warning, validate};
use handfast_rule::Refusal as _;
use rustls_pki_types::{ServerName, UnixTime};

use crate::{Config, Verification};

/// Whom to judge.
pub(crate) struct Case<'c> {
    pub(crate) peer: Role,
    pub(crate) chain: &'c Chain,
    /// The name that was asked for, if it is a server.
    pub(crate) server_name: Option<&'c ServerName<'c>>,
    /// What becomes of a client whose chain is not accepted.
    pub(crate) policy: ClientAuth,
    /// Whether its key decrypts the premaster secret; else it signs.
    pub(crate) decrypts: bool,
}

/// What came of it.
pub(crate) struct Judged {
    pub(crate) answer: Answer,
    pub(crate) decisions: Decisions,
    pub(crate) refusal: Option<Refusal>,
    /// What was accepted by the grace of the profile.
    pub(crate) warnings: Vec<(At, Warning)>,
}

/// Validates the chain of a peer. Decisions are recorded if they are wanted, and always if the chain is
/// refused: then it is judged once more, since a refusal is rare and must be explained.
pub(crate) fn judge(case: &Case<'_>, wants_decisions: bool, config: &Config, now: UnixTime) -> Judged {
    let mut decisions = if wants_decisions { Decisions::on() } else { Decisions::off() };
    let mut found = accept(case, config, now, &mut decisions);
    if found.is_err() && !wants_decisions {
        decisions = Decisions::on();
        found = accept(case, config, now, &mut decisions);
    }
    let refusal = found.as_ref().err().copied();
    let (judgement, warnings) = match found {
        Ok((key, warnings)) => (Judgement::Accepted(key), warnings),
        Err(refusal) => (reject(case, config, refusal), Vec::new()),
    };
    Judged { answer: Answer::Judgement(judgement), decisions, refusal, warnings }
}

fn accept(
    case: &Case<'_>,
    config: &Config,
    now: UnixTime,
    decisions: &mut Decisions,
) -> Result<(PublicKey, Vec<(At, Warning)>), Refusal> {
    let policy = &*policy_for(case, config);
    match case.chain.certificate_type() {
        CertificateType::X509 => accept_path(case, policy, config, now, decisions),
        CertificateType::RawPublicKey => {
            // JUDGING_CERTIFICATE is never entered with an empty chain.
            let spki = case.chain.raw_public_key().unwrap_or_default();
            let key = config.known_keys(case.peer).judge(spki, policy, &config.allow, decisions)?;
            Ok((key, Vec::new()))
        }
    }
}

fn accept_path(
    case: &Case<'_>,
    policy: &Policy,
    config: &Config,
    now: UnixTime,
    decisions: &mut Decisions,
) -> Result<(PublicKey, Vec<(At, Warning)>), Refusal> {
    let mut certificates = case.chain.certificates();
    // Never empty, as above.
    let leaf = certificates.next().unwrap_or_default();
    let evidence = evidence(case.chain, policy, config)?;
    let anchors = config.anchors();
    let found = match &config.path_cache {
        Some(cache) => cache.validate(leaf, certificates, anchors, &evidence, policy, now, decisions),
        None => validate(leaf, certificates, anchors, &evidence, policy, now, decisions),
    };
    let mut path = found?;
    match (case.peer, case.server_name) {
        (Role::Server, Some(name)) => path.verify_server_name(name, policy, decisions)?,
        (Role::Server, None) | (Role::Client, _) => {}
    }
    path.verify_allowed(&config.allow, decisions)?;
    Ok(path.into_key_and_warnings())
}

/// What is known of revocation: what was handed in and, if it is asked about at all, what the peer stapled.
fn evidence(chain: &Chain, policy: &Policy, config: &Config) -> Result<Arc<Evidence<'static>>, Refusal> {
    let mut evidence = config.evidence.current();
    if !policy.asks_about_revocation() {
        return Ok(evidence);
    }
    let places = chain.links().enumerate();
    for (place, response) in places.filter_map(|(place, link)| Some((place, link.ocsp_response?))) {
        Arc::make_mut(&mut evidence).add_stapled(place, response.to_vec())?;
    }
    Ok(evidence)
}

fn policy_for<'c>(case: &Case<'_>, config: &'c Config) -> Cow<'c, Policy> {
    match case.peer {
        Role::Server if case.decrypts => Cow::Owned(config.server_policy.clone().key_use(KeyUse::Decrypts)),
        Role::Server => Cow::Borrowed(&config.server_policy),
        Role::Client => Cow::Borrowed(&config.client_policy),
    }
}

/// A chain that is not accepted is refused, or, if the policy goes on with strangers and the key can be read at all,
/// unverified: CertificateVerify is checked with that key.
#[cold]
#[inline(never)]
fn reject(case: &Case<'_>, config: &Config, refusal: Refusal) -> Judgement {
    let goes_on = match case.peer {
        Role::Client => case.policy == ClientAuth::Optional,
        Role::Server => config.verification == Verification::ReportOnly,
    };
    let rule = Box::new(refusal.rule());
    match key_of(case.chain).filter(|_| goes_on) {
        Some(key) => Judgement::Unverified(key, rule),
        None => Judgement::Refused(rule),
    }
}

/// The key that is shown, with a certificate or alone.
fn key_of(chain: &Chain) -> Option<PublicKey> {
    let spki = match chain.raw_public_key() {
        Some(spki) => spki,
        None => Cert::parse(chain.certificates().next()?).ok()?.spki,
    };
    PublicKey::from_spki(spki).ok()
}
