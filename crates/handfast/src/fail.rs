//! How a connection ends, and the alerts that say so.

use handfast_handshake::{Machine, Side};
use handfast_rule::AlertDescription;
use handfast_wire::alert::Alert;

use crate::{Connection, Error, Hooks, Observation, Refusal};

impl Connection {
    /// The connection fails for a reason of ours: what earlier turns delivered stays, this turn's effects are dropped,
    /// one alert follows under the current write keys.
    pub(crate) fn fail(&mut self, error: Error, hooks: &mut Hooks<'_>) -> Error {
        let error = self.with_certificate(error);
        self.speak_plainly(&error);
        if let Some(alert) = error.alert() {
            self.send_alert(alert, hooks);
        }
        self.give_up(error, hooks);
        error
    }

    /// A server of TLS 1.2 has not the keys of early data, and is told in the clear that there was some (RFC 9846 §A.1).
    fn speak_plainly(&mut self, error: &Error) {
        use handfast_handshake::Refusal::OlderVersionThanEarlyData;
        if matches!(error, Error::Refused(Refusal::Handshake(OlderVersionThanEarlyData { .. }))) {
            // Nothing waits that could fail to be sealed.
            let _ = self.tx.unprotect();
        }
    }

    /// The connection is over, and nothing more is said. What was kept of one that failed by an alert is forgotten; one that
    /// was cut off did not fail by that.
    pub(crate) fn give_up(&mut self, error: Error, hooks: &mut Hooks<'_>) {
        if error != Error::Truncated {
            self.forget_sessions();
        }
        self.engine.forget_turn();
        self.engine.machine = Machine::failed(self.engine.role);
        self.failure = Some(error);
        hooks.see(|| Observation::Failed(&error));
    }

    /// Session ids must be forgotten, and tickets should be (RFC 5246 §7.2.2, RFC 9846 §6). A server forgets what it keeps
    /// itself: what it has sealed is with the client.
    fn forget_sessions(&mut self) {
        if let Some(name) = self.session.take() {
            self.engine.config.server_sessions.forget(&name);
        }
        if self.keeps_sessions
            && let Some((store, key)) = self.engine.config.session_store().zip(self.session_key())
        {
            store.forget(&key);
        }
    }

    /// A chain was refused under a rule; the path validation knows more.
    fn with_certificate(&self, error: Error) -> Error {
        match (error, self.path_refusal) {
            (
                Error::Refused(Refusal::Handshake(handfast_handshake::Refusal::Certificate(_))),
                Some(refusal),
            ) => Refusal::Certificate(refusal).into(),
            _ => error,
        }
    }

    /// RFC 9846 §6.1: closure alerts are warnings; all others are fatal (§6).
    pub(crate) fn send_alert(&mut self, description: AlertDescription, hooks: &mut Hooks<'_>) {
        let is_closure = description.is_closure();
        let alert = if is_closure { Alert::warning(description) } else { Alert::fatal(description) };
        self.put_alert(alert, hooks);
    }

    /// What TLS 1.2 says without failing of it (RFC 5246 §7.2).
    pub(crate) fn send_warning(&mut self, description: AlertDescription, hooks: &mut Hooks<'_>) {
        self.put_alert(Alert::warning(description), hooks);
    }

    /// After close_notify nothing is sent (RFC 9846 §6.1, RFC 5246 §7.2.1).
    fn put_alert(&mut self, alert: Alert, hooks: &mut Hooks<'_>) {
        if self.closed {
            return;
        }
        // A key that has sealed all it may cannot seal an alert either: then the peer hears nothing.
        if self.tx.alert(alert).is_ok() {
            hooks.see(|| Observation::Alert(Side::Write, alert));
        }
        self.see_sealed(hooks);
    }
}
