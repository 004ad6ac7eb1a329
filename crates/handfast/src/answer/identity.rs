//! Which of our identities the peer can use.

use handfast_crypto::hash::Hash;
use handfast_handshake::{Accepts, CertificateType, HelloFacts, NoIdentity, Role, ServerIdentity};
use handfast_path::Scheme;
use handfast_path::cert::Cert;
use handfast_wire::code_points::SignatureScheme;
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
    if !config.identities().iter().any(|ours| request.takes(&ours.shown)) {
        return Err(Withheld::OtherCertificateType);
    }
    let mut named = shown_to(config, Role::Client, request).peekable();
    named.peek().ok_or(Withheld::OtherAuthorities { named: request.authorities.len() })?;
    let mut wanted = named.filter(|ours| has_values(ours, request)).peekable();
    wanted.peek().ok_or(Withheld::OtherValues)?;
    let usable = wanted.filter(|ours| can_sign(ours, request));
    let chosen = best(usable, |ours| is_signed_for(ours, request));
    chosen.map(Identity::with_beside).ok_or(Withheld::NoCommonScheme)
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
        Err(Withheld::OtherCertificateType) => Err(NoIdentity::NoCommonCertificateType),
        Err(Withheld::OtherAuthorities { .. }) => Err(NoIdentity::NoCommonAuthority),
        Err(Withheld::OtherValues) => Err(NoIdentity::OtherValues),
        Err(Withheld::NoCommonScheme) => Err(NoIdentity::NoCommonScheme),
    }
}

/// A server's identity: one that is for the name asked for, or else the first; in both cases one whose signatures the
/// client accepts. An unknown name gets the first, as servers do (RFC 6066 §3 allows both). Whoever has keys that were
/// shared beforehand needs none.
pub(super) fn for_client(config: &Config, hello: &HelloFacts) -> Result<ServerIdentity, Local> {
    let identity = match config.identities() {
        [] if config.shared_keys().is_empty() => return Err(Local::NoIdentity),
        [] => Err(NoIdentity::OnlySharedKeys),
        _ => chosen_for(config, hello).map(Identity::with_beside),
    };
    Ok(ServerIdentity {
        identity,
        client_auth: config.client_auth,
        authorities: config.authorities(),
        trust: config.trust(),
    })
}

fn chosen_for<'c>(config: &'c Config, hello: &'c HelloFacts) -> Result<&'c Identity, NoIdentity> {
    let taken = |ours: &Identity| hello.accepts.takes(&ours.shown);
    if !config.identities().iter().any(taken) {
        return Err(NoIdentity::NoCommonCertificateType);
    }
    let mut shown = shown_to(config, Role::Server, &hello.accepts).peekable();
    shown.peek().ok_or(NoIdentity::NoCommonAuthority)?;
    let usable = shown.filter(|ours| can_sign(ours, &hello.accepts));
    // With one identity there is nothing to choose, and no certificate to read.
    let name = hello.server_name.as_deref().filter(|_| config.identities().len() > 1);
    let points =
        |ours: &Identity| (name.is_some_and(|name| is_for(ours, name)), is_signed_for(ours, &hello.accepts));
    best(usable, points).ok_or(NoIdentity::NoCommonScheme)
}

/// The first of those with the most points.
fn best<'c, P: Ord>(
    usable: impl DoubleEndedIterator<Item = &'c Identity>,
    points: impl Fn(&Identity) -> P,
) -> Option<&'c Identity> {
    usable.rev().max_by_key(|ours| points(ours))
}

/// Those of our identities that are of a type which the peer takes, and for peers which name these authorities.
fn shown_to<'c>(
    config: &'c Config,
    role: Role,
    accepts: &'c Accepts,
) -> impl DoubleEndedIterator<Item = &'c Identity> {
    let may =
        move |ours: &&Identity| accepts.takes(&ours.shown) && ours.may_be_shown(role, &accepts.authorities);
    config.identities().iter().filter(may)
}

fn can_sign(ours: &Identity, accepts: &Accepts) -> bool {
    accepts.fits(&ours.shown)
}

/// Whether the client's certificate is what the server asks for, as far as we recognise that (RFC 9846 §4.3.5).
fn has_values(ours: &Identity, request: &Accepts) -> bool {
    let holds = |cert: &Cert<'_>| request.filters.iter().all(|(oid, values)| cert.has_values(oid, values));
    request.filters.is_empty() || leaf(ours).is_some_and(|cert| holds(&cert))
}

/// Whether the peer takes every signature in the chain. A sender that has such a chain must send it, and one that has not
/// sends what it has (RFC 9846 §4.5.1.2).
fn is_signed_for(ours: &Identity, accepts: &Accepts) -> bool {
    ours.signed.iter().all(|signed| takes(accepts, *signed))
}

fn takes(accepts: &Accepts, signed: Option<Scheme>) -> bool {
    let codes = signed.map_or(&[][..], code_points);
    codes.iter().any(|code| accepts.certificate_schemes.contains(code))
}

/// The schemes that stand for the signature of a certificate (RFC 9846 §4.3.3). The certificate alone does not say of which
/// type its issuer's RSA key is, nor on which curve its key: the code points of ECDSA stand for their hashes here.
const fn code_points(signed: Scheme) -> &'static [SignatureScheme] {
    use SignatureScheme as Code;
    match signed {
        Scheme::RsaPkcs1(Hash::Sha256) => &[Code::RSA_PKCS1_SHA256],
        Scheme::RsaPkcs1(Hash::Sha384) => &[Code::RSA_PKCS1_SHA384],
        Scheme::RsaPkcs1(Hash::Sha512) => &[Code::RSA_PKCS1_SHA512],
        Scheme::RsaPss(Hash::Sha256, _) => &[Code::RSA_PSS_RSAE_SHA256, Code::RSA_PSS_PSS_SHA256],
        Scheme::RsaPss(Hash::Sha384, _) => &[Code::RSA_PSS_RSAE_SHA384, Code::RSA_PSS_PSS_SHA384],
        Scheme::RsaPss(Hash::Sha512, _) => &[Code::RSA_PSS_RSAE_SHA512, Code::RSA_PSS_PSS_SHA512],
        Scheme::Ecdsa(Hash::Sha256) => &[Code::ECDSA_SECP256R1_SHA256],
        Scheme::Ecdsa(Hash::Sha384) => &[Code::ECDSA_SECP384R1_SHA384],
        Scheme::Ecdsa(Hash::Sha512) => &[Code::ECDSA_SECP521R1_SHA512],
        Scheme::Ed25519 => &[Code::ED25519],
        Scheme::Weak(_) => &[],
    }
}

fn leaf(ours: &Identity) -> Option<Cert<'_>> {
    ours.chain().first().and_then(|der| Cert::parse(der).ok())
}

/// A key alone is for every name.
fn is_for(ours: &Identity, name: &str) -> bool {
    if ours.certificate_type() == CertificateType::RawPublicKey {
        return true;
    }
    let name = ServerName::try_from(name);
    leaf(ours)
        .zip(name.ok())
        .is_some_and(|(cert, name)| handfast_path::name::verify_server_name(&cert, &name).is_ok())
}
