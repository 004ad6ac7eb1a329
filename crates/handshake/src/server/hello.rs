//! START (RFC 9846 §A.2): a ClientHello (§4.2.2) comes, the first or the one after a HelloRetryRequest.
//!
//! The choices are pure functions in [`crate::negotiate`]; here they are called in the order of the RFC.

use handfast_crypto::kx::{Agreed, Group};
use handfast_wire::code_points::{CertificateCompressionAlgorithm, ExtensionType};
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::ClientHello;
use handfast_wire::{Dialect, Message};

use super::choosing_identity::ChoosingIdentity;
use super::recvd_ch::RecvdCh;
use super::tls12;
use super::tls13::OfferedPsk;
use crate::accepts::{Accepts, HelloFacts};
use crate::certificate_type::{self, CertificateTypes, Wishes};
use crate::context::{Effect, Fact};
use crate::early_data::{EarlyData, NoEarlyData};
use crate::group::bad_share;
use crate::negotiate::{self, GroupChoice};
use crate::question::Ask;
use crate::session::Draft;
use crate::{Config, Cx, Error, Local, RecordLimits, Refusal, State, Suite, Version, compression};

/// Nothing came yet, or the client was sent back.
#[derive(Debug)]
pub(crate) struct Start {
    retry: Option<Retry>,
}

/// What a HelloRetryRequest settled.
#[derive(Debug)]
pub(crate) struct Retry {
    /// ClientHello1, header included: the second is held against it.
    pub(crate) first: Vec<u8>,
    pub(crate) suite: Suite,
    pub(crate) group: Group,
}

/// Where a ClientHello leads.
#[derive(Debug)]
pub(crate) enum AfterHello {
    Retry(RecvdCh),
    Selected(ChoosingIdentity),
    Tls12(tls12::ChoosingIdentity),
}

/// What was selected from a ClientHello.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) suite: Suite,
    /// The key exchange; or why there can be none: then a pre-shared key has to do without (psk_ke).
    pub(crate) exchange: Result<Box<Exchange>, Refusal>,
    /// Whether the client says which signatures it takes.
    pub(crate) may_be_signed: Result<(), Refusal>,
    pub(crate) session_id: Vec<u8>,
    pub(crate) alpn: Option<Vec<u8>>,
    /// How our Certificate is compressed, if the client undoes it.
    pub(crate) compression: Option<CertificateCompressionAlgorithm>,
    /// If the client asks for shorter records.
    pub(crate) limits: Option<RecordLimits>,
    /// Whether the client named the host, and the name is acknowledged (RFC 6066 §3).
    pub(crate) named: bool,
    /// Whether the client was sent back first.
    pub(crate) retried: bool,
    /// Whether the client takes tickets, in a mode that we speak (§4.3.9).
    pub(crate) may_resume: bool,
    /// Whether it would have a pre-shared key used in no other mode than psk_ke, which it is here only if that is wanted.
    pub(crate) psk_ke: bool,
    /// For which certificates the client listed types.
    pub(crate) wishes: Wishes,
    /// What the certificates of both sides are, once that is known.
    pub(crate) certificate_types: CertificateTypes,
    /// Whether the client may be asked for one after the handshake (§4.3.6).
    pub(crate) may_be_asked: bool,
    /// What they will say, if any are issued.
    pub(crate) draft: Option<Box<Draft>>,
    /// Whether early data may follow.
    pub(crate) early_data: bool,
}

/// The group, our share in it, and the secret that follows.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) group: Group,
    pub(crate) agreed: Agreed,
}

impl Start {
    pub(crate) const fn new() -> Self {
        Self { retry: None }
    }

    pub(crate) const fn again(retry: Retry) -> Self {
        Self { retry: Some(retry) }
    }

    pub(crate) fn client_hello(self, m: &ClientHello<'_>, cx: &mut Cx<'_>) -> Result<AfterHello, Error> {
        cx.config.check_protocols()?;
        match (negotiate::version(m, cx.config)?, self.retry) {
            (Version::Tls13, retry) => tls13(retry, m, cx),
            (Version::Tls12, None) => tls12::client_hello(m, cx).map(AfterHello::Tls12),
            // supported_versions is among what must be the same in both hellos (RFC 9846 §4.2.2).
            (Version::Tls12, Some(_)) => {
                Err(Refusal::SecondHelloDiffers { field: "supported_versions" }.into())
            }
        }
    }
}

fn tls13(retry: Option<Retry>, m: &ClientHello<'_>, cx: &mut Cx<'_>) -> Result<AfterHello, Error> {
    mandatory(m)?;
    let suite = negotiate::suite(m.cipher_suites, &cx.config.suites)?;
    match retry {
        None => first(m, suite, cx),
        Some(retry) => second(&retry, m, cx).map(AfterHello::Selected),
    }
}

/// How much early data is passed over at least, in bytes of content and padding: one full record (RFC 9846 §5.1), even if
/// none is taken here. Another server of the same name may have allowed it.
const EARLY_DATA: usize = (1 << 14) - 17;

/// How much early data is passed over: as much as our tickets allow (§4.3.10).
fn passed_over(config: &Config) -> usize {
    let allowed = config.tickets.and_then(|tickets| tickets.early_data).map_or(0, |policy| policy.most);
    usize::try_from(allowed).unwrap_or(usize::MAX).max(EARLY_DATA)
}

fn first(m: &ClientHello<'_>, suite: Suite, cx: &mut Cx<'_>) -> Result<AfterHello, Error> {
    let extensions = m.extensions();
    if negotiate::offers_early_data(m) {
        cx.effects.push_back(Effect::PassOverEarlyData(passed_over(cx.config)));
    }
    let supported = extensions.supported_groups().unwrap_or_default();
    let shares = extensions.client_shares().unwrap_or_default();
    match negotiate::group_choice(supported, shares, &cx.config.groups) {
        Ok(GroupChoice::Share(group, share)) => {
            selected(m, suite, Ok((group, share)), false, cx).map(AfterHello::Selected)
        }
        // Who has a pre-shared key may do without a group (RFC 9846 §4.2.1).
        Err(none @ Refusal::NoCommonGroup) if negotiate::may_do_without_exchange(extensions, cx.config) => {
            selected(m, suite, Err(none), false, cx).map(AfterHello::Selected)
        }
        Err(refusal) => Err(refusal.into()),
        Ok(GroupChoice::Retry(group)) => {
            if negotiate::offers_early_data(m) {
                cx.learned(Fact::EarlyData(EarlyData::Rejected(NoEarlyData::Retried)));
            }
            let session_id = m.legacy_session_id.to_vec();
            let first = cx.transcript.message().to_vec();
            Ok(AfterHello::Retry(RecvdCh { retry: Retry { first, suite, group }, session_id }))
        }
    }
}

fn second(retry: &Retry, m: &ClientHello<'_>, cx: &mut Cx<'_>) -> Result<ChoosingIdentity, Error> {
    let extensions = m.extensions();
    // It was decoded once already, when it came.
    let Ok(Message::ClientHello(first)) = Message::decode(&retry.first, Dialect::Tls13, None) else {
        return Err(Local::Misuse.into());
    };
    negotiate::same_hello(&first, m)?;
    negotiate::keeps_psks(&first, m, retry.suite.hash)?;
    // The second hello ends the early data of the first.
    cx.effects.push_back(Effect::PassOverEarlyData(0));
    if extensions.cookie() != cx.config.retry_cookie.as_deref() {
        return Err(Refusal::Cookie.into());
    }
    let shares = extensions.client_shares().unwrap_or_default();
    let share = negotiate::retried_share(retry.group, shares)?;
    selected(m, retry.suite, Ok((retry.group, share)), true, cx)
}

/// RFC 9846 §9.2: a client that may go on from a pre-shared key need not say how a server without one is to prove itself,
/// nor offer a key exchange; but it must say how the key may be used (§4.3.9).
fn mandatory(m: &ClientHello<'_>) -> Result<(), Refusal> {
    let extensions = m.extensions();
    let groups = [ExtensionType::SUPPORTED_GROUPS, ExtensionType::KEY_SHARE];
    let by_key = extensions.contains(ExtensionType::PRE_SHARED_KEY);
    let lists_groups = groups.iter().any(|extension| extensions.contains(*extension));
    let first =
        if by_key { ExtensionType::PSK_KEY_EXCHANGE_MODES } else { ExtensionType::SIGNATURE_ALGORITHMS };
    let groups = groups.into_iter().filter(|_| lists_groups || !by_key);
    core::iter::once(first).chain(groups).try_for_each(|extension| negotiate::present(m, extension))
}

fn selected(
    m: &ClientHello<'_>,
    suite: Suite,
    share: Result<(Group, &[u8]), Refusal>,
    retried: bool,
    cx: &mut Cx<'_>,
) -> Result<ChoosingIdentity, Error> {
    let extensions = m.extensions();
    let types = certificate_type::of_server(extensions)?;
    let facts = facts(extensions, Accepts::of(types, extensions))?;
    let alpn = negotiate::alpn(extensions.application_layer_protocol_negotiation(), &cx.config.alpn)?
        .map(<[u8]>::to_vec);
    let compression = compression::common(&facts.accepts.compression, cx.config);
    let limits = RecordLimits::of_hello(extensions, cx.config, Version::Tls13)?;
    let exchange = match share {
        Ok(share) => Ok(agree(share, cx)?),
        Err(none) => Err(none),
    };
    let modes = negotiate::psk_modes(extensions);
    let psk_ke = cx.config.takes_psk_ke() && modes.psk_ke && !(modes.psk_dhe_ke && exchange.is_ok());
    // Where a key may do without, ServerHello shows whether it does.
    let group = exchange.as_ref().ok().filter(|_| !psk_ke).map(|exchange| exchange.group);
    learned(suite, group, alpn.as_deref(), &facts, cx);
    let may_be_asked = extensions.contains(ExtensionType::POST_HANDSHAKE_AUTH);
    if may_be_asked {
        cx.learned(Fact::PostHandshakeAuth);
    }
    let named = cx.config.acknowledges_name && facts.server_name.is_some();
    let session_id = m.legacy_session_id.to_vec();
    let may_resume = psk_ke || (modes.psk_dhe_ke && exchange.is_ok());
    let offered = offered_psk(extensions, suite, may_resume, cx);
    let terms = Box::new(Terms {
        suite,
        exchange,
        may_be_signed: negotiate::present(m, ExtensionType::SIGNATURE_ALGORITHMS),
        session_id,
        alpn,
        compression,
        limits,
        named,
        retried,
        may_resume,
        psk_ke,
        wishes: Wishes::of(extensions),
        certificate_types: CertificateTypes::default(),
        may_be_asked,
        draft: None,
        early_data: negotiate::offers_early_data(m),
    });
    cx.passed(State::RecvdCh);
    cx.ask(Ask::Identity);
    Ok(ChoosingIdentity { facts, terms, offered })
}

fn agree((group, share): (Group, &[u8]), cx: &mut Cx<'_>) -> Result<Box<Exchange>, Error> {
    let agreed = cx.kx.respond(group, share, cx.rng).map_err(|why| bad_share(group, why))?;
    Ok(Box::new(Exchange { group, agreed }))
}

/// What the client would go on from, if it is of a kind that we issue (RFC 9846 §4.3.9, §4.3.11).
fn offered_psk(
    extensions: &Extensions<'_>,
    suite: Suite,
    may_resume: bool,
    cx: &Cx<'_>,
) -> Option<Box<OfferedPsk>> {
    let knows = cx.config.tickets.is_some() || cx.config.shared_keys;
    let offered = extensions.offered_psks().filter(|_| may_resume && knows)?;
    Some(Box::new(OfferedPsk::of(&offered, suite.hash, cx)))
}

/// What those need to know who choose an identity.
pub(super) fn facts(extensions: &Extensions<'_>, accepts: Accepts) -> Result<Box<HelloFacts>, Refusal> {
    let name = extensions.server_name().and_then(|name| name.host_name);
    let server_name = name.map(negotiate::host_name).transpose()?;
    let shows = certificate_type::of_client(extensions)?;
    Ok(Box::new(HelloFacts { server_name, accepts, shows }))
}

fn learned(suite: Suite, group: Option<Group>, alpn: Option<&[u8]>, facts: &HelloFacts, cx: &mut Cx<'_>) {
    cx.learned(Fact::Version(Version::Tls13));
    cx.learned(Fact::Suite(suite));
    if let Some(group) = group {
        cx.learned(Fact::Group(group));
    }
    if let Some(name) = &facts.server_name {
        cx.learned(Fact::ServerName(name.clone()));
    }
    if let Some(alpn) = alpn {
        cx.learned(Fact::Alpn(alpn.to_vec()));
    }
}
