//! The state diagrams as a table: tests walk it, the driver asks it before a message is decoded, and
//! [`figure`] prints it. The match in `client/tls13/mod.rs` and `server/tls13/mod.rs` is the same diagram; the matrix
//! test proves that both agree.

use core::fmt::Write;

use handfast_wire::Kind;

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
    /// Whether this stack takes it.
    pub status: Status,
}

/// What an arrow takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// A message comes.
    Receive(Kind),
    /// It is our turn and we send this.
    Send(Kind),
    /// A question of this kind is answered; if there is a message, the answer sends it.
    Answer(Ask, Option<Kind>),
    /// It is our turn and we send nothing.
    Turn,
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

impl Feature {
    const fn name(self) -> &'static str {
        match self {
            Self::PreSharedKey => "pre_shared_key",
            Self::EarlyData => "early_data",
            Self::PostHandshakeAuth => "post_handshake_auth",
        }
    }
}

const fn edge(role: Role, from: State, on: On, to: State) -> Edge {
    Edge { role, from, on, to, status: Status::Taken }
}

const fn client(from: State, on: On, to: State) -> Edge {
    edge(Role::Client, from, on, to)
}

const fn server(from: State, on: On, to: State) -> Edge {
    edge(Role::Server, from, on, to)
}

impl Edge {
    const fn not_offered(mut self, feature: Feature) -> Self {
        self.status = Status::NotOffered(feature);
        self
    }
}

use On::{Answer, Receive, Send, Turn};
use State as S;

/// RFC 9846 §A.1 and §A.2, with the states of ours between those of the RFC.
pub const TLS13: &[Edge] = &[
    client(S::Start, Send(Kind::ClientHello), S::WaitSh),
    client(S::WaitSh, Receive(Kind::HelloRetryRequest), S::Start),
    client(S::WaitSh, Receive(Kind::ServerHello), S::WaitEe),
    client(S::WaitEe, Receive(Kind::EncryptedExtensions), S::WaitCertCr),
    client(S::WaitEe, Receive(Kind::EncryptedExtensions), S::WaitFinished).not_offered(Feature::PreSharedKey),
    client(S::WaitCertCr, Receive(Kind::CertificateRequest), S::WaitCert),
    client(S::WaitCertCr, Receive(Kind::Certificate), S::JudgingCertificate),
    client(S::WaitCert, Receive(Kind::Certificate), S::JudgingCertificate),
    client(S::JudgingCertificate, Answer(Ask::Judge, None), S::WaitCv),
    client(S::WaitCv, Receive(Kind::CertificateVerify), S::WaitFinished),
    client(S::WaitFinished, Receive(Kind::Finished), S::Replying),
    client(S::WaitFinished, Receive(Kind::Finished), S::ChoosingIdentity),
    client(S::ChoosingIdentity, Answer(Ask::Identity, None), S::Replying),
    client(S::Replying, Send(Kind::EndOfEarlyData), S::Replying).not_offered(Feature::EarlyData),
    client(S::Replying, Send(Kind::Certificate), S::Replying),
    client(S::Replying, Turn, S::Signing),
    client(S::Signing, Answer(Ask::Sign, Some(Kind::CertificateVerify)), S::Replying),
    client(S::Replying, Send(Kind::Finished), S::Connected),
    client(S::Connected, Receive(Kind::NewSessionTicket), S::Connected),
    client(S::Connected, Receive(Kind::KeyUpdate), S::Connected),
    client(S::Connected, Receive(Kind::CertificateRequest), S::ChoosingIdentity)
        .not_offered(Feature::PostHandshakeAuth),
    server(S::Start, Receive(Kind::ClientHello), S::RecvdCh),
    server(S::Start, Receive(Kind::ClientHello), S::ChoosingIdentity),
    server(S::RecvdCh, Send(Kind::HelloRetryRequest), S::Start),
    server(S::ChoosingIdentity, Answer(Ask::Identity, None), S::Negotiated),
    server(S::Negotiated, Send(Kind::ServerHello), S::Negotiated),
    server(S::Negotiated, Send(Kind::EncryptedExtensions), S::Negotiated),
    server(S::Negotiated, Send(Kind::CertificateRequest), S::Negotiated),
    server(S::Negotiated, Send(Kind::Certificate), S::Negotiated),
    server(S::Negotiated, Turn, S::Signing),
    server(S::Signing, Answer(Ask::Sign, Some(Kind::CertificateVerify)), S::Negotiated),
    server(S::Negotiated, Send(Kind::Finished), S::Negotiated),
    server(S::Negotiated, Turn, S::WaitCert),
    server(S::Negotiated, Turn, S::WaitFinished),
    server(S::Negotiated, Turn, S::WaitEoed).not_offered(Feature::EarlyData),
    server(S::WaitEoed, Receive(Kind::EndOfEarlyData), S::WaitFlight2).not_offered(Feature::EarlyData),
    server(S::WaitCert, Receive(Kind::EndOfEarlyData), S::WaitCert).not_offered(Feature::EarlyData),
    server(S::WaitFinished, Receive(Kind::EndOfEarlyData), S::WaitFinished).not_offered(Feature::EarlyData),
    server(S::WaitCert, Receive(Kind::Certificate), S::JudgingCertificate),
    server(S::WaitCert, Receive(Kind::Certificate), S::WaitFinished),
    server(S::JudgingCertificate, Answer(Ask::Judge, None), S::WaitCv),
    server(S::WaitCv, Receive(Kind::CertificateVerify), S::WaitFinished),
    server(S::WaitFinished, Receive(Kind::Finished), S::Connected),
    server(S::Connected, Receive(Kind::KeyUpdate), S::Connected),
];

/// Whether a message of this kind has a place here. Asked before it is decoded, because an unexpected message is
/// `unexpected_message` even if it is malformed.
///
/// # Errors
/// It has none, or belongs to a feature that is not offered.
pub fn permits(role: Role, state: State, kind: Kind) -> Result<(), Refusal> {
    let here = |edge: &&Edge| edge.role == role && edge.from == state && edge.on == Receive(kind);
    let mut refusal = Refusal::UnexpectedMessage { state, got: kind };
    for edge in TLS13.iter().filter(here) {
        match edge.status {
            Status::Taken => return Ok(()),
            Status::NotOffered(Feature::PostHandshakeAuth) => refusal = Refusal::PostHandshakeAuthNotOffered,
            Status::NotOffered(Feature::EarlyData) => refusal = Refusal::EarlyDataNotAccepted,
            Status::NotOffered(Feature::PreSharedKey) => {}
        }
    }
    Err(refusal)
}

/// The diagram of one role, to look at: one line an arrow.
#[must_use]
pub fn figure(role: Role) -> String {
    let section = match role {
        Role::Client => "A.1",
        Role::Server => "A.2",
    };
    let mut out = format!(
        "{} of TLS 1.3 (RFC 9846 §{section})   ← receive  → send  ? answered  * our own state\n\n",
        role.name()
    );
    let mut last = None;
    for edge in TLS13.iter().filter(|edge| edge.role == role) {
        let from = if last == Some(edge.from) { String::new() } else { label(edge.from) };
        last = Some(edge.from);
        let line = format!("  {from:<20}  {:<22}  {}{}", on(edge.on), label(edge.to), remark(edge.status));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

fn label(state: State) -> String {
    format!("{state}{}", if state.is_of_the_rfc() { "" } else { "*" })
}

fn on(on: On) -> String {
    match on {
        Receive(kind) => format!("← {}", kind.name()),
        Send(kind) | Answer(Ask::Sign, Some(kind)) => format!("→ {}", kind.name()),
        Answer(Ask::Identity, _) => "? identity".into(),
        Answer(Ask::Judge, _) => "? verdict".into(),
        Answer(Ask::Sign, _) => "? signature".into(),
        Turn => "·".into(),
    }
}

fn remark(status: Status) -> String {
    match status {
        Status::Taken => String::new(),
        Status::NotOffered(feature) => format!("   [{} is not offered]", feature.name()),
    }
}
