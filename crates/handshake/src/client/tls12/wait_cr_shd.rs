//! WAIT_CR_SHD (ours, TLS 1.2): CertificateRequest (RFC 5246 §7.4.4), or ServerHelloDone at once.

use handfast_crypto::kx::Agreed;
use handfast_crypto::public_key::PublicKey;
use handfast_wire::handshake::CertificateRequest12;

use super::flight::{Flight, SendClientKeyExchange};
use super::wait_shd::WaitShd;
use crate::accepts::RequestFacts;
use crate::context::Fact;
use crate::keys12::Hellos;
use crate::{ClientAuth, Cx, Peer};

/// The server has said what it has to say, but for a request.
#[derive(Debug)]
pub(crate) struct WaitCrShd {
    pub(crate) server: Server,
}

/// What is known of the server, and how the premaster secret comes about.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) hellos: Hellos,
    pub(crate) peer: Peer,
    pub(crate) exchange: Exchange,
}

/// Our half of the key exchange.
#[derive(Debug)]
pub(crate) enum Exchange {
    /// Our share, and the secret.
    Ecdhe(Box<Agreed>),
    /// The key to encrypt a secret with.
    Rsa(Box<PublicKey>),
}

impl Server {
    pub(crate) fn that_signed(hellos: Hellos, peer: Peer, agreed: Agreed) -> Self {
        Self { hellos, peer, exchange: Exchange::Ecdhe(Box::new(agreed)) }
    }

    pub(crate) fn that_decrypts(hellos: Hellos, peer: Peer, key: PublicKey) -> Self {
        Self { hellos, peer, exchange: Exchange::Rsa(Box::new(key)) }
    }
}

impl WaitCrShd {
    /// The server asks who we are.
    pub(crate) fn certificate_request(self, m: &CertificateRequest12<'_>, cx: &mut Cx<'_>) -> WaitShd {
        // A client cannot tell whether the server would go on without a certificate.
        cx.learned(Fact::ClientAuth(ClientAuth::Optional));
        let request = RequestFacts::of_request12(self.server.hellos.certificate_types.client, m);
        WaitShd { server: self.server, request: Box::new(request) }
    }

    pub(crate) fn server_hello_done(self) -> Flight {
        Flight::ClientKeyExchange(SendClientKeyExchange { server: self.server, chosen: None })
    }
}
