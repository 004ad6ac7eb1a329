//! STARTING_EARLY_DATA (ours, between START and WAIT_SH of RFC 9846 §A.1): the ClientHello is out, and the keys for early
//! data can be made of it (§4.3.10).

use super::offer::EarlyOffer;
use super::wait_sh::WaitSh;
use crate::Cx;
use crate::context::{Effect, Epoch, Fact, Side};
use crate::early_data::EarlyData;

/// Early data was announced.
#[derive(Debug)]
pub(crate) struct StartingEarlyData {
    pub(crate) waiting: WaitSh,
    pub(crate) offer: EarlyOffer,
}

impl StartingEarlyData {
    /// In compatibility mode the dummy ChangeCipherSpec goes at once, and not again later (§E.4).
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> WaitSh {
        let Self { mut waiting, offer } = self;
        let Some(psk) = waiting.offers.first_psk() else { return waiting };
        let hello = cx.transcript.before(offer.suite.hash);
        let secrets = psk.secrets(&hello, cx.seen());
        if cx.config.compatibility {
            cx.change_cipher_spec();
        }
        cx.install(Side::Write, Epoch::EarlyData, offer.suite, &secrets.client);
        cx.effects.push_back(Effect::BeginEarlyData(offer.most));
        cx.learned(Fact::EarlyData(EarlyData::Offered));
        waiting.early_data = Some(offer.begun(secrets));
        waiting
    }
}
