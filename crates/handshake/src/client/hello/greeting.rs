//! What is kept of a ClientHello: it is the same in the second, and the server's answer is held against it.

use handfast_crypto::kx::{Group, Offered};
use handfast_crypto::secret::Secret;
use handfast_wire::ext::KeyShareEntry;

use crate::client::offers::Offers;
use crate::client::order::Order;
use crate::grease::Grease;
use crate::group::{bad_share, named_group};
use crate::{Cx, Error, Local, Version};

/// What of a ClientHello the server's answer is held against. It lies apart, so that states move cheaply.
#[derive(Debug)]
pub(crate) struct Greeting {
    pub(crate) random: [u8; 32],
    session_id: Option<Vec<u8>>,
    pub(crate) shares: Vec<Share>,
    pub(super) grease: Option<Grease>,
    /// Whether there is a share among ours that means nothing.
    pub(super) greases_shares: bool,
    pub(super) order: Option<Order>,
}

/// The public half of a key exchange, and what completes it.
#[derive(Debug)]
pub(crate) struct Share {
    pub(crate) group: Group,
    pub(crate) offered: Box<dyn Offered>,
}

impl Greeting {
    pub(super) fn new(offers: &Offers, cx: &mut Cx<'_>) -> Result<Box<Self>, Error> {
        let (random, session_id) = random_and_session_id(offers, cx);
        let shares = at_once(cx)?;
        let (grease, order) = (Grease::draw(cx), Order::draw(cx));
        Ok(Box::new(Self { random, session_id, shares, grease, greases_shares: true, order }))
    }

    pub(crate) fn session_id(&self) -> &[u8] {
        self.session_id.as_deref().unwrap_or_default()
    }
}

/// The session id is that of a session of TLS 1.2, or in compatibility mode any (RFC 9846 §E.4). Both are drawn at once
/// then: each draw is a call into the system.
fn random_and_session_id(offers: &Offers, cx: &mut Cx<'_>) -> ([u8; 32], Option<Vec<u8>>) {
    if cx.config.speaks(Version::Tls13) && cx.config.compatibility {
        let [random, fresh] = cx.randoms();
        return (random, offers.session_id12(|| fresh).or_else(|| Some(fresh.to_vec())));
    }
    (cx.random(), offers.session_id12(|| cx.random()))
}

/// The shares of the first hello.
fn at_once(cx: &mut Cx<'_>) -> Result<Vec<Share>, Error> {
    let mut shares = Vec::new();
    for group in &cx.config.groups {
        if cx.config.speaks(Version::Tls13) && cx.config.shares.contains(group) {
            shares.push(Share::new(*group, cx)?);
        }
    }
    Ok(shares)
}

impl Share {
    pub(super) fn new(group: Group, cx: &mut Cx<'_>) -> Result<Self, Error> {
        let offered = cx.kx.start(group, cx.rng).map_err(|_| Local::KeyExchange)?;
        Ok(Self { group, offered })
    }

    /// What comes of it with that of the peer.
    pub(crate) fn agree(self, theirs: &[u8]) -> Result<Secret, Error> {
        self.offered.agree(theirs).map_err(|why| bad_share(self.group, why))
    }

    pub(super) fn entry(&self) -> KeyShareEntry<'_> {
        KeyShareEntry { group: named_group(self.group), key_exchange: self.offered.share() }
    }
}
