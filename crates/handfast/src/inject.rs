//! Messages that the machine would not send.

use handfast_wire::Kind;

use crate::{Connection, Error, Hooks, Local};

impl Connection {
    /// Sends this handshake message, header included, after the handshake: for recorded traces, and to provoke a peer.
    /// It goes out and is observed like a message of ours, but the machine knows nothing of it: no key changes.
    ///
    /// # Errors
    /// [`Local::Handshake`] before the handshake is complete, after [`Self::close`], or if no message has this type:
    /// that changes nothing. Otherwise the connection has failed.
    pub fn inject(&mut self, message: &[u8], hooks: &mut Hooks<'_>) -> Result<(), Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let kind = Kind::of(message).ok().filter(|_| self.is_connected() && !self.is_closed());
        let kind = kind.ok_or(Local::Handshake(handfast_handshake::Local::Misuse))?;
        self.watch_records(hooks);
        self.deliver(kind, message, hooks);
        self.tx.flush().map_err(|why| self.fail(why.into(), hooks))?;
        self.see_sealed(hooks);
        Ok(())
    }
}
