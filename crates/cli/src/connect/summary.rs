//! What was agreed on and who the peer is, for a reader; and what went wrong, in one sentence.

use std::io;

use data_encoding::HEXLOWER;
use handfast::crypto::kx::Group;
use handfast::handshake::{Agreement, Chain, Suite, Suite12};
use handfast::path::{Identity, spki_sha256};
use handfast::rule::AlertDescription as Alert;
use handfast::{Acceptance, ClientAuth, Connection, EarlyData, Error, Version, Withheld};

use handfast_study::doctor::Ending;

use super::Failed;
use super::talk::is_silence;
use crate::exit::Exit;

/// Prints to standard error what is known of the connection. The command verifies the server's chain alone.
pub(super) fn print(connection: &Connection, verify: &str) {
    let negotiated = connection.negotiated();
    let (Some(version), Some(suite)) = (negotiated.version, negotiated.suite) else { return };
    let retried = if negotiated.retried { ", after a HelloRetryRequest" } else { "" };
    let exchange = exchange(negotiated.group, suite).map(|name| format!(", {name}")).unwrap_or_default();
    eprintln!("protocol  {}, {}{exchange}{retried}", version.code(), suite.code);
    if let Some(alpn) = &negotiated.alpn {
        eprintln!("alpn      {}", alpn.escape_ascii());
    }
    if let Some(limits) = negotiated.record_limits {
        eprintln!("records   {limits}");
    }
    if let Some(way) = negotiated.peer_compression {
        eprintln!("certs     came compressed with {way}");
    }
    session(connection);
    early_data(connection);
    server(connection);
    warnings(connection);
    if let Some(client) = client(connection) {
        eprintln!("client    {client}");
    }
    eprintln!("verdict   {}", verdict(connection));
    if negotiated.renegotiations > 0 {
        eprintln!("          {RENEGOTIATION}");
    }
    if connection.decisions().is_some() {
        eprintln!("judged    every decision: {verify}");
    }
}

/// What ties an application's own authentication to this connection, while it stands.
pub(super) fn print_bindings(connection: &Connection) {
    if !connection.is_connected() {
        return;
    }
    let bindings = [
        ("tls-exporter", connection.tls_exporter().map(|value| HEXLOWER.encode(&value))),
        ("tls-unique", connection.tls_unique().map(|value| HEXLOWER.encode(&value))),
        (
            "tls-server-end-point",
            connection.tls_server_end_point().map(|value| HEXLOWER.encode(value.as_ref())),
        ),
    ];
    for (name, binding) in bindings {
        let value = binding.unwrap_or_else(|why| format!("none: {why}"));
        eprintln!("binding   {name} {value}");
    }
}

/// Of a group, unless it did not come to that.
fn exchange(group: Option<Group>, suite: Suite) -> Option<&'static str> {
    let by_rsa = Suite12::of(suite.code).is_some_and(|suite| suite.agreement == Agreement::Rsa);
    let transported = by_rsa.then_some("RSA key transport, without forward secrecy");
    group.map(|group| group.name()).or(transported)
}

/// Whether this connection goes on from an earlier one, or why not.
fn session(connection: &Connection) {
    let negotiated = connection.negotiated();
    if let Some(identity) = &negotiated.shared_key {
        let identity = identity.escape_ascii();
        if negotiated.resumed {
            eprintln!("session   resumed; it began with the key {identity}, shared beforehand");
            return;
        }
        eprintln!("session   by the key {identity}, shared beforehand: nobody showed a certificate");
    } else if negotiated.resumed {
        eprintln!("session   resumed: nobody showed a certificate; those of then were judged again");
    } else if let Some(why) = negotiated.not_resumed {
        eprintln!("session   new: {why}");
    }
}

/// What became of what was said early.
fn early_data(connection: &Connection) {
    match connection.negotiated().early_data {
        Some(EarlyData::Accepted) => eprintln!("early     the server took what was said early"),
        Some(EarlyData::Rejected(why)) => {
            eprintln!("early     lost, and not said again: {why}");
        }
        Some(EarlyData::Offered) => eprintln!("early     the server has not said whether it takes it"),
        None => {}
    }
}

/// RFC 5746 §4.5 lets a client refuse; what such servers want is known well enough.
const RENEGOTIATION: &str = "it wanted a renegotiation, which was refused: it probably asks for a certificate only for \
    some paths; let it ask in the first handshake, or use TLS 1.3";

fn server(connection: &Connection) {
    let Some(peer) = connection.peer() else { return };
    let scheme = connection.negotiated().peer_scheme.map(|scheme| format!(", {scheme}")).unwrap_or_default();
    match peer.chain().raw_public_key() {
        Some(key) => {
            eprintln!(
                "server    a key without a certificate{scheme}\n          SHA-256 {}",
                spki_sha256(key)
            );
        }
        None => match peer.chain().certificates().next().map(Identity::read) {
            Some(Ok(identity)) => certificate(&identity, &scheme),
            _ => return,
        },
    }
    match peer.verdict().unverified() {
        None if connection.negotiated().resumed => {
            eprintln!("          verified again; it proved its key when the session was made");
        }
        None => eprintln!("          verified, and it holds the key"),
        Some(rule) => {
            eprintln!("          NOT VERIFIED: {} ({}); it holds the key", rule.sentence, rule.clause);
        }
    }
    beside(peer.chain());
}

/// What came with the certificate because we asked for it.
fn beside(chain: &Chain) {
    if let Some(response) = chain.ocsp_response() {
        eprintln!("          stapled an OCSP response, {} bytes", response.len());
    }
    match chain.timestamps().count() {
        0 => {}
        1 => eprintln!("          a timestamp of a transparency log, not judged"),
        count => eprintln!("          {count} timestamps of transparency logs, not judged"),
    }
}

fn certificate(identity: &Identity, scheme: &str) {
    eprintln!("server    {}{scheme}", identity.subject);
    eprintln!("          issued by {}, serial {}", identity.issuer, identity.serial);
    eprintln!("          valid from {} until {}", identity.validity.not_before, identity.validity.not_after);
}

/// What was let pass by a lenient profile.
fn warnings(connection: &Connection) {
    for (at, warning) in connection.path_warnings() {
        eprintln!("warning   {at}: {warning}");
    }
}

/// What we presented; nothing is said of it if it failed before we would have.
fn client(connection: &Connection) -> Option<String> {
    let negotiated = connection.negotiated();
    if negotiated.shared_key.is_some() {
        return Some("has the key that both share".into());
    }
    if negotiated.resumed {
        return Some("is to the server who it was when the session was made".into());
    }
    let failed_before = connection.acceptance() == Acceptance::Handshaking && connection.failure().is_some();
    Some(match (negotiated.client_auth, negotiated.our_scheme, negotiated.withheld) {
        (_, Some(scheme), _) => format!("certificate presented, {scheme}"),
        (_, None, Some(why)) => format!("asked for a certificate, presented none: {}", withheld(why)),
        _ if failed_before => return None,
        (ClientAuth::None, ..) => "was not asked for a certificate".into(),
        (_, None, None) => "asked for a certificate, presented none".into(),
    })
}

fn withheld(why: Withheld) -> String {
    match why {
        Withheld::NoneConfigured => "none was given (--cert and --key, or --p12)".into(),
        Withheld::OtherCertificateType => {
            "the server wants another type than ours: a certificate, or a key alone".into()
        }
        Withheld::OtherAuthorities { named } => {
            format!("ours was issued by none of the {named} authorities that the server names")
        }
        Withheld::OtherValues => "ours has not the extensions that the server asks for (oid_filters)".into(),
        Withheld::NoCommonScheme => "the server accepts no signature that our key makes".into(),
    }
}

fn verdict(connection: &Connection) -> String {
    match connection.acceptance() {
        Acceptance::Handshaking => "the handshake was not completed".into(),
        Acceptance::Pending => {
            "the server said nothing after our Finished: accepted or not, it did not tell".into()
        }
        Acceptance::Accepted => "the server accepted us in the handshake".into(),
        Acceptance::Refused(alert) => format!("the server refused us: {alert}"),
    }
}

/// Which side refused, and what; and how it ended, for the doctor.
pub(crate) fn explain(connection: &Connection, why: &io::Error) -> Failed {
    Failed { exit: exit(connection, why), ending: ending(connection, why) }
}

fn ending(connection: &Connection, why: &io::Error) -> Option<Ending> {
    match Error::within(why).copied().or_else(|| connection.failure()) {
        Some(error) => Some(Ending::Failed(error)),
        None if is_silence(why) => Some(Ending::Reset),
        None if is_late(why) => Some(Ending::TimedOut),
        None => None,
    }
}

fn is_late(why: &io::Error) -> bool {
    matches!(why.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

fn exit(connection: &Connection, why: &io::Error) -> Exit {
    match Error::within(why) {
        Some(Error::RefusedByPeer(alert)) => Exit::RefusedByPeer(refused(connection, *alert)),
        Some(Error::Refused(refusal)) => Exit::Refused(format!("we refused the server: {refusal}")),
        _ if is_silence(why) && suspects_refusal(connection) => Exit::RefusedByPeer(
            "the server closed without a word after our Finished: it probably refused our certificate".into(),
        ),
        _ if is_late(why) => Exit::Network("the server did not answer in time".into()),
        Some(error) => (*error).into(),
        None => Exit::Network(why.to_string()),
    }
}

/// In TLS 1.3 a server that refuses a client certificate may do so by closing; then we have heard nothing since our
/// Finished.
fn suspects_refusal(connection: &Connection) -> bool {
    let negotiated = connection.negotiated();
    negotiated.client_auth != ClientAuth::None && negotiated.key_updates == 0 && negotiated.tickets == 0
}

fn refused(connection: &Connection, alert: Alert) -> String {
    let negotiated = connection.negotiated();
    let advice = match (alert, negotiated.withheld) {
        (Alert::CERTIFICATE_REQUIRED, Some(why)) => {
            format!(": it wants a client certificate; {}", withheld(why))
        }
        (Alert::UNKNOWN_CA, _) => {
            ": it does not trust the issuer of our certificate, or misses an intermediate".into()
        }
        (Alert::CERTIFICATE_EXPIRED, _) => ": our certificate has expired or is not yet valid".into(),
        (Alert::UNSUPPORTED_CERTIFICATE, _) => {
            ": our certificate is not for clients (see its extended key usage)".into()
        }
        (Alert::UNRECOGNIZED_NAME, _) => ": it knows no server of that name (--servername)".into(),
        (Alert::PROTOCOL_VERSION, _) => ": it speaks no version that we offer (--tls)".into(),
        // TLS 1.2 has no certificate_required (RFC 5246 §7.4.6).
        (Alert::HANDSHAKE_FAILURE, Some(why)) if negotiated.version == Some(Version::Tls12) => {
            format!(": it probably wants a client certificate; {}", withheld(why))
        }
        (Alert::HANDSHAKE_FAILURE, _) => {
            ": no common cipher suite, group or signature scheme, or it wants something else of us".into()
        }
        (Alert::NO_APPLICATION_PROTOCOL, _) => ": it speaks none of the protocols we offer (--alpn)".into(),
        _ => String::new(),
    };
    format!("the server refused us with {alert}{advice}")
}
