//! Early data (RFC 9846 §2.3, §4.3.10): what becomes of it, and which ClientHello it may come with (§8).

use core::fmt;

use handfast_rule::{Clause, rfc9846};

use crate::session::{Millis, Session};
use crate::{Suite, Version};

/// What became of early data, as far as the handshake has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarlyData {
    /// A client offers it, and may send it already.
    Offered,
    /// The server takes it.
    Accepted,
    /// The server does not: what was sent of it is lost, and is not sent again by itself.
    Rejected(NoEarlyData),
}

/// Why early data is not taken. It is no refusal: the handshake goes on without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEarlyData {
    /// The client was sent back with a HelloRetryRequest.
    Retried,
    /// The connection does not go on from the session that it came under.
    NotResumed,
    /// It came under the first session that the client offers, and another is gone on from.
    NotFirst,
    /// The server takes none, or none under this session.
    NotAllowed,
    /// The session was made with another cipher suite.
    OtherSuite,
    /// The session was made for another application protocol.
    OtherProtocol,
    /// By the age of its ticket, the ClientHello was sent at another time than it came.
    Untimely,
    /// The ClientHello came before.
    Replayed,
    /// The server cannot say whether the ClientHello came before.
    NotRecorded,
    /// The server does not say why.
    Declined,
}

impl NoEarlyData {
    /// The clause behind it.
    #[must_use]
    pub const fn clause(self) -> Clause {
        match self {
            Self::Untimely => rfc9846("8.3"),
            Self::Replayed | Self::NotRecorded => rfc9846("8.2"),
            _ => rfc9846("4.3.10"),
        }
    }

    /// What is said of it.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Retried => "the client was sent back first",
            Self::NotResumed => "the connection does not go on from the session that it came under",
            Self::NotFirst => "the session that is gone on from is not the first that the client offers",
            Self::NotAllowed => "none is taken under this session",
            Self::OtherSuite => "the session was made with another cipher suite",
            Self::OtherProtocol => "the session was made for another application protocol",
            Self::Untimely => "the ClientHello was sent at another time than it came",
            Self::Replayed => "the ClientHello came before",
            Self::NotRecorded => "it is not known whether the ClientHello came before",
            Self::Declined => "the server does not take it",
        }
    }
}

impl fmt::Display for NoEarlyData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.sentence(), self.clause())
    }
}

/// Which early data a server takes. Whoever takes any lets attackers replay it, within what §8 can prevent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlyDataPolicy {
    /// How many bytes of it a ticket allows (`max_early_data_size`, RFC 9846 §4.7.1).
    pub most: u32,
    /// By how much the time at which a ClientHello comes may differ from the one at which it was sent, in milliseconds
    /// (§8.3). For so long it must be remembered, too.
    pub window: Millis,
}

impl EarlyDataPolicy {
    /// Ten seconds, which RFC 9846 §8.3 suggests for clients on the Internet.
    pub const WINDOW: Millis = 10_000;
}

/// What tells a ClientHello with early data from all others (RFC 9846 §8.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlyHello {
    /// The binder of the session that the early data came under, which was checked.
    pub binder: Vec<u8>,
    /// When the ticket of that session was issued.
    pub issued_at: Millis,
    /// When the ClientHello was sent, by the age that its client gives to the ticket.
    pub sent_at: Millis,
    /// By how much the time at which it comes may differ from that.
    pub window: Millis,
}

/// What a ClientHello with early data is held against.
#[derive(Debug)]
pub(crate) struct Arrival<'a> {
    /// The place among the pre-shared keys, the age and the binder of the one that is gone on from.
    pub(crate) index: u16,
    pub(crate) obfuscated_age: u32,
    pub(crate) binder: &'a [u8],
    pub(crate) suite: Suite,
    pub(crate) alpn: Option<&'a [u8]>,
    pub(crate) now: Millis,
}

impl Session {
    /// Whether early data can be taken under it (RFC 9846 §4.3.10, §8.3), but for whether it came before.
    pub(crate) fn takes_early_data(
        &self,
        policy: Option<EarlyDataPolicy>,
        arrival: &Arrival<'_>,
    ) -> Result<EarlyHello, NoEarlyData> {
        let policy = policy.filter(|_| self.max_early_data > 0 && self.version == Version::Tls13);
        let EarlyDataPolicy { window, .. } = policy.ok_or(NoEarlyData::NotAllowed)?;
        if arrival.index != 0 {
            return Err(NoEarlyData::NotFirst);
        }
        if self.suite != arrival.suite.code {
            return Err(NoEarlyData::OtherSuite);
        }
        if self.alpn.as_deref() != arrival.alpn {
            return Err(NoEarlyData::OtherProtocol);
        }
        let sent_at = self.sent_at(arrival.obfuscated_age);
        if sent_at.abs_diff(arrival.now) > window {
            return Err(NoEarlyData::Untimely);
        }
        Ok(EarlyHello { binder: arrival.binder.to_vec(), issued_at: self.issued_at, sent_at, window })
    }
}
