//! The second ClientHello, after a HelloRetryRequest (RFC 9846 §4.2.2, §4.2.4).

use handfast_crypto::kx::Group;

use super::greeting::{Greeting, Share};
use super::said::{Said, send};
use crate::client::offers::Offers;
use crate::client::wait_sh::{Retried, WaitSh};
use crate::{Cx, Error, Suite};

/// What HelloRetryRequest changes.
#[derive(Debug)]
pub(crate) struct Retry {
    pub(crate) greeting: Box<Greeting>,
    pub(crate) suite: Suite,
    pub(crate) group: Option<Group>,
    pub(crate) cookie: Option<Vec<u8>>,
    /// What of those goes with the cipher suite.
    pub(crate) offers: Offers,
    /// Whether the dummy ChangeCipherSpec is out already.
    pub(crate) after_early_data: bool,
}

/// The same hello with the share that was asked for and the cookie (RFC 9846 §4.2.4). In compatibility mode the dummy
/// ChangeCipherSpec goes before it (§E.4). Early data is not offered again (§4.3.10).
pub(super) fn second_hello(
    server_name: Option<String>,
    retry: Retry,
    cx: &mut Cx<'_>,
) -> Result<WaitSh, Error> {
    let Retry { mut greeting, suite, group, cookie, offers, after_early_data } = retry;
    if let Some(group) = group {
        greeting.shares = vec![Share::new(group, cx)?];
        // This one alone (RFC 9846 §4.2.2).
        greeting.greases_shares = false;
    }
    if cx.config.compatibility && !after_early_data {
        cx.change_cipher_spec();
    }
    let said = Said { cookie: cookie.as_deref(), offers: &offers, early_data: false };
    send(&greeting, server_name.as_deref(), &said, cx)?;
    let retried = Some(Retried { suite, group });
    Ok(WaitSh { server_name, greeting, retried, offers, early_data: None })
}
