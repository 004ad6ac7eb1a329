//! RFC 8448, *Example Handshake Traces for TLS 1.3*, byte for byte through our client and through our server.
//!
//! One side of a trace is a [`Connection`](handfast::Connection) of ours, the other side is the recording:
//!
//! ```text
//! vectors/rfc8448/*.json ── trace ──> Trace ── script ──> Script ── play ──> Log ── retell ──> Retelling
//!                                       └──────────────────── compare ─────────────────────────────┘
//! ```
//!
//! * [`trace`] reads the file; [`script`] takes out of it what goes *in*: private keys, Randoms, certificates, recorded
//!   signatures, the peer's records, and those of our messages that we would not compose like this.
//! * [`play`] runs the connection; [`log`] is its observer, and sees every message, record and secret.
//! * [`retell`] tells what was computed in the words of the RFC, step by step, for both sides; [`compare`] demands that
//!   the file and the retelling are the same, in every value and with nothing left over on either side.
//! * [`early_data`] replays section 4, whose client sends early data, record by record.
//! * [`explained`] demands the RFC's values of the key schedule of what `handfast-study` shows to a reader.
//!
//! | in the trace | in the API |
//! |---|---|
//! | "create an ephemeral … key pair" | `Env::kx` is `FixedScalars` with the recorded private key: share and shared secret are computed |
//! | Random, session id | `Env::rng` yields the recorded octets |
//! | the time (the certificates expired in 2026) | `Env::clock` is a `UnixTime` that stands still |
//! | "construct a … message" | `Observation::Message`; the Tamper puts the recorded ClientHello, EncryptedExtensions and CertificateRequest into the place of ours |
//! | Certificate, CertificateVerify | `Identity::with_signer` with a `ScriptedSigner`: signatures are randomised, so the recorded one is played, if what we sign is what was signed |
//! | NewSessionTicket | `Connection::inject` at the server, which issues none by itself; the client decodes and counts it |
//! | "extract secret", "derive secret" | `Observation::Derived` |
//! | "send … record" | `Observation::Record`, and `Connection::outgoing` |

#![cfg(test)]

mod compare;
mod early_data;
mod explained;
mod flips;
mod flows;
mod hex;
mod log;
mod opening;
mod play;
mod resumed;
mod retell;
mod rng;
mod script;
mod trace;
mod trust;
mod understudy;

use handfast::Role;
use serde_json::Value;

use crate::compare::{Tally, compare};
use crate::play::{Manner, play};
use crate::retell::{Retelling, retell};
use crate::script::Script;
use crate::trace::{File, Mismatch, Trace};

/// The whole test: a file, replayed by our client or by our server.
fn replay(file: File, content: &Value, role: Role, manner: Manner) -> Result<Tally, Mismatch> {
    let trace = Trace::read(file, content)?;
    let script = Script::new(&trace, role)?;
    compare(&trace, &run(&script, manner)?)
}

/// The run of one side, retold. It depends on the script alone.
fn run(script: &Script<'_>, manner: Manner) -> Result<Retelling, Mismatch> {
    retell(script, &play(script, manner)?)
}

fn replays(file: File, role: Role) {
    for manner in [Manner::Plain, Manner::Held, Manner::Trickle] {
        let tally = replay(file, &file.load(), role, manner);
        let tally = tally.unwrap_or_else(|mismatch| panic!("{manner:?}: {mismatch}"));
        println!("RFC 8448 section {} by our {}, {manner:?}: {tally}", file.section(), role.name());
        assert_eq!(tally.steps, file.steps());
    }
}

#[test]
fn client_replays_section_3() {
    replays(File::Simple, Role::Client);
}

#[test]
fn server_replays_section_3() {
    replays(File::Simple, Role::Server);
}

#[test]
fn client_replays_section_5() {
    replays(File::Retry, Role::Client);
}

#[test]
fn server_replays_section_5() {
    replays(File::Retry, Role::Server);
}

#[test]
fn client_replays_section_6() {
    replays(File::ClientAuthentication, Role::Client);
}

#[test]
fn server_replays_section_6() {
    replays(File::ClientAuthentication, Role::Server);
}

#[test]
fn client_replays_section_7() {
    replays(File::Compatibility, Role::Client);
}

#[test]
fn server_replays_section_7() {
    replays(File::Compatibility, Role::Server);
}
