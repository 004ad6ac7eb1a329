//! CONNECTED (RFC 9846 §A.1, §A.2), for both roles: key updates and exporters, and who the peer is.

use handfast_wire::Message;
use handfast_wire::code_points::KeyUpdateRequest;
use handfast_wire::handshake::{KeyUpdate, NewSessionTicket};

use crate::context::{Effect, Epoch, Fact, SecretName, Side};
use crate::post_handshake::{Contexts, RequestNumber};
use crate::schedule13::{ApplicationSecrets, ExporterSecret, TrafficSecret};
use crate::session::{Millis, Session};
use crate::tickets13::{self, Particulars, Source};
use crate::{CertificateType, Cx, Error, Local, Peer, Role, Suite};

/// The handshake is complete on this side.
#[derive(Debug)]
pub(crate) struct Connected {
    role: Role,
    established: Box<Established>,
    /// How often our keys were updated, and the peer's.
    ours: Generation,
    theirs: Generation,
    owes_update: bool,
    awaits_update: bool,
    peer: Option<Peer>,
    /// How many a server has issued.
    tickets: u8,
    /// Of the requests for a certificate that came to a client.
    pub(crate) contexts: Contexts,
    /// How many requests for a certificate a server has sent after the handshake.
    requests: u64,
}

type Generation = u64;

/// RFC 9846 §4.7.3: a sender's epoch never exceeds this.
const LAST_GENERATION: Generation = (1 << 48) - 1;

/// What both roles know at the end of their handshake.
#[derive(Debug)]
pub(crate) struct Established {
    pub(crate) suite: Suite,
    /// What the client's certificates are, also those that it is asked for after the handshake.
    pub(crate) client_type: CertificateType,
    pub(crate) secrets: ApplicationSecrets,
    pub(crate) early_exporter: Option<Box<ExporterSecret>>,
    /// What tickets are made from, if any come.
    pub(crate) source: Option<Box<Source>>,
}

impl Connected {
    pub(crate) fn new(role: Role, established: Box<Established>, peer: Option<Peer>) -> Self {
        Self {
            role,
            established,
            ours: 0,
            theirs: 0,
            owes_update: false,
            awaits_update: false,
            peer,
            tickets: 0,
            contexts: Contexts::default(),
            requests: 0,
        }
    }

    /// The peer changes its keys, and may ask us to change ours (RFC 9846 §4.7.3). We answer before our next data,
    /// and with one KeyUpdate however often we were asked.
    pub(crate) fn key_update(mut self, message: &KeyUpdate, cx: &mut Cx<'_>) -> Self {
        let requested = message.request_update == KeyUpdateRequest::UPDATE_REQUESTED;
        self.theirs = self.theirs.saturating_add(1);
        self.update(Side::Read, self.role.peer(), self.theirs, cx);
        self.awaits_update = false;
        self.owes_update |= requested && self.ours < LAST_GENERATION;
        cx.learned(Fact::KeyUpdate { requested });
        self
    }

    /// We change our keys. The peer is not asked twice, nor in the answer to its own request.
    pub(crate) fn update_keys(mut self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        if self.ours >= LAST_GENERATION {
            return Err(Local::Misuse.into());
        }
        let ask = ask_peer && !self.awaits_update && !self.owes_update;
        let request_update =
            if ask { KeyUpdateRequest::UPDATE_REQUESTED } else { KeyUpdateRequest::UPDATE_NOT_REQUESTED };
        cx.send(&Message::KeyUpdate(KeyUpdate { request_update }))?;
        self.ours += 1;
        self.update(Side::Write, self.role, self.ours, cx);
        self.awaits_update |= ask;
        self.owes_update = false;
        Ok(self)
    }

    fn update(&mut self, side: Side, sender: Role, generation: Generation, cx: &mut Cx<'_>) {
        let (name, secret) = match sender {
            Role::Client => (SecretName::ClientTraffic(generation), &mut self.established.secrets.client),
            Role::Server => (SecretName::ServerTraffic(generation), &mut self.established.secrets.server),
        };
        *secret = secret.next(name, cx.seen());
        cx.install(side, Epoch::Application(generation), self.established.suite, secret);
    }

    /// A client that keeps no sessions ignores tickets (RFC 9846 §4.7.1); that one came shows that the server went on.
    pub(crate) fn ticket(mut self, m: &NewSessionTicket<'_>, cx: &mut Cx<'_>) -> Self {
        debug_assert_eq!(self.role, Role::Client);
        if let Some(source) = &mut self.established.source
            && let Some(session) =
                tickets13::received(source, self.established.suite, m, self.peer.as_ref(), cx)
        {
            cx.effects.push_back(Effect::Keep(Box::new(session)));
        }
        cx.learned(Fact::Ticket);
        self
    }

    /// What tickets are made from.
    pub(crate) fn source(&mut self) -> Option<&mut Source> {
        self.established.source.as_deref_mut()
    }

    /// The number of the next ticket of a server, from 0: each is given once, for a nonce must not come twice (RFC 9846
    /// §4.7.1). After the last there is none.
    pub(crate) fn next_ticket(&mut self) -> Option<u8> {
        let number = self.tickets;
        self.tickets = number.checked_add(1)?;
        Some(number)
    }

    /// A session of this connection, if it has any.
    pub(crate) fn session(&mut self, of: Particulars<'_>, cx: &mut Cx<'_>) -> Option<Session> {
        let source = self.established.source.as_mut()?;
        Some(source.session(self.established.suite, of, self.peer.as_ref(), cx))
    }

    pub(crate) const fn suite(&self) -> Suite {
        self.established.suite
    }

    pub(crate) const fn client_type(&self) -> CertificateType {
        self.established.client_type
    }

    /// The Base Key of what the client says of itself after the handshake (RFC 9846 §4.5).
    pub(crate) const fn client_traffic(&self) -> &TrafficSecret {
        &self.established.secrets.client
    }

    /// The number of a request for a certificate that is sent now.
    pub(crate) fn next_request(&mut self) -> RequestNumber {
        let number = RequestNumber(self.requests);
        self.requests = self.requests.saturating_add(1);
        number
    }

    /// The last one that was given.
    pub(crate) const fn last_request(&self) -> Option<RequestNumber> {
        match self.requests.checked_sub(1) {
            Some(last) => Some(RequestNumber(last)),
            None => None,
        }
    }

    /// From here on the peer is known as this, who has just proved it; and so its sessions will say.
    pub(crate) fn known_as(mut self, peer: Peer, now: Millis) -> Self {
        self.peer = Some(peer);
        if let Some(source) = &mut self.established.source {
            source.draft.authenticated_at = Some(now);
        }
        self
    }

    pub(crate) const fn peer(&self) -> Option<&Peer> {
        self.peer.as_ref()
    }

    pub(crate) const fn owes_update(&self) -> bool {
        self.owes_update
    }

    pub(crate) fn early_exporter(&self) -> Option<&ExporterSecret> {
        self.established.early_exporter.as_deref()
    }

    pub(crate) fn export(&self, label: &str, context: &[u8], out: &mut [u8]) -> Result<(), Local> {
        self.established.secrets.exporter.export(label, context, out).map_err(|_| Local::Misuse)
    }
}
