//! The TLS handshake as state machines: messages and answers in, effects out.
//!
//! A machine takes one [`Input`] a turn, and what it wants from the world it pushes as [`Effect`]s: at most one
//! message to send, keys to install, a question to answer. It knows no records, no X.509, no clock and no socket;
//! a driver (the facade crate `handfast`) applies the effects before the next turn.
//!
//! Where to start reading:
//! * [`diagram`]: both state diagrams as a table, and as the figure a person looks at;
//! * `client/tls13/mod.rs` and `server/tls13/mod.rs`: the same diagrams as one `match` each; every state stands in
//!   a file of its own beside it, under the name that RFC 9846 appendix A gives it. TLS 1.2 is in `tls12` beside them;
//! * [`negotiate`]: what is chosen, as pure functions;
//! * [`schedule13`]: the key schedule of RFC 9846 §7.1; [`schedule12`]: that of RFC 5246.

mod accepts;
mod attached;
pub mod auth;
mod certificate_type;
mod client;
mod complete;
mod compression;
mod config;
mod connected;
mod connected12;
mod context;
pub mod diagram;
mod early_data;
mod grease;
mod group;
mod input;
mod keys12;
mod keys13;
mod machine;
mod messages;
pub mod negotiate;
mod peer;
mod post_handshake;
mod psk;
mod question;
mod record_limits;
mod refusal;
mod refusal12;
pub mod schedule12;
pub mod schedule13;
mod scheme;
mod seen;
mod server;
mod session;
mod state;
mod suite;
mod suite12;
mod tickets12;
mod tickets13;
pub mod transcript;
mod version;

pub use accepts::{Accepts, Curves, HelloFacts, RequestFacts};
pub use attached::Attached;
pub use certificate_type::CertificateType;
pub use compression::{BadCompression, CertificateCompression};
pub use config::{ClientAuth, Config, Tickets, Verifier};
pub use context::{Cx, Derivation, Effect, Epoch, Fact, How, Protection, SecretName, Side};
pub use early_data::{EarlyData, EarlyDataPolicy, EarlyHello, NoEarlyData};
pub use group::{group, named_group};
pub use input::{Command, Input, Wants};
pub use machine::{Machine, Role};
pub use peer::{Chain, Link, Peer, Verdict};
pub use post_handshake::RequestNumber;
pub use psk::{Psk, PskError};
pub use question::{
    Answer, Ask, Identity, Judgement, NoIdentity, OwnIdentity, OwnedQuestion, Question, ServerIdentity,
};
pub use record_limits::RecordLimits;
pub use refusal::{Error, Local, Refusal};
pub use refusal12::Refusal12;
pub use scheme::{Scheme, algorithm_of, curve_of_key, schemes_for};
pub use seen::Seen;
pub use session::{BadSession, MAX_LIFETIME, Millis, NotResumed, Session, SessionName, Trust};
pub use state::State;
pub use suite::Suite;
pub use suite12::{Agreement, Suite12};
pub use version::Version;
