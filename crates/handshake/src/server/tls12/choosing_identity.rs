//! CHOOSING_IDENTITY (ours): who shall we be for this client, and do we ask who it is? With the key the cipher suite is
//! known, too.

use super::client_hello::Terms;
use super::flight::{Flight, SendServerHello};
use crate::offer::HelloFacts;
use crate::question::{NoIdentity, ServerIdentity};
use crate::{Error, Question, Refusal, Refusal12, negotiate};

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
            NoIdentity::NoCommonScheme => Refusal12::NoCommonScheme.into(),
        })?;
        let Self { facts, terms } = self;
        let proof = negotiate::proof(&terms.suites, terms.curve, &facts.accepts, &identity.identity);
        let (suite, proof) = proof.ok_or(Refusal12::NoCommonScheme)?;
        Ok(Flight::ServerHello(SendServerHello { terms, identity, suite, proof }))
    }
}
