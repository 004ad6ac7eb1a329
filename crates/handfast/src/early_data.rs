//! Early data (RFC 9846 §2.3, §4.3.10): what a client sends before the handshake is complete, and a server may take.
//!
//! An attacker can send it a second time. So it is off unless both sides are told otherwise, it never comes among the data
//! that is read and written as usual, and what a server does not take is not sent again.

use core::mem;

use handfast_handshake::{EarlyData, Epoch, Peer, Role, State};

use crate::{Connection, Error, Hooks, Local, Progress, Refusal};

/// What there is of early data on one connection.
#[derive(Default)]
pub(crate) struct Early {
    /// How many bytes may still be sent, or come.
    pub(crate) left: u32,
    /// What came, and was not taken by the application.
    came: Vec<u8>,
}

impl Connection {
    /// How many bytes of early data may still be sent, if any. On a client: from the moment that its ClientHello is out
    /// under a session that allows early data, until the server has spoken; the session says how many, and the
    /// configuration that any may ([`crate::Config::with_early_data_offered`]). On a server that takes early data: until
    /// its client has finished, as many as there is room for; such an answer is read by nobody but the client of the
    /// session, which may not be there.
    #[must_use]
    pub fn may_send_early(&self) -> usize {
        let answers = self.may_answer_early();
        let most = match self.write_epoch {
            _ if self.failure.is_some() || self.closed => 0,
            Epoch::EarlyData => usize::try_from(self.early.left).unwrap_or(usize::MAX),
            Epoch::Application(0) if answers => usize::MAX,
            _ => 0,
        };
        most.min(self.room())
    }

    /// Whether we are a server that takes early data, and has said all it has to say in the handshake (RFC 9846 §A.2).
    fn may_answer_early(&self) -> bool {
        let takes = self.negotiated.early_data == Some(EarlyData::Accepted);
        takes && self.role() == Role::Server && !self.is_connected()
    }

    /// Sends early data, and returns how many bytes were taken: no more than [`Self::may_send_early`]. Whether a server
    /// takes it, [`crate::Negotiated::early_data`] says when it has spoken; if it does not, all of it is lost, and it is for
    /// the application to say whether it is to be said again.
    ///
    /// # Errors
    /// The connection has failed.
    pub fn send_early(&mut self, data: &[u8], hooks: &mut Hooks<'_>) -> Result<usize, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        self.watch_records(hooks);
        let data = data.get(..self.may_send_early()).unwrap_or(data);
        if data.is_empty() {
            return Ok(0);
        }
        let taken = self.tx.data(data);
        self.see_sealed(hooks);
        let taken = taken.map_err(|why| self.fail(why.into(), hooks))?;
        self.early.spend(taken);
        Ok(taken)
    }

    /// What a client sent early, as far as it has come and was not taken with [`Self::take_early_data`]. It is the client
    /// of the session who said it ([`Self::early_peer`]), once at least: until the handshake is complete, nothing shows that
    /// the client is there, and afterwards nothing that these bytes came for the first time, but for what the
    /// [`HelloRecord`](crate::HelloRecord) knows.
    #[must_use]
    pub fn early_data(&self) -> &[u8] {
        &self.early.came
    }

    /// Takes what came early. There may be more later, until [`Self::is_early_data_over`].
    pub fn take_early_data(&mut self) -> Vec<u8> {
        mem::take(&mut self.early.came)
    }

    /// Whether no more early data can come to a server: there was none, it was not taken, or the client has ended it.
    #[must_use]
    pub fn is_early_data_over(&self) -> bool {
        let may_come = matches!(
            self.state(),
            State::Start
                | State::RecvdCh
                | State::ChoosingIdentity
                | State::FindingSession
                | State::JudgingSession
                | State::JudgingEarlyData
                | State::Negotiated
                | State::Signing
                | State::WaitEoed
        );
        !may_come
    }

    /// Whether early data is here, or none can come any more.
    pub(crate) fn has_early_news(&self) -> bool {
        !self.early_data().is_empty() || self.is_early_data_over()
    }

    /// Who sends the early data that we, a server, take: the client of the session, whose certificate was judged again
    /// before any of it was taken.
    #[must_use]
    pub const fn early_peer(&self) -> Option<&Peer> {
        self.engine.machine.early_peer()
    }

    /// Keying material beside early data (RFC 9846 §7.5), written into `out`: on a client as soon as it may send some, on a
    /// server if it takes it. Whoever replays the ClientHello has the server compute the same again.
    ///
    /// # Errors
    /// There is no early data, or label or `out` is too long.
    pub fn export_early(&self, label: &str, context: &[u8], out: &mut [u8]) -> Result<(), Local> {
        self.engine.machine.export_early(label, context, out).map_err(Local::Handshake)
    }

    /// A record of early data was opened: no more of it is taken than its ticket allows (RFC 9846 §4.7.1).
    pub(crate) fn early_data_came(&mut self, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        let data = self.rx.plaintext();
        let n = data.len();
        if !self.early.has_room_for(n) {
            return Err(self.fail(Refusal::TooMuchEarlyData.into(), hooks));
        }
        self.early.came.extend_from_slice(data);
        self.early.spend(n);
        self.rx.consume(n);
        Ok(Progress::Moved)
    }
}

impl Early {
    fn has_room_for(&self, n: usize) -> bool {
        u32::try_from(n).is_ok_and(|n| n <= self.left)
    }

    fn spend(&mut self, n: usize) {
        self.left = self.left.saturating_sub(u32::try_from(n).unwrap_or(u32::MAX));
    }
}

impl core::fmt::Debug for Early {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Early {{ left: {}, came: {} bytes }}", self.left, self.came.len())
    }
}
