//! The extensions of a ClientHello (RFC 9846 §4.3), and their order.

use handfast_wire::List;
use handfast_wire::code_points::EcPointFormat;
use handfast_wire::ext::{EarlyData, Extension, KeyShare, ServerName, SupportedVersions};

use super::lists::Lists;
use super::said::Said;
use crate::attached::asked_in_hello;
use crate::grease::Grease;
use crate::{Config, Version, record_limits};

/// The extensions of a ClientHello, in the order in which they are sent: those that both versions have, then those of TLS
/// 1.2 and those of TLS 1.3, each if it is spoken.
pub(super) fn extensions<'m>(
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
