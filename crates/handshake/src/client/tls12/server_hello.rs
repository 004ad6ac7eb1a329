//! WAIT_SH, when the server chose TLS 1.2 (RFC 5246 §7.4.1.3).

use handfast_wire::Kind;
use handfast_wire::code_points::{EcPointFormat, ExtensionType};
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::ServerHello;

use super::wait_cert::WaitCert;
use crate::client::wait_sh::WaitSh;
use crate::context::Fact;
use crate::keys12::Hellos;
use crate::negotiate::chosen_protocol;
use crate::schedule12::Randoms;
use crate::{Config, Cx, Error, Refusal12, Suite12, Version};

pub(in crate::client) fn server_hello(
    hello: WaitSh,
    m: &ServerHello<'_>,
    extensions: &Extensions<'_>,
    cx: &mut Cx<'_>,
) -> Result<WaitCert, Error> {
    let WaitSh { server_name, greeting, .. } = hello;
    check_session(m, greeting.session_id())?;
    let suite = chosen_suite(m, cx.config)?;
    check_extensions(extensions, server_name.is_some(), cx.config)?;
    let protocol = chosen_protocol(extensions, &cx.config.alpn)?;
    let extended = extensions.contains(ExtensionType::EXTENDED_MAIN_SECRET);
    learned(suite, extended, protocol, cx);
    let randoms = Randoms { client: greeting.random, server: m.random };
    Ok(WaitCert { hellos: Hellos { suite, randoms, extended }, server_name })
}

/// The session id of a client that has no session is there for middleboxes; a server that echoes it resumes what never
/// was (RFC 5246 §7.4.1.3).
fn check_session(m: &ServerHello<'_>, ours: &[u8]) -> Result<(), Refusal12> {
    let resumes = !ours.is_empty() && m.legacy_session_id_echo == ours;
    if resumes { Err(Refusal12::SessionNotOffered) } else { Ok(()) }
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
        ExtensionType::EC_POINT_FORMATS
        | ExtensionType::EXTENDED_MAIN_SECRET
        | ExtensionType::RENEGOTIATION_INFO => true,
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
