//! From the hellos of TLS 1.2 to the keys of its one epoch.

use handfast_crypto::secret::Secret;
use handfast_wire::Message;
use handfast_wire::handshake::Finished;

use crate::certificate_type::CertificateTypes;
use crate::context::{Epoch, Protection, Side};
use crate::schedule12::{KeyBlock, MainSecret, Randoms, VERIFY_DATA_LEN};
use crate::tickets12::Prospect;
use crate::{Cx, Error, Local, Refusal12, Role, Suite12};

/// What both hellos settle.
#[derive(Debug)]
pub(crate) struct Hellos {
    pub(crate) suite: Suite12,
    pub(crate) randoms: Box<Randoms>,
    /// Whether the main secret is bound to the handshake (RFC 7627).
    pub(crate) extended: bool,
    pub(crate) certificate_types: CertificateTypes,
    /// What may be kept of the connection.
    pub(crate) prospect: Option<Box<Prospect>>,
}

/// A main secret and its keys. They lie apart, so that states move cheaply.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) hellos: Hellos,
    secrets: Box<Secrets>,
}

#[derive(Debug)]
struct Secrets {
    main: MainSecret,
    keys: KeyBlock,
    /// The verify_data of whoever said Finished first.
    first_finished: Option<[u8; VERIFY_DATA_LEN]>,
}

impl Hellos {
    /// Once the premaster secret is known: from the messages up to ClientKeyExchange, which is the one being handled or
    /// the last before (RFC 7627 §3).
    pub(crate) fn session(self, premaster: &Secret, cx: &mut Cx<'_>) -> Session {
        let hash = self.suite.suite.hash;
        let session = self.extended.then(|| cx.transcript.including(hash));
        let main = MainSecret::new(hash, premaster, &self.randoms, session.as_ref(), cx.seen());
        self.with(main, cx)
    }

    /// With the main secret of a session that is gone on from (RFC 5246 §F.1.4): the keys are new, by the random values.
    pub(crate) fn resuming(self, main: &Secret, cx: &mut Cx<'_>) -> Session {
        let main = MainSecret::kept(self.suite.suite.hash, main, cx.seen());
        self.with(main, cx)
    }

    fn with(self, main: MainSecret, cx: &mut Cx<'_>) -> Session {
        let keys = main.key_block(self.suite.suite.aead, &self.randoms, cx.seen());
        let first_finished = None;
        Session { hellos: self, secrets: Box::new(Secrets { main, keys, first_finished }) }
    }
}

impl Session {
    pub(crate) const fn main(&self) -> &Secret {
        self.secrets.main.secret()
    }

    /// Protects records in this direction with the keys of their sender.
    pub(crate) fn install(&self, side: Side, sender: Role, cx: &mut Cx<'_>) {
        let keys = match sender {
            Role::Client => &self.secrets.keys.client,
            Role::Server => &self.secrets.keys.server,
        };
        let (aead, keys) = (self.hellos.suite.suite.aead, Box::new(keys.clone()));
        cx.install12(side, Epoch::Application(0), Protection::Tls12 { aead, keys });
    }

    /// Checks the peer's Finished (RFC 5246 §7.4.9): whatever is wrong with its content, its length too, is one failure.
    pub(crate) fn check_finished(
        &mut self,
        sender: Role,
        m: &Finished<'_>,
        cx: &Cx<'_>,
    ) -> Result<(), Refusal12> {
        let received = m.verify_data.try_into().map_err(|_| Refusal12::BadFinished)?;
        let transcript = cx.transcript.before(self.hellos.suite.suite.hash);
        let checked = self.secrets.main.check_finished(sender, &transcript, received);
        checked.map_err(|_| Refusal12::BadFinished)?;
        self.secrets.first_finished.get_or_insert(*received);
        Ok(())
    }

    /// Sends our Finished.
    pub(crate) fn send_finished(&mut self, sender: Role, cx: &mut Cx<'_>) -> Result<(), Error> {
        let transcript = cx.transcript.before(self.hellos.suite.suite.hash);
        let verify_data = self.secrets.main.verify_data(sender, &transcript);
        self.secrets.first_finished.get_or_insert(verify_data);
        cx.send(&Message::Finished(Finished { verify_data: &verify_data }))
    }

    /// What `tls-unique` is made of (RFC 5929 §3.1).
    pub(crate) fn first_finished(&self) -> Option<[u8; VERIFY_DATA_LEN]> {
        self.secrets.first_finished
    }

    /// A main secret that two handshakes can be made to share says nothing of either (RFC 7627 §5.4).
    pub(crate) fn export(&self, label: &str, context: Option<&[u8]>, out: &mut [u8]) -> Result<(), Local> {
        if !self.hellos.extended {
            return Err(Local::NotExtended);
        }
        self.secrets.main.export(&self.hellos.randoms, label, context, out).map_err(|_| Local::Misuse)
    }
}
