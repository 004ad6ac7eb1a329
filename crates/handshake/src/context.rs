//! The hands of a handler: it reads the transcript and the configuration, and pushes effects.

use core::ops::Range;
use std::collections::VecDeque;

use handfast_crypto::aead::Aead;
use handfast_crypto::hash::{Digest, Hash};
use handfast_crypto::kx::KeyExchange;
use handfast_crypto::rng::Rng;
use handfast_crypto::secret::Secret;
use handfast_rule::AlertDescription;
use handfast_wire::code_points::{CertificateCompressionAlgorithm, SignatureScheme};
use handfast_wire::{Kind, Message};

use crate::early_data::EarlyData;
use crate::post_handshake::RequestNumber;
use crate::question::Ask;
use crate::record_limits::RecordLimits;
use crate::schedule12::WriteKeys;
use crate::schedule13::TrafficSecret;
use crate::seen::Seen;
use crate::session::{Millis, NotResumed, Session};
use crate::suite::Suite;
use crate::transcript::View;
use crate::{ClientAuth, Config, Error, State, Version};

/// What a handler asks of the world. The driver applies the effects of a turn in order, or none of them.
#[derive(Debug)]
pub enum Effect {
    /// Send the message at this place of the scratch buffer.
    Send(Kind, Range<usize>),
    /// Send ChangeCipherSpec: the dummy of middlebox compatibility mode (RFC 9846 §E.4), or that of TLS 1.2, after which
    /// new keys protect what we send (RFC 5246 §7.1).
    ChangeCipherSpec,
    /// Send an alert of level warning, as TLS 1.2 has them (RFC 5246 §7.2); nothing fails of it.
    Warn(AlertDescription),
    /// Protect records with new keys from here on.
    Install(Side, Epoch, Protection),
    /// The hash of the transcript is known, and the messages are needed as well (RFC 5246 §7.4.8).
    HashTranscript(Hash),
    /// The hash of the transcript is known, and is all that is needed.
    SettleTranscript(Hash),
    /// Replace ClientHello1 by its hash (RFC 9846 §4.1).
    RestartTranscript(Hash),
    /// The client's messages from here on belong to its answer to this CertificateRequest, header included: they go into a
    /// fork of the transcript that begins with it (RFC 9846 §4.5).
    ForkTranscript(Vec<u8>),
    /// The answer is over, and so is its fork.
    JoinTranscript,
    /// Pass over records of early data, no more than so many bytes of them (RFC 9846 §4.3.10).
    PassOverEarlyData(usize),
    /// From here on records of this direction are no longer than this.
    LimitRecords(Side, RecordLimits),
    /// Early data begins, no more than so many bytes of it (RFC 9846 §4.7.1): a client may send it, a server takes it.
    BeginEarlyData(u32),
    /// What we send goes without protection again: early data was in vain, and a second ClientHello is due.
    Unprotect,
    /// A question is open.
    Ask(Ask),
    /// A session to keep: by a client that is to come back, or by a server that gave it an id.
    Keep(Box<Session>),
    /// A state of the RFC's diagram was passed through within this turn.
    Passed(State),
    /// Something worth knowing about the connection.
    Learned(Fact),
    /// A secret was derived. Pushed only for an observer that wants secrets.
    Derived(Box<Derivation>),
    /// The handshake is complete on this side.
    Complete,
}

/// A direction of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Records that we receive.
    Read,
    /// Records that we send.
    Write,
}

/// Which keys protect a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Epoch {
    /// None: the records before ServerHello.
    Plaintext,
    /// The client early traffic keys.
    EarlyData,
    /// The handshake traffic keys.
    Handshake,
    /// The application traffic keys after so many key updates; in TLS 1.2 the only keys there are.
    Application(u64),
}

/// What the record layer needs to protect one direction.
#[derive(Debug)]
pub enum Protection {
    /// TLS 1.3 (RFC 9846 §7.3).
    Tls13 {
        /// The AEAD of the cipher suite.
        aead: Aead,
        /// The hash of the cipher suite.
        hash: Hash,
        /// The traffic secret.
        secret: Secret,
    },
    /// TLS 1.2 (RFC 5246 §6.3).
    Tls12 {
        /// The AEAD of the cipher suite.
        aead: Aead,
        /// Those of the side that sends.
        keys: Box<WriteKeys>,
    },
}

/// What is learned of a connection as it is negotiated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The version of the protocol.
    Version(Version),
    /// The host name that the client asks for (RFC 6066 §3).
    ServerName(String),
    /// The client was sent back with a HelloRetryRequest.
    Retried,
    /// The cipher suite.
    Suite(Suite),
    /// The key exchange group.
    Group(handfast_crypto::kx::Group),
    /// The application protocol.
    Alpn(Vec<u8>),
    /// Records are to be shorter than they might be.
    RecordLimits(RecordLimits),
    /// A chain went over the wire compressed: the peer's, or ours.
    CertificateCompressed(Side, CertificateCompressionAlgorithm),
    /// Whether the server asked for a client certificate; a client cannot tell `Optional` from `Require`.
    ClientAuth(ClientAuth),
    /// The scheme of our CertificateVerify.
    OurScheme(SignatureScheme),
    /// The scheme of the peer's CertificateVerify.
    PeerScheme(SignatureScheme),
    /// The client had no certificate to present.
    NoClientCertificate,
    /// The client offers to show a certificate after the handshake (RFC 9846 §4.3.6).
    PostHandshakeAuth,
    /// A request for a certificate after the handshake was answered, with one or with none (RFC 9846 §4.7.2).
    Answered(RequestNumber),
    /// The main secret of TLS 1.2 is bound to the handshake it comes from (RFC 7627).
    ExtendedMainSecret,
    /// The peer wanted a renegotiation of TLS 1.2, which was refused: a server probably to ask for a certificate, a
    /// client perhaps to present one (RFC 5746 §4.5).
    Renegotiation,
    /// A session ticket came, or one was issued.
    Ticket,
    /// A session was gone on from: nobody showed a certificate, and the chain of then was judged again.
    Resumed,
    /// By how many milliseconds the client says that its ticket is older than it is, a second or more (RFC 9846 §8.3): its
    /// clock runs fast, it was long on its way, or somebody sends it again.
    TicketAgeSkew(i64),
    /// A key that both sides shared beforehand proved who they are: nobody showed a certificate. Its identity.
    SharedKey(Vec<u8>),
    /// A session was offered, or could have been, and was not gone on from.
    NotResumed(NotResumed),
    /// What became of early data (RFC 9846 §4.3.10).
    EarlyData(EarlyData),
    /// The peer updated its keys, and asks that we do too or not.
    KeyUpdate {
        /// `update_requested`.
        requested: bool,
    },
}

/// Names of the secrets of TLS 1.3 (RFC 9846 §7.1) and TLS 1.2 (RFC 5246 §8.1, §6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretName {
    /// Early Secret.
    Early,
    /// binder_key of a pre-shared key, by a label that says where the key comes from.
    Binder,
    /// client_early_traffic_secret.
    ClientEarlyTraffic,
    /// early_exporter_secret.
    EarlyExporter,
    /// What Early Secret hands to the next extraction.
    EarlyDerived,
    /// Handshake Secret.
    Handshake,
    /// client_handshake_traffic_secret.
    ClientHandshakeTraffic,
    /// server_handshake_traffic_secret.
    ServerHandshakeTraffic,
    /// What Handshake Secret hands to the next extraction.
    HandshakeDerived,
    /// Main Secret.
    Main,
    /// client_application_traffic_secret_N.
    ClientTraffic(u64),
    /// server_application_traffic_secret_N.
    ServerTraffic(u64),
    /// exporter_secret.
    Exporter,
    /// resumption_secret.
    Resumption,
    /// The pre-shared key of a ticket (RFC 9846 §4.7.1).
    TicketPsk,
    /// The main secret of TLS 1.2, there called master secret.
    Main12,
    /// client_write_key of TLS 1.2.
    ClientWriteKey,
    /// server_write_key of TLS 1.2.
    ServerWriteKey,
    /// client_write_IV of TLS 1.2.
    ClientWriteIv,
    /// server_write_IV of TLS 1.2.
    ServerWriteIv,
}

/// How a secret came to be, for an observer that wants secrets.
#[derive(Debug, Clone)]
pub struct Derivation {
    /// The secret's name.
    pub name: SecretName,
    /// The hash of HKDF, or of the PRF.
    pub hash: Hash,
    /// The salt of an extraction, or the secret that is expanded; for the main secret of TLS 1.2 the premaster secret.
    pub from: Secret,
    /// Which step made it.
    pub how: How,
    /// The secret.
    pub value: Secret,
}

/// A step of the key schedule.
#[derive(Debug, Clone)]
pub enum How {
    /// HKDF-Extract with this input keying material.
    Extract(Secret),
    /// HKDF-Expand-Label with this label and this context.
    ExpandLabel(&'static str, Option<Digest>),
    /// HKDF-Expand-Label with this label and the nonce of a ticket.
    ExpandNonce(&'static str, Vec<u8>),
    /// Not made in this connection, but kept from the one whose session is gone on from.
    Kept,
    /// The PRF of TLS 1.2 with this label and this seed (RFC 5246 §5).
    Prf(&'static str, Vec<u8>),
    /// Not at all: it was read from a key log, and what it was made from is not known.
    Logged,
}

/// What a handler may touch.
pub struct Cx<'c> {
    /// The messages so far.
    pub transcript: View<'c>,
    /// The protocol's side of the configuration.
    pub config: &'c Config,
    /// Where key shares come from.
    pub kx: &'c dyn KeyExchange,
    /// Where random octets come from.
    pub rng: &'c mut dyn Rng,
    /// Tells the time. It is asked only where a session is made, offered or taken.
    pub clock: &'c dyn Fn() -> Millis,
    /// The longest message that is taken, in bytes without its header, however it is compressed.
    pub max_message: usize,
    /// Where messages are written; [`Effect::Send`] names ranges of it.
    pub scratch: &'c mut Vec<u8>,
    /// What this turn does.
    pub effects: &'c mut VecDeque<Effect>,
    /// Whether the observer wants secrets.
    pub wants_secrets: bool,
}

impl core::fmt::Debug for Cx<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Cx").field("effects", &self.effects).finish_non_exhaustive()
    }
}

/// What many handlers do is never inlined: an effect is large, and each of them would hold the moves of it.
impl Cx<'_> {
    pub(crate) fn send(&mut self, message: &Message<'_>) -> Result<(), Error> {
        let start = self.scratch.len();
        message.encode(self.scratch)?;
        self.effects.push_back(Effect::Send(message.kind(), start..self.scratch.len()));
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn install(&mut self, side: Side, epoch: Epoch, suite: Suite, secret: &TrafficSecret) {
        let Suite { aead, hash, .. } = suite;
        let protection = Protection::Tls13 { aead, hash, secret: secret.secret().clone() };
        self.effects.push_back(Effect::Install(side, epoch, protection));
    }

    pub(crate) fn install12(&mut self, side: Side, epoch: Epoch, protection: Protection) {
        self.effects.push_back(Effect::Install(side, epoch, protection));
    }

    pub(crate) fn change_cipher_spec(&mut self) {
        self.effects.push_back(Effect::ChangeCipherSpec);
    }

    pub(crate) fn warn(&mut self, description: AlertDescription) {
        self.effects.push_back(Effect::Warn(description));
    }

    #[inline(never)]
    pub(crate) fn ask(&mut self, ask: Ask) {
        self.effects.push_back(Effect::Ask(ask));
    }

    #[inline(never)]
    pub(crate) fn learned(&mut self, fact: Fact) {
        self.effects.push_back(Effect::Learned(fact));
    }

    pub(crate) fn passed(&mut self, state: State) {
        self.effects.push_back(Effect::Passed(state));
    }

    pub(crate) fn now(&self) -> Millis {
        (self.clock)()
    }

    pub(crate) fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng.fill_bytes(&mut bytes);
        bytes
    }

    pub(crate) fn randoms<const N: usize>(&mut self) -> [[u8; 32]; N] {
        let mut randoms = [[0; 32]; N];
        self.rng.fill_bytes(randoms.as_flattened_mut());
        randoms
    }

    /// Where the key schedule reports what it derives.
    pub(crate) fn seen(&mut self) -> Seen<'_> {
        Seen::new(self.wants_secrets.then_some(&mut *self.effects))
    }
}
