//! A root, a server and a client, made for the occasion.

use std::sync::Arc;

use handfast::path::Anchors;
use handfast::{ClientAuth, Config, Identity, Version};
use handfast_pki::{Authority, Issued, KeyKind, Request};
use rustls_pki_types::UnixTime;

use crate::fixed;

/// The time of every test that does not say otherwise.
#[must_use]
pub fn now() -> UnixTime {
    UnixTime::now()
}

/// A root and an intermediate, both trusted by all.
#[derive(Debug)]
pub struct People {
    /// The root.
    pub root: Authority,
    /// What issues servers and clients.
    pub intermediate: Authority,
    kind: KeyKind,
    signatures_repeat: bool,
}

impl People {
    /// With keys of this kind throughout.
    ///
    /// # Panics
    /// If a certificate cannot be made.
    #[must_use]
    pub fn new(kind: KeyKind) -> Self {
        let root = Authority::root(&Request::authority("handfast test root", now()).key(kind)).expect("root");
        let request = Request::authority("handfast test intermediate", now()).key(kind);
        let intermediate = root.intermediate(&request).expect("intermediate");
        Self { root, intermediate, kind, signatures_repeat: false }
    }

    /// With keys on P-256 whose signatures repeat in the handshake (RFC 6979).
    #[must_use]
    pub fn repeating() -> Self {
        Self { signatures_repeat: true, ..Self::new(KeyKind::P256) }
    }

    /// The anchors that all trust.
    #[must_use]
    pub fn anchors(&self) -> Anchors {
        Anchors::from_certificates([&**self.root.certificate()]).expect("anchors")
    }

    /// An identity that the intermediate issues.
    #[must_use]
    pub fn issue(&self, request: Request) -> Identity {
        let issued = self.intermediate.issue(&request.key(self.kind)).expect("issued");
        if self.signatures_repeat { fixed::identity(&issued) } else { identity(&issued) }
    }

    /// A server for localhost that asks for client certificates like this. Its key may do all that it can.
    #[must_use]
    pub fn server(&self, client_auth: ClientAuth) -> Config {
        let request = Request::server(["localhost"], now());
        let decrypts = self.kind == KeyKind::Rsa2048;
        let server = self.issue(if decrypts { request.that_decrypts() } else { request });
        self.stranger().with_identity(server).with_client_auth(client_auth)
    }

    /// A client called alice.
    #[must_use]
    pub fn client(&self) -> Config {
        self.stranger().with_identity(client_identity(self))
    }

    /// A client without a certificate. Like all of them it speaks TLS 1.3 alone.
    #[must_use]
    pub fn stranger(&self) -> Config {
        only_tls13(Config::new()).with_anchors(self.anchors())
    }

    /// Both sides of a mutual handshake.
    #[must_use]
    pub fn both(&self) -> (Arc<Config>, Arc<Config>) {
        (Arc::new(self.client()), Arc::new(self.server(ClientAuth::Require)))
    }
}

/// The same configuration, for TLS 1.2 alone.
#[must_use]
pub fn only_tls12(config: Config) -> Config {
    config.with_versions(Version::Tls12..=Version::Tls12)
}

/// The same configuration, for TLS 1.3 alone.
#[must_use]
pub fn only_tls13(config: Config) -> Config {
    config.with_versions(Version::Tls13..=Version::Tls13)
}

/// The same configuration, for TLS 1.2 and 1.3.
#[must_use]
pub fn both_versions(config: Config) -> Config {
    config.with_versions(Version::Tls12..=Version::Tls13)
}

/// The identity of something that was issued.
///
/// # Panics
/// If chain and key do not belong together.
#[must_use]
pub fn identity(issued: &Issued) -> Identity {
    Identity::new(&issued.chain, &issued.key).expect("an identity")
}

/// alice.
#[must_use]
pub fn client_identity(people: &People) -> Identity {
    people.issue(Request::client("alice", now()))
}
