//! CHOOSING_IDENTITY (ours, between RECVD_CH and NEGOTIATED of RFC 9846 §A.2): who shall we be for this client, and do
//! we ask who it is?

use super::hello::Terms;
use super::tls13::{Flight, SendServerHello};
use crate::offer::HelloFacts;
use crate::question::{NoIdentity, ServerIdentity};
use crate::{Error, Question, Refusal, negotiate};

/// A ClientHello with all that is needed; the question is open.
#[derive(Debug)]
pub(crate) struct ChoosingIdentity {
    pub(crate) facts: HelloFacts,
    pub(crate) terms: Terms,
}

impl ChoosingIdentity {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::ServerIdentity(&self.facts)
    }

    pub(crate) fn identity(self, identity: Result<ServerIdentity, NoIdentity>) -> Result<Flight, Error> {
        let identity = identity.map_err(|none| match none {
            NoIdentity::UnrecognizedName => Refusal::UnrecognizedName,
            NoIdentity::NoCommonScheme => Refusal::NoCommonScheme,
        })?;
        let scheme = negotiate::scheme(&self.facts.accepts.schemes, &identity.identity.schemes);
        let scheme = scheme.ok_or(Refusal::NoCommonScheme)?;
        Ok(Flight::ServerHello(SendServerHello { terms: self.terms, identity, scheme }))
    }
}
