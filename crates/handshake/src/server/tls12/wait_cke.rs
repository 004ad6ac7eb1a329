//! WAIT_CKE (ours, TLS 1.2): ClientKeyExchange (RFC 5246 §7.4.7). With it the main secret is known.

use handfast_crypto::kx::{Group, Offered};
use handfast_crypto::public_key::PublicKey;
use handfast_wire::Kind;
use handfast_wire::handshake::ClientKeyExchange;

use super::decrypting_premaster::DecryptingPremaster;
use super::flight::{Chosen, Exchange};
use super::wait_ccs::WaitCcs;
use super::wait_cv::WaitCv;
use crate::group::bad_share12;
use crate::keys12::{Hellos, Session};
use crate::question::Ask;
use crate::tickets12::Course;
use crate::{Cx, Error, Peer, Refusal12, State};

/// The client's chain was judged, or there is none.
#[derive(Debug)]
pub(crate) struct WaitCke {
    pub(crate) chosen: Chosen,
    pub(crate) presented: Option<Presented>,
}

/// A chain, and the key with which its CertificateVerify will be checked.
#[derive(Debug)]
pub(crate) struct Presented {
    pub(crate) peer: Peer,
    pub(crate) key: PublicKey,
}

/// Where ClientKeyExchange leads.
#[derive(Debug)]
pub(crate) enum AfterExchange {
    Agreed(AfterPremaster),
    Encrypted(DecryptingPremaster),
}

/// Where the premaster secret leads: who presented a certificate has yet to prove it.
#[derive(Debug)]
pub(crate) enum AfterPremaster {
    Presented(WaitCv),
    Nobody(WaitCcs),
}

impl WaitCke {
    pub(crate) fn client_key_exchange(
        self,
        m: ClientKeyExchange<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<AfterExchange, Error> {
        let Self { chosen: Chosen { hellos, exchange }, presented } = self;
        match (exchange, m) {
            (Exchange::Ecdhe(group, offered), ClientKeyExchange::Ecdhe(share)) => {
                agreed(hellos, presented, (group, offered), share, cx).map(AfterExchange::Agreed)
            }
            (Exchange::Rsa(identity, client_version), ClientKeyExchange::Rsa(encrypted)) => {
                cx.ask(Ask::Decrypt);
                let encrypted = encrypted.to_vec();
                Ok(AfterExchange::Encrypted(DecryptingPremaster {
                    hellos,
                    presented,
                    identity,
                    client_version,
                    encrypted,
                }))
            }
            // Decoded in another dialect than the one spoken.
            (Exchange::Ecdhe(..) | Exchange::Rsa(..), _) => {
                Err(Refusal12::UnexpectedMessage { state: State::WaitCke, got: Kind::ClientKeyExchange }
                    .into())
            }
        }
    }
}

fn agreed(
    hellos: Hellos,
    presented: Option<Presented>,
    (group, offered): (Group, Box<dyn Offered>),
    share: &[u8],
    cx: &mut Cx<'_>,
) -> Result<AfterPremaster, Error> {
    let premaster = offered.agree(share).map_err(|why| bad_share12(group, why))?;
    Ok(AfterPremaster::of(hellos.session(&premaster, cx), presented))
}

impl AfterPremaster {
    pub(super) fn of(session: Session, presented: Option<Presented>) -> Self {
        match presented {
            Some(presented) => Self::Presented(WaitCv { session, presented }),
            None => Self::Nobody(WaitCcs { session, peer: None, course: Course::Full }),
        }
    }
}
