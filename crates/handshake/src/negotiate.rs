//! What is chosen, and when there is nothing to choose: pure functions of what one side offers and the other accepts.

use handfast_crypto::aead::Aead;
use handfast_crypto::hash::Hash;
use handfast_crypto::kx::Group;
use handfast_wire::code_points::{
    self, CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, PskKeyExchangeMode, SignatureScheme,
};
use handfast_wire::ext::{Extension, Extensions, KeyShareEntry, ProtocolNameList};
use handfast_wire::handshake::ClientHello;
use handfast_wire::{Kind, List};

use crate::group::{group, is_curve, named_group};
use crate::scheme::agreement_of;
use crate::{
    Accepts, Agreement, CertificateType, ClientAuth, Config, OwnIdentity, Refusal, Refusal12, Suite, Suite12,
    Version,
};

/// The best version of ours that the client offers (RFC 9846 §4.3.1, RFC 5246 §E.1).
///
/// # Errors
/// There is none; the client fell back from a better one (RFC 7507 §3); or its hello is none of TLS 1.3 (legacy_version,
/// compression), though that is the version.
pub fn version(hello: &ClientHello<'_>, config: &Config) -> Result<Version, Refusal> {
    let offered = best_offered(hello);
    let fell_back = hello.cipher_suites.contains(CipherSuite::TLS_FALLBACK_SCSV);
    if fell_back && config.versions().any(|version| version.code() > offered) {
        return Err(Refusal::InappropriateFallback { offered });
    }
    let chosen = config.versions().find(|version| offers(hello, *version));
    let chosen = chosen.ok_or(Refusal::NoCommonVersion { offered })?;
    if chosen == Version::Tls13 {
        is_of_tls13(hello)?;
    }
    Ok(chosen)
}

/// With supported_versions it counts alone (RFC 9846 §4.3.1); without, legacy_version is the best that the client speaks,
/// and it speaks no better than TLS 1.2 (§4.2.2).
fn offers(hello: &ClientHello<'_>, version: Version) -> bool {
    match hello.extensions().offered_versions() {
        Some(versions) => versions.contains(version.code()),
        None => version == Version::Tls12 && hello.legacy_version >= ProtocolVersion::TLS1_2,
    }
}

fn best_offered(hello: &ClientHello<'_>) -> ProtocolVersion {
    let listed = hello.extensions().offered_versions();
    listed.and_then(|versions| versions.iter().filter(is_real).max()).unwrap_or(hello.legacy_version)
}

fn is_of_tls13(hello: &ClientHello<'_>) -> Result<(), Refusal> {
    if hello.legacy_version != ProtocolVersion::TLS1_2 {
        return Err(Refusal::LegacyVersion { got: hello.legacy_version });
    }
    if hello.legacy_compression_methods != [0] {
        return Err(Refusal::Compression);
    }
    Ok(())
}

/// Whether it is a version at all, and not GREASE (RFC 8701 §3.1).
fn is_real(version: &ProtocolVersion) -> bool {
    version.0 >> 8 == 3
}

/// Our first suite that the client offers too, unless it would rather have ChaCha20 than AES.
///
/// # Errors
/// There is none.
pub fn suite(offered: List<'_, CipherSuite>, ours: &[Suite]) -> Result<Suite, Refusal> {
    let mut common: Vec<_> = ours.iter().copied().filter(|suite| offered.contains(suite.code)).collect();
    heed(offered, &mut common, |suite| *suite);
    common.first().copied().ok_or(Refusal::NoCommonSuite)
}

/// A client that lists ChaCha20-Poly1305 before all other suites of ours has no hardware for AES, and we do not lose by it:
/// then those of its suites go first.
fn heed<S>(offered: List<'_, CipherSuite>, common: &mut [S], suite: impl Fn(&S) -> Suite) {
    let chacha20 = |one: &S| suite(one).aead == Aead::ChaCha20Poly1305;
    let first = offered.iter().find_map(|code| common.iter().find(|one| suite(one).code == code));
    if first.is_some_and(chacha20) {
        common.sort_by_key(|one| !chacha20(one));
    }
}

/// Our suites of TLS 1.2 that the client offers too, in our order, or with ChaCha20 first as in [`suite`].
///
/// # Errors
/// There is none, or none that does without a curve, if there is no common curve.
pub fn suites12(
    offered: List<'_, CipherSuite>,
    ours: &[Suite12],
    curve: Option<Group>,
) -> Result<Vec<Suite12>, Refusal12> {
    let mut common: Vec<_> =
        ours.iter().copied().filter(|suite| offered.contains(suite.suite.code)).collect();
    if common.is_empty() {
        return Err(Refusal12::NoCommonSuite);
    }
    heed(offered, &mut common, |suite| suite.suite);
    common.retain(|suite| curve.is_some() || suite.agreement == Agreement::Rsa);
    if common.is_empty() { Err(Refusal12::NoCommonGroup) } else { Ok(common) }
}

/// Our first curve that the client supports too. Of a client that lists none, a server may choose any (RFC 8422 §4); it is
/// left alone here, since a guess could be wrong.
#[must_use]
pub fn curve(supported: Option<List<'_, NamedGroup>>, ours: &[Group]) -> Option<Group> {
    let supported = supported?;
    let mut curves = ours.iter().copied().filter(|group| is_curve(*group));
    curves.find(|group| supported.contains(named_group(*group)))
}

/// How a server of TLS 1.2 proves who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It signs its share of this group with this scheme.
    Signs(Group, SignatureScheme),
    /// It decrypts (RFC 5246 §7.4.7.1).
    Decrypts,
}

/// The first of these suites that goes with an identity, and how the server proves itself then.
#[must_use]
pub fn proof(
    suites: &[Suite12],
    curve: Option<Group>,
    accepts: &Accepts,
    identity: &OwnIdentity,
) -> Option<(Suite12, Proof)> {
    let signs = |agreement| {
        let scheme = schemes(accepts, identity).find(|code| agreement_of(*code) == Some(agreement))?;
        Some(Proof::Signs(curve?, scheme))
    };
    suites.iter().find_map(|suite| {
        let proof = match suite.agreement {
            Agreement::Rsa => identity.decrypts.then_some(Proof::Decrypts),
            agreement => signs(agreement),
        };
        Some((*suite, proof?))
    })
}

/// Which key share a server takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupChoice<'a> {
    /// This share of the client.
    Share(Group, &'a [u8]),
    /// None of them: ask for one with HelloRetryRequest.
    Retry(Group),
}

/// Our first group for which the client sent a share; otherwise our first that it supports, by HelloRetryRequest
/// (RFC 9846 §4.3.8). A round trip costs more than a preference is worth.
///
/// # Errors
/// No group is common to both, or the list of shares breaks its rules.
pub fn group_choice<'a>(
    supported: List<'_, NamedGroup>,
    shares: List<'a, KeyShareEntry<'a>>,
    ours: &[Group],
) -> Result<GroupChoice<'a>, Refusal> {
    ours.iter().try_for_each(|group| share_list(named_group(*group), supported, shares))?;
    let share_for = |group: &Group| shares.iter().find(|share| share.group == named_group(*group));
    let with_share = ours.iter().find_map(|group| Some((*group, share_for(group)?)));
    if let Some((group, share)) = with_share {
        return Ok(GroupChoice::Share(group, share.key_exchange));
    }
    let common = ours.iter().copied().find(|group| supported.contains(named_group(*group)));
    common.map(GroupChoice::Retry).ok_or(Refusal::NoCommonGroup)
}

/// One share a group, and only if the group is listed (RFC 9846 §4.3.8). Groups that we do not speak are ignored, as
/// §9.3 wants it; so a list of thousands costs no more than reading it.
fn share_list(
    group: NamedGroup,
    supported: List<'_, NamedGroup>,
    shares: List<'_, KeyShareEntry<'_>>,
) -> Result<(), Refusal> {
    match shares.iter().filter(|share| share.group == group).count() {
        0 => Ok(()),
        1 if supported.contains(group) => Ok(()),
        _ => Err(Refusal::ShareList { group }),
    }
}

/// Our first application protocol that the client offers too (RFC 7301 §3.2); none if either side has no list.
///
/// # Errors
/// Both have a list and nothing is common to both.
pub fn alpn<'o>(
    offered: Option<ProtocolNameList<'_>>,
    ours: &'o [Vec<u8>],
) -> Result<Option<&'o [u8]>, Refusal> {
    let Some(offered) = offered.filter(|_| !ours.is_empty()) else { return Ok(None) };
    let common = ours.iter().find(|ours| offered.iter().any(|theirs| theirs.0 == &ours[..]));
    common.map(|protocol| Some(&protocol[..])).ok_or(Refusal::NoCommonProtocol)
}

/// Our first scheme that the peer accepts, of a key like ours.
#[must_use]
pub fn scheme(accepts: &Accepts, identity: &OwnIdentity) -> Option<SignatureScheme> {
    schemes(accepts, identity).next()
}

fn schemes(accepts: &Accepts, identity: &OwnIdentity) -> impl Iterator<Item = SignatureScheme> {
    let accepted = |code: &SignatureScheme| {
        accepts.schemes.contains(code) && accepts.curves.allow(*code, identity.curve)
    };
    identity.schemes.iter().copied().filter(accepted)
}

/// What a client's certificate will be: our first type that it may show (RFC 7250 §4.2). Where none is wanted, or a
/// client that does not know of types may stay unverified, it is X.509.
///
/// # Errors
/// There is none.
pub fn client_certificate_type(
    shows: &[CertificateType],
    listed: bool,
    ours: &[CertificateType],
    policy: ClientAuth,
) -> Result<CertificateType, Refusal> {
    let common = ours.iter().copied().find(|one| shows.contains(one));
    match policy {
        ClientAuth::None => Ok(common.unwrap_or_default()),
        ClientAuth::Optional if !listed => Ok(common.unwrap_or_default()),
        ClientAuth::Optional | ClientAuth::Require => common.ok_or(Refusal::NoCommonCertificateType),
    }
}

/// What a server chose of the types that it was offered; X.509 if it says nothing (RFC 7250 §4.2).
///
/// # Errors
/// It is another one.
pub fn chosen_certificate_type(
    extension: ExtensionType,
    selected: Option<code_points::CertificateType>,
    offered: &[CertificateType],
) -> Result<CertificateType, Refusal> {
    let Some(selected) = selected else { return Ok(CertificateType::X509) };
    let found = offered.iter().find(|offered| offered.code() == selected);
    found.copied().ok_or(Refusal::CertificateTypeNotOffered { extension, selected })
}

/// A host name as RFC 6066 §3 has it: letters, digits, hyphens and underscores in labels of 1 to 63 octets, at most
/// 253 in all, no trailing dot, no IP address. Returned in lower case.
///
/// # Errors
/// It is none.
pub fn host_name(bytes: &[u8]) -> Result<String, Refusal> {
    let text = core::str::from_utf8(bytes).map_err(|_| Refusal::BadServerName)?;
    let ends_in_digits = text.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    if text.len() > 253 || ends_in_digits || !text.split('.').all(is_label) {
        return Err(Refusal::BadServerName);
    }
    Ok(text.to_ascii_lowercase())
}

fn is_label(label: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=63).contains(&label.len())
        && label.bytes().all(plain)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// RFC 7301 §3.1: exactly one protocol, out of those that were offered; none if the server has no list.
///
/// # Errors
/// It is another one, or more than one.
pub fn chosen_protocol<'m>(
    extensions: &Extensions<'m>,
    offered: &[Vec<u8>],
) -> Result<Option<&'m [u8]>, Refusal> {
    let Some(list) = extensions.application_layer_protocol_negotiation() else { return Ok(None) };
    let mut protocols = list.iter().map(|protocol| protocol.0);
    match (protocols.next(), protocols.next()) {
        (Some(one), None) if offered.iter().any(|offered| offered == one) => Ok(Some(one)),
        _ => Err(Refusal::ProtocolNotOffered),
    }
}

/// The extension, or the refusal that names it (RFC 9846 §9.2).
pub(crate) fn required<T>(found: Option<T>, message: Kind, extension: ExtensionType) -> Result<T, Refusal> {
    found.ok_or(Refusal::MissingExtension { message, extension })
}

/// Refuses a ClientHello that lacks this extension.
pub(crate) fn present(hello: &ClientHello<'_>, extension: ExtensionType) -> Result<(), Refusal> {
    let found = hello.extensions().contains(extension).then_some(());
    required(found, Kind::ClientHello, extension)
}

/// Refuses what was not asked for (RFC 9846 §4.3).
pub(crate) fn only(
    message: Kind,
    extensions: &Extensions<'_>,
    asked_for: impl Fn(ExtensionType) -> bool,
) -> Result<(), Refusal> {
    for extension in extensions.types() {
        if !asked_for(extension) {
            return Err(Refusal::UnsolicitedExtension { message, extension });
        }
    }
    Ok(())
}

/// Holds the second ClientHello against the first: after a HelloRetryRequest only key_share, cookie, early_data,
/// pre_shared_key and padding may differ (RFC 9846 §4.2.2).
///
/// # Errors
/// Names the field or extension that differs.
pub fn same_hello(first: &ClientHello<'_>, second: &ClientHello<'_>) -> Result<(), Refusal> {
    let fields = [
        ("legacy_version", first.legacy_version == second.legacy_version),
        ("random", first.random == second.random),
        ("legacy_session_id", first.legacy_session_id == second.legacy_session_id),
        ("cipher_suites", first.cipher_suites == second.cipher_suites),
        ("legacy_compression_methods", first.legacy_compression_methods == second.legacy_compression_methods),
        ("extensions", lasting(first).eq(lasting(second))),
        ("early_data", !offers_early_data(second)),
    ];
    match fields.iter().find(|(_, same)| !same) {
        Some((field, _)) => Err(Refusal::SecondHelloDiffers { field }),
        None => Ok(()),
    }
}

/// A client that was sent back may leave out pre-shared keys of another hash than that of the cipher suite (RFC 9846
/// §4.2.2), and so not all of them if one has this one. Which hash they have, their binders show: they are as long as its
/// output.
///
/// # Errors
/// All are missing.
pub fn keeps_psks(first: &ClientHello<'_>, second: &ClientHello<'_>, hash: Hash) -> Result<(), Refusal> {
    let offered = first.extensions().offered_psks();
    let mut binders = offered.iter().flat_map(|offered| offered.binders.iter());
    let must_stay = binders.any(|binder| binder.0.len() == hash.output_len());
    if must_stay { present(second, ExtensionType::PRE_SHARED_KEY) } else { Ok(()) }
}

/// How a client lets a pre-shared key be used (RFC 9846 §4.3.9).
#[derive(Debug, Clone, Copy)]
pub(crate) struct PskModes {
    /// Alone: without forward secrecy.
    pub(crate) psk_ke: bool,
    /// With a new key exchange.
    pub(crate) psk_dhe_ke: bool,
}

/// What it says of that; nothing, if it says nothing.
pub(crate) fn psk_modes(extensions: &Extensions<'_>) -> PskModes {
    let modes = extensions.psk_key_exchange_modes();
    let lists = |mode| modes.is_some_and(|modes| modes.contains(mode));
    PskModes { psk_ke: lists(PskKeyExchangeMode::PSK_KE), psk_dhe_ke: lists(PskKeyExchangeMode::PSK_DHE_KE) }
}

/// Whether a client without a group of ours may still be served: by a pre-shared key alone, if that is wanted here.
pub(crate) fn may_do_without_exchange(extensions: &Extensions<'_>, config: &Config) -> bool {
    extensions.contains(ExtensionType::PRE_SHARED_KEY)
        && config.takes_psk_ke()
        && psk_modes(extensions).psk_ke
}

/// Whether early data may follow (RFC 9846 §4.3.10); after a HelloRetryRequest it must not.
pub(crate) fn offers_early_data(hello: &ClientHello<'_>) -> bool {
    hello.extensions().contains(ExtensionType::EARLY_DATA)
}

/// The extensions that must be the same in both hellos.
fn lasting<'m>(hello: &'m ClientHello<'m>) -> impl Iterator<Item = &'m Extension<'m>> {
    let may_change = [
        ExtensionType::KEY_SHARE,
        ExtensionType::COOKIE,
        ExtensionType::EARLY_DATA,
        ExtensionType::PRE_SHARED_KEY,
        ExtensionType::PADDING,
    ];
    let extensions = hello.extensions.iter().flatten();
    extensions.filter(move |extension| !may_change.contains(&extension.extension_type()))
}

/// The share a second ClientHello must bring: one, for the group that was asked for (RFC 9846 §4.3.8).
///
/// # Errors
/// It brings another, none, or more than one.
pub fn retried_share<'a>(asked: Group, shares: List<'a, KeyShareEntry<'a>>) -> Result<&'a [u8], Refusal> {
    let mut shares = shares.iter();
    match (shares.next(), shares.next()) {
        (Some(share), None) if share.group == named_group(asked) => Ok(share.key_exchange),
        _ => Err(Refusal::SecondHelloShare { group: named_group(asked) }),
    }
}

/// The group of a HelloRetryRequest: supported by us, and with no share sent yet (RFC 9846 §4.3.8).
///
/// # Errors
/// One of the two checks fails.
pub fn retry_group(selected: NamedGroup, ours: &[Group], shares: &[Group]) -> Result<Group, Refusal> {
    let found = group(selected).filter(|group| ours.contains(group) && !shares.contains(group));
    found.ok_or(Refusal::RetryGroup { group: selected })
}

#[cfg(test)]
mod tests;
