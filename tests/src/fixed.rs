//! Everything that is random otherwise, fixed: the same handshake twice is the same bytes twice.

use std::sync::Arc;

use handfast::crypto::kx::FixedScalars;
use handfast::crypto::rng::CountingRng;
use handfast::crypto::secret::Secret;
use handfast::crypto::sign::DeterministicP256;
use handfast::{Config, Connection, Env, Identity};
use handfast_pki::Issued;
use rustls_pki_types::UnixTime;

use crate::pair::{Pair, USER, localhost};

/// A clock that stands still, octets that count from here, scalars drawn from them.
#[must_use]
pub fn env(clock: UnixTime, first: u8) -> Env {
    Env {
        clock: Box::new(clock),
        rng: Box::new(CountingRng::starting_at(first)),
        kx: Box::new(FixedScalars::new()),
    }
}

/// What was issued for a key on P-256, with signatures that repeat (RFC 6979).
///
/// # Panics
/// If the key is another one.
#[must_use]
pub fn identity(issued: &Issued) -> Identity {
    Identity::with_signer(&issued.chain, Arc::new(signer(issued))).expect("an identity")
}

/// Its signer alone.
///
/// # Panics
/// If the key is another one.
#[must_use]
pub fn signer(issued: &Issued) -> DeterministicP256 {
    DeterministicP256::from_scalar(&scalar(issued.key.secret_der())).expect("a scalar")
}

/// ECPrivateKey (RFC 5915 §3) begins with version 1 and 32 octets of the scalar.
fn scalar(pkcs8: &[u8]) -> Secret {
    const BEFORE: [u8; 5] = [2, 1, 1, 4, 32];
    let start = pkcs8.windows(BEFORE.len()).position(|bytes| bytes == BEFORE).expect("a key on P-256");
    let scalar = pkcs8.get(start + BEFORE.len()..).and_then(|rest| rest.get(..32));
    Secret::from_slice(scalar.expect("a whole scalar"))
}

/// A client that does the same every time.
#[must_use]
pub fn client(config: Arc<Config>, clock: UnixTime) -> Connection {
    Connection::client(config, env(clock, 0x00), localhost()).on_behalf_of(USER)
}

impl Pair {
    /// A client and a server that do the same every time.
    #[must_use]
    pub fn fixed(client: Arc<Config>, server: Arc<Config>, clock: UnixTime) -> Self {
        Self { client: self::client(client, clock), server: Connection::server(server, env(clock, 0x80)) }
    }
}
