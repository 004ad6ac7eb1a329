//! A session in a ClientHello (RFC 9846 §4.3.11), and what becomes of it.

use handfast_crypto::hash::Hash;
use handfast_wire::ext::{Extensions, PskBinder, PskIdentity};

use crate::context::Fact;
use crate::schedule13::EarlySecret;
use crate::session::{Millis, NotResumed, Session};
use crate::{Cx, Peer, Refusal, Suite};

/// A session whose server was judged again, ready to be offered.
#[derive(Debug)]
pub(crate) struct Offer {
    session: Box<Session>,
    pub(super) peer: Peer,
    pub(super) early: EarlySecret,
}

impl Offer {
    /// With this server.
    pub(super) fn new(session: Box<Session>, peer: Peer, cx: &mut Cx<'_>) -> Option<Box<Self>> {
        let early = EarlySecret::new(session.hash()?, &session.secret, cx.seen());
        Some(Box::new(Self { session, peer, early }))
    }

    pub(super) const fn hash(&self) -> Hash {
        self.early.hash()
    }

    pub(super) const fn authenticated_at(&self) -> Millis {
        self.session.authenticated_at
    }

    /// How it is called in the hello.
    pub(super) fn identity(&self, now: Millis) -> PskIdentity<'_> {
        let identity = self.session.name().map_or(&[][..], |name| name.bytes());
        PskIdentity { identity, obfuscated_ticket_age: self.session.obfuscated_age(now) }
    }

    /// What stands in the place of the binder until all before it is written: its length counts (§4.3.11.2).
    pub(super) fn blank(&self) -> PskBinder<'static> {
        const ZEROS: [u8; Hash::MAX_OUTPUT_LEN] = [0; Hash::MAX_OUTPUT_LEN];
        PskBinder(ZEROS.get(..self.hash().output_len()).unwrap_or(&ZEROS))
    }

    /// Writes the binder into the hello that starts here in the scratch buffer, and ends with a blank one.
    pub(super) fn bind(&self, start: usize, cx: &mut Cx<'_>) {
        let length = self.hash().output_len();
        let end = cx.scratch.len();
        let truncated = cx.scratch.get(start..end - length - LENGTHS).unwrap_or_default();
        let truncated = cx.transcript.followed_by(self.hash(), truncated);
        let binder = self.early.binder(&truncated, cx.seen());
        if let Some(blank) = cx.scratch.get_mut(end - length..) {
            blank.copy_from_slice(binder.as_ref());
        }
    }

    /// What the server made of it: taken, passed over, or a number that nobody offered.
    pub(super) fn taken(
        offer: Option<Box<Self>>,
        suite: Suite,
        extensions: &Extensions<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<Option<Box<Self>>, Refusal> {
        match (extensions.selected_psk(), offer) {
            (None, None) => Ok(None),
            (None, Some(_)) => {
                cx.learned(Fact::NotResumed(NotResumed::Declined));
                Ok(None)
            }
            (Some(0), Some(offer)) if offer.hash() == suite.hash => {
                cx.learned(Fact::Resumed);
                Ok(Some(offer))
            }
            (Some(index), _) => Err(Refusal::SelectedPsk { index }),
        }
    }
}

/// Of the list of binders, and of the one that is in it.
const LENGTHS: usize = 2 + 1;
