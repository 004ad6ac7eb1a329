//! The state diagrams as a table: tests walk it, the driver asks it before a message is decoded, and
//! [`figure`] prints it. The match in `client/tls13/mod.rs` and `server/tls13/mod.rs` is the same diagram; the matrix
//! test proves that both agree.

mod figure;

use handfast_wire::Kind;

pub use self::figure::figure;
use crate::context::Side;
use crate::question::Ask;
use crate::{Refusal, Role, State};

/// One arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Whose diagram.
    pub role: Role,
    /// Where it starts.
    pub from: State,
    /// What it takes.
    pub on: On,
    /// Where it ends.
    pub to: State,
    /// Which keys change on the way.
    pub keys: &'static [(Side, Keys)],
    /// Whether this stack takes it.
    pub status: Status,
}

/// What an arrow takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// A message comes.
    Receive(Kind),
    /// It is our turn, or the application wants it, and we send this.
    Send(Kind),
    /// A question of this kind is answered; if there is a message, the answer sends it.
    Answer(Ask, Option<Kind>),
    /// It is our turn and we send nothing.
    Turn,
}

/// Which keys one side has from an arrow on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Those of the handshake traffic secret.
    Handshake,
    /// Those of the first application traffic secret.
    Application,
    /// Those of the next application traffic secret (RFC 9846 §7.2).
    Next,
}

/// Whether this stack takes an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Taken,
    /// It belongs to a feature that is not offered, so a peer that takes it is refused.
    NotOffered(Feature),
}

/// Features of the diagram that are not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// Pre-shared keys (RFC 9846 §4.3.11).
    PreSharedKey,
    /// Early data (RFC 9846 §4.3.10).
    EarlyData,
    /// Post-handshake client authentication (RFC 9846 §4.7.2).
    PostHandshakeAuth,
}

const fn edge(role: Role, from: State, on: On, to: State) -> Edge {
    Edge { role, from, on, to, keys: &[], status: Status::Taken }
}

const fn client(from: State, on: On, to: State) -> Edge {
    edge(Role::Client, from, on, to)
}

const fn server(from: State, on: On, to: State) -> Edge {
    edge(Role::Server, from, on, to)
}

impl Edge {
    const fn keys(mut self, keys: &'static [(Side, Keys)]) -> Self {
        self.keys = keys;
        self
    }

    const fn not_offered(mut self, feature: Feature) -> Self {
        self.status = Status::NotOffered(feature);
        self
    }
}

/// After ServerHello everything is protected (RFC 9846 §4.4). The client changes both sides at once, so that an alert
/// of its own is protected too (§A.1).
const PROTECT: &[(Side, Keys)] = &[(Side::Read, Keys::Handshake), (Side::Write, Keys::Handshake)];

use On::{Answer, Receive, Send, Turn};
use State as S;

/// RFC 9846 §A.1 and §A.2, with the states of ours between those of the RFC.
pub const TLS13: &[Edge] = &[
    client(S::Start, Send(Kind::ClientHello), S::WaitSh),
    client(S::WaitSh, Receive(Kind::HelloRetryRequest), S::Start),
    client(S::WaitSh, Receive(Kind::ServerHello), S::WaitEe).keys(PROTECT),
    client(S::WaitEe, Receive(Kind::EncryptedExtensions), S::WaitCertCr),
    client(S::WaitEe, Receive(Kind::EncryptedExtensions), S::WaitFinished).not_offered(Feature::PreSharedKey),
    client(S::WaitCertCr, Receive(Kind::CertificateRequest), S::WaitCert),
    client(S::WaitCertCr, Receive(Kind::Certificate), S::JudgingCertificate),
    client(S::WaitCert, Receive(Kind::Certificate), S::JudgingCertificate),
    client(S::JudgingCertificate, Answer(Ask::Judge, None), S::WaitCv),
    client(S::WaitCv, Receive(Kind::CertificateVerify), S::WaitFinished),
    client(S::WaitFinished, Receive(Kind::Finished), S::Replying).keys(&[(Side::Read, Keys::Application)]),
    client(S::WaitFinished, Receive(Kind::Finished), S::ChoosingIdentity)
        .keys(&[(Side::Read, Keys::Application)]),
    client(S::ChoosingIdentity, Answer(Ask::Identity, None), S::Replying),
    client(S::Replying, Send(Kind::EndOfEarlyData), S::Replying).not_offered(Feature::EarlyData),
    client(S::Replying, Send(Kind::Certificate), S::Replying),
    client(S::Replying, Turn, S::Signing),
    client(S::Replying, Send(Kind::Finished), S::Connected).keys(&[(Side::Write, Keys::Application)]),
    client(S::Signing, Answer(Ask::Sign, Some(Kind::CertificateVerify)), S::Replying),
    client(S::Connected, Receive(Kind::NewSessionTicket), S::Connected),
    client(S::Connected, Receive(Kind::KeyUpdate), S::Connected).keys(&[(Side::Read, Keys::Next)]),
    client(S::Connected, Send(Kind::KeyUpdate), S::Connected).keys(&[(Side::Write, Keys::Next)]),
    client(S::Connected, Receive(Kind::CertificateRequest), S::ChoosingIdentity)
        .not_offered(Feature::PostHandshakeAuth),
    server(S::Start, Receive(Kind::ClientHello), S::RecvdCh),
    server(S::RecvdCh, Send(Kind::HelloRetryRequest), S::Start),
    server(S::RecvdCh, Turn, S::ChoosingIdentity),
    server(S::ChoosingIdentity, Answer(Ask::Identity, None), S::Negotiated),
    server(S::Negotiated, Send(Kind::ServerHello), S::Negotiated),
    server(S::Negotiated, Send(Kind::EncryptedExtensions), S::Negotiated).keys(PROTECT),
    server(S::Negotiated, Send(Kind::CertificateRequest), S::Negotiated),
    server(S::Negotiated, Send(Kind::Certificate), S::Negotiated),
    server(S::Negotiated, Turn, S::Signing),
    server(S::Negotiated, Send(Kind::Finished), S::Negotiated),
    server(S::Negotiated, Turn, S::WaitFlight2).keys(&[(Side::Write, Keys::Application)]),
    server(S::Negotiated, Turn, S::WaitEoed).not_offered(Feature::EarlyData),
    server(S::Signing, Answer(Ask::Sign, Some(Kind::CertificateVerify)), S::Negotiated),
    server(S::WaitEoed, Receive(Kind::EndOfEarlyData), S::WaitFlight2).not_offered(Feature::EarlyData),
    server(S::WaitFlight2, Turn, S::WaitCert),
    server(S::WaitFlight2, Turn, S::WaitFinished),
    server(S::WaitCert, Receive(Kind::Certificate), S::JudgingCertificate),
    server(S::WaitCert, Receive(Kind::Certificate), S::WaitFinished),
    server(S::JudgingCertificate, Answer(Ask::Judge, None), S::WaitCv),
    server(S::WaitCv, Receive(Kind::CertificateVerify), S::WaitFinished),
    server(S::WaitFinished, Receive(Kind::Finished), S::Connected).keys(&[(Side::Read, Keys::Application)]),
    server(S::Connected, Receive(Kind::KeyUpdate), S::Connected).keys(&[(Side::Read, Keys::Next)]),
    server(S::Connected, Send(Kind::KeyUpdate), S::Connected).keys(&[(Side::Write, Keys::Next)]),
];

/// Whether a message of this kind has a place here. Asked before it is decoded, because an unexpected message is
/// `unexpected_message` even if it is malformed.
///
/// # Errors
/// It has none, or belongs to a feature that is not offered.
pub fn permits(role: Role, state: State, kind: Kind) -> Result<(), Refusal> {
    let on_this = || TLS13.iter().filter(|edge| edge.role == role && edge.on == Receive(kind));
    if on_this().any(|edge| edge.from == state && edge.status == Status::Taken) {
        return Ok(());
    }
    // WAIT_EOED is never entered; so EndOfEarlyData has its own name wherever it comes.
    let feature = on_this().find_map(|edge| match edge.status {
        Status::NotOffered(Feature::EarlyData) => Some(Feature::EarlyData),
        Status::NotOffered(feature) if edge.from == state => Some(feature),
        Status::NotOffered(_) | Status::Taken => None,
    });
    Err(match feature {
        Some(Feature::EarlyData) => Refusal::EarlyDataNotAccepted,
        Some(Feature::PostHandshakeAuth) => Refusal::PostHandshakeAuthNotOffered,
        Some(Feature::PreSharedKey) | None => Refusal::UnexpectedMessage { state, got: kind },
    })
}
