//! TLS 1.2. RFC 5246 §7.3 draws the flights and no states: these are ours, named in the manner of RFC 9846 §A.

use handfast_wire::Kind;

use super::On::{Answer, Receive, ReceiveChangeCipherSpec, Send, SendChangeCipherSpec, Turn};
use super::{Edge, Keys, client, server};
use crate::State as S;
use crate::context::Side;
use crate::question::Ask;

const READ: &[(Side, Keys)] = &[(Side::Read, Keys::Application)];
const WRITE: &[(Side, Keys)] = &[(Side::Write, Keys::Application)];

/// The flights of RFC 5246 §7.3. HelloRequest, which a client passes over in every state before CONNECTED, is not drawn.
pub const TLS12: &[Edge] = &[
    client(S::Start, Turn, S::FindingSession),
    client(S::Start, Send(Kind::ClientHello), S::WaitSh),
    client(S::FindingSession, Answer(Ask::Session, None), S::Start),
    client(S::FindingSession, Answer(Ask::Session, None), S::JudgingSession),
    client(S::JudgingSession, Answer(Ask::Judge, None), S::Start),
    client(S::WaitSh, Receive(Kind::ServerHello), S::WaitCert),
    client(S::WaitSh, Receive(Kind::ServerHello), S::WaitCcs),
    client(S::WaitCert, Receive(Kind::Certificate), S::JudgingCertificate),
    client(S::WaitCert, Receive(Kind::Certificate), S::WaitStatus),
    client(S::WaitStatus, Receive(Kind::CertificateStatus), S::JudgingCertificate),
    client(S::WaitStatus, Turn, S::JudgingCertificate),
    client(S::JudgingCertificate, Answer(Ask::Judge, None), S::WaitSke),
    client(S::JudgingCertificate, Answer(Ask::Judge, None), S::WaitCrShd),
    client(S::WaitSke, Receive(Kind::ServerKeyExchange), S::WaitCrShd),
    client(S::WaitCrShd, Receive(Kind::CertificateRequest), S::WaitShd),
    client(S::WaitCrShd, Receive(Kind::ServerHelloDone), S::Replying),
    client(S::WaitShd, Receive(Kind::ServerHelloDone), S::ChoosingIdentity),
    client(S::ChoosingIdentity, Answer(Ask::Identity, None), S::Replying),
    client(S::Replying, Send(Kind::Certificate), S::Replying),
    client(S::Replying, Send(Kind::ClientKeyExchange), S::Replying),
    client(S::Replying, Turn, S::Signing),
    client(S::Replying, SendChangeCipherSpec, S::Replying).keys(WRITE),
    client(S::Replying, Send(Kind::Finished), S::WaitCcs),
    client(S::Replying, Send(Kind::Finished), S::Connected),
    client(S::Signing, Answer(Ask::Sign, Some(Kind::CertificateVerify)), S::Replying),
    client(S::WaitCcs, Receive(Kind::NewSessionTicket), S::WaitCcs),
    client(S::WaitCcs, ReceiveChangeCipherSpec, S::WaitFinished).keys(READ),
    client(S::WaitFinished, Receive(Kind::Finished), S::Connected),
    client(S::WaitFinished, Receive(Kind::Finished), S::Replying),
    client(S::Connected, Receive(Kind::HelloRequest), S::Connected),
    server(S::Start, Receive(Kind::ClientHello), S::RecvdCh),
    server(S::RecvdCh, Turn, S::ChoosingIdentity),
    server(S::ChoosingIdentity, Answer(Ask::Identity, None), S::Negotiated),
    server(S::ChoosingIdentity, Answer(Ask::Identity, None), S::FindingSession),
    server(S::FindingSession, Answer(Ask::Session, None), S::Negotiated),
    server(S::FindingSession, Answer(Ask::Session, None), S::JudgingSession),
    server(S::JudgingSession, Answer(Ask::Judge, None), S::Negotiated),
    server(S::Negotiated, Send(Kind::ServerHello), S::Negotiated),
    server(S::Negotiated, Send(Kind::ServerHello), S::IssuingTickets),
    server(S::Negotiated, Send(Kind::Certificate), S::Negotiated),
    server(S::Negotiated, Send(Kind::CertificateStatus), S::Negotiated),
    server(S::Negotiated, Turn, S::Signing),
    server(S::Negotiated, Send(Kind::CertificateRequest), S::Negotiated),
    server(S::Negotiated, Send(Kind::ServerHelloDone), S::WaitCert),
    server(S::Negotiated, Send(Kind::ServerHelloDone), S::WaitCke),
    server(S::Signing, Answer(Ask::Sign, Some(Kind::ServerKeyExchange)), S::Negotiated),
    server(S::WaitCert, Receive(Kind::Certificate), S::JudgingCertificate),
    server(S::WaitCert, Receive(Kind::Certificate), S::WaitCke),
    server(S::JudgingCertificate, Answer(Ask::Judge, None), S::WaitCke),
    server(S::WaitCke, Receive(Kind::ClientKeyExchange), S::WaitCv),
    server(S::WaitCke, Receive(Kind::ClientKeyExchange), S::WaitCcs),
    server(S::WaitCke, Receive(Kind::ClientKeyExchange), S::DecryptingPremaster),
    server(S::DecryptingPremaster, Answer(Ask::Decrypt, None), S::WaitCv),
    server(S::DecryptingPremaster, Answer(Ask::Decrypt, None), S::WaitCcs),
    server(S::WaitCv, Receive(Kind::CertificateVerify), S::WaitCcs),
    server(S::WaitCcs, ReceiveChangeCipherSpec, S::WaitFinished).keys(READ),
    server(S::WaitFinished, Receive(Kind::Finished), S::Replying),
    server(S::WaitFinished, Receive(Kind::Finished), S::IssuingTickets),
    server(S::WaitFinished, Receive(Kind::Finished), S::Connected),
    server(S::IssuingTickets, Answer(Ask::Ticket, Some(Kind::NewSessionTicket)), S::Replying),
    server(S::Replying, SendChangeCipherSpec, S::Replying).keys(WRITE),
    server(S::Replying, Send(Kind::Finished), S::Connected),
    server(S::Replying, Send(Kind::Finished), S::WaitCcs),
    server(S::Connected, Receive(Kind::ClientHello), S::Connected),
];
