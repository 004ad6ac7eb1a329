//! What a ClientHello offers, list by list.

use std::borrow::Cow;

use handfast_wire::code_points::{
    CertificateCompressionAlgorithm, CipherSuite, NamedGroup, ProtocolVersion, PskKeyExchangeMode,
    SignatureScheme,
};
use handfast_wire::ext::{
    DistinguishedName, KeyShareEntry, OfferedPsks, ProtocolName, PskBinder, PskIdentity,
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
    pub(super) identities: Vec<PskIdentity<'m>>,
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
        let (identities, binders) = offers.entries(clock);
        Self {
            suites: suites(config),
            versions: config.versions().map(Version::code).collect(),
            schemes: config.schemes_offered(),
            groups: groups(config),
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
    pub(super) fn grease(&mut self, greeting: &'m Greeting) {
        let Some(grease) = &greeting.grease else { return };
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
        self.grease = Some(grease);
    }

    pub(super) fn psks(&'m self) -> OfferedPsks<'m> {
        OfferedPsks { identities: (&self.identities).into(), binders: (&self.binders).into() }
    }
}

/// Those of TLS 1.3, and those of TLS 1.2.
fn suites(config: &Config) -> Vec<CipherSuite> {
    let mut codes = Vec::with_capacity(config.suites.len() + config.suites12.len());
    for suite in &config.suites {
        codes.push(suite.code);
    }
    for suite in &config.suites12 {
        codes.push(suite.suite.code);
    }
    codes
}

/// TLS 1.2 alone has curves and nothing else.
fn groups(config: &Config) -> Vec<NamedGroup> {
    let mut codes = Vec::with_capacity(config.groups.len());
    for group in &config.groups {
        if config.speaks(Version::Tls13) || is_curve(*group) {
            codes.push(named_group(*group));
        }
    }
    codes
}
