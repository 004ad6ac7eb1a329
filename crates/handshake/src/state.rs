//! The names of the states: those of RFC 9846 appendix A, and some of ours where the RFCs are silent.

use core::fmt;

use handfast_wire::Kind;

use crate::{Ask, Role, Wants};

/// A state of a handshake machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing was sent or received, or a HelloRetryRequest sent us back (A.1, A.2).
    Start,
    /// The client waits for ServerHello or HelloRetryRequest (A.1).
    WaitSh,
    /// The client waits for EncryptedExtensions (A.1).
    WaitEe,
    /// The client waits for CertificateRequest or Certificate (A.1).
    WaitCertCr,
    /// Waits for the peer's Certificate (A.1, A.2).
    WaitCert,
    /// Ours: waits for the verdict on the peer's chain.
    JudgingCertificate,
    /// Ours: waits to be told whether there is a session to go on from.
    FindingSession,
    /// Ours: waits for today's verdict on the chain of a session.
    JudgingSession,
    /// Ours: the server waits to be told whether it takes early data.
    JudgingEarlyData,
    /// Ours: the client's first hello is out, and early data may follow as soon as there are keys for it.
    StartingEarlyData,
    /// Waits for the peer's CertificateVerify (A.1, A.2).
    WaitCv,
    /// Waits for the peer's Finished (A.1, A.2).
    WaitFinished,
    /// Ours: waits to be told which identity to present.
    ChoosingIdentity,
    /// Ours: waits for the signature of our CertificateVerify.
    Signing,
    /// Ours: the client's last flight, message by message (between WAIT_FINISHED and CONNECTED of A.1).
    Replying,
    /// The server has a ClientHello and selects parameters (A.2).
    RecvdCh,
    /// The server's flight, message by message (A.2).
    Negotiated,
    /// The server waits for EndOfEarlyData (A.2).
    WaitEoed,
    /// The server's flight is out (A.2).
    WaitFlight2,
    /// TLS 1.2: the client waits for CertificateStatus, which may be left out.
    WaitStatus,
    /// TLS 1.2: the client waits for ServerKeyExchange.
    WaitSke,
    /// TLS 1.2: the client waits for CertificateRequest or ServerHelloDone.
    WaitCrShd,
    /// TLS 1.2: the client waits for ServerHelloDone.
    WaitShd,
    /// TLS 1.2: the server waits for ClientKeyExchange.
    WaitCke,
    /// TLS 1.2: waits for the premaster secret to be decrypted.
    DecryptingPremaster,
    /// TLS 1.2: waits for the peer's ChangeCipherSpec.
    WaitCcs,
    /// Ours: the server waits for the ticket that it is to issue; in TLS 1.3 its handshake is complete.
    IssuingTickets,
    /// The handshake is complete on this side (A.1, A.2).
    Connected,
    /// Ours, after the handshake: the client was asked for a certificate and has not answered (RFC 9846 §4.7.2).
    Asked,
    /// Ours: the client answers such a request, message by message.
    Answering,
    /// Ours: the client waits for the signature of its answer.
    SigningAnswer,
    /// Ours, after the handshake: the server has asked for a certificate and has no answer yet (RFC 9846 §4.7.2).
    Asking,
    /// Ours: the server waits for the verdict on the chain of an answer.
    JudgingAnswer,
    /// Ours: the server waits for the CertificateVerify of an answer.
    WaitAnswerCv,
    /// Ours: the server waits for the Finished of an answer.
    WaitAnswerEnd,
    /// The handshake was refused.
    Failed,
}

impl State {
    /// The name as the RFC prints it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::WaitSh => "WAIT_SH",
            Self::WaitEe => "WAIT_EE",
            Self::WaitCertCr => "WAIT_CERT_CR",
            Self::WaitCert => "WAIT_CERT",
            Self::JudgingCertificate => "JUDGING_CERTIFICATE",
            Self::FindingSession => "FINDING_SESSION",
            Self::JudgingSession => "JUDGING_SESSION",
            Self::JudgingEarlyData => "JUDGING_EARLY_DATA",
            Self::StartingEarlyData => "STARTING_EARLY_DATA",
            Self::WaitCv => "WAIT_CV",
            Self::WaitFinished => "WAIT_FINISHED",
            Self::ChoosingIdentity => "CHOOSING_IDENTITY",
            Self::Signing => "SIGNING",
            Self::Replying => "REPLYING",
            Self::RecvdCh => "RECVD_CH",
            Self::Negotiated => "NEGOTIATED",
            Self::WaitEoed => "WAIT_EOED",
            Self::WaitFlight2 => "WAIT_FLIGHT2",
            Self::WaitStatus => "WAIT_STATUS",
            Self::WaitSke => "WAIT_SKE",
            Self::WaitCrShd => "WAIT_CR_SHD",
            Self::WaitShd => "WAIT_SHD",
            Self::WaitCke => "WAIT_CKE",
            Self::DecryptingPremaster => "DECRYPTING_PREMASTER",
            Self::WaitCcs => "WAIT_CCS",
            Self::IssuingTickets => "ISSUING_TICKETS",
            Self::Connected => "CONNECTED",
            Self::Asked => "ASKED",
            Self::Answering => "ANSWERING",
            Self::SigningAnswer => "SIGNING_ANSWER",
            Self::Asking => "ASKING",
            Self::JudgingAnswer => "JUDGING_ANSWER",
            Self::WaitAnswerCv => "WAIT_ANSWER_CV",
            Self::WaitAnswerEnd => "WAIT_ANSWER_END",
            Self::Failed => "FAILED",
        }
    }

    /// What a machine of this role waits for in it.
    pub(crate) const fn wants(self, role: Role) -> Wants {
        match self {
            Self::Start => match role {
                Role::Client => Wants::Proceed,
                Role::Server => Wants::Message,
            },
            Self::StartingEarlyData | Self::RecvdCh | Self::Negotiated | Self::Replying | Self::Answering => {
                Wants::Proceed
            }
            Self::JudgingCertificate | Self::JudgingSession | Self::JudgingAnswer => {
                Wants::Answer(Ask::Judge)
            }
            Self::FindingSession => Wants::Answer(Ask::Session),
            Self::JudgingEarlyData => Wants::Answer(Ask::EarlyData),
            Self::ChoosingIdentity => Wants::Answer(Ask::Identity),
            Self::Signing => Wants::Answer(Ask::Sign),
            Self::DecryptingPremaster => Wants::Answer(Ask::Decrypt),
            Self::IssuingTickets => Wants::Answer(Ask::Ticket),
            Self::WaitStatus => Wants::Perhaps(Kind::CertificateStatus),
            Self::WaitSh
            | Self::WaitEe
            | Self::WaitCertCr
            | Self::WaitCert
            | Self::WaitCv
            | Self::WaitFinished
            | Self::WaitEoed
            | Self::WaitFlight2
            | Self::WaitSke
            | Self::WaitCrShd
            | Self::WaitShd
            | Self::WaitCke
            | Self::WaitCcs
            | Self::Connected
            | Self::Asked
            | Self::SigningAnswer
            | Self::Asking
            | Self::WaitAnswerCv
            | Self::WaitAnswerEnd => Wants::Message,
            Self::Failed => Wants::Nothing,
        }
    }

    /// What a client is asked in it that reads on meanwhile: after the handshake.
    pub(crate) const fn asks_meanwhile(self) -> Option<Ask> {
        match self {
            Self::Asked => Some(Ask::Identity),
            Self::SigningAnswer => Some(Ask::Sign),
            _ => None,
        }
    }

    /// Whether the handshake is complete: in CONNECTED, while tickets are issued before, and while a client authenticates
    /// afterwards.
    #[must_use]
    pub const fn is_connected(self) -> bool {
        matches!(self, Self::IssuingTickets | Self::Connected | Self::Asked | Self::Asking)
            || self.is_within_answer()
    }

    /// Whether some messages of an answer to a post-handshake request have passed and some have not: nothing else of the
    /// client's may come between them (RFC 9846 §4.7.2).
    #[must_use]
    pub const fn is_within_answer(self) -> bool {
        matches!(
            self,
            Self::Answering
                | Self::SigningAnswer
                | Self::JudgingAnswer
                | Self::WaitAnswerCv
                | Self::WaitAnswerEnd
        )
    }

    /// Whether RFC 9846 appendix A has this state; the others are ours, and so are all of TLS 1.2, for which no RFC draws
    /// a diagram.
    #[must_use]
    pub const fn is_of_the_rfc(self) -> bool {
        matches!(
            self,
            Self::Start
                | Self::WaitSh
                | Self::WaitEe
                | Self::WaitCertCr
                | Self::WaitCert
                | Self::WaitCv
                | Self::WaitFinished
                | Self::RecvdCh
                | Self::Negotiated
                | Self::WaitEoed
                | Self::WaitFlight2
                | Self::Connected
        )
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
