//! Which of our identities the peer can use.

use handfast_handshake::{Accepts, HelloFacts, Identity, NoIdentity, ServerIdentity, negotiate};
use handfast_path::cert::Cert;
use rustls_pki_types::ServerName;

use crate::{Config, Local, Withheld};

/// A client's identity: one that leads to an authority the server names, with a key whose signatures it accepts
/// (RFC 9846 §4.5.1.2).
pub(super) fn for_server(config: &Config, request: &Accepts) -> Result<Identity, Withheld> {
    let all = config.identities();
    if all.is_empty() {
        return Err(Withheld::NoneConfigured);
    }
    let mut fitting =
        all.iter().map(|ours| &ours.shown).filter(|ours| is_issued_by(ours, request)).peekable();
    if fitting.peek().is_none() {
        return Err(Withheld::OtherAuthorities { named: request.authorities.len() });
    }
    fitting.find(|ours| can_sign(ours, request)).cloned().ok_or(Withheld::NoCommonScheme)
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
    let usable =
        || config.identities().iter().map(|ours| &ours.shown).filter(|ours| can_sign(ours, &hello.accepts));
    let named = hello.server_name.as_ref().and_then(|name| usable().find(|ours| is_for(ours, name)));
    let chosen = named.or_else(|| usable().next()).ok_or(NoIdentity::NoCommonScheme);
    Ok(chosen.map(|identity| ServerIdentity {
        identity: identity.clone(),
        client_auth: config.client_auth,
        authorities: config.authorities(),
    }))
}

fn can_sign(ours: &Identity, accepts: &Accepts) -> bool {
    negotiate::scheme(&accepts.schemes, &ours.schemes).is_some()
}

/// Whether a certificate of the chain was issued by an authority that the peer names. An empty list accepts everybody.
fn is_issued_by(ours: &Identity, request: &Accepts) -> bool {
    let mut issuers = ours.chain.iter().filter_map(|der| Cert::parse(der).ok()).map(|cert| cert.issuer);
    request.authorities.is_empty()
        || issuers.any(|issuer| request.authorities.iter().any(|named| named == issuer))
}

fn is_for(ours: &Identity, name: &str) -> bool {
    let cert = ours.chain.first().and_then(|der| Cert::parse(der).ok());
    let name = ServerName::try_from(name);
    cert.zip(name.ok())
        .is_some_and(|(cert, name)| handfast_path::name::verify_server_name(&cert, &name).is_ok())
}
