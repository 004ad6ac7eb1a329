//! Which of our identities the peer can use.

use handfast_handshake::{Accepts, HelloFacts, NoIdentity, Role, ServerIdentity};
use handfast_path::cert::Cert;
use rustls_pki_types::ServerName;

use crate::{Config, Identity, Local, Withheld};

/// A client's identity: one that leads to an authority the server names, with a key whose signatures it accepts
/// (RFC 9846 §4.5.1.2).
pub(super) fn for_server(
    config: &Config,
    request: &Accepts,
) -> Result<handfast_handshake::Identity, Withheld> {
    if config.identities().is_empty() {
        return Err(Withheld::NoneConfigured);
    }
    let mut fitting = shown_to(config, Role::Client, request).peekable();
    if fitting.peek().is_none() {
        return Err(Withheld::OtherAuthorities { named: request.authorities.len() });
    }
    let chosen = fitting.find(|ours| can_sign(ours, request));
    chosen.map(|ours| ours.shown.clone()).ok_or(Withheld::NoCommonScheme)
}

/// What a client does that has nothing to show: it goes on as nobody, unless it may not.
pub(super) fn or_nobody(
    chosen: Result<handfast_handshake::Identity, Withheld>,
    config: &Config,
) -> Result<Option<handfast_handshake::Identity>, NoIdentity> {
    match chosen {
        Ok(identity) => Ok(Some(identity)),
        Err(Withheld::NoneConfigured) => Ok(None),
        Err(_) if !config.never_anonymous => Ok(None),
        Err(Withheld::OtherAuthorities { .. }) => Err(NoIdentity::NoCommonAuthority),
        Err(Withheld::NoCommonScheme) => Err(NoIdentity::NoCommonScheme),
    }
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
    Ok(chosen_for(config, hello).map(|ours| ServerIdentity {
        identity: ours.shown.clone(),
        client_auth: config.client_auth,
        authorities: config.authorities(),
        trust: config.trust(),
    }))
}

fn chosen_for<'c>(config: &'c Config, hello: &'c HelloFacts) -> Result<&'c Identity, NoIdentity> {
    let mut shown = shown_to(config, Role::Server, &hello.accepts).peekable();
    shown.peek().ok_or(NoIdentity::NoCommonAuthority)?;
    let mut usable = shown.filter(|ours| can_sign(ours, &hello.accepts));
    let first = usable.next().ok_or(NoIdentity::NoCommonScheme)?;
    // With one identity there is nothing to choose, and no certificate to read.
    let others = usable.clone().next().and(hello.server_name.as_ref());
    let named = others.and_then(|name| core::iter::once(first).chain(usable).find(|ours| is_for(ours, name)));
    Ok(named.unwrap_or(first))
}

/// Those of our identities that are for peers which name these authorities.
fn shown_to<'c>(
    config: &'c Config,
    role: Role,
    accepts: &'c Accepts,
) -> impl Iterator<Item = &'c Identity> + Clone {
    config.identities().iter().filter(move |ours| ours.may_be_shown(role, &accepts.authorities))
}

fn can_sign(ours: &Identity, accepts: &Accepts) -> bool {
    accepts.fits(&ours.shown)
}

fn is_for(ours: &Identity, name: &str) -> bool {
    let cert = ours.chain().first().and_then(|der| Cert::parse(der).ok());
    let name = ServerName::try_from(name);
    cert.zip(name.ok())
        .is_some_and(|(cert, name)| handfast_path::name::verify_server_name(&cert, &name).is_ok())
}
