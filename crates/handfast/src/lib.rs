//! Mutually authenticated TLS 1.3 and TLS 1.2, as client and as server.
//!
//! * [`Connection`] is the whole protocol without I/O: bytes in, bytes out, one [`Connection::step`] at a time.
//! * [`Stream`] puts it on a blocking socket; with the feature `tokio`, `tokio::TlsStream` on an asynchronous one.
//! * [`Config`] says who we are and whom we trust; [`Env`] hands in the clock, the randomness and the key exchange.
//! * [`Hooks`] let an observer see every byte, key and decision, and a tamper change what is sent.
//!
//! The handshake itself lives in `handfast_handshake`, records in `handfast_record`, certificates in
//! `handfast_path`; the module `deliver` is the one place where they meet.

mod ahead;
mod answer;
pub mod compression;
mod config;
mod connection;
mod deliver;
mod early_data;
mod engine;
mod env;
mod error;
mod evidence;
mod fail;
mod identity;
mod inject;
mod negotiated;
mod observe;
mod parts;
mod sessions;
mod staple;
mod stream;
#[cfg(feature = "tokio")]
pub mod tokio;
mod watch;

pub use config::{Config, Verification};
pub use connection::{Acceptance, Connection, NoBinding, Progress};
pub use env::{Clock, Env, SystemClock};
pub use error::{Error, Local, Refusal};
pub use evidence::LiveEvidence;
pub use identity::{Identity, IdentityError};
pub use negotiated::{Negotiated, Withheld};
pub use observe::{Hooks, Observation, Observer, On, Tamper, Wish};
pub use parts::Parts;
pub use sessions::{
    HelloRecord, MemorySessions, ServerSessions, SessionCache, SessionKey, SessionStore, TicketKey,
    TicketKeys,
};
pub use staple::Staple;
pub use stream::{Stream, Transport};

pub use handfast_crypto as crypto;
pub use handfast_handshake as handshake;
pub use handfast_path as path;
pub use handfast_record as record;
pub use handfast_rule as rule;
pub use handfast_wire as wire;

pub use handfast_handshake::{
    CertificateType, ClientAuth, EarlyData, NoEarlyData, NotResumed, Psk, PskError, RequestNumber, Role,
    Session, State, Version,
};
