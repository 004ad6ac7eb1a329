//! CHOOSING_IDENTITY (ours, before the client's flight): who shall we be?

use super::flight::{Flight, SendCertificate};
use super::wait_cr_shd::Server;
use crate::context::Fact;
use crate::offer::RequestFacts;
use crate::question::Identity;
use crate::{Cx, Question, negotiate};

/// The server asked for a certificate; the question is open.
#[derive(Debug)]
pub(crate) struct ChoosingIdentity {
    pub(crate) server: Server,
    pub(crate) request: RequestFacts,
}

impl ChoosingIdentity {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::ClientIdentity(&self.request)
    }

    /// An identity whose key makes no signature that the server accepts is as good as none (RFC 5246 §7.4.6).
    pub(crate) fn identity(self, identity: Option<Identity>, cx: &mut Cx<'_>) -> Flight {
        let chosen = identity.and_then(|identity| {
            let scheme = negotiate::scheme(&self.request.schemes, &identity.schemes)?;
            Some((identity, scheme))
        });
        if chosen.is_none() {
            cx.learned(Fact::NoClientCertificate);
        }
        Flight::Certificate(SendCertificate { server: self.server, chosen })
    }
}
