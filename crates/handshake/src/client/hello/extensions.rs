//! The extensions of a ClientHello (RFC 9846 §4.3), and their order.

use handfast_wire::List;
use handfast_wire::code_points::EcPointFormat;
use handfast_wire::ext::{EarlyData, Extension, KeyShare, PreSharedKey, ServerName, SupportedVersions};

use super::lists::Lists;
use super::said::Said;
use crate::attached::ask_in_hello;
use crate::{Config, Version, record_limits};

/// The extensions of a ClientHello, in the order in which they are sent: those that both versions have, then those of TLS
/// 1.2 and those of TLS 1.3, each if it is spoken.
pub(super) fn extensions<'m>(
    config: &'m Config,
    lists: &'m Lists<'m>,
    server_name: Option<&'m str>,
    said: &Said<'m>,
) -> Vec<Extension<'m>> {
    let mut all = Vec::with_capacity(20);
    if let Some(grease) = lists.grease {
        all.push(grease.first());
    }
    of_both(config, lists, server_name, &mut all);
    if config.speaks(Version::Tls12) {
        tls12(config, lists, &mut all);
    }
    if config.speaks(Version::Tls13) {
        tls13(config, lists, said, &mut all);
    }
    if let Some(grease) = lists.grease {
        all.push(grease.last());
    }
    // Always the last (RFC 9846 §4.3.11).
    if config.speaks(Version::Tls13) && !lists.identities.is_empty() {
        all.push(Extension::PreSharedKey(PreSharedKey::Offered(lists.psks())));
    }
    all
}

fn of_both<'m>(
    config: &'m Config,
    lists: &'m Lists<'m>,
    server_name: Option<&'m str>,
    all: &mut Vec<Extension<'m>>,
) {
    if let Some(name) = server_name {
        all.push(Extension::ServerName(ServerName { host_name: Some(name.as_bytes()) }));
    }
    all.push(Extension::SupportedGroups((&lists.groups).into()));
    if config.takes_certificates() {
        all.push(Extension::SignatureAlgorithms((&lists.schemes).into()));
    }
    if !config.certificate_schemes.is_empty() {
        all.push(Extension::SignatureAlgorithmsCert((&config.certificate_schemes).into()));
    }
    lists.certificate_types.offer(all);
    if config.speaks(Version::Tls13) {
        all.push(Extension::SupportedVersions(SupportedVersions::Offered((&lists.versions).into())));
    }
    if !lists.protocols.is_empty() {
        all.push(Extension::ApplicationLayerProtocolNegotiation((&lists.protocols).into()));
    }
    record_limits::offer(config, all);
    ask_in_hello(config, all);
}

/// RFC 8422 §5.1.2, RFC 7627 §5.2, RFC 5746 §3.4, RFC 5077 §3.2.
fn tls12<'m>(config: &Config, lists: &'m Lists<'m>, all: &mut Vec<Extension<'m>>) {
    all.push(Extension::EcPointFormats(List::from(&[EcPointFormat::UNCOMPRESSED])));
    all.push(Extension::ExtendedMainSecret);
    all.push(Extension::RenegotiationInfo(&[]));
    if config.sessions {
        all.push(Extension::SessionTicket(lists.ticket12));
    }
}

fn tls13<'m>(config: &Config, lists: &'m Lists<'m>, said: &Said<'m>, all: &mut Vec<Extension<'m>>) {
    if !lists.authorities.is_empty() {
        all.push(Extension::CertificateAuthorities((&lists.authorities).into()));
    }
    if !lists.compression.is_empty() {
        all.push(Extension::CompressCertificate((&lists.compression).into()));
    }
    if let Some(cookie) = said.cookie {
        all.push(Extension::Cookie(cookie));
    }
    if config.post_handshake_auth {
        all.push(Extension::PostHandshakeAuth);
    }
    all.push(Extension::KeyShare(KeyShare::Offered((&lists.shares).into())));
    if config.sessions || config.shared_keys {
        all.push(Extension::PskKeyExchangeModes((&*lists.modes).into()));
    }
    if said.early_data {
        all.push(Extension::EarlyData(EarlyData::Indicated));
    }
}
