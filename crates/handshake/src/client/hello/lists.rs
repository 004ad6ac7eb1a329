//! What a ClientHello offers, list by list.

use std::borrow::Cow;

use handfast_wire::code_points::{
    CertificateCompressionAlgorithm, CipherSuite, NamedGroup, ProtocolVersion, PskKeyExchangeMode,
    SignatureScheme,
};
use handfast_wire::ext::{
    DistinguishedName, Extension, KeyShareEntry, OfferedPsks, PreSharedKey, ProtocolName, PskBinder,
    PskIdentity,
};

use super::greeting::{Greeting, Share};
use crate::certificate_type::Offered as OfferedTypes;
use crate::client::offers::Offers;
use crate::grease::Grease;
use crate::group::{is_curve, named_group};
use crate::session::Millis;
use crate::{Config, Version, compression};

/// The lists of a ClientHello, as the wire wants them.
pub(super) struct Lists<'m> {
    pub(super) suites: Vec<CipherSuite>,
    pub(super) versions: Vec<ProtocolVersion>,
    pub(super) schemes: Vec<SignatureScheme>,
    pub(super) groups: Vec<NamedGroup>,
    pub(super) shares: Vec<KeyShareEntry<'m>>,
    pub(super) protocols: Vec<ProtocolName<'m>>,
    pub(super) authorities: Vec<DistinguishedName<'m>>,
    pub(super) certificate_types: OfferedTypes,
    pub(super) compression: Vec<CertificateCompressionAlgorithm>,
    identities: Vec<PskIdentity<'m>>,
    binders: Vec<PskBinder<'m>>,
    pub(super) modes: Cow<'m, [PskKeyExchangeMode]>,
    pub(super) ticket12: &'m [u8],
    pub(super) grease: Option<&'m Grease>,
}

impl<'m> Lists<'m> {
    pub(super) fn new(
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
    pub(super) fn greased(mut self, greeting: &'m Greeting) -> Self {
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
    pub(super) fn pre_shared_key(&'m self) -> Option<Extension<'m>> {
        let offered = OfferedPsks { identities: (&self.identities).into(), binders: (&self.binders).into() };
        let any = !self.identities.is_empty();
        any.then_some(Extension::PreSharedKey(PreSharedKey::Offered(offered)))
    }
}
