//! TLS 1.3: RFC 9846 §A.1 and §A.2.

use handfast_wire::Kind;

use super::On::{Answer, Receive, Send, Turn};
use super::{Edge, Keys, client, server};
use crate::State as S;
use crate::context::Side;
use crate::question::Ask;

/// After ServerHello everything is protected (RFC 9846 §4.4). The client changes both sides at once, so that an alert
/// of its own is protected too (§A.1).
const PROTECT: &[(Side, Keys)] = &[(Side::Read, Keys::Handshake), (Side::Write, Keys::Handshake)];

/// Before early data is over, the keys of one side change only (RFC 9846 §A.1, §A.2).
const READ_PROTECTED: &[(Side, Keys)] = &[(Side::Read, Keys::Handshake)];
const WRITE_PROTECTED: &[(Side, Keys)] = &[(Side::Write, Keys::Handshake)];
const WRITE_EARLY: &[(Side, Keys)] = &[(Side::Write, Keys::EarlyData)];
const TAKE_EARLY: &[(Side, Keys)] = &[(Side::Read, Keys::EarlyData)];

/// RFC 9846 §A.1 and §A.2, with the states of ours between those of the RFC.
pub const TLS13: &[Edge] = &[
    client(S::Start, Turn, S::FindingSession),
    client(S::Start, Send(Kind::ClientHello), S::WaitSh),
    client(S::Start, Send(Kind::ClientHello), S::StartingEarlyData),
    client(S::StartingEarlyData, Turn, S::WaitSh).keys(WRITE_EARLY),
    client(S::FindingSession, Answer(Ask::Session, None), S::Start),
    client(S::FindingSession, Answer(Ask::Session, None), S::JudgingSession),
    client(S::JudgingSession, Answer(Ask::Judge, None), S::Start),
    client(S::WaitSh, Receive(Kind::HelloRetryRequest), S::Start),
    client(S::WaitSh, Receive(Kind::HelloRetryRequest), S::Start).keys(&[(Side::Write, Keys::None)]),
    client(S::WaitSh, Receive(Kind::ServerHello), S::WaitEe).keys(PROTECT),
    client(S::WaitSh, Receive(Kind::ServerHello), S::WaitEe).keys(READ_PROTECTED),
    client(S::WaitEe, Receive(Kind::EncryptedExtensions), S::WaitCertCr),
    client(S::WaitEe, Receive(Kind::EncryptedExtensions), S::WaitFinished),
    client(S::WaitEe, Receive(Kind::EncryptedExtensions), S::WaitFinished).keys(WRITE_PROTECTED),
    client(S::WaitCertCr, Receive(Kind::CertificateRequest), S::WaitCert),
    client(S::WaitCertCr, Receive(Kind::Certificate), S::JudgingCertificate),
    client(S::WaitCert, Receive(Kind::Certificate), S::JudgingCertificate),
    client(S::JudgingCertificate, Answer(Ask::Judge, None), S::WaitCv),
    client(S::WaitCv, Receive(Kind::CertificateVerify), S::WaitFinished),
    client(S::WaitFinished, Receive(Kind::Finished), S::Replying).keys(&[(Side::Read, Keys::Application)]),
    client(S::WaitFinished, Receive(Kind::Finished), S::ChoosingIdentity)
        .keys(&[(Side::Read, Keys::Application)]),
    client(S::ChoosingIdentity, Answer(Ask::Identity, None), S::Replying),
    client(S::Replying, Send(Kind::EndOfEarlyData), S::Replying).keys(WRITE_PROTECTED),
    client(S::Replying, Send(Kind::Certificate), S::Replying),
    client(S::Replying, Turn, S::Signing),
    client(S::Replying, Send(Kind::Finished), S::Connected).keys(&[(Side::Write, Keys::Application)]),
    client(S::Signing, Answer(Ask::Sign, Some(Kind::CertificateVerify)), S::Replying),
    client(S::Connected, Receive(Kind::NewSessionTicket), S::Connected),
    client(S::Connected, Receive(Kind::KeyUpdate), S::Connected).keys(&[(Side::Read, Keys::Next)]),
    client(S::Connected, Send(Kind::KeyUpdate), S::Connected).keys(&[(Side::Write, Keys::Next)]),
    client(S::Connected, Receive(Kind::CertificateRequest), S::Asked),
    client(S::Asked, Receive(Kind::CertificateRequest), S::Asked),
    client(S::Asked, Receive(Kind::NewSessionTicket), S::Asked),
    client(S::Asked, Receive(Kind::KeyUpdate), S::Asked).keys(&[(Side::Read, Keys::Next)]),
    client(S::Asked, Send(Kind::KeyUpdate), S::Asked).keys(&[(Side::Write, Keys::Next)]),
    client(S::Asked, Answer(Ask::Identity, None), S::Answering),
    client(S::Answering, Send(Kind::Certificate), S::Answering),
    client(S::Answering, Turn, S::SigningAnswer),
    client(S::Answering, Send(Kind::Finished), S::Asked),
    client(S::Answering, Send(Kind::Finished), S::Connected),
    client(S::SigningAnswer, Receive(Kind::CertificateRequest), S::SigningAnswer),
    client(S::SigningAnswer, Receive(Kind::NewSessionTicket), S::SigningAnswer),
    client(S::SigningAnswer, Receive(Kind::KeyUpdate), S::SigningAnswer).keys(&[(Side::Read, Keys::Next)]),
    client(S::SigningAnswer, Answer(Ask::Sign, Some(Kind::CertificateVerify)), S::Answering),
    server(S::Start, Receive(Kind::ClientHello), S::RecvdCh),
    server(S::RecvdCh, Send(Kind::HelloRetryRequest), S::Start),
    server(S::RecvdCh, Turn, S::ChoosingIdentity),
    server(S::ChoosingIdentity, Answer(Ask::Identity, None), S::Negotiated),
    server(S::ChoosingIdentity, Answer(Ask::Identity, None), S::FindingSession),
    server(S::FindingSession, Answer(Ask::Session, None), S::Negotiated),
    server(S::FindingSession, Answer(Ask::Session, None), S::JudgingSession),
    server(S::FindingSession, Answer(Ask::Session, None), S::JudgingEarlyData),
    server(S::JudgingSession, Answer(Ask::Judge, None), S::Negotiated),
    server(S::JudgingSession, Answer(Ask::Judge, None), S::JudgingEarlyData),
    server(S::JudgingEarlyData, Answer(Ask::EarlyData, None), S::Negotiated),
    server(S::Negotiated, Send(Kind::ServerHello), S::Negotiated),
    server(S::Negotiated, Send(Kind::EncryptedExtensions), S::Negotiated).keys(PROTECT),
    server(S::Negotiated, Send(Kind::EncryptedExtensions), S::Negotiated).keys(WRITE_PROTECTED),
    server(S::Negotiated, Send(Kind::CertificateRequest), S::Negotiated),
    server(S::Negotiated, Send(Kind::Certificate), S::Negotiated),
    server(S::Negotiated, Turn, S::Signing),
    server(S::Negotiated, Send(Kind::Finished), S::Negotiated),
    server(S::Negotiated, Send(Kind::Finished), S::Negotiated).keys(TAKE_EARLY),
    server(S::Negotiated, Turn, S::WaitFlight2).keys(&[(Side::Write, Keys::Application)]),
    server(S::Negotiated, Turn, S::WaitEoed).keys(&[(Side::Write, Keys::Application)]),
    server(S::Signing, Answer(Ask::Sign, Some(Kind::CertificateVerify)), S::Negotiated),
    server(S::WaitEoed, Receive(Kind::EndOfEarlyData), S::WaitFlight2).keys(READ_PROTECTED),
    server(S::WaitFlight2, Turn, S::WaitCert),
    server(S::WaitFlight2, Turn, S::WaitFinished),
    server(S::WaitCert, Receive(Kind::Certificate), S::JudgingCertificate),
    server(S::WaitCert, Receive(Kind::Certificate), S::WaitFinished),
    server(S::JudgingCertificate, Answer(Ask::Judge, None), S::WaitCv),
    server(S::WaitCv, Receive(Kind::CertificateVerify), S::WaitFinished),
    server(S::WaitFinished, Receive(Kind::Finished), S::Connected).keys(&[(Side::Read, Keys::Application)]),
    server(S::WaitFinished, Receive(Kind::Finished), S::IssuingTickets)
        .keys(&[(Side::Read, Keys::Application)]),
    server(S::IssuingTickets, Answer(Ask::Ticket, Some(Kind::NewSessionTicket)), S::IssuingTickets),
    server(S::IssuingTickets, Answer(Ask::Ticket, Some(Kind::NewSessionTicket)), S::Connected),
    server(S::IssuingTickets, Answer(Ask::Ticket, None), S::Connected),
    server(S::IssuingTickets, Answer(Ask::Ticket, Some(Kind::NewSessionTicket)), S::Asking),
    server(S::IssuingTickets, Answer(Ask::Ticket, None), S::Asking),
    server(S::IssuingTickets, Send(Kind::KeyUpdate), S::IssuingTickets).keys(&[(Side::Write, Keys::Next)]),
    server(S::Connected, Receive(Kind::KeyUpdate), S::Connected).keys(&[(Side::Read, Keys::Next)]),
    server(S::Connected, Send(Kind::KeyUpdate), S::Connected).keys(&[(Side::Write, Keys::Next)]),
    server(S::Connected, Send(Kind::CertificateRequest), S::Asking),
    server(S::Asking, Send(Kind::CertificateRequest), S::Asking),
    server(S::Asking, Receive(Kind::KeyUpdate), S::Asking).keys(&[(Side::Read, Keys::Next)]),
    server(S::Asking, Send(Kind::KeyUpdate), S::Asking).keys(&[(Side::Write, Keys::Next)]),
    server(S::Asking, Receive(Kind::Certificate), S::JudgingAnswer),
    server(S::Asking, Receive(Kind::Certificate), S::WaitAnswerEnd),
    server(S::JudgingAnswer, Answer(Ask::Judge, None), S::WaitAnswerCv),
    server(S::JudgingAnswer, Send(Kind::KeyUpdate), S::JudgingAnswer).keys(&[(Side::Write, Keys::Next)]),
    server(S::WaitAnswerCv, Receive(Kind::CertificateVerify), S::WaitAnswerEnd),
    server(S::WaitAnswerCv, Send(Kind::KeyUpdate), S::WaitAnswerCv).keys(&[(Side::Write, Keys::Next)]),
    server(S::WaitAnswerEnd, Receive(Kind::Finished), S::Connected),
    server(S::WaitAnswerEnd, Receive(Kind::Finished), S::Asking),
    server(S::WaitAnswerEnd, Receive(Kind::Finished), S::IssuingTickets),
    server(S::WaitAnswerEnd, Send(Kind::KeyUpdate), S::WaitAnswerEnd).keys(&[(Side::Write, Keys::Next)]),
];
