//! CONNECTED (RFC 9846 §A.1, §A.2), for both roles: key updates and exporters.

use handfast_wire::Message;
use handfast_wire::code_points::KeyUpdateRequest;
use handfast_wire::handshake::KeyUpdate;

use crate::context::{Epoch, Fact, SecretName, Side};
use crate::schedule13::{ExporterSecret, TrafficSecret};
use crate::{Cx, Error, Local, Peer, Role, Suite};

/// The handshake is complete on this side.
#[derive(Debug)]
pub(crate) struct Connected {
    role: Role,
    suite: Suite,
    ours: Keys,
    theirs: Keys,
    owes_update: bool,
    awaits_update: bool,
    exporter: ExporterSecret,
    peer: Option<Peer>,
}

/// One direction's secret and how often it was updated.
#[derive(Debug)]
struct Keys {
    sender: Role,
    generation: u64,
    secret: TrafficSecret,
}

/// RFC 9846 §4.7.3: a sender's epoch never exceeds this.
const LAST_GENERATION: u64 = (1 << 48) - 1;

impl Keys {
    fn update(&mut self, side: Side, suite: Suite, cx: &mut Cx<'_>) {
        self.generation = self.generation.saturating_add(1);
        let name = match self.sender {
            Role::Client => SecretName::ClientTraffic(self.generation),
            Role::Server => SecretName::ServerTraffic(self.generation),
        };
        self.secret = self.secret.next(name, cx.seen());
        cx.install(side, Epoch::Application(self.generation), suite, &self.secret);
    }
}

/// What both roles know at the end of their handshake.
#[derive(Debug)]
pub(crate) struct Established {
    pub(crate) suite: Suite,
    pub(crate) client: TrafficSecret,
    pub(crate) server: TrafficSecret,
    pub(crate) exporter: ExporterSecret,
}

impl Connected {
    pub(crate) fn new(role: Role, established: Established, peer: Option<Peer>) -> Self {
        let Established { suite, client, server, exporter } = established;
        let client = Keys { sender: Role::Client, generation: 0, secret: client };
        let server = Keys { sender: Role::Server, generation: 0, secret: server };
        let (ours, theirs) = match role {
            Role::Client => (client, server),
            Role::Server => (server, client),
        };
        Self { role, suite, ours, theirs, owes_update: false, awaits_update: false, exporter, peer }
    }

    /// The peer changes its keys, and may ask us to change ours (RFC 9846 §4.7.3). We answer before our next data,
    /// and with one KeyUpdate however often we were asked.
    pub(crate) fn key_update(mut self, message: &KeyUpdate, cx: &mut Cx<'_>) -> Self {
        let requested = message.request_update == KeyUpdateRequest::UPDATE_REQUESTED;
        self.theirs.update(Side::Read, self.suite, cx);
        self.awaits_update = false;
        self.owes_update |= requested && self.ours.generation < LAST_GENERATION;
        cx.learned(Fact::KeyUpdate { requested });
        self
    }

    /// We change our keys. The peer is not asked twice, nor in the answer to its own request.
    pub(crate) fn update_keys(mut self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        if self.ours.generation >= LAST_GENERATION {
            return Err(Local::Misuse.into());
        }
        let ask = ask_peer && !self.awaits_update && !self.owes_update;
        let request_update =
            if ask { KeyUpdateRequest::UPDATE_REQUESTED } else { KeyUpdateRequest::UPDATE_NOT_REQUESTED };
        cx.send(&Message::KeyUpdate(KeyUpdate { request_update }))?;
        self.ours.update(Side::Write, self.suite, cx);
        self.awaits_update |= ask;
        self.owes_update = false;
        Ok(self)
    }

    /// A client that does not resume ignores tickets (RFC 9846 §4.7.1); that one came shows that the server went on.
    pub(crate) fn ticket(self, cx: &mut Cx<'_>) -> Self {
        debug_assert_eq!(self.role, Role::Client);
        cx.learned(Fact::Ticket);
        self
    }

    pub(crate) const fn peer(&self) -> Option<&Peer> {
        self.peer.as_ref()
    }

    pub(crate) const fn owes_update(&self) -> bool {
        self.owes_update
    }

    pub(crate) fn export(&self, label: &str, context: &[u8], out: &mut [u8]) -> Result<(), Local> {
        self.exporter.export(label, context, out).map_err(|_| Local::Misuse)
    }
}
