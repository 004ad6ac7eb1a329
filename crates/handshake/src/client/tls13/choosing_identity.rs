//! CHOOSING_IDENTITY (ours, before the client's last flight): who shall we be?

use super::flight::{Flight, SendCertificate};
use crate::context::Fact;
use crate::keys13::Ending;
use crate::offer::RequestFacts;
use crate::question::Identity;
use crate::{Cx, Peer, Question, negotiate};

/// The server asked for a certificate; the question is open.
#[derive(Debug)]
pub(crate) struct ChoosingIdentity {
    pub(crate) ending: Ending,
    pub(crate) request: RequestFacts,
    pub(crate) peer: Peer,
}

impl ChoosingIdentity {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::ClientIdentity(&self.request)
    }

    /// An identity whose key makes no signature that the server accepts is as good as none (RFC 9846 §4.5.1.2).
    pub(crate) fn identity(self, identity: Option<Identity>, cx: &mut Cx<'_>) -> Flight {
        let chosen = identity.and_then(|identity| {
            let scheme = negotiate::scheme(&self.request.schemes, &identity.schemes)?;
            Some((identity, scheme))
        });
        if chosen.is_none() {
            cx.learned(Fact::NoClientCertificate);
        }
        Flight::Certificate(SendCertificate { ending: self.ending, peer: self.peer, chosen })
    }
}
