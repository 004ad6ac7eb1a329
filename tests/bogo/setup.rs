//! Our configuration for what the runner wants.

use std::path::Path;
use std::sync::Arc;

use handfast::crypto::aead::Aead;
use handfast::crypto::kx::Group;
use handfast::handshake::{Ask, Suite12, group, named_group};
use handfast::path::Anchors;
use handfast::wire::code_points::{NamedGroup, ProtocolVersion, SignatureScheme};
use handfast::{CertificateType, ClientAuth, Config, Connection, Identity, Psk, Staple, Version};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName};

use crate::compression;
use crate::early;
use crate::expect;
use crate::failure::Failure;
use crate::memory::Memory;
use crate::options::{Credential, Options};

/// A connection that has not begun.
pub(crate) fn connection(options: &Options, memory: &Memory, staple: &Staple) -> Result<Connection, Failure> {
    let config = memory.given_to(options, config(options, staple)?);
    let config = Arc::new(early::wanted(options, config, memory.hellos()));
    if options.server {
        return Ok(Connection::server(config, memory.env()));
    }
    Ok(Connection::client(config, memory.env(), server_name(options)?).on_behalf_of(*b"the runner"))
}

/// Whom the runner's certificates lead to: nobody, if it shows none.
pub(crate) fn anchors(options: &Options) -> Result<Anchors, Failure> {
    let named = options.trust_cert.as_ref().filter(|file| !file.as_os_str().is_empty());
    let Some(file) = named else { return Ok(Anchors::new()) };
    let roots = certificates(file)?;
    Anchors::from_certificates(roots.iter().map(|der| &**der)).map_err(|why| unusable("the root", why))
}

/// The certificates of a PEM file.
pub(crate) fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, Failure> {
    let certificates = CertificateDer::pem_file_iter(file).and_then(Iterator::collect);
    certificates.map_err(|why| unusable("a certificate", why))
}

fn config(options: &Options, staple: &Staple) -> Result<Config, Failure> {
    let mut config = Config::new().with_versions(versions(options)?).with_legacy_rsa_key_transport();
    protocol(options, &mut config)?;
    config.client_auth = client_auth(options);
    config.reveal_secrets = options.export_traffic_secrets;
    config.held = held(options);
    if let Some(limit) = options.max_cert_list {
        config.max_message = size(limit);
    }
    if let Some(limit) = options.max_send_fragment {
        config.max_fragment = size(limit);
    }
    if let Some(list) = &options.use_client_ca_list {
        config = config.with_authorities(authorities(list)?);
    }
    // In BoringSSL it is the clients who ask.
    config.protocol.asks_status = options.enable_ocsp_stapling && !options.server;
    config.protocol.asks_timestamps = options.enable_signed_cert_timestamps && !options.server;
    // Who has something to show does not go on as nobody.
    config.never_anonymous = true;
    for (_, credential) in options.shown_credentials() {
        config = with_identity(config, credential, own_staple(credential))?;
    }
    config = with_identity(config, &options.credential, staple.clone())?;
    certificate_types(options, &mut config.protocol);
    with_shared_keys(options, config)
}

/// Whoever shares a key need not show a certificate; and a client takes none unless it is told to judge them.
fn with_shared_keys(options: &Options, mut config: Config) -> Result<Config, Failure> {
    let Some((first, _)) = options.shared_credentials().next() else { return Ok(config) };
    for (_, credential) in options.shared_credentials() {
        config = config.with_shared_keys(shared_keys(credential)?);
    }
    config = config.with_shared_keys_sufficing();
    if options.shown_credentials().any(|(number, _)| number < first) {
        config = config.with_certificates_preferred();
    }
    let alone = !options.server && !options.verify_peer;
    Ok(if alone { config.with_shared_keys_alone() } else { config })
}

/// All that are imported of it (RFC 9258).
pub(crate) fn shared_keys(credential: &Credential) -> Result<Vec<Psk>, Failure> {
    let Credential { psk_key, psk_identity, psk_context, psk_hash, .. } = credential;
    let of = |bytes: &Option<Vec<u8>>| bytes.clone().unwrap_or_default();
    let hash = psk_hash.ok_or_else(|| Failure::unimplemented("a key without a hash"))?;
    let keys = Psk::import_all(&of(psk_identity), &of(psk_context), &of(psk_key), hash);
    keys.map_err(|why| unusable("the shared key", why))
}

/// BoringSSL's shim speaks everything it can unless it is told otherwise.
fn versions(options: &Options) -> Result<core::ops::RangeInclusive<Version>, Failure> {
    let least = options.min_version.unwrap_or_default().max(ProtocolVersion::TLS1_2.0);
    let most = options.max_version.unwrap_or(ProtocolVersion::TLS1_3.0);
    let spoken = |version: &Version| {
        let off = match version {
            Version::Tls12 => options.no_tls12,
            Version::Tls13 => options.no_tls13,
        };
        !off && (least..=most).contains(&version.code().0)
    };
    let mut spoken = [Version::Tls12, Version::Tls13].into_iter().filter(spoken);
    let first = spoken.next().ok_or_else(|| Failure::unimplemented("versions before TLS 1.2"))?;
    Ok(first..=spoken.next().unwrap_or(first))
}

/// The application is told which, and which keys it accepts it decides itself.
fn certificate_types(options: &Options, protocol: &mut handfast::handshake::Config) {
    let types = |codes: &[u16]| {
        let of = |one: &CertificateType| codes.contains(&one.code().0.into());
        let mut types: Vec<_> = CertificateType::ALL.into_iter().filter(of).collect();
        types.sort_by_key(|one| codes.iter().position(|code| *code == one.code().0.into()));
        types
    };
    if !options.available_client_cert_types.is_empty() && !options.server {
        protocol.own_certificate_types = types(&options.available_client_cert_types);
    }
    if !options.accepted_peer_cert_types.is_empty() {
        let accepted = types(&options.accepted_peer_cert_types);
        (protocol.server_certificate_types, protocol.client_certificate_types) = (accepted.clone(), accepted);
    }
}

fn protocol(options: &Options, config: &mut Config) -> Result<(), Failure> {
    let protocol = &mut config.protocol;
    if !options.curves.is_empty() {
        protocol.groups = groups(&options.curves)?;
        protocol.shares = first_shares(&protocol.groups);
    }
    if !options.key_shares.is_empty() {
        protocol.shares = groups(&options.key_shares)?;
    }
    if options.no_key_shares {
        protocol.shares = Vec::new();
    }
    // Who knows what the server supports sends a share for the first of ours that is among it.
    let hint = &options.server_supported_groups_hint;
    let predicted = protocol.groups.iter().find(|group| hint.contains(&named_group(**group).0));
    if let Some(group) = predicted {
        protocol.shares = vec![*group];
    }
    if let Some(list) = &options.cipher {
        protocol.suites12 = suites12(list)?;
    }
    protocol.acknowledges_name = !options.no_server_name_ack;
    protocol.permutes_extensions = options.permute_extensions;
    if options.verify_prefs.is_empty() {
        // The runner expects that Ed25519 is accepted only where it says so.
        protocol.schemes.retain(|scheme| *scheme != SignatureScheme::ED25519);
    } else {
        protocol.schemes = schemes(&options.verify_prefs);
    }
    protocol.certificate_compression = compression::ways(&options.compression)?;
    // BoringSSL's servers do so unasked.
    protocol.grease = options.enable_grease || options.server;
    let list = if options.server { selected(options) } else { advertised(options) };
    protocol.alpn = list;
    Ok(())
}

/// As much of OpenSSL's cipher lists as the runner uses. They do not speak of TLS 1.3.
fn suites12(list: &[u8]) -> Result<Vec<Suite12>, Failure> {
    let unimplemented = || Failure::unimplemented(format!("the cipher list {}", list.escape_ascii()));
    let wanted = match list {
        b"DEFAULT:!AES" => Aead::ChaCha20Poly1305,
        b"AES128" => Aead::Aes128Gcm,
        _ => return Err(unimplemented()),
    };
    let mut all = Suite12::ECDHE.iter().chain(&Suite12::RSA).copied().collect::<Vec<_>>();
    all.retain(|suite| suite.suite.aead == wanted);
    Ok(all)
}

/// A share for the first group that withstands quantum computers, and one for the first of the others.
fn first_shares(groups: &[Group]) -> Vec<Group> {
    let withstands = |group: &&Group| matches!(group, Group::X25519MlKem768 | Group::MlKem1024);
    let firsts = [groups.iter().find(withstands), groups.iter().find(|group| !withstands(group))];
    groups.iter().filter(|group| firsts.contains(&Some(*group))).copied().collect()
}

fn groups(codes: &[u16]) -> Result<Vec<Group>, Failure> {
    let known =
        |code: &u16| group(NamedGroup(*code)).ok_or_else(|| Failure::unimplemented(format!("group {code}")));
    codes.iter().map(known).collect()
}

fn schemes(codes: &[u16]) -> Vec<SignatureScheme> {
    codes.iter().copied().map(SignatureScheme).collect()
}

/// The protocols in the form of the extension, each behind its length.
fn advertised(options: &Options) -> Vec<Vec<u8>> {
    let mut rest = options.advertise_alpn.as_deref().unwrap_or_default();
    let mut list = Vec::new();
    while let Some((length, after)) = rest.split_first() {
        let (protocol, after) = after.split_at(usize::from(*length).min(after.len()));
        list.push(protocol.to_vec());
        rest = after;
    }
    list
}

/// A server that rejects speaks none of the protocols that the runner offers; one that declines does not know of ALPN.
fn selected(options: &Options) -> Vec<Vec<u8>> {
    if options.select_empty_alpn {
        return vec![Vec::new()];
    }
    if options.reject_alpn {
        return vec![b"no such protocol".to_vec()];
    }
    let chosen = options.select_alpn.iter().filter(|protocol| !options.decline_alpn && !protocol.is_empty());
    chosen.cloned().collect()
}

/// The callback is asked which staple a server sends.
const fn chooses_staple(options: &Options) -> bool {
    options.server && options.use_ocsp_callback
}

const fn client_auth(options: &Options) -> ClientAuth {
    match (options.require_any_client_certificate, options.verify_peer) {
        (true, _) => ClientAuth::Require,
        (false, true) => ClientAuth::Optional,
        (false, false) => ClientAuth::None,
    }
}

/// Chains are judged by the application: the runner's certificates are for names that it does not tell.
fn held(options: &Options) -> Vec<Ask> {
    let all = [Ask::Judge, Ask::Identity, Ask::Sign, Ask::Decrypt, Ask::Session, Ask::EarlyData, Ask::Ticket];
    let held = |ask: &Ask| match ask {
        Ask::Judge => true,
        Ask::Identity => options.chooses_identity || chooses_staple(options),
        Ask::Session | Ask::Ticket => options.ticket_key.is_some() || options.use_ticket_callback,
        Ask::Sign | Ask::Decrypt | Ask::EarlyData => false,
    };
    all.into_iter().filter(|ask| options.asynchronous || held(ask)).collect()
}

fn authorities(list: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    match list {
        b"<NULL>" | b"<EMPTY>" => Ok(Vec::new()),
        names => expect::names(names),
    }
}

/// Without a name none is asked for, as with an address.
fn server_name(options: &Options) -> Result<ServerName<'static>, Failure> {
    let name = options.host_name.as_deref().unwrap_or(b"127.0.0.1");
    let name = str::from_utf8(name).map_err(|why| unusable("the host name", why))?;
    ServerName::try_from(name.to_owned()).map_err(|why| unusable("the host name", why))
}

fn with_identity(config: Config, credential: &Credential, staple: Staple) -> Result<Config, Failure> {
    let identity = identity(credential)?;
    Ok(match identity {
        Some(identity) => config.with_identity(identity.with_staple(staple)),
        None => config,
    })
}

fn identity(credential: &Credential) -> Result<Option<Identity>, Failure> {
    let Some(key) = &credential.key_file else { return Ok(None) };
    let key = PrivateKeyDer::from_pem_file(key).map_err(|why| unusable("the key", why))?;
    let identity = match &credential.cert_file {
        Some(chain) => Identity::new(&certificates(chain)?, &key),
        None if credential.is_raw => Identity::raw_public_key(&key),
        None => return Ok(None),
    };
    let identity = identity.map_err(|why| unusable("the identity", why))?;
    let identity = identity.must_match_issuer(credential.must_match_issuer);
    let identity = identity.with_timestamps(timestamps(credential)?);
    let identity = identity.map_err(|why| unusable("the identity", why))?;
    if credential.signing_prefs.is_empty() {
        return Ok(Some(identity));
    }
    Ok(Some(identity.signing_with(&schemes(&credential.signing_prefs))))
}

/// What is stapled to the certificate of the credential without `-new-x509-credential`: nothing yet, if a callback is to
/// set it.
pub(crate) fn staple(options: &Options) -> Staple {
    if options.set_ocsp_in_callback { Staple::default() } else { own_staple(&options.credential) }
}

fn own_staple(credential: &Credential) -> Staple {
    credential.ocsp_response.clone().map(Staple::new).unwrap_or_default()
}

/// Each behind its length, and all of them behind theirs.
fn timestamps(credential: &Credential) -> Result<Vec<Vec<u8>>, Failure> {
    let Some(list) = &credential.signed_cert_timestamps else { return Ok(Vec::new()) };
    let (whole, after) = opaque(list).ok_or(Failure::Discontent("no list of timestamps"))?;
    let mut rest = whole;
    let mut timestamps = Vec::new();
    while let Some((timestamp, after)) = opaque(rest) {
        timestamps.push(timestamp.to_vec());
        rest = after;
    }
    let good = after.is_empty() && rest.is_empty() && !timestamps.is_empty();
    if good { Ok(timestamps) } else { Err(Failure::Discontent("no list of timestamps")) }
}

fn opaque(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u16::from_be_bytes(*length).into())
}

pub(crate) fn size(bytes: u32) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

fn unusable(what: &str, why: impl core::fmt::Display) -> Failure {
    Failure::unimplemented(format!("{what} cannot be used: {why}"))
}
