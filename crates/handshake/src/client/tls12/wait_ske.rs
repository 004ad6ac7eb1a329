//! WAIT_SKE (ours, TLS 1.2): ServerKeyExchange (RFC 8422 §5.4), in which the server proves that it holds the key.

use handfast_crypto::kx::Group;
use handfast_crypto::public_key::PublicKey;
use handfast_wire::Kind;
use handfast_wire::code_points::NamedGroup;
use handfast_wire::handshake::ServerKeyExchange;

use super::wait_cr_shd::{Server, WaitCrShd};
use crate::context::Fact;
use crate::group::{bad_share12, group, is_curve};
use crate::keys12::Hellos;
use crate::{Config, Cx, Error, Peer, Refusal12, auth};

/// The server's chain was judged.
#[derive(Debug)]
pub(crate) struct WaitSke {
    pub(crate) hellos: Hellos,
    pub(crate) peer: Peer,
    pub(crate) key: PublicKey,
}

impl WaitSke {
    /// The signature first: what is not the server's is not computed with.
    pub(crate) fn server_key_exchange(
        self,
        m: &ServerKeyExchange<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<WaitCrShd, Error> {
        let group = offered(m.params.group, cx.config)?;
        let content = auth::content12(&self.hellos.randoms, &m.params.encode()?);
        auth::check12(Kind::ServerKeyExchange, cx.config, &self.key, &content, (m.algorithm, m.signature))?;
        cx.learned(Fact::Group(group));
        cx.learned(Fact::PeerScheme(m.algorithm));
        let agreed = cx.kx.respond(group, m.params.public, cx.rng).map_err(|why| bad_share12(group, why))?;
        Ok(WaitCrShd { server: Server::that_signed(self.hellos, self.peer, agreed) })
    }
}

fn offered(code: NamedGroup, config: &Config) -> Result<Group, Refusal12> {
    let found = group(code).filter(|group| is_curve(*group) && config.groups.contains(group));
    found.ok_or(Refusal12::GroupNotOffered { group: code })
}
