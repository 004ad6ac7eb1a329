//! From a connection of TLS 1.3 to the tickets of it (RFC 9846 §4.7.1), for both roles.

use handfast_crypto::hash::Digest;
use handfast_wire::ext::{EarlyData, Extensions};
use handfast_wire::handshake::NewSessionTicket;

use crate::schedule13::{ResumptionParent, ResumptionSecret};
use crate::session::{Draft, MAX_LIFETIME, Session, SessionName, Terms};
use crate::{Cx, Peer, Suite, Version};

/// What the tickets of a connection are made from.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) draft: Draft,
    parent: ResumptionParent,
    secret: Option<ResumptionSecret>,
}

/// What one ticket has to itself.
#[derive(Debug)]
pub(crate) struct Particulars<'t> {
    pub(crate) nonce: &'t [u8],
    pub(crate) lifetime: u32,
    pub(crate) age_add: u32,
    pub(crate) max_early_data: u32,
    pub(crate) name: Option<SessionName>,
}

impl Source {
    pub(crate) const fn new(draft: Draft, parent: ResumptionParent) -> Self {
        Self { draft, parent, secret: None }
    }

    /// The client's Finished came just now: the hash of all messages through it.
    pub(crate) fn finished(&mut self, through_finished: &Digest, cx: &mut Cx<'_>) {
        self.secret = Some(self.parent.secret(through_finished, cx.seen()));
    }

    /// The session of one ticket, after the client's Finished.
    pub(crate) fn session(
        &mut self,
        suite: Suite,
        of: Particulars<'_>,
        peer: Option<&Peer>,
        cx: &mut Cx<'_>,
    ) -> Session {
        let transcript = cx.transcript;
        let secret = self.secret.get_or_insert_with(|| {
            let through_finished = transcript.handshake(self.parent.hash());
            self.parent.secret(&through_finished, cx.seen())
        });
        let Particulars { nonce, lifetime, age_add, max_early_data, name } = of;
        let secret = secret.psk(nonce, cx.seen());
        let (version, extended, now) = (Version::Tls13, true, cx.now());
        let terms = Terms { version, suite, secret, extended, now, lifetime, age_add, max_early_data, name };
        self.draft.session(terms, peer)
    }
}

/// A ticket came. With a lifetime of zero it is to be forgotten at once, and none is kept for longer than seven days,
/// whatever it says.
pub(crate) fn received(
    source: &mut Source,
    suite: Suite,
    m: &NewSessionTicket<'_>,
    peer: Option<&Peer>,
    cx: &mut Cx<'_>,
) -> Option<Session> {
    if m.ticket_lifetime == 0 {
        return None;
    }
    let of = Particulars {
        nonce: m.ticket_nonce,
        lifetime: m.ticket_lifetime.min(MAX_LIFETIME),
        age_add: m.ticket_age_add,
        max_early_data: allowed_early_data(&m.extensions),
        name: Some(SessionName::Ticket(m.ticket.to_vec())),
    };
    Some(source.session(suite, of, peer, cx))
}

/// max_early_data_size, in bytes; 0 if early data is not allowed.
fn allowed_early_data(extensions: &Extensions<'_>) -> u32 {
    match extensions.early_data() {
        Some(EarlyData::MaxSize(most)) => most,
        Some(EarlyData::Indicated) | None => 0,
    }
}
