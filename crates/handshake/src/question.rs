//! Questions: what the RFC cannot decide, a driver or an application does, at once or later.

use std::sync::Arc;

use handfast_crypto::public_key::PublicKey;
use handfast_crypto::secret::Secret;
use handfast_rule::Rule;
use handfast_wire::code_points::{NamedGroup, ProtocolVersion, SignatureScheme};

use crate::early_data::{EarlyHello, NoEarlyData};
use crate::session::{Session, SessionName, Trust};
use crate::{Accepts, Attached, CertificateType, Chain, ClientAuth, HelloFacts, RequestFacts};

/// The kinds of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Which identity do we present?
    Identity,
    /// Is this chain the peer?
    Judge,
    /// Sign this.
    Sign,
    /// Decrypt the premaster secret.
    Decrypt,
    /// Is there a session to go on from?
    Session,
    /// Is early data taken?
    EarlyData,
    /// What shall a session be called?
    Ticket,
}

/// An open question, lent by the state that waits for its answer.
#[derive(Debug, Clone, Copy)]
pub enum Question<'a> {
    /// A client was asked for a certificate; answer with [`Answer::Identity`].
    ClientIdentity(&'a RequestFacts),
    /// A server has a ClientHello; answer with [`Answer::ServerIdentity`].
    ServerIdentity(&'a HelloFacts),
    /// The peer sent a chain; answer with [`Answer::Judgement`].
    Judge {
        /// Its certificates.
        chain: &'a Chain,
        /// The name that was asked for, if the peer is a server and a name was given.
        server_name: Option<&'a str>,
        /// What becomes of a client's chain that is not accepted: refused under `Require`, whatever is answered; unverified
        /// under `Optional`, if it is answered so. Of a server's it is always `Require`, and yet an answer that lets it go
        /// unverified is taken: only who experiments gives one.
        policy: ClientAuth,
        /// Whether its key decrypts the premaster secret (RFC 5246 §7.4.7.1); else it signs.
        decrypts: bool,
    },
    /// CertificateVerify is due, or ServerKeyExchange of TLS 1.2; answer with [`Answer::Signature`].
    Sign {
        /// The scheme that both sides agree on.
        scheme: SignatureScheme,
        /// What to sign (RFC 9846 §4.5.2; RFC 5246 §7.4.8, §7.4.3).
        content: &'a [u8],
        /// The identity that was chosen.
        identity: &'a Identity,
    },
    /// A client of TLS 1.2 encrypted the premaster secret; answer with [`Answer::Premaster`].
    DecryptPremaster {
        /// As it came (RFC 5246 §7.4.7.1).
        encrypted: &'a [u8],
        /// The version of the ClientHello, with which the secret begins.
        client_version: ProtocolVersion,
        /// The identity that was chosen.
        identity: &'a Identity,
    },
    /// A client is about to say hello; answer with [`Answer::OwnSessions`].
    OwnSession {
        /// The host name that it is going to ask for.
        server_name: Option<&'a str>,
    },
    /// A client offers sessions, or keys that were shared beforehand; answer with [`Answer::Session`].
    Session(&'a [SessionName]),
    /// A client sends early data under a session that allows it; answer with [`Answer::EarlyData`]. Whoever answers
    /// remembers this ClientHello as long as it could be sent again (RFC 9846 §8.2).
    EarlyData(&'a EarlyHello),
    /// A server may issue a ticket for this session; answer with [`Answer::Ticket`].
    Ticket(&'a Session),
}

/// A question that is taken away from its connection, to be answered elsewhere.
#[derive(Debug, Clone)]
pub enum OwnedQuestion {
    /// As [`Question::ClientIdentity`].
    ClientIdentity(RequestFacts),
    /// As [`Question::ServerIdentity`].
    ServerIdentity(HelloFacts),
    /// As [`Question::Judge`].
    Judge {
        /// Its certificates.
        chain: Chain,
        /// The name that was asked for, if the peer is a server and a name was given.
        server_name: Option<String>,
        /// What becomes of a chain that is not accepted.
        policy: ClientAuth,
        /// Whether its key decrypts the premaster secret; else it signs.
        decrypts: bool,
    },
    /// As [`Question::Sign`].
    Sign {
        /// The scheme that both sides agree on.
        scheme: SignatureScheme,
        /// What to sign.
        content: Vec<u8>,
        /// The identity that was chosen.
        identity: Identity,
    },
    /// As [`Question::DecryptPremaster`].
    DecryptPremaster {
        /// As it came (RFC 5246 §7.4.7.1).
        encrypted: Vec<u8>,
        /// The version of the ClientHello, with which the secret begins.
        client_version: ProtocolVersion,
        /// The identity that was chosen.
        identity: Identity,
    },
    /// As [`Question::OwnSession`].
    OwnSession {
        /// The host name that it is going to ask for.
        server_name: Option<String>,
    },
    /// As [`Question::Session`].
    Session(Vec<SessionName>),
    /// As [`Question::EarlyData`].
    EarlyData(EarlyHello),
    /// As [`Question::Ticket`].
    Ticket(Box<Session>),
}

impl Question<'_> {
    /// Of which kind it is.
    #[must_use]
    pub const fn ask(&self) -> Ask {
        match self {
            Self::ClientIdentity(_) | Self::ServerIdentity(_) => Ask::Identity,
            Self::Judge { .. } => Ask::Judge,
            Self::Sign { .. } => Ask::Sign,
            Self::DecryptPremaster { .. } => Ask::Decrypt,
            Self::OwnSession { .. } | Self::Session(_) => Ask::Session,
            Self::EarlyData(_) => Ask::EarlyData,
            Self::Ticket(_) => Ask::Ticket,
        }
    }

    /// A copy to take away.
    #[must_use]
    pub fn to_owned(&self) -> OwnedQuestion {
        match *self {
            Self::ClientIdentity(request) => OwnedQuestion::ClientIdentity(request.clone()),
            Self::ServerIdentity(hello) => OwnedQuestion::ServerIdentity(hello.clone()),
            Self::Judge { chain, server_name, policy, decrypts } => OwnedQuestion::Judge {
                chain: chain.clone(),
                server_name: server_name.map(str::to_owned),
                policy,
                decrypts,
            },
            Self::Sign { scheme, content, identity } => {
                OwnedQuestion::Sign { scheme, content: content.to_vec(), identity: identity.clone() }
            }
            Self::DecryptPremaster { encrypted, client_version, identity } => {
                let (encrypted, identity) = (encrypted.to_vec(), identity.clone());
                OwnedQuestion::DecryptPremaster { encrypted, client_version, identity }
            }
            Self::OwnSession { server_name } => {
                OwnedQuestion::OwnSession { server_name: server_name.map(str::to_owned) }
            }
            Self::Session(names) => OwnedQuestion::Session(names.to_vec()),
            Self::EarlyData(hello) => OwnedQuestion::EarlyData(hello.clone()),
            Self::Ticket(session) => OwnedQuestion::Ticket(Box::new(session.clone())),
        }
    }
}

/// Certificates to present, what their key can do, and what is sent along with them. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    own: Arc<OwnIdentity>,
    pub(crate) attached: Attached,
}

/// The content of an [`Identity`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnIdentity {
    /// What is shown.
    pub certificate_type: CertificateType,
    /// The chain in DER, the end entity's certificate first; or the SubjectPublicKeyInfo in DER.
    pub chain: Vec<Vec<u8>>,
    /// The schemes its key signs with in one version at least, in order of preference.
    pub schemes: Vec<SignatureScheme>,
    /// The curve of its key, if it is one of ECDSA.
    pub curve: Option<NamedGroup>,
    /// Whether its key decrypts premaster secrets, too (RFC 5246 §7.4.7.1).
    pub decrypts: bool,
    /// Which of its owner's identities this is; the machine only carries it.
    pub index: usize,
}

impl Identity {
    /// Shares an identity.
    #[must_use]
    pub fn new(identity: OwnIdentity) -> Self {
        Self { own: Arc::new(identity), attached: Attached::default() }
    }

    /// The same identity, with this beside its certificate where the peer asks for it.
    #[must_use]
    pub fn with_attached(self, attached: Attached) -> Self {
        Self { attached, ..self }
    }

    /// The same identity as this peer wants to see it.
    pub(crate) fn shown_to(self, peer: &Accepts) -> Self {
        let attached = self.attached.wanted_by(peer);
        Self { attached, ..self }
    }
}

impl core::ops::Deref for Identity {
    type Target = OwnIdentity;
    fn deref(&self) -> &OwnIdentity {
        &self.own
    }
}

/// All that depends on the ClientHello: a domain can have its own.
#[derive(Debug, Clone)]
pub struct ServerIdentity {
    /// Whom the server is; or why it has nothing to show: then only a client of TLS 1.3 gets further that offers a session
    /// of ours, or a key that was shared beforehand.
    pub identity: Result<Identity, NoIdentity>,
    /// Whether it asks for a client certificate.
    pub client_auth: ClientAuth,
    /// The names of the authorities it accepts, in DER, for `certificate_authorities` (RFC 9846 §4.3.4).
    pub authorities: Arc<[Vec<u8>]>,
    /// What tells the anchors that clients are judged by from all others: a session is resumed only where they are the
    /// same.
    pub trust: Trust,
}

/// Why there is no identity for this peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoIdentity {
    /// No identity is of a type that the peer takes (RFC 7250 §4.2).
    NoCommonCertificateType,
    /// No identity goes by that name (RFC 6066 §3).
    UnrecognizedName,
    /// No identity has a key that the peer accepts a signature of (RFC 9846 §4.3.3).
    NoCommonScheme,
    /// No identity was issued by an authority that the peer names (RFC 9846 §4.3.4).
    NoCommonAuthority,
    /// The server asks for other values in the extensions of a certificate (`oid_filters`, RFC 9846 §4.3.5).
    OtherValues,
    /// There is none: only those are served who have a key that was shared beforehand.
    OnlySharedKeys,
}

/// The answers.
#[derive(Debug)]
pub enum Answer {
    /// A client's identity; `None` sends an empty Certificate. A client that would rather not go on as nobody says why it
    /// has none that fits.
    Identity(Result<Option<Identity>, NoIdentity>),
    /// A server's identity; or why this client is refused, whatever it offers.
    ServerIdentity(Result<ServerIdentity, NoIdentity>),
    /// What was found of the peer's chain.
    Judgement(Judgement),
    /// The signature.
    Signature(Vec<u8>),
    /// The premaster secret, 48 bytes. Whatever is wrong with what the client sent, some secret is answered
    /// (RFC 5246 §7.4.7.1): who could tell right from wrong could decrypt.
    Premaster(Secret),
    /// What a client is to offer: a session, and keys that were shared beforehand, the preferred one first.
    OwnSessions(Vec<Session>),
    /// What is known of that which a client offers: which of the names, from 0, and what it stands for; the preferred one
    /// first. A session goes before keys, and of those the first that goes with the cipher suite is taken. No session that
    /// rests on a key that is another now ([`Session::rests_on`]).
    Session(Vec<(u16, Box<Session>)>),
    /// Whether early data is taken: it is not if its ClientHello came before, or nobody can say.
    EarlyData(Result<(), NoEarlyData>),
    /// The ticket that stands for the session, or none: then no more are issued.
    Ticket(Option<Vec<u8>>),
}

impl Answer {
    /// Which kind of question this answers.
    #[must_use]
    pub const fn ask(&self) -> Ask {
        match self {
            Self::Identity(_) | Self::ServerIdentity(_) => Ask::Identity,
            Self::Judgement(_) => Ask::Judge,
            Self::Signature(_) => Ask::Sign,
            Self::Premaster(_) => Ask::Decrypt,
            Self::OwnSessions(_) | Self::Session(_) => Ask::Session,
            Self::EarlyData(_) => Ask::EarlyData,
            Self::Ticket(_) => Ask::Ticket,
        }
    }

    /// The identity that it presents, if it presents one.
    #[must_use]
    pub fn identity(&self) -> Option<&Identity> {
        match self {
            Self::Identity(Ok(identity)) => identity.as_ref(),
            Self::ServerIdentity(Ok(server)) => server.identity.as_ref().ok(),
            _ => None,
        }
    }

    /// What a server calls the session that it gives.
    #[must_use]
    pub fn session(&self) -> Option<&SessionName> {
        match self {
            Self::Session(found) => found.first().and_then(|(_, session)| session.name()),
            _ => None,
        }
    }

    /// Whether this is an answer to that question: of its kind, for its role, and not an identity without certificates.
    #[must_use]
    pub fn fits(&self, question: &Question<'_>) -> bool {
        match (self, question) {
            (Self::Identity(_), Question::ClientIdentity(_))
            | (Self::ServerIdentity(_), Question::ServerIdentity(_)) => {
                self.identity().is_none_or(|identity| !identity.chain.is_empty())
            }
            (Self::Judgement(_), Question::Judge { .. }) | (Self::Signature(_), Question::Sign { .. }) => {
                true
            }
            (Self::Premaster(secret), Question::DecryptPremaster { .. }) => secret.len() == PREMASTER_LEN,
            (Self::Session(found), Question::Session(names)) => {
                found.iter().all(|(index, _)| usize::from(*index) < names.len())
            }
            (Self::Ticket(ticket), Question::Ticket(_)) => {
                ticket.as_ref().is_none_or(|ticket| (1..=0xffff).contains(&ticket.len()))
            }
            (Self::OwnSessions(_), Question::OwnSession { .. })
            | (Self::EarlyData(_), Question::EarlyData(_)) => true,
            _ => false,
        }
    }
}

/// How many bytes a premaster secret of RSA key transport has (RFC 5246 §7.4.7.1).
pub(crate) const PREMASTER_LEN: usize = 48;

/// What a judge found of the peer's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It leads to a trust anchor and is what was wanted; its key.
    Accepted(PublicKey),
    /// It does not, and the policy goes on all the same (`optional`): its key, with which CertificateVerify is still
    /// checked, and the rule it breaks.
    Unverified(PublicKey, Box<Rule>),
    /// It is refused under this rule.
    Refused(Box<Rule>),
}
