//! What the runner expects is compared with what is.

use core::fmt::Debug;

use data_encoding::HEXLOWER_PERMISSIVE;
use handfast::crypto::hash::Hash;
use handfast::handshake::{Chain, Peer, named_group};
use handfast::{Negotiated, Role, Version};

use crate::early;
use crate::exchange::Visit;
use crate::failure::Failure;
use crate::options::Options;
use crate::setup;
use crate::wire::Wire;

/// After the handshake.
pub(crate) fn handshake(options: &Options, visit: &Visit<'_>, wire: &Wire) -> Result<(), Failure> {
    let goes_on = visit.returns && !options.expect_session_miss;
    same(&goes_on, &wire.connection.negotiated().resumed, "whether it goes on from a session")?;
    negotiated(options, visit, wire.connection.negotiated())?;
    credential(options, wire.connection.negotiated())?;
    hello(options, wire)?;
    early::expect(options, visit, wire)?;
    kept(options, visit)?;
    peer(options, wire)
}

fn negotiated(options: &Options, visit: &Visit<'_>, is: &Negotiated) -> Result<(), Failure> {
    if_told(options.expect_version, is.version.map(|version| version.code().0), "the version")?;
    let by_hardware = if has_aes() { options.expect_cipher_aes } else { options.expect_cipher_no_aes };
    if_told(by_hardware, is.suite.map(|suite| suite.code.0), "the cipher suite")?;
    if_told(options.expect_cipher, is.suite.map(|suite| suite.code.0), "the cipher suite")?;
    let group = &visit.memory.group;
    group.set(is.group.map(|group| named_group(group).0).or(group.get().filter(|_| is.resumed)));
    if_told(options.expect_curve_id, group.get(), "the group")?;
    if_told(options.expect_hrr.then_some(true), Some(is.retried), "HelloRetryRequest")?;
    if_told(options.expect_no_hrr.then_some(false), Some(is.retried), "HelloRetryRequest")?;
    let extended = options.expect_extended_master_secret.then_some(true);
    // The secrets of TLS 1.3 are always bound to their handshake.
    let bound = is.extended_main_secret || is.version == Some(Version::Tls13);
    if_told(extended, Some(bound), "the extended main secret")?;
    let skew = options.expect_ticket_age_skew.filter(|skew| visit.returns && *skew != 0);
    if_told(
        skew.map(i64::from),
        Some(is.ticket_age_skew / 1000),
        "the skew of the ticket's age, in seconds",
    )?;
    let scheme = is.peer_scheme.map(|scheme| scheme.0);
    let known = &visit.memory.peer_scheme;
    known.set(scheme.or(known.get().filter(|_| is.resumed)));
    if_told(options.expect_peer_signature_algorithm, known.get(), "the peer's signature algorithm")?;
    // What is not told is not negotiated, either.
    let protocol = if options.server { &options.select_alpn } else { &options.expect_alpn };
    let protocol = protocol.clone().filter(|protocol| !protocol.is_empty());
    same(&protocol, &is.alpn, "the application protocol")
}

/// Whether this machine computes AES in hardware: BoringSSL chooses by that.
fn has_aes() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("aes");
    #[cfg(target_arch = "aarch64")]
    return std::arch::is_aarch64_feature_detected!("aes");
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    return false;
}

fn hello(options: &Options, wire: &Wire) -> Result<(), Failure> {
    let name = wire.connection.negotiated().server_name.as_deref().map(str::as_bytes);
    if_told(options.expect_server_name.as_deref(), name, "the server name")?;
    let secure = options.expect_secure_renegotiation.then_some(true);
    // TLS 1.3 has no renegotiation that could be insecure.
    let is_secure = wire.witness.is_secure || wire.connection.negotiated().version == Some(Version::Tls13);
    if_told(secure, Some(is_secure), "secure renegotiation")?;
    let protocols = Some(&wire.witness.protocols);
    if_told(options.expect_advertised_alpn.as_ref(), protocols, "the protocols offered")?;
    let schemes = Some(&options.expect_peer_verify_pref).filter(|schemes| !schemes.is_empty());
    if_told(schemes, Some(&wire.witness.schemes), "the peer's signature_algorithms")?;
    let types = options.expect_certificate_types.as_ref();
    if_told(types, Some(&wire.witness.certificate_types), "the certificate types")?;
    let names = options.expect_client_ca_list.as_deref().map(names).transpose()?;
    if_told(names, Some(wire.witness.authorities.clone()), "the authorities")
}

/// Whether a server keeps the session of a first connection, under an id.
fn kept(options: &Options, visit: &Visit<'_>) -> Result<(), Failure> {
    let keeps = Some(visit.memory.kept() > visit.kept);
    if_told((options.expect_session_id && !visit.returns).then_some(true), keeps, "a session under an id")?;
    if_told((options.expect_no_session_id && !visit.returns).then_some(false), keeps, "a session under an id")
}

/// The one without `-new-x509-credential` is number -1, and so is none.
fn credential(options: &Options, is: &Negotiated) -> Result<(), Failure> {
    let shown = is.identity.and_then(|index| options.shown_credentials().nth(index));
    let used = match &is.shared_key {
        None => shown.map(|(number, _)| number),
        Some(identity) => shared(options, identity)?,
    };
    let number = used.and_then(|index| i32::try_from(index).ok()).unwrap_or(-1);
    if_told(options.expect_selected_credential, Some(number), "the credential selected")
}

/// The credential that a key of this identity was imported from.
fn shared(options: &Options, identity: &[u8]) -> Result<Option<usize>, Failure> {
    for (number, credential) in options.shared_credentials() {
        if setup::shared_keys(credential)?.iter().any(|key| key.identity() == identity) {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

fn peer(options: &Options, wire: &Wire) -> Result<(), Failure> {
    // Whoever sends early data is known by its session before the handshake is complete.
    let peer = wire.connection.peer().or(wire.connection.early_peer());
    let owes = wire.connection.role() == Role::Client || options.require_any_client_certificate;
    let owes = owes && wire.connection.negotiated().shared_key.is_none();
    if options.expect_no_peer_cert {
        same(&false, &peer.is_some(), "a certificate of the peer")?;
    } else if owes {
        same(&true, &peer.is_some(), "a certificate of the peer")?;
    }
    if let Some(file) = &options.expect_peer_cert_file {
        let expected: Vec<Vec<u8>> = setup::certificates(file)?.iter().map(|der| der.to_vec()).collect();
        let chain = peer.map(|peer| peer.chain().certificates().map(<[u8]>::to_vec).collect());
        same(&Some(expected), &chain, "the peer's chain")?;
    }
    let chain = peer.map(Peer::chain);
    let shown = chain.map(|chain| chain.certificate_type().code().0.into());
    if_told(options.expect_peer_certificate_type, shown, "the type of the peer's certificate")?;
    let digest = chain.and_then(|chain| chain.raw_public_key()).map(sha256);
    if_told(options.expect_peer_rpk_sha256.clone(), digest, "the peer's key")?;
    if_told(options.expect_ocsp_response.as_deref(), chain.and_then(Chain::ocsp_response), "the staple")?;
    let timestamps = chain.map(timestamp_list);
    if_told(options.expect_signed_cert_timestamps.as_ref(), timestamps.as_ref(), "the timestamps")?;
    if options.expect_verify_result {
        // Nobody to judge is as good as accepted.
        let accepted = peer.is_none_or(|peer| peer.verdict().is_accepted());
        same(&!options.verify_fail, &accepted, "the verdict on the peer's chain")?;
    }
    Ok(())
}

fn sha256(key: &[u8]) -> Vec<u8> {
    Hash::Sha256.digest(&[key]).as_ref().to_vec()
}

/// As they stand in a message (RFC 6962 §3.3).
fn timestamp_list(chain: &Chain) -> Vec<u8> {
    let mut list = Vec::new();
    for timestamp in chain.timestamps() {
        list.extend(u16::try_from(timestamp.len()).unwrap_or_default().to_be_bytes());
        list.extend(timestamp);
    }
    let length = u16::try_from(list.len()).unwrap_or_default();
    [&length.to_be_bytes()[..], &list].concat()
}

/// When all is said: a client of TLS 1.3 has been given a session unless the runner says otherwise, or left too early.
pub(crate) fn sessions(options: &Options, visit: &Visit<'_>, wire: &Wire) -> Result<(), Failure> {
    let tls13 = wire.connection.negotiated().version == Some(Version::Tls13);
    if options.server || !tls13 {
        return Ok(());
    }
    let expected = !options.expect_no_session && !options.shim_shuts_down;
    same(&expected, &(visit.memory.sessions() > visit.sessions), "whether a session came")?;
    let early_data = options.expect_ticket_supports_early_data;
    same(
        &(expected && early_data),
        &(expected && visit.memory.allowed_early_data()),
        "early data in the session",
    )
}

/// At the very end.
pub(crate) fn course(options: &Options, wire: &Wire) -> Result<(), Failure> {
    if_told(options.expect_total_renegotiations, Some(0), "how often it was renegotiated")?;
    let course = wire.witness.course.as_bytes();
    if_told(options.expect_msg_callback.as_deref(), Some(course), "the course of the conversation")
}

/// Names in DER, in hex, between commas.
pub(crate) fn names(list: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    let decode = |name| HEXLOWER_PERMISSIVE.decode(name);
    let names = list.split(|byte| *byte == b',').map(decode).collect::<Result<_, _>>();
    names.map_err(|_| Failure::unimplemented("a name that is not in hex"))
}

#[expect(clippy::needless_pass_by_value, reason = "both are made on the spot")]
fn if_told<T: PartialEq + Debug>(expected: Option<T>, is: Option<T>, what: &str) -> Result<(), Failure> {
    if expected.is_some() { same(&expected, &is, what) } else { Ok(()) }
}

fn same<T: PartialEq + Debug>(expected: &T, is: &T, what: &str) -> Result<(), Failure> {
    if expected == is {
        return Ok(());
    }
    Err(Failure::expectation(format!("{what} is {is:?} instead of {expected:?}")))
}
