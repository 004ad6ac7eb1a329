//! Client authentication after the handshake (RFC 9846 §4.7.2): what both sides remember of requests.

use std::collections::VecDeque;

use handfast_crypto::hash::{Digest, Hash};
use handfast_wire::Kind;
use handfast_wire::handshake::CertificateRequest;

use crate::accepts::RequestFacts;
use crate::connected::Connected;
use crate::messages::requested;
use crate::{ClientAuth, Cx, Error, Refusal};

/// Which request of a connection it is: they are counted from 0 in the order in which a server sends them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestNumber(pub(crate) u64);

/// How many requests may wait for an answer. A server asks for no more, and a client reads on only when it has answered.
pub(crate) const MOST_REQUESTS: usize = 16;

/// The contexts that were used in a connection, as hashes. Each must be unique there (RFC 9846 §4.4.2); so that no server
/// fills our memory, only the last ones are remembered.
#[derive(Debug, Default)]
pub(crate) struct Contexts {
    used: VecDeque<Digest>,
}

impl Contexts {
    const REMEMBERED: usize = 256;

    /// Whether this one was not used before.
    pub(crate) fn is_new(&self, context: &[u8]) -> bool {
        !self.used.contains(&Hash::Sha256.digest(&[context]))
    }

    /// It is used now.
    pub(crate) fn use_up(&mut self, context: &[u8]) {
        if self.used.len() == Self::REMEMBERED {
            self.used.pop_front();
        }
        self.used.push_back(Hash::Sha256.digest(&[context]));
    }
}

/// A request that a client has to answer.
#[derive(Debug)]
pub(crate) struct Received {
    /// The whole message: the answer is signed together with it.
    pub(crate) message: Vec<u8>,
    pub(crate) context: Vec<u8>,
    pub(crate) facts: Box<RequestFacts>,
}

impl Received {
    /// The request that is being handled, if we offered to be asked, and with a context that is new.
    pub(crate) fn new(
        m: &CertificateRequest<'_>,
        connected: &mut Connected,
        cx: &mut Cx<'_>,
    ) -> Result<Self, Error> {
        if !cx.config.post_handshake_auth {
            return Err(Refusal::PostHandshakeAuthNotOffered.into());
        }
        if !connected.contexts.is_new(m.certificate_request_context) {
            return Err(Refusal::UnknownRequest { message: Kind::CertificateRequest }.into());
        }
        connected.contexts.use_up(m.certificate_request_context);
        let facts = requested(connected.client_type(), m, cx)?;
        let (message, context) = (cx.transcript.message().to_vec(), m.certificate_request_context.to_vec());
        Ok(Self { message, context, facts: Box::new(facts) })
    }
}

/// A request that a server has sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) number: RequestNumber,
    /// The whole message.
    pub(crate) message: Vec<u8>,
    /// As long as a hash, so that a client cannot know it beforehand (RFC 9846 §4.4.2).
    pub(crate) context: [u8; 32],
    pub(crate) policy: ClientAuth,
}

#[cfg(test)]
mod tests {
    use super::Contexts;

    #[test]
    fn a_context_is_used_once() {
        let mut contexts = Contexts::default();
        contexts.use_up(b"");
        assert!(contexts.is_new(b"a") && !contexts.is_new(b""));
    }

    #[test]
    fn memory_has_a_bound() {
        let mut contexts = Contexts::default();
        for number in 0..10_000u32 {
            contexts.use_up(&number.to_be_bytes());
        }
        assert_eq!(contexts.used.len(), Contexts::REMEMBERED);
        assert!(!contexts.is_new(&9_999u32.to_be_bytes()));
    }
}
