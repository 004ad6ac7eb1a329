//! WAIT_SH, when the server chose TLS 1.2 (RFC 5246 §7.4.1.3).

use handfast_wire::Kind;
use handfast_wire::code_points::{EcPointFormat, ExtensionType};
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::ServerHello;

use super::wait_ccs::WaitCcs;
use super::wait_cert::{Beside, WaitCert};
use crate::certificate_type::{agreed, must_be_said};
use crate::client::offer::Offer;
use crate::client::offers::Offers;
use crate::client::wait_sh::{AfterHello, WaitSh};
use crate::context::{Effect, Fact};
use crate::keys12::Hellos;
use crate::negotiate::chosen_protocol;
use crate::schedule12::Randoms;
use crate::session::{Draft, NotResumed, SessionName};
use crate::tickets12::{Course, Prospect, UNSTATED};
use crate::{Config, Cx, Error, RecordLimits, Refusal12, Suite12, Version, attached};

pub(in crate::client) fn server_hello(
    hello: WaitSh,
    m: &ServerHello<'_>,
    cx: &mut Cx<'_>,
) -> Result<AfterHello, Error> {
    let extensions = m.extensions();
    let WaitSh { server_name, greeting, offers, .. } = hello;
    let offered = !offers.is_empty();
    let resumed = resumed(m, greeting.session_id(), offers)?;
    let suite = chosen_suite(m, cx.config)?;
    check_extensions(extensions, server_name.is_some(), cx.config)?;
    let protocol = chosen_protocol(extensions, &cx.config.alpn)?;
    let extended = extensions.contains(ExtensionType::EXTENDED_MAIN_SECRET);
    cx.effects.push_back(Effect::HashTranscript(suite.suite.hash));
    learned(suite, extended, protocol, cx);
    if let Some(limits) = RecordLimits::of_answer(extensions, cx.config, Version::Tls12)? {
        limits.agreed(cx);
    }
    let prospect = prospect(m, extensions, server_name.clone(), resumed.as_ref(), cx.config);
    let randoms = Randoms { client: greeting.random, server: *m.random };
    let certificate_types = agreed(extensions, resumed.is_some(), cx.config)?;
    let hellos = Hellos {
        suite,
        randoms: Box::new(randoms),
        extended,
        certificate_types,
        prospect: prospect.map(Box::new),
    };
    let Some(offer) = resumed else {
        if offered {
            cx.learned(Fact::NotResumed(NotResumed::Declined));
        }
        return Ok(AfterHello::Tls12(WaitCert { hellos, server_name, beside: beside(extensions) }));
    };
    resume(hellos, offer, cx).map(AfterHello::Resumed12)
}

/// A server that echoes the session id goes on from the session (RFC 5246 §7.4.1.3, RFC 5077 §3.4). That of a client which
/// offered none is there for middleboxes, and whoever echoes it resumes what never was.
fn resumed(m: &ServerHello<'_>, ours: &[u8], offers: Offers) -> Result<Option<Offer>, Refusal12> {
    if ours.is_empty() || m.legacy_session_id_echo != ours {
        return Ok(None);
    }
    offers.into_session12().map(Some).ok_or(Refusal12::SessionNotOffered)
}

/// The same suite (RFC 5246 §7.4.1.3), and the same binding (RFC 7627 §5.3). Only Finished is left on both sides.
fn resume(hellos: Hellos, offer: Offer, cx: &mut Cx<'_>) -> Result<WaitCcs, Error> {
    let suite = hellos.suite.suite;
    if suite.code != offer.session.suite {
        return Err(Refusal12::SuiteOfSession { suite: suite.code }.into());
    }
    if hellos.extended != offer.session.extended {
        return Err(Refusal12::SessionBinding.into());
    }
    // No key that was shared beforehand is offered to a server of TLS 1.2.
    let peer = offer.peer.ok_or(Refusal12::SessionNotOffered)?;
    cx.learned(Fact::Resumed);
    let keys = hellos.resuming(&offer.session.secret, cx);
    cx.effects.push_back(Effect::SettleTranscript(suite.hash));
    Ok(WaitCcs { session: keys, peer, course: Course::Abbreviated })
}

/// What we keep of this connection: by a ticket that may come, by the name of the session that is gone on from, or by the
/// id that the server gives it.
fn prospect(
    m: &ServerHello<'_>,
    extensions: &Extensions<'_>,
    server_name: Option<String>,
    resumed: Option<&Offer>,
    config: &Config,
) -> Option<Prospect> {
    if !config.sessions {
        return None;
    }
    let id =
        (!m.legacy_session_id_echo.is_empty()).then(|| SessionName::Id(m.legacy_session_id_echo.to_vec()));
    let alpn = extensions.application_layer_protocol_negotiation();
    let alpn = alpn.and_then(|list| list.first()).map(|protocol| protocol.0.to_vec());
    let draft = Draft::of_client(server_name, alpn, resumed.map(Offer::authenticated_at));
    let (name, lifetime) = match resumed {
        Some(offer) => (offer.session.name().cloned(), offer.session.lifetime),
        None => (id, UNSTATED),
    };
    Some(Prospect { draft, ticket: extensions.contains(ExtensionType::SESSION_TICKET), name, lifetime })
}

/// Who goes on from a session says nothing of a certificate; some servers acknowledge the wish for its status all the same,
/// which is passed over then.
fn beside(extensions: &Extensions<'_>) -> Beside {
    let timestamps = attached::timestamps(extensions);
    Beside {
        status: extensions.contains(ExtensionType::STATUS_REQUEST),
        timestamps: timestamps.iter().map(|timestamp| timestamp.0.to_vec()).collect(),
    }
}

fn chosen_suite(m: &ServerHello<'_>, config: &Config) -> Result<Suite12, Refusal12> {
    if m.legacy_compression_method != 0 {
        return Err(Refusal12::Compression);
    }
    let offered = config.suites12.iter().find(|suite| suite.suite.code == m.cipher_suite);
    offered.copied().ok_or(Refusal12::SuiteNotOffered { suite: m.cipher_suite })
}

/// Only what was asked for (RFC 5246 §7.4.1.4), and what must be there.
fn check_extensions(extensions: &Extensions<'_>, named: bool, config: &Config) -> Result<(), Refusal12> {
    let asked_for = |extension| match extension {
        ExtensionType::SERVER_NAME => named,
        ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION => !config.alpn.is_empty(),
        ExtensionType::SESSION_TICKET => config.sessions,
        ExtensionType::STATUS_REQUEST => config.asks_status,
        ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP => config.asks_timestamps,
        ExtensionType::RECORD_SIZE_LIMIT => config.record_size_limit.is_some(),
        ExtensionType::MAX_FRAGMENT_LENGTH => config.max_fragment_length.is_some(),
        ExtensionType::CLIENT_CERTIFICATE_TYPE => must_be_said(&config.own_certificate_types),
        ExtensionType::SERVER_CERTIFICATE_TYPE => must_be_said(&config.server_certificate_types),
        ExtensionType::EC_POINT_FORMATS
        | ExtensionType::EXTENDED_MAIN_SECRET
        | ExtensionType::RENEGOTIATION_INFO => true,
        // Some servers list theirs, too. They answer an offer of ours, and say nothing that matters (RFC 8422 §5.2).
        ExtensionType::SUPPORTED_GROUPS => true,
        other => config.also_offered.contains(&other),
    };
    if let Some(extension) = extensions.types().find(|extension| !asked_for(*extension)) {
        return Err(Refusal12::UnsolicitedExtension { extension });
    }
    let message = Kind::ServerHello;
    // RFC 9325 §3.5: a client goes no further with a server that might renegotiate insecurely.
    let secure = extensions.renegotiation_info().ok_or(Refusal12::InsecureRenegotiation)?;
    if !secure.is_empty() {
        return Err(Refusal12::RenegotiationInfo { message });
    }
    let formats = extensions.ec_point_formats();
    if formats.is_some_and(|formats| !formats.contains(EcPointFormat::UNCOMPRESSED)) {
        return Err(Refusal12::PointFormats { message });
    }
    Ok(())
}

fn learned(suite: Suite12, extended: bool, protocol: Option<&[u8]>, cx: &mut Cx<'_>) {
    cx.learned(Fact::Version(Version::Tls12));
    cx.learned(Fact::Suite(suite.suite));
    if extended {
        cx.learned(Fact::ExtendedMainSecret);
    }
    if let Some(protocol) = protocol {
        cx.learned(Fact::Alpn(protocol.to_vec()));
    }
}
