//! CHOOSING_IDENTITY (ours): who shall we be for this client, and do we ask who it is? With the key the cipher suite is
//! known, too.

use super::client_hello::Terms;
use super::finding_session::FindingSession;
use super::flight::{Flight, SendServerHello};
use crate::accepts::HelloFacts;
use crate::question::{Ask, NoIdentity, ServerIdentity};
use crate::server::host::Host;
use crate::session::Draft;
use crate::tickets12::Prospect;
use crate::{Cx, Error, Question, Refusal, Refusal12, negotiate};

/// A ClientHello with all that is needed; the question is open.
#[derive(Debug)]
pub(crate) struct ChoosingIdentity {
    pub(crate) facts: Box<HelloFacts>,
    pub(crate) terms: Box<Terms>,
}

/// Where the choice leads.
#[derive(Debug)]
pub(crate) enum AfterIdentity {
    Negotiated(Flight),
    Offered(FindingSession),
}

impl ChoosingIdentity {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::ServerIdentity(&self.facts)
    }

    pub(crate) fn identity(
        self,
        identity: Result<ServerIdentity, NoIdentity>,
        cx: &mut Cx<'_>,
    ) -> Result<AfterIdentity, Error> {
        let Self { facts, mut terms } = self;
        let identity = identity.and_then(|chosen| Host::shown_to(&facts.accepts, chosen));
        let identity = identity.map_err(|none| match none {
            NoIdentity::NoCommonScheme => Refusal12::NoCommonScheme.into(),
            none => Refusal::from(none),
        })?;
        terms.certificate_types = identity.certificate_types(&facts, &terms.wishes, cx.config)?;
        let proof = negotiate::proof(&terms.suites, terms.curve, &facts.accepts, &identity.identity);
        let (suite, proof) = proof.ok_or(Refusal12::NoCommonScheme)?;
        let prospect = prospect(&facts, &terms, &identity, cx).map(Box::new);
        let offered = terms.offered.take();
        let hello = SendServerHello { terms, identity, suite, proof, prospect };
        Ok(match offered {
            None => AfterIdentity::Negotiated(Flight::ServerHello(hello)),
            Some(name) => {
                cx.ask(Ask::Session);
                AfterIdentity::Offered(FindingSession { facts, hello, names: [name] })
            }
        })
    }
}

/// What will be said of the session, in a ticket if the client takes one, or in what is kept here: only one that is bound to
/// this handshake is worth anything (RFC 7627 §5.4).
fn prospect(facts: &HelloFacts, terms: &Terms, identity: &Host, cx: &Cx<'_>) -> Option<Prospect> {
    let ticket = cx.config.tickets.filter(|_| terms.takes_ticket).map(|policy| policy.lifetime);
    let lifetime = ticket.or(cx.config.session_ids).filter(|_| terms.extended)?;
    let draft = Draft::of_server(facts, terms.alpn.clone(), identity.client_auth, identity.trust);
    Some(Prospect { draft, ticket: ticket.is_some(), name: None, lifetime })
}
