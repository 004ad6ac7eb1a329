//! What the doctor remembers of a connection: a few messages, and how the peer was judged. It does not grow with the
//! connection.

use handfast::crypto::public_key::PublicKey;
use handfast::handshake::{Fact, Side, State};
use handfast::path::{Decisions, Refusal};
use handfast::rule::AlertDescription as Alert;
use handfast::wire::handshake::Certificate12;
use handfast::wire::{Dialect, Kind, Message};
use handfast::{Error, Observation, Observer, Role, Wish};

use crate::inflate;
use crate::timeline::{Event, Timeline, What};

/// What one side saw of a connection, as far as a diagnosis needs it. It observes a connection, or is read from a
/// [`Timeline`] that keeps messages.
#[derive(Debug, Clone)]
pub struct Chart {
    pub(super) role: Role,
    dialect: Dialect,
    /// Where the machine stands.
    pub(super) state: State,
    pub(super) complete: bool,
    pub(super) heard: bool,
    pub(super) client_hello: Vec<u8>,
    pub(super) has_server_hello: bool,
    certificate_request: Vec<u8>,
    pub(super) ours: Shown,
    pub(super) theirs: Shown,
    /// Those that were shown alone, in the place of a chain.
    pub(super) our_key: Option<PublicKey>,
    pub(super) their_key: Option<PublicKey>,
    /// We signed the handshake.
    pub(super) signed: bool,
    pub(super) finished: bool,
    pub(super) judged: Option<(Decisions, Refusal)>,
    /// The alert that came.
    pub(super) alert: Option<Alert>,
    pub(super) failure: Option<Error>,
}

/// The certificates that a side showed, the end entity's first; `None` if it sent no Certificate.
pub(super) type Shown = Option<Vec<Vec<u8>>>;

impl Chart {
    /// Of the side that plays this role; nothing happened yet.
    #[must_use]
    pub const fn new(role: Role) -> Self {
        Self {
            role,
            dialect: Dialect::Tls13,
            state: State::Start,
            complete: false,
            heard: false,
            client_hello: Vec::new(),
            has_server_hello: false,
            certificate_request: Vec::new(),
            ours: None,
            theirs: None,
            our_key: None,
            their_key: None,
            signed: false,
            finished: false,
            judged: None,
            alert: None,
            failure: None,
        }
    }

    /// Of one side of a timeline, which must keep messages.
    #[must_use]
    pub fn of(timeline: &Timeline, role: Role) -> Self {
        let mut chart = Self::new(role);
        timeline.events().iter().filter(|event| event.role == role).for_each(|event| chart.read(event));
        chart
    }

    /// The end entity's certificate that the peer showed, in DER.
    #[must_use]
    pub fn peer_certificate(&self) -> Option<&[u8]> {
        self.theirs.as_ref()?.first().map(Vec::as_slice)
    }

    /// The key that the peer showed in the place of a certificate (RFC 7250).
    #[must_use]
    pub const fn peer_raw_key(&self) -> Option<&PublicKey> {
        self.their_key.as_ref()
    }

    /// The request for a client certificate, whoever sent it.
    pub(super) fn request(&self) -> Option<Message<'_>> {
        Message::decode(&self.certificate_request, self.dialect, None).ok()
    }

    /// The offer of the client, whoever it is.
    pub(super) fn offer(&self) -> Option<Message<'_>> {
        Message::decode(&self.client_hello, Dialect::Tls13, None).ok()
    }

    fn read(&mut self, event: &Event) {
        match &event.what {
            What::Message(message) => self.message(message.side, message.kind, &message.bytes),
            What::Transition { to, .. } => self.state = *to,
            What::Learned(fact) => self.learned(fact),
            What::Judged { decisions, refusal, .. } => self.judged(decisions, *refusal),
            What::Alert(Side::Read, alert) => self.alert = Some(alert.description),
            What::Complete => self.complete = true,
            What::Failed(error) => self.failure = Some(*error),
            _ => {}
        }
    }

    fn message(&mut self, side: Side, kind: Option<Kind>, bytes: &[u8]) {
        self.heard |= self.complete && side == Side::Read;
        match kind {
            Some(Kind::ClientHello) => self.client_hello = bytes.to_vec(),
            Some(Kind::ServerHello) => self.has_server_hello = true,
            Some(Kind::CertificateRequest) => self.certificate_request = bytes.to_vec(),
            Some(Kind::Certificate) => self.certificate(side, bytes),
            Some(Kind::CompressedCertificate) => {
                inflate::certificate(bytes)
                    .into_iter()
                    .for_each(|inflated| self.certificate(side, &inflated));
            }
            Some(Kind::CertificateVerify | Kind::ServerKeyExchange) => self.signed |= side == Side::Write,
            Some(Kind::Finished) => self.finished |= side == Side::Write,
            _ => {}
        }
    }

    /// What is a key alone is no chain of which anything could be wrong.
    fn certificate(&mut self, side: Side, bytes: &[u8]) {
        let shown = certificates(bytes, self.dialect);
        match raw_key(&shown) {
            Some(key) if side == Side::Read => self.their_key = Some(key),
            Some(key) => self.our_key = Some(key),
            None => *self.shown(side) = Some(shown),
        }
    }

    const fn shown(&mut self, side: Side) -> &mut Shown {
        match side {
            Side::Write => &mut self.ours,
            Side::Read => &mut self.theirs,
        }
    }

    fn learned(&mut self, fact: &Fact) {
        if let Fact::Suite(suite) = fact {
            let of_tls12 = handfast::handshake::Suite12::of(suite.code);
            self.dialect = of_tls12.map_or(Dialect::Tls13, |suite| suite.agreement.dialect());
        }
    }

    fn judged(&mut self, decisions: &Decisions, refusal: Option<Refusal>) {
        self.judged = refusal.map(|refusal| (decisions.clone(), refusal));
    }
}

impl Observer for Chart {
    /// Decisions about a chain that is refused come unasked.
    fn wish(&self) -> Wish {
        Wish::default()
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        match *observation {
            Observation::Message { side, kind, bytes, .. } => self.message(side, kind, bytes),
            Observation::Transition { to, .. } => self.state = to,
            Observation::Learned(fact) => self.learned(fact),
            Observation::Judged { decisions, refusal, .. } => self.judged(decisions, refusal),
            Observation::Alert(Side::Read, alert) => self.alert = Some(alert.description),
            Observation::Complete => self.complete = true,
            Observation::Failed(error) => self.failure = Some(*error),
            _ => {}
        }
    }
}

fn certificates(message: &[u8], dialect: Dialect) -> Vec<Vec<u8>> {
    match Message::decode(message, dialect, None) {
        Ok(Message::Certificate(m)) => {
            m.certificate_list.iter().map(|entry| entry.cert_data.to_vec()).collect()
        }
        Ok(Message::Certificate12(Certificate12::X509(list))) => {
            list.iter().map(|cert| cert.0.to_vec()).collect()
        }
        Ok(Message::Certificate12(Certificate12::RawPublicKey(key))) => vec![key.to_vec()],
        _ => Vec::new(),
    }
}

/// The key that is shown in the place of a certificate (RFC 7250).
fn raw_key(shown: &[Vec<u8>]) -> Option<PublicKey> {
    if let [one] = shown { PublicKey::from_spki(one).ok() } else { None }
}
