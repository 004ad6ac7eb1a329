//! Which of our identities the peer can use.

use handfast_handshake::{Accepts, HelloFacts, NoIdentity, ServerIdentity};
use handfast_path::cert::Cert;
use rustls_pki_types::ServerName;

use crate::{Config, Identity, Local, Withheld};

/// A client's identity: one that leads to an authority the server names, with a key whose signatures it accepts
/// (RFC 9846 §4.5.1.2).
pub(super) fn for_server(
    config: &Config,
    request: &Accepts,
) -> Result<handfast_handshake::Identity, Withheld> {
    let all = config.identities();
    if all.is_empty() {
        return Err(Withheld::NoneConfigured);
    }
    let mut fitting = all.iter().filter(|ours| is_issued_by(ours, request)).peekable();
    if fitting.peek().is_none() {
        return Err(Withheld::OtherAuthorities { named: request.authorities.len() });
    }
    let chosen = fitting.find(|ours| can_sign(ours, request));
    chosen.map(|ours| ours.shown.clone()).ok_or(Withheld::NoCommonScheme)
}

/// A server's identity: one that is for the name asked for, or else the first; in both cases one whose signatures the
/// client accepts. An unknown name gets the first, as servers do (RFC 6066 §3 allows both).
pub(super) fn for_client(
    config: &Config,
    hello: &HelloFacts,
) -> Result<Result<ServerIdentity, NoIdentity>, Local> {
    if config.identities().is_empty() {
        return Err(Local::NoIdentity);
    }
    let chosen = chosen_for(config, hello).ok_or(NoIdentity::NoCommonScheme);
    Ok(chosen.map(|ours| ServerIdentity {
        identity: ours.shown.clone(),
        client_auth: config.client_auth,
        authorities: config.authorities(),
        trust: config.trust(),
    }))
}

fn chosen_for<'c>(config: &'c Config, hello: &HelloFacts) -> Option<&'c Identity> {
    let mut usable = config.identities().iter().filter(|ours| can_sign(ours, &hello.accepts));
    let first = usable.next()?;
    // With one identity there is nothing to choose, and no certificate to read.
    let others = usable.clone().next().and(hello.server_name.as_ref());
    let named = others.and_then(|name| core::iter::once(first).chain(usable).find(|ours| is_for(ours, name)));
    Some(named.unwrap_or(first))
}

fn can_sign(ours: &Identity, accepts: &Accepts) -> bool {
    accepts.fits(&ours.shown)
}

/// Whether a certificate of the chain was issued by an authority that the peer names. An empty list accepts everybody.
fn is_issued_by(ours: &Identity, request: &Accepts) -> bool {
    request.authorities.is_empty() || ours.issuers.iter().any(|issuer| request.authorities.contains(issuer))
}

fn is_for(ours: &Identity, name: &str) -> bool {
    let cert = ours.chain().first().and_then(|der| Cert::parse(der).ok());
    let name = ServerName::try_from(name);
    cert.zip(name.ok())
        .is_some_and(|(cert, name)| handfast_path::name::verify_server_name(&cert, &name).is_ok())
}
