//! Whom a server is for one client, and how it judges that client.

use std::sync::Arc;

use crate::accepts::{Accepts, HelloFacts};
use crate::certificate_type::{CertificateTypes, Wishes};
use crate::question::{Identity, NoIdentity, ServerIdentity};
use crate::session::Trust;
use crate::{ClientAuth, Config, Refusal, negotiate};

/// A [`ServerIdentity`] that has something to show.
#[derive(Debug, Clone)]
pub(crate) struct Host {
    pub(crate) identity: Identity,
    pub(crate) client_auth: ClientAuth,
    /// For `certificate_authorities`.
    pub(crate) authorities: Arc<[Vec<u8>]>,
    pub(crate) trust: Trust,
}

impl Host {
    /// As this client wants to see it.
    pub(crate) fn shown_to(client: &Accepts, chosen: ServerIdentity) -> Result<Self, NoIdentity> {
        let ServerIdentity { identity, client_auth, authorities, trust } = chosen;
        Ok(Self { identity: identity?.shown_to(client), client_auth, authorities, trust })
    }

    /// What the certificates of both sides will be (RFC 7250 §4.2).
    pub(crate) fn certificate_types(
        &self,
        facts: &HelloFacts,
        wishes: &Wishes,
        config: &Config,
    ) -> Result<CertificateTypes, Refusal> {
        if !facts.accepts.takes(&self.identity) {
            return Err(Refusal::NoCommonCertificateType);
        }
        let (ours, policy) = (&config.client_certificate_types, self.client_auth);
        let client = negotiate::client_certificate_type(&facts.shows, wishes.of_client(), ours, policy)?;
        Ok(CertificateTypes { client, server: self.identity.certificate_type })
    }
}
