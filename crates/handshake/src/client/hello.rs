//! START (RFC 9846 §A.1): the client sends its ClientHello (§4.2.2), or the second one after a HelloRetryRequest; before the
//! first it may ask for a session to go on from.

use std::borrow::Cow;

use handfast_crypto::kx::{Group, Offered};
use handfast_wire::code_points::{
    CertificateCompressionAlgorithm, CipherSuite, EcPointFormat, NamedGroup, ProtocolVersion,
    PskKeyExchangeMode, SignatureScheme,
};
use handfast_wire::ext::{
    DistinguishedName, EarlyData, Extension, KeyShare, KeyShareEntry, OfferedPsks, PreSharedKey,
    ProtocolName, PskBinder, PskIdentity, ServerName, SupportedVersions,
};
use handfast_wire::handshake::ClientHello;
use handfast_wire::{List, Message};

use super::finding_session::FindingSession;
use super::offers::Offers;
use super::order::Order;
use super::starting_early_data::StartingEarlyData;
use super::wait_sh::{Retried, WaitSh};
use crate::attached::asked_in_hello;
use crate::certificate_type::Offered as OfferedTypes;
use crate::context::Fact;
use crate::grease::Grease;
use crate::group::{is_curve, named_group};
use crate::question::Ask;
use crate::session::Millis;
use crate::{Config, Cx, Error, Local, Suite, Version, compression, record_limits};

/// Nothing was sent yet, or the server wants another hello.
#[derive(Debug)]
pub(crate) struct Start {
    server_name: Option<String>,
    next: Next,
}

#[derive(Debug)]
enum Next {
    /// Nobody has looked for a session yet.
    Look,
    /// The first hello, with what it offers.
    First(Offers),
    Second(Retry),
}

/// Where START leads.
#[derive(Debug)]
pub(crate) enum AfterStart {
    Find(FindingSession),
    Said(WaitSh),
    /// Early data is announced.
    SaidEarly(StartingEarlyData),
}

/// What HelloRetryRequest changes.
#[derive(Debug)]
pub(crate) struct Retry {
    pub(crate) greeting: Greeting,
    pub(crate) suite: Suite,
    pub(crate) group: Option<Group>,
    pub(crate) cookie: Option<Vec<u8>>,
    /// What of those goes with the cipher suite.
    pub(crate) offers: Offers,
    /// Whether the dummy ChangeCipherSpec is out already.
    pub(crate) after_early_data: bool,
}

/// What of a ClientHello the server's answer is held against.
#[derive(Debug)]
pub(crate) struct Greeting {
    pub(crate) random: [u8; 32],
    session_id: Option<Vec<u8>>,
    pub(crate) shares: Vec<Share>,
    grease: Option<Grease>,
    /// Whether there is a share among ours that means nothing.
    greases_shares: bool,
    order: Option<Order>,
}

/// The public half of a key exchange, and what completes it.
#[derive(Debug)]
pub(crate) struct Share {
    pub(crate) group: Group,
    pub(crate) offered: Box<dyn Offered>,
}

impl Start {
    pub(crate) const fn new(server_name: Option<String>) -> Self {
        Self { server_name, next: Next::Look }
    }

    /// It is known what there is to go on from.
    pub(crate) const fn with(server_name: Option<String>, offers: Offers) -> Self {
        Self { server_name, next: Next::First(offers) }
    }

    pub(crate) const fn again(server_name: Option<String>, retry: Retry) -> Self {
        Self { server_name, next: Next::Second(retry) }
    }

    /// Looks for a session, or sends ClientHello.
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<AfterStart, Error> {
        let Self { server_name, next } = self;
        match next {
            Next::Look if cx.config.sessions || cx.config.shared_keys => {
                cx.ask(Ask::Session);
                Ok(AfterStart::Find(FindingSession { server_name }))
            }
            Next::Look => first_hello(server_name, Offers::default(), cx),
            Next::First(offers) => first_hello(server_name, offers, cx),
            Next::Second(retry) => second_hello(server_name, retry, cx).map(AfterStart::Said),
        }
    }
}

fn first_hello(server_name: Option<String>, offers: Offers, cx: &mut Cx<'_>) -> Result<AfterStart, Error> {
    // Without a scheme there is no certificate for us, and a key has to serve (RFC 9846 §9.2).
    let served = cx.config.takes_certificates() || offers.have_psk();
    if cx.config.versions().next().is_none() || cx.config.groups.is_empty() || !served {
        return Err(Local::EmptyConfiguration.into());
    }
    cx.config.check_protocols()?;
    let greeting = Greeting::new(&offers, cx)?;
    if let Some(name) = &server_name {
        cx.learned(Fact::ServerName(name.clone()));
    }
    let early_data = offers.early_data(cx.config);
    let said = Said { cookie: None, offers: &offers, early_data: early_data.is_some() };
    send(&greeting, server_name.as_deref(), &said, cx)?;
    let waiting = WaitSh { server_name, greeting, retried: None, offers, early_data: None };
    Ok(match early_data {
        None => AfterStart::Said(waiting),
        Some(offer) => AfterStart::SaidEarly(StartingEarlyData { waiting, offer }),
    })
}

/// The same hello with the share that was asked for and the cookie (RFC 9846 §4.2.4). In compatibility mode the dummy
/// ChangeCipherSpec goes before it (§E.4). Early data is not offered again (§4.3.10).
fn second_hello(server_name: Option<String>, retry: Retry, cx: &mut Cx<'_>) -> Result<WaitSh, Error> {
    let Retry { mut greeting, suite, group, cookie, offers, after_early_data } = retry;
    if let Some(group) = group {
        greeting.shares = vec![Share::new(group, cx)?];
        // This one alone (RFC 9846 §4.2.2).
        greeting.greases_shares = false;
    }
    if cx.config.compatibility && !after_early_data {
        cx.change_cipher_spec();
    }
    let said = Said { cookie: cookie.as_deref(), offers: &offers, early_data: false };
    send(&greeting, server_name.as_deref(), &said, cx)?;
    let retried = Some(Retried { suite, group });
    Ok(WaitSh { server_name, greeting, retried, offers, early_data: None })
}

impl Greeting {
    fn new(offers: &Offers, cx: &mut Cx<'_>) -> Result<Self, Error> {
        let random = cx.random();
        let tls13 = cx.config.speaks(Version::Tls13);
        let session_id = offers.session_id12(|| cx.random());
        let compatible = tls13 && cx.config.compatibility;
        let session_id = session_id.or_else(|| compatible.then(|| cx.random::<32>().to_vec()));
        let at_once = cx.config.groups.iter().filter(|group| tls13 && cx.config.shares.contains(group));
        let shares = at_once.map(|group| Share::new(*group, cx)).collect::<Result<_, _>>()?;
        let (grease, order) = (Grease::draw(cx), Order::draw(cx));
        Ok(Self { random, session_id, shares, grease, greases_shares: true, order })
    }

    pub(crate) fn session_id(&self) -> &[u8] {
        self.session_id.as_deref().unwrap_or_default()
    }
}

impl Share {
    fn new(group: Group, cx: &mut Cx<'_>) -> Result<Self, Error> {
        let offered = cx.kx.start(group, cx.rng).map_err(|_| Local::KeyExchange)?;
        Ok(Self { group, offered })
    }

    fn entry(&self) -> KeyShareEntry<'_> {
        KeyShareEntry { group: named_group(self.group), key_exchange: self.offered.share() }
    }
}

/// What one hello says and another need not.
struct Said<'m> {
    cookie: Option<&'m [u8]>,
    offers: &'m Offers,
    early_data: bool,
}

fn send(
    greeting: &Greeting,
    server_name: Option<&str>,
    said: &Said<'_>,
    cx: &mut Cx<'_>,
) -> Result<(), Error> {
    let config = cx.config;
    let lists = Lists::new(config, greeting, said.offers, cx.clock).greased(greeting);
    let mut extensions = extensions(config, &lists, server_name, said);
    if let Some(order) = &greeting.order {
        order.arrange(&mut extensions);
    }
    let start = cx.scratch.len();
    cx.send(&Message::ClientHello(ClientHello {
        legacy_version: ProtocolVersion::TLS1_2,
        random: greeting.random,
        legacy_session_id: greeting.session_id(),
        cipher_suites: (&lists.suites).into(),
        legacy_compression_methods: &[0],
        extensions: Some(extensions.into()),
    }))?;
    said.offers.bind(start, cx);
    Ok(())
}

/// The lists of a ClientHello, as the wire wants them.
struct Lists<'m> {
    suites: Vec<CipherSuite>,
    versions: Vec<ProtocolVersion>,
    schemes: Vec<SignatureScheme>,
    groups: Vec<NamedGroup>,
    shares: Vec<KeyShareEntry<'m>>,
    protocols: Vec<ProtocolName<'m>>,
    authorities: Vec<DistinguishedName<'m>>,
    certificate_types: OfferedTypes,
    compression: Vec<CertificateCompressionAlgorithm>,
    identities: Vec<PskIdentity<'m>>,
    binders: Vec<PskBinder<'m>>,
    modes: Cow<'m, [PskKeyExchangeMode]>,
    ticket12: &'m [u8],
    grease: Option<&'m Grease>,
}

impl<'m> Lists<'m> {
    fn new(
        config: &'m Config,
        greeting: &'m Greeting,
        offers: &'m Offers,
        clock: &dyn Fn() -> Millis,
    ) -> Self {
        let tls13 = config.speaks(Version::Tls13);
        let suites = config.suites.iter().chain(config.suites12.iter().map(|suite| &suite.suite));
        let groups = config.groups.iter().filter(|group| tls13 || is_curve(**group));
        let (identities, binders) = offers.entries(clock());
        Self {
            suites: suites.map(|suite| suite.code).collect(),
            versions: config.versions().map(Version::code).collect(),
            schemes: config.schemes_offered(),
            groups: groups.map(|group| named_group(*group)).collect(),
            shares: greeting.shares.iter().map(Share::entry).collect(),
            protocols: config.alpn.iter().map(|protocol| ProtocolName(protocol)).collect(),
            compression: compression::offered(config),
            authorities: config.authorities.iter().map(|name| DistinguishedName(name)).collect(),
            certificate_types: OfferedTypes::by(config),
            identities,
            binders,
            modes: Cow::Borrowed(&config.psk_modes),
            ticket12: offers.ticket12(),
            grease: None,
        }
    }

    /// What means nothing comes first (RFC 8701 §3.1).
    fn greased(mut self, greeting: &'m Greeting) -> Self {
        let Some(grease) = &greeting.grease else { return self };
        self.suites.insert(0, grease.suite);
        self.versions.insert(0, grease.version);
        self.schemes.insert(0, grease.scheme);
        self.groups.insert(0, grease.group);
        self.modes.to_mut().insert(0, grease.mode);
        if greeting.greases_shares {
            self.shares.insert(0, grease.share());
        }
        if !self.protocols.is_empty() {
            self.protocols.insert(0, grease.protocol());
        }
        Self { grease: Some(grease), ..self }
    }

    /// Always the last extension (RFC 9846 §4.3.11).
    fn pre_shared_key(&'m self) -> Option<Extension<'m>> {
        let offered = OfferedPsks { identities: (&self.identities).into(), binders: (&self.binders).into() };
        let any = !self.identities.is_empty();
        any.then_some(Extension::PreSharedKey(PreSharedKey::Offered(offered)))
    }
}

/// The extensions of a ClientHello, in the order in which they are sent: those that both versions have, then those of TLS
/// 1.2 and those of TLS 1.3, each if it is spoken.
fn extensions<'m>(
    config: &'m Config,
    lists: &'m Lists<'m>,
    server_name: Option<&'m str>,
    said: &Said<'m>,
) -> Vec<Extension<'m>> {
    let name = server_name.map(|name| Extension::ServerName(ServerName { host_name: Some(name.as_bytes()) }));
    let schemes = Extension::SignatureAlgorithms((&lists.schemes).into());
    let certificates = Extension::SignatureAlgorithmsCert((&config.certificate_schemes).into());
    let protocols = Extension::ApplicationLayerProtocolNegotiation((&lists.protocols).into());
    let mut all = Vec::with_capacity(20);
    all.extend(lists.grease.map(Grease::first));
    all.extend(name);
    all.push(Extension::SupportedGroups((&lists.groups).into()));
    all.extend(config.takes_certificates().then_some(schemes));
    all.extend((!config.certificate_schemes.is_empty()).then_some(certificates));
    all.extend(lists.certificate_types.extensions());
    if config.speaks(Version::Tls13) {
        all.push(Extension::SupportedVersions(SupportedVersions::Offered((&lists.versions).into())));
    }
    all.extend((!lists.protocols.is_empty()).then_some(protocols));
    all.extend(record_limits::offered(config));
    all.extend(asked_in_hello(config));
    if config.speaks(Version::Tls12) {
        all.extend(tls12());
        all.extend(config.sessions.then_some(Extension::SessionTicket(lists.ticket12)));
    }
    if config.speaks(Version::Tls13) {
        all.extend(tls13(config, lists, said.cookie));
        let resumes = config.sessions || config.shared_keys;
        all.extend(resumes.then(|| Extension::PskKeyExchangeModes((&*lists.modes).into())));
        all.extend(said.early_data.then_some(Extension::EarlyData(EarlyData::Indicated)));
    }
    all.extend(lists.grease.map(Grease::last));
    all.extend(lists.pre_shared_key().filter(|_| config.speaks(Version::Tls13)));
    all
}

/// RFC 8422 §5.1.2, RFC 7627 §5.2, RFC 5746 §3.4.
fn tls12<'m>() -> [Extension<'m>; 3] {
    [
        Extension::EcPointFormats(List::from(&[EcPointFormat::UNCOMPRESSED])),
        Extension::ExtendedMainSecret,
        Extension::RenegotiationInfo(&[]),
    ]
}

fn tls13<'m>(
    config: &Config,
    lists: &'m Lists<'m>,
    cookie: Option<&'m [u8]>,
) -> impl Iterator<Item = Extension<'m>> + use<'m> {
    let authorities = Extension::CertificateAuthorities((&lists.authorities).into());
    let authorities = (!lists.authorities.is_empty()).then_some(authorities);
    let shares = Extension::KeyShare(KeyShare::Offered((&lists.shares).into()));
    let compression = Extension::CompressCertificate((&lists.compression).into());
    let compression = (!lists.compression.is_empty()).then_some(compression);
    let later = config.post_handshake_auth.then_some(Extension::PostHandshakeAuth);
    let before = authorities.into_iter().chain(compression);
    before.chain(cookie.map(Extension::Cookie)).chain(later).chain([shares])
}
