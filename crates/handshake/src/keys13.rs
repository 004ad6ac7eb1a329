//! The handshake traffic secrets of both directions, and what follows from them.

use handfast_crypto::hash::Digest;
use handfast_crypto::secret::Secret;
use handfast_wire::Message;
use handfast_wire::handshake::Finished;

use crate::certificate_type::CertificateTypes;
use crate::connected::Established;
use crate::context::{Epoch, Side};
use crate::schedule13::{EarlySecret, ExporterSecret, HandshakeSecrets, TrafficSecret};
use crate::session::Draft;
use crate::tickets13::Source;
use crate::{Cx, Error, Refusal, Role, Suite};

/// From the key exchange on. States keep it in a box: they move cheaply, and the secrets hardly ever.
#[derive(Debug)]
pub(crate) struct HandshakeKeys {
    pub(crate) suite: Suite,
    pub(crate) certificate_types: CertificateTypes,
    secrets: HandshakeSecrets,
    /// Of the sessions that come out of this connection, if any are to.
    pub(crate) draft: Option<Box<Draft>>,
    /// Of early data that is taken.
    pub(crate) early_exporter: Option<Box<ExporterSecret>>,
}

impl HandshakeKeys {
    /// RFC 9846 §7.1: from a pre-shared key, if there is one, the shared secret and ClientHello…ServerHello.
    pub(crate) fn new(
        suite: Suite,
        early: Option<&EarlySecret>,
        shared: &Secret,
        hellos: &Digest,
        cx: &mut Cx<'_>,
    ) -> Box<Self> {
        let secrets = match early {
            None => HandshakeSecrets::new(suite.hash, shared, hellos, cx.seen()),
            Some(early) => HandshakeSecrets::resumed(early, shared, hellos, cx.seen()),
        };
        let certificate_types = CertificateTypes::default();
        Box::new(Self { suite, certificate_types, secrets, draft: None, early_exporter: None })
    }

    /// Protects records in this direction with the handshake keys of their sender.
    pub(crate) fn install(&self, side: Side, sender: Role, cx: &mut Cx<'_>) {
        cx.install(side, Epoch::Handshake, self.suite, self.of(sender));
    }

    const fn of(&self, sender: Role) -> &TrafficSecret {
        match sender {
            Role::Client => &self.secrets.client,
            Role::Server => &self.secrets.server,
        }
    }

    /// Checks the peer's Finished (RFC 9846 §4.5.3).
    pub(crate) fn check_finished(
        &self,
        sender: Role,
        message: &Finished<'_>,
        cx: &Cx<'_>,
    ) -> Result<(), Refusal> {
        check_finished(self.suite, self.of(sender), message, cx)
    }

    /// Sends our Finished.
    pub(crate) fn send_finished(&self, sender: Role, cx: &mut Cx<'_>) -> Result<(), Error> {
        send_finished(self.suite, self.of(sender), cx)
    }

    /// The application secrets, once the server's Finished is in this transcript. The client's handshake secret
    /// stays, because its Finished is still to come.
    pub(crate) fn establish(self: Box<Self>, transcript: &Digest, cx: &mut Cx<'_>) -> Ending {
        let (secrets, parent) = self.secrets.main.application(transcript, cx.seen());
        let established = Established {
            suite: self.suite,
            client_type: self.certificate_types.client,
            secrets,
            early_exporter: self.early_exporter,
            source: self.draft.map(|draft| Box::new(Source::new(*draft, parent))),
        };
        // A copy, since what would be moved out of the box would not be erased there.
        let client_handshake = Box::new(self.secrets.client.clone());
        Ending { client_handshake, established: Box::new(established) }
    }
}

/// Between the server's Finished and the client's.
#[derive(Debug)]
pub(crate) struct Ending {
    client_handshake: Box<TrafficSecret>,
    pub(crate) established: Box<Established>,
}

impl Ending {
    pub(crate) const fn suite(&self) -> Suite {
        self.established.suite
    }

    /// Protects records in this direction with the application keys of their sender.
    pub(crate) fn install(&self, side: Side, sender: Role, cx: &mut Cx<'_>) {
        let secret = match sender {
            Role::Client => &self.established.secrets.client,
            Role::Server => &self.established.secrets.server,
        };
        cx.install(side, Epoch::Application(0), self.suite(), secret);
    }

    /// Protects records in this direction with the client's handshake keys, when early data is over (RFC 9846 §4.6).
    pub(crate) fn install_handshake(&self, side: Side, cx: &mut Cx<'_>) {
        cx.install(side, Epoch::Handshake, self.suite(), &self.client_handshake);
    }

    pub(crate) fn early_exporter(&self) -> Option<&ExporterSecret> {
        self.established.early_exporter.as_deref()
    }

    /// Checks the client's Finished.
    pub(crate) fn check_finished(&self, message: &Finished<'_>, cx: &Cx<'_>) -> Result<(), Refusal> {
        check_finished(self.suite(), &self.client_handshake, message, cx)
    }

    /// Sends the client's Finished.
    pub(crate) fn send_finished(&self, cx: &mut Cx<'_>) -> Result<(), Error> {
        send_finished(self.suite(), &self.client_handshake, cx)
    }
}

/// Whatever is wrong with its content, its length too, is one and the same failure (RFC 9846 §4.5.3).
pub(crate) fn check_finished(
    suite: Suite,
    base: &TrafficSecret,
    message: &Finished<'_>,
    cx: &Cx<'_>,
) -> Result<(), Refusal> {
    let transcript = cx.transcript.before(suite.hash);
    base.check_finished(&transcript, message.verify_data).map_err(|_| Refusal::BadFinished)
}

pub(crate) fn send_finished(suite: Suite, base: &TrafficSecret, cx: &mut Cx<'_>) -> Result<(), Error> {
    let verify_data = base.verify_data(&cx.transcript.before(suite.hash));
    cx.send(&Message::Finished(Finished { verify_data: verify_data.as_ref() }))
}
