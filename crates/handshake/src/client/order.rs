//! In which order a ClientHello says its extensions: RFC 9846 §4.3 leaves it open, but for pre_shared_key, which is last.

use handfast_crypto::hash::Hash;
use handfast_wire::ext::Extension;

use crate::Cx;

/// An order of this connection's own, so that servers do not come to rely on one.
#[derive(Debug)]
pub(crate) struct Order([u8; 16]);

impl Order {
    /// Another one for each connection, if that is wanted.
    pub(crate) fn draw(cx: &mut Cx<'_>) -> Option<Self> {
        cx.config.permutes_extensions.then(|| Self(cx.random()))
    }

    /// Each extension has its place whatever the others are: so those of the second hello that the first had, too, stand in
    /// the same order (§4.2.2).
    pub(crate) fn arrange(&self, extensions: &mut [Extension<'_>]) {
        let is_psk = |extension: &Extension<'_>| matches!(extension, Extension::PreSharedKey(_));
        let end = extensions.iter().position(is_psk).unwrap_or(extensions.len());
        extensions.get_mut(..end).unwrap_or_default().sort_by_cached_key(|extension| {
            let of_type = extension.extension_type().0.to_be_bytes();
            Hash::Sha256.digest(&[&self.0, &of_type]).as_ref().to_vec()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Extension, Order};
    use handfast_wire::List;
    use handfast_wire::ext::{EarlyData, OfferedPsks, PreSharedKey};

    #[test]
    fn each_has_its_place_and_pre_shared_key_the_last() {
        let (identities, binders) = (List::default(), List::default());
        let psk = Extension::PreSharedKey(PreSharedKey::Offered(OfferedPsks { identities, binders }));
        let early_data = Extension::EarlyData(EarlyData::Indicated);
        let others = [Extension::Cookie(b"a"), Extension::ExtendedMainSecret, Extension::PostHandshakeAuth];
        let mut seen = Vec::new();
        for seed in 0..20 {
            let order = Order([seed; 16]);
            let mut first = [&others[..], &[early_data, psk]].concat();
            order.arrange(&mut first);
            assert_eq!(first.last(), Some(&psk));
            let mut second = others.to_vec();
            order.arrange(&mut second);
            first.retain(|extension| *extension != early_data && *extension != psk);
            assert_eq!(first, second);
            if !seen.contains(&second) {
                seen.push(second);
            }
        }
        assert!(seen.len() > 3, "some of the six orders");
    }
}
