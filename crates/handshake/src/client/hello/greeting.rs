//! What is kept of a ClientHello: it is the same in the second, and the server's answer is held against it.

use handfast_crypto::kx::{Group, Offered};
use handfast_wire::ext::KeyShareEntry;

use crate::client::offers::Offers;
use crate::client::order::Order;
use crate::grease::Grease;
use crate::group::named_group;
use crate::{Cx, Error, Local, Version};

/// What of a ClientHello the server's answer is held against.
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
    pub(super) fn new(offers: &Offers, cx: &mut Cx<'_>) -> Result<Self, Error> {
        let random = cx.random();
        let tls13 = cx.config.speaks(Version::Tls13);
        let session_id = offers.session_id12(|| cx.random());
        let compatible = tls13 && cx.config.compatibility;
        let session_id = session_id.or_else(|| compatible.then(|| cx.random::<32>().to_vec()));
        let at_once = cx.config.groups.iter().filter(|group| tls13 && cx.config.shares.contains(group));
        let shares = at_once.map(|group| Share::new(*group, cx)).collect::<Result<_, _>>()?;
        let (grease, order) = (Grease::draw(cx), Order::draw(cx));
        Ok(Self { random, session_id, shares, grease, greases_shares: true, order })
    }

    pub(crate) fn session_id(&self) -> &[u8] {
        self.session_id.as_deref().unwrap_or_default()
    }
}

impl Share {
    pub(super) fn new(group: Group, cx: &mut Cx<'_>) -> Result<Self, Error> {
        let offered = cx.kx.start(group, cx.rng).map_err(|_| Local::KeyExchange)?;
        Ok(Self { group, offered })
    }

    pub(super) fn entry(&self) -> KeyShareEntry<'_> {
        KeyShareEntry { group: named_group(self.group), key_exchange: self.offered.share() }
    }
}
