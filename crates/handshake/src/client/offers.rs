//! What a ClientHello offers to go on from (RFC 9846 §4.3.11, RFC 5077 §3.2, RFC 5246 §7.4.1.2), and what becomes of it.

use handfast_wire::ext::{Extensions, PskBinder, PskIdentity};

use super::offer::{EarlyOffer, Offer};
use crate::context::Fact;
use crate::schedule13::EarlySecret;
use crate::session::{Millis, NotResumed};
use crate::{Config, Cx, Refusal, Suite};

/// A session, and behind it keys that were shared beforehand, each if there are any.
#[derive(Debug, Default)]
pub(crate) struct Offers(Vec<Offer>);

impl Offers {
    pub(super) const fn new(offers: Vec<Offer>) -> Self {
        Self(offers)
    }

    /// In the order of the extension.
    fn psks(&self) -> impl Iterator<Item = (&Offer, &EarlySecret)> {
        self.0.iter().filter_map(|offer| Some((offer, offer.psk()?)))
    }

    /// Early data goes under the first (§4.3.10).
    pub(super) fn first_psk(&self) -> Option<&EarlySecret> {
        self.psks().next().map(|(_, psk)| psk)
    }

    pub(super) fn have_psk(&self) -> bool {
        self.first_psk().is_some()
    }

    pub(super) fn early_data(&self, config: &Config) -> Option<EarlyOffer> {
        self.psks().next().and_then(|(offer, _)| offer.early_data(config))
    }

    pub(super) fn ticket12(&self) -> &[u8] {
        self.0.first().map_or(&[], Offer::ticket12)
    }

    pub(super) fn session_id12(&self, random: impl FnOnce() -> [u8; 32]) -> Option<Vec<u8>> {
        self.0.first()?.session_id12(random)
    }

    /// A pre-shared key of another hash than a HelloRetryRequest names has no place in the second hello (RFC 9846 §4.2.2);
    /// what TLS 1.2 would go on from must not change.
    pub(super) fn after_retry(mut self, suite: Suite) -> Self {
        self.0.retain(|offer| offer.psk().is_none_or(|psk| psk.hash() == suite.hash));
        self
    }

    /// How they are called in the hello, and blanks for their binders.
    pub(super) fn entries(
        &self,
        clock: &dyn Fn() -> Millis,
    ) -> (Vec<PskIdentity<'_>>, Vec<PskBinder<'static>>) {
        let (mut identities, mut binders) = (Vec::new(), Vec::new());
        for (offer, psk) in self.psks() {
            let (identity, binder) = offer.entry(psk, clock());
            identities.push(identity);
            binders.push(binder);
        }
        (identities, binders)
    }

    /// Writes the binders into the hello that starts here in the scratch buffer, and ends with blank ones. Each is made of
    /// all that stands before the list (§4.3.11.2).
    pub(super) fn bind(&self, start: usize, cx: &mut Cx<'_>) {
        if self.is_empty() {
            return;
        }
        let length: usize = self.psks().map(|(_, psk)| LENGTH + psk.hash().output_len()).sum();
        let mut place = cx.scratch.len() - length;
        let truncated = start..place.saturating_sub(LIST_LENGTH);
        for (_, psk) in self.psks() {
            let hello = cx.scratch.get(truncated.clone()).unwrap_or_default();
            let binder = psk.binder(&cx.transcript.followed_by(psk.hash(), hello), cx.seen());
            let end = place + LENGTH + psk.hash().output_len();
            if let Some(blank) = cx.scratch.get_mut(place + LENGTH..end) {
                blank.copy_from_slice(binder.as_ref());
            }
            place = end;
        }
    }

    /// What a server of TLS 1.3 made of them: one is taken, with its place, or none, or a place where there is none.
    pub(super) fn taken(
        self,
        suite: Suite,
        extensions: &Extensions<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<Option<(u16, Box<Offer>)>, Refusal> {
        let Some(index) = extensions.selected_psk() else {
            if !self.0.is_empty() {
                cx.learned(Fact::NotResumed(NotResumed::Declined));
            }
            return Ok(None);
        };
        let mut psks = self.0.into_iter().filter(|offer| offer.psk().is_some());
        let taken =
            psks.nth(index.into()).filter(|offer| offer.psk().is_some_and(|psk| psk.hash() == suite.hash));
        let taken = taken.ok_or(Refusal::SelectedPsk { index })?;
        taken.session.taken().into_iter().for_each(|fact| cx.learned(fact));
        Ok(Some((index, Box::new(taken))))
    }

    /// The session that a server of TLS 1.2 could have taken.
    pub(super) fn into_session12(self) -> Option<Offer> {
        self.0.into_iter().find(|offer| offer.psk().is_none())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Of a binder, and of the list of all.
const LENGTH: usize = 1;
const LIST_LENGTH: usize = 2;
