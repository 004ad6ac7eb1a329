//! From a connection of TLS 1.2 to the session that it leaves behind, by a ticket (RFC 5077) or by an id (RFC 5246
//! §F.1.4), for both roles.

use handfast_wire::Message;
use handfast_wire::handshake::NewSessionTicket12;

use crate::context::{Effect, Fact};
use crate::keys12;
use crate::session::{Draft, Session, SessionName, Terms};
use crate::{Cx, Error, Peer, Version};

/// What will be said of this connection, if anything is kept of it: only if its main secret is bound to it (RFC 7627
/// §5.4).
#[derive(Debug)]
pub(crate) struct Prospect {
    pub(crate) draft: Draft,
    /// Whether NewSessionTicket is to follow, as ServerHello says.
    pub(crate) ticket: bool,
    /// What a client can offer it by, as far as the handshake has come.
    pub(crate) name: Option<SessionName>,
    /// In seconds.
    pub(crate) lifetime: u32,
}

impl Prospect {
    /// What a server calls the session that it is to keep; nothing if a ticket follows (RFC 5077 §3.4). It is random, long
    /// enough that nobody guesses one, and not what the client sent: that would say that its session is gone on from. Only
    /// where random octets repeat, as in tests, it can come to that.
    pub(crate) fn session_id(&mut self, of_client: &[u8], cx: &mut Cx<'_>) -> Vec<u8> {
        if self.ticket {
            return Vec::new();
        }
        let id = (0..2).map(|_| cx.random::<32>().to_vec()).find(|id| id != of_client);
        self.name = id.clone().map(SessionName::Id);
        id.unwrap_or_default()
    }
}

/// Which of the two goes first at the end of a handshake (RFC 5246 §7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// The client, in a full handshake.
    Full,
    /// The server, which goes on from a session.
    Abbreviated,
}

/// How long a session is kept of which the server does not say: a day (RFC 5246 §F.1.4).
pub(crate) const UNSTATED: u32 = 24 * 60 * 60;

/// The session of this connection, which was agreed on by now.
pub(crate) fn session(
    prospect: &Prospect,
    keys: &keys12::Session,
    peer: Option<&Peer>,
    cx: &Cx<'_>,
) -> Session {
    let terms = Terms {
        version: Version::Tls12,
        suite: keys.hellos.suite.suite,
        secret: keys.main().clone(),
        extended: keys.hellos.extended,
        now: cx.now(),
        lifetime: prospect.lifetime,
        age_add: 0,
        max_early_data: 0,
        name: prospect.name.clone(),
    };
    prospect.draft.session(terms, peer)
}

/// The handshake is complete: the session is kept, if it has a name: by a client, and by a server that gave it an id. A server that does not bind its secrets may
/// give tickets all the same, which are then taken and thrown away.
pub(crate) fn keep(keys: &keys12::Session, peer: Option<&Peer>, cx: &mut Cx<'_>) {
    let bound = keys.hellos.prospect.as_deref().filter(|_| keys.hellos.extended);
    let named = bound.filter(|prospect| prospect.name.is_some());
    if let Some(prospect) = named {
        let session = session(prospect, keys, peer, cx);
        cx.effects.push_back(Effect::Keep(Box::new(session)));
    }
}

/// NewSessionTicket (RFC 5077 §3.3). It was promised, so without a ticket it is empty.
pub(crate) fn send(ticket: Option<&[u8]>, lifetime: u32, cx: &mut Cx<'_>) -> Result<(), Error> {
    if ticket.is_some() {
        cx.learned(Fact::Ticket);
    }
    cx.send(&Message::NewSessionTicket12(NewSessionTicket12 {
        ticket_lifetime_hint: ticket.map_or(0, |_| lifetime),
        ticket: ticket.unwrap_or_default(),
    }))
}
