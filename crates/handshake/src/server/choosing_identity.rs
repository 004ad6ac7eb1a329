//! CHOOSING_IDENTITY (ours, between RECVD_CH and NEGOTIATED of RFC 9846 §A.2): who shall we be for this client, and do
//! we ask who it is?

use super::hello::Terms;
use super::tls13::{FindingSession, Flight, OfferedPsk, Proof, SendServerHello};
use crate::certificate_type::CertificateTypes;
use crate::offer::HelloFacts;
use crate::question::{Ask, NoIdentity, ServerIdentity};
use crate::session::Draft;
use crate::{Config, Cx, Error, Question, Refusal, negotiate};

/// A ClientHello with all that is needed; the question is open.
#[derive(Debug)]
pub(crate) struct ChoosingIdentity {
    pub(crate) facts: HelloFacts,
    pub(crate) terms: Terms,
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
        let mut identity = identity.map_err(Refusal::from)?;
        let Self { facts, mut terms, offered } = self;
        terms.certificate_types = certificate_types(&facts, &identity, cx.config)?;
        identity.identity = identity.identity.shown_to(&facts.accepts);
        let scheme = negotiate::scheme(&facts.accepts.schemes, &identity.identity.schemes);
        let scheme = scheme.ok_or(Refusal::NoCommonScheme)?;
        if terms.may_resume && cx.config.tickets.is_some() {
            terms.draft = Some(Box::new(draft(&facts, &terms, &identity)));
        }
        let hello = SendServerHello { terms, identity, proof: Proof::Signature(scheme) };
        Ok(match offered {
            None => AfterIdentity::Negotiated(Flight::ServerHello(hello)),
            Some(offered) => {
                cx.ask(Ask::Session);
                AfterIdentity::Offered(FindingSession { facts, hello, offered })
            }
        })
    }
}

/// What the certificates of both sides will be (RFC 7250 §4.2).
pub(super) fn certificate_types(
    facts: &HelloFacts,
    chosen: &ServerIdentity,
    config: &Config,
) -> Result<CertificateTypes, Refusal> {
    let ServerIdentity { identity, client_auth, .. } = chosen;
    if !facts.accepts.takes(identity) {
        return Err(Refusal::NoCommonCertificateType);
    }
    let client =
        negotiate::client_certificate_type(&facts.shows, &config.client_certificate_types, *client_auth)?;
    Ok(CertificateTypes { client, server: identity.certificate_type })
}

fn draft(facts: &HelloFacts, terms: &Terms, identity: &ServerIdentity) -> Draft {
    Draft {
        server_name: facts.server_name.clone(),
        alpn: terms.alpn.clone(),
        client_auth: identity.client_auth,
        trust: identity.trust,
        authenticated_at: None,
    }
}
