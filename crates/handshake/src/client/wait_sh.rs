//! WAIT_SH (RFC 9846 §A.1): ServerHello (§4.2.3) or HelloRetryRequest (§4.2.4).

use handfast_crypto::hkdf;
use handfast_crypto::kx::Group;
use handfast_crypto::secret::Secret;
use handfast_wire::Kind;
use handfast_wire::code_points::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion};
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::{HelloRetryRequest, ServerHello};

use super::hello::{Greeting, Retry, Share, Start};
use super::offer::{BegunEarlyData, Known, Offer};
use super::offers::Offers;
use super::tls12::{self, WaitCcs, WaitCert};
use super::tls13::WaitEe;
use crate::context::{Effect, Fact, Side};
use crate::early_data::{EarlyData, NoEarlyData};
use crate::group::group;
use crate::keys13::HandshakeKeys;
use crate::negotiate::{only, required, retry_group};
use crate::session::Draft;
use crate::{Cx, Error, Refusal, Role, Suite, Version};

/// A ClientHello is out.
#[derive(Debug)]
pub(crate) struct WaitSh {
    pub(crate) server_name: Option<String>,
    pub(crate) greeting: Box<Greeting>,
    pub(crate) retried: Option<Retried>,
    /// What is offered to go on from.
    pub(crate) offers: Offers,
    /// The early data that may be on its way.
    pub(crate) early_data: Option<BegunEarlyData>,
}

/// What a HelloRetryRequest has settled already.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Retried {
    pub(crate) suite: Suite,
    pub(crate) group: Option<Group>,
}

/// Where a ServerHello leads.
#[derive(Debug)]
pub(crate) enum AfterHello {
    Tls13(WaitEe),
    Tls12(WaitCert),
    Resumed12(WaitCcs),
}

impl WaitSh {
    /// The version is what supported_versions says, or without it legacy_version (RFC 9846 §4.3.1).
    pub(crate) fn server_hello(self, m: &ServerHello<'_>, cx: &mut Cx<'_>) -> Result<AfterHello, Error> {
        match m.extensions().selected_version() {
            Some(selected) => self.tls13(m, selected, cx).map(AfterHello::Tls13),
            None => {
                self.older_version(m, cx)?;
                tls12::server_hello(self, m, cx)
            }
        }
    }

    fn tls13(self, m: &ServerHello<'_>, selected: ProtocolVersion, cx: &mut Cx<'_>) -> Result<WaitEe, Error> {
        let extensions = m.extensions();
        let suite = Chosen::of_hello(m, selected).check(&self.greeting, cx)?;
        self.check_retried_suite(suite)?;
        let have_psk = self.offers.have_psk();
        only(Kind::ServerHello, extensions, |extension| match extension {
            ExtensionType::SUPPORTED_VERSIONS | ExtensionType::KEY_SHARE => true,
            extension => have_psk && extension == ExtensionType::PRE_SHARED_KEY,
        })?;
        let Self { server_name, greeting, retried, offers, early_data } = self;
        let (index, taken) = offers.taken(suite, extensions, cx)?.unzip();
        if taken.is_none() && !cx.config.takes_certificates() {
            let (message, extension) = (Kind::ServerHello, ExtensionType::PRE_SHARED_KEY);
            return Err(Refusal::MissingExtension { message, extension }.into());
        }
        let share = match extensions.server_share() {
            None if taken.is_some() && cx.config.takes_psk_ke() => None,
            None if taken.is_some() => return Err(Refusal::KeyExchangeRequired.into()),
            share => Some(required(share, Kind::ServerHello, ExtensionType::KEY_SHARE)?),
        };
        let ours = share.map(|theirs| ours(*greeting, retried, theirs.group)).transpose()?;
        let group = ours.as_ref().map(|ours| ours.group);
        let shared = match ours.zip(share) {
            Some((ours, theirs)) => ours.agree(theirs.key_exchange)?,
            None => hkdf::zeros(suite.hash),
        };
        cx.learned(Fact::Version(Version::Tls13));
        cx.learned(Fact::Suite(suite));
        if let Some(group) = group {
            cx.learned(Fact::Group(group));
        }
        let compatible = cx.config.compatibility && retried.is_none() && early_data.is_none();
        let mut keys = handshake_keys(suite, taken.as_deref(), &shared, compatible, cx);
        let early_data = still_hoped_for(early_data, taken.is_some(), &keys, cx);
        if cx.config.sessions {
            keys.draft = Some(draft(server_name.clone(), taken.as_deref()));
        }
        let resumed = index.zip(taken).map(|(index, offer)| Known { index, peer: offer.peer });
        Ok(WaitEe { keys, server_name, resumed, early_data })
    }

    pub(crate) fn retry(self, m: &HelloRetryRequest<'_>, cx: &mut Cx<'_>) -> Result<Start, Error> {
        if self.retried.is_some() {
            return Err(Refusal::SecondRetry.into());
        }
        let selected = m.extensions.selected_version();
        let selected = required(selected, Kind::HelloRetryRequest, ExtensionType::SUPPORTED_VERSIONS)?;
        let suite = Chosen::of_retry(m, selected).check(&self.greeting, cx)?;
        let wanted = [ExtensionType::SUPPORTED_VERSIONS, ExtensionType::KEY_SHARE, ExtensionType::COOKIE];
        only(Kind::HelloRetryRequest, &m.extensions, |extension| wanted.contains(&extension))?;
        let group = self.retry_group(&m.extensions, cx)?;
        let cookie = m.extensions.cookie().map(<[u8]>::to_vec);
        if group.is_none() && cookie.is_none() {
            return Err(Refusal::RetryWithoutChange.into());
        }
        cx.effects.push_back(Effect::RestartTranscript(suite.hash));
        cx.learned(Fact::Retried);
        let after_early_data = self.early_data.is_some();
        if after_early_data {
            cx.effects.push_back(Effect::Unprotect);
            cx.learned(Fact::EarlyData(EarlyData::Rejected(NoEarlyData::Retried)));
        }
        let Self { server_name, greeting, offers, .. } = self;
        let offers = offers.after_retry(suite);
        Ok(Start::again(server_name, Retry { greeting, suite, group, cookie, offers, after_early_data }))
    }

    fn retry_group(&self, extensions: &Extensions<'_>, cx: &Cx<'_>) -> Result<Option<Group>, Refusal> {
        let shares: Vec<Group> = self.greeting.shares.iter().map(|share| share.group).collect();
        extensions.retry_group().map(|selected| retry_group(selected, &cx.config.groups, &shares)).transpose()
    }

    /// Without `supported_versions` the server chose a version before TLS 1.3. If it speaks TLS 1.3, and we offered that,
    /// the end of its Random says so: somebody changed our hello (RFC 9846 §4.2.3). And it must have been offered.
    fn older_version(&self, m: &ServerHello<'_>, cx: &Cx<'_>) -> Result<(), Refusal> {
        let selected = m.legacy_version;
        let marked = matches!(m.random.last_chunk(), Some(b"DOWNGRD\x00" | b"DOWNGRD\x01"));
        if marked && cx.config.speaks(Version::Tls13) {
            return Err(Refusal::Downgraded { selected });
        }
        if self.retried.is_some() {
            return Err(Refusal::VersionChanged);
        }
        if self.early_data.is_some() {
            return Err(Refusal::OlderVersionThanEarlyData { selected });
        }
        if selected == ProtocolVersion::TLS1_2 && cx.config.speaks(Version::Tls12) {
            Ok(())
        } else {
            Err(Refusal::VersionNotOffered { selected })
        }
    }

    /// RFC 9846 §4.2.4: ServerHello names the suite that HelloRetryRequest named.
    fn check_retried_suite(&self, suite: Suite) -> Result<(), Refusal> {
        match self.retried {
            Some(retried) if retried.suite != suite => {
                Err(Refusal::SuiteChanged { retry: retried.suite.code, hello: suite.code })
            }
            _ => Ok(()),
        }
    }
}

/// The fields that ServerHello and HelloRetryRequest share.
struct Chosen<'m> {
    legacy_version: ProtocolVersion,
    selected: ProtocolVersion,
    session_id_echo: &'m [u8],
    suite: CipherSuite,
    compression: u8,
}

impl<'m> Chosen<'m> {
    const fn of_hello(m: &'m ServerHello<'m>, selected: ProtocolVersion) -> Self {
        Self {
            legacy_version: m.legacy_version,
            selected,
            session_id_echo: m.legacy_session_id_echo,
            suite: m.cipher_suite,
            compression: m.legacy_compression_method,
        }
    }

    const fn of_retry(m: &'m HelloRetryRequest<'m>, selected: ProtocolVersion) -> Self {
        Self {
            legacy_version: m.legacy_version,
            selected,
            session_id_echo: m.legacy_session_id_echo,
            suite: m.cipher_suite,
            compression: m.legacy_compression_method,
        }
    }

    /// The checks of RFC 9846 §4.2.3, the version first (§4.3.1).
    fn check(&self, greeting: &Greeting, cx: &Cx<'_>) -> Result<Suite, Refusal> {
        if self.selected != ProtocolVersion::TLS1_3 || !cx.config.speaks(Version::Tls13) {
            return Err(Refusal::SelectedVersion { selected: self.selected });
        }
        if self.legacy_version != ProtocolVersion::TLS1_2 {
            return Err(Refusal::LegacyVersion { got: self.legacy_version });
        }
        if self.session_id_echo != greeting.session_id() {
            return Err(Refusal::SessionIdNotEchoed);
        }
        if self.compression != 0 {
            return Err(Refusal::Compression);
        }
        let offered = cx.config.suites.iter().copied().find(|suite| suite.code == self.suite);
        offered.ok_or(Refusal::SuiteNotOffered { suite: self.suite })
    }
}

/// The share of ours that the server's is for (RFC 9846 §4.3.8).
fn ours(greeting: Greeting, retried: Option<Retried>, selected: NamedGroup) -> Result<Share, Refusal> {
    let asked = retried.and_then(|retried| retried.group);
    let found = group(selected).filter(|group| asked.is_none_or(|asked| asked == *group));
    let mut shares = greeting.shares.into_iter();
    shares.find(|ours| Some(ours.group) == found).ok_or(Refusal::GroupNotOffered { group: selected })
}

/// Of the sessions that are to come out of this connection.
fn draft(server_name: Option<String>, taken: Option<&Offer>) -> Box<Draft> {
    let mut draft = Box::new(Draft::of_client(server_name, None, None));
    if let Some(offer) = taken {
        draft.going_on(&offer.session);
    }
    draft
}

/// Without the session there is no early data. Otherwise EncryptedExtensions says what becomes of it, and until then more
/// may be sent; the keys of the handshake have to wait (RFC 9846 §A.1).
fn still_hoped_for(
    early_data: Option<BegunEarlyData>,
    resumed: bool,
    keys: &HandshakeKeys,
    cx: &mut Cx<'_>,
) -> Option<BegunEarlyData> {
    if early_data.is_some() && resumed {
        return early_data;
    }
    if early_data.is_some() {
        cx.learned(Fact::EarlyData(EarlyData::Rejected(NoEarlyData::NotResumed)));
    }
    keys.install(Side::Write, Role::Client, cx);
    None
}

/// What comes from here on is protected, and so is what we send, unless early data is under way; in compatibility mode the
/// dummy ChangeCipherSpec goes first, unless it went before (RFC 9846 §E.4).
fn handshake_keys(
    suite: Suite,
    taken: Option<&Offer>,
    shared: &Secret,
    compatible: bool,
    cx: &mut Cx<'_>,
) -> Box<HandshakeKeys> {
    let hellos = cx.transcript.including(suite.hash);
    let keys = HandshakeKeys::new(suite, taken.and_then(Offer::psk), shared, &hellos, cx);
    cx.effects.push_back(Effect::SettleTranscript(suite.hash));
    keys.install(Side::Read, Role::Server, cx);
    if compatible {
        cx.change_cipher_spec();
    }
    keys
}
