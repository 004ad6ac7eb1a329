//! What we say on a connection: data, new keys, requests, and the end.

use std::io::IoSlice;

use handfast_handshake::{ClientAuth, Command, RequestNumber, State, Version};
use handfast_record::CannotSeal;
use handfast_rule::AlertDescription;

use super::{Connection, Progress};
use crate::deliver::Turn;
use crate::{Error, Hooks, Local};

/// As many long records as may wait by default.
const PIECES: usize = 8;

impl Connection {
    /// Whether application data can be sent: after the handshake, but not after [`Self::close`], and not while an answer to
    /// a request for our certificate is under way, whose messages nothing may interrupt (RFC 9846 §4.7.2).
    #[must_use]
    pub fn may_send(&self) -> bool {
        self.engine.machine.may_send_data() && !self.closed
    }

    /// Sends application data, and returns how many bytes were taken: none unless [`Self::may_send`], and none while too
    /// much waits to be sent.
    ///
    /// # Errors
    /// The connection has failed.
    pub fn send(&mut self, data: &[u8], hooks: &mut Hooks<'_>) -> Result<usize, Error> {
        self.send_vectored(&[IoSlice::new(data)], hooks)
    }

    /// As [`Self::send`], from several pieces that share records.
    ///
    /// # Errors
    /// The connection has failed.
    pub fn send_vectored(&mut self, pieces: &[IoSlice<'_>], hooks: &mut Hooks<'_>) -> Result<usize, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let room = self.room();
        if !self.may_send() || room == 0 {
            return Ok(0);
        }
        if self.tx.wants_update() || self.engine.machine.owes_update() {
            self.renew_keys(hooks)?;
        }
        let given = pieces.iter().map(|piece| piece.len()).fold(0, usize::saturating_add);
        let taken = match pieces.iter().find(|piece| !piece.is_empty()) {
            // More than there is room for: as much of the first piece as fits, so that nothing grows without bound.
            Some(first) if given > room => self.tx.data(first.get(..room).unwrap_or(first)),
            _ => self.tx.data_vectored(pieces),
        };
        self.see_sealed(hooks);
        taken.map_err(|why| self.fail(why.into(), hooks))
    }

    /// How many bytes may wait to be sent beside those that do.
    pub(crate) fn room(&self) -> usize {
        self.engine.config.max_outgoing.saturating_sub(self.tx.outgoing_len())
    }

    /// RFC 9846 §5.5 and §4.7.3: the keys are updated before their limit, and an update that was asked for goes before
    /// the next data. In TLS 1.2 there is no other key to be had, so the connection ends at the limit (RFC 9325 §4.4).
    fn renew_keys(&mut self, hooks: &mut Hooks<'_>) -> Result<(), Error> {
        if self.speaks(Version::Tls12) {
            return Err(self.fail(CannotSeal::KeyExhausted.into(), hooks));
        }
        self.update_keys(false, hooks).map(drop)
    }

    /// Sends a KeyUpdate (RFC 9846 §4.7.3); `ask_peer` asks the peer to update its keys too.
    ///
    /// # Errors
    /// [`Local::Handshake`] before the handshake is complete, within an answer to a request for our certificate, and in
    /// TLS 1.2, which changes nothing. Otherwise the
    /// connection has failed.
    pub fn update_keys(&mut self, ask_peer: bool, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if !self.may_send() || self.speaks(Version::Tls12) {
            return Err(Local::Handshake(handfast_handshake::Local::Misuse).into());
        }
        self.turn(Turn::Command(Command::UpdateKeys { ask_peer }), hooks)
    }

    /// Asks the client for a certificate, after the handshake (RFC 9846 §4.7.2), by the names of the authorities of the
    /// configuration. A client that shows none, or none that is accepted, is refused under [`ClientAuth::Require`], and
    /// served as whom it was, or as unverified, under [`ClientAuth::Optional`]. It answers when it likes, and data goes on
    /// in both directions until then: [`Self::waits_for`] tells when, and [`Self::peer`] who it is.
    ///
    /// # Errors
    /// [`Local::Handshake`], which changes nothing: if we are no server that is connected, or the client just answers
    /// another request; under [`ClientAuth::None`], which asks for nothing; if it does not offer to be asked ([`crate::Negotiated::post_handshake_auth`]); if sixteen requests
    /// wait. Otherwise the connection has failed.
    pub fn request_certificate(
        &mut self,
        policy: ClientAuth,
        hooks: &mut Hooks<'_>,
    ) -> Result<RequestNumber, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let misuse = handfast_handshake::Local::Misuse;
        let asks = policy != ClientAuth::None && !self.closed;
        let may = if asks { self.engine.machine.may_ask() } else { Err(misuse) };
        may.map_err(Local::Handshake)?;
        let authorities = self.engine.config.authorities();
        self.turn(Turn::Command(Command::RequestCertificate { policy, authorities }), hooks)?;
        self.engine.machine.last_request().ok_or_else(|| Local::Handshake(misuse).into())
    }

    /// Whether this request of [`Self::request_certificate`] has no whole answer yet.
    #[must_use]
    pub fn waits_for(&self, request: RequestNumber) -> bool {
        self.engine.machine.waits_for(request)
    }

    /// Ends our side with close_notify (RFC 9846 §6.1); the peer may still send, but for one of TLS 1.2, which answers with
    /// its own. If the handshake is not complete, it is
    /// cancelled: the peer is told `user_canceled` first, and the connection has failed with [`Local::Abandoned`].
    pub fn close(&mut self, hooks: &mut Hooks<'_>) {
        self.end_flight(hooks);
        if self.closed || self.failure.is_some() {
            return;
        }
        let cancels = !self.is_connected();
        if cancels {
            self.send_alert(AlertDescription::USER_CANCELED, hooks);
        }
        self.send_alert(AlertDescription::CLOSE_NOTIFY, hooks);
        self.closed = true;
        if cancels {
            self.give_up(Local::Abandoned.into(), hooks);
        }
    }

    /// Gives the connection up for a reason of our own, for example because nobody can answer a held question. The
    /// peer is told `internal_error`. If it has failed before, that stays the reason.
    pub fn abandon(&mut self, hooks: &mut Hooks<'_>) -> Error {
        self.end_with(Local::Abandoned, hooks)
    }

    /// Refuses the peer for a reason that only the application knows, and tells it so with this alert (RFC 9846 §6.2):
    /// `access_denied`, for one who is who it says it is and may not come in. An alert that is no error (§6.1) says nothing
    /// of the kind, so that the peer is told `internal_error` instead. If the connection has failed before, that stays the
    /// reason.
    pub fn refuse(&mut self, alert: AlertDescription, hooks: &mut Hooks<'_>) -> Error {
        let alert = if alert.is_closure() { AlertDescription::INTERNAL_ERROR } else { alert };
        self.end_with(Local::Unwelcome(alert), hooks)
    }

    fn end_with(&mut self, why: Local, hooks: &mut Hooks<'_>) -> Error {
        self.end_flight(hooks);
        match self.failure {
            Some(failure) => failure,
            None => self.fail(why.into(), hooks),
        }
    }

    /// What is due of our flight goes out before an alert: whatever follows Finished is under application keys
    /// (RFC 9846 §4.5.3), and those are made in a turn of their own.
    fn end_flight(&mut self, hooks: &mut Hooks<'_>) {
        while matches!(self.state(), State::Negotiated | State::Replying | State::Answering) {
            // If it fails, the peer has been told.
            let _ = self.turn(Turn::Proceed, hooks);
        }
    }

    /// Bytes for the peer, as many as lie in one piece. Once they are [sent](Self::sent), the next piece stands here;
    /// nothing, once all are. Only long records lie in pieces of their own.
    #[must_use]
    pub fn outgoing(&self) -> &[u8] {
        self.tx.outgoing()
    }

    /// How many bytes there are for the peer, in all pieces.
    #[must_use]
    pub fn outgoing_len(&self) -> usize {
        self.tx.outgoing_len()
    }

    /// Hands the bytes for the peer to a vectored write, up to eight pieces at once.
    pub fn write_outgoing<R>(&self, write: impl FnOnce(&[IoSlice<'_>]) -> R) -> R {
        let mut pieces = [IoSlice::new(&[]); PIECES];
        let mut count = 0;
        for (slot, piece) in pieces.iter_mut().zip(self.tx.outgoing_pieces()) {
            *slot = IoSlice::new(piece);
            count += 1;
        }
        write(pieces.get(..count).unwrap_or_default())
    }

    /// The first `n` bytes for the peer were written to the transport.
    pub fn sent(&mut self, n: usize) {
        self.tx.sent(n);
    }
}
