//! CHOOSING_IDENTITY (ours, between RECVD_CH and NEGOTIATED of RFC 9846 §A.2): who shall we be for this client, and do
//! we ask who it is?

use super::hello::Terms;
use super::host::Host;
use super::tls13::{FindingSession, Flight, OfferedPsk, Prepared, Shown};
use crate::accepts::HelloFacts;
use crate::question::{Ask, NoIdentity, ServerIdentity};
use crate::session::Draft;
use crate::{Config, Cx, Error, Question, Refusal, negotiate};

/// A ClientHello with all that is needed; the question is open.
#[derive(Debug)]
pub(crate) struct ChoosingIdentity {
    pub(crate) facts: Box<HelloFacts>,
    pub(crate) terms: Box<Terms>,
    /// What the client would go on from, if we issue tickets.
    pub(crate) offered: Option<Box<OfferedPsk>>,
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
        let identity = identity.map_err(Refusal::from)?;
        let Self { facts, mut terms, offered } = self;
        if terms.may_resume && cx.config.tickets.is_some() {
            let (alpn, policy) = (terms.alpn.clone(), identity.client_auth);
            terms.draft = Some(Box::new(Draft::of_server(&facts, alpn, policy, identity.trust)));
        }
        let (client_auth, trust) = (identity.client_auth, identity.trust);
        let shown = shown(&facts, &mut terms, identity, cx.config);
        let prepared = Prepared { terms, client_auth, trust, shown };
        Ok(match offered {
            None => AfterIdentity::Negotiated(prepared.in_full()?),
            Some(offered) => {
                cx.ask(Ask::Session);
                AfterIdentity::Offered(FindingSession { facts, prepared: Box::new(prepared), offered })
            }
        })
    }
}

/// What is shown to the client, and signed with, if it does not go on from anything.
fn shown(
    facts: &HelloFacts,
    terms: &mut Terms,
    identity: ServerIdentity,
    config: &Config,
) -> Result<Shown, Refusal> {
    if identity.identity == Err(NoIdentity::OnlySharedKeys) {
        return Err(Refusal::NoSharedKey);
    }
    // A hello without a key exchange, or without signature_algorithms, is for those who share a key (RFC 9846 §9.2).
    terms.exchange.as_ref().map_err(|none| *none)?;
    terms.may_be_signed?;
    let host = Host::shown_to(&facts.accepts, identity)?;
    terms.certificate_types = host.certificate_types(facts, &terms.wishes, config)?;
    let scheme = negotiate::scheme(&facts.accepts, &host.identity);
    Ok(Shown { scheme: scheme.ok_or(Refusal::NoCommonScheme)?, host })
}
