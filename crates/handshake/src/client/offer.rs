//! One session, or key that was shared beforehand, of those that a ClientHello offers.

use handfast_crypto::hash::Hash;
use handfast_wire::ext::{PskBinder, PskIdentity};

use crate::schedule13::{EarlySecret, EarlySecrets, ExporterSecret};
use crate::session::{Millis, Session, SessionName};
use crate::{Config, Cx, Peer, Refusal, Suite, Version};

/// A session whose server was judged again, ready to be offered.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(super) session: Box<Session>,
    /// Who its server is; of a key that was shared beforehand, nobody with a certificate.
    pub(super) peer: Option<Peer>,
    /// Of TLS 1.3.
    psk: Option<EarlySecret>,
}

impl Offer {
    /// With this server.
    pub(super) fn new(session: Box<Session>, peer: Option<Peer>, cx: &mut Cx<'_>) -> Option<Self> {
        let psk = match session.version() {
            Version::Tls12 => None,
            Version::Tls13 => {
                let secret = EarlySecret::new(session.hash()?, &session.secret, cx.seen());
                Some(secret.of_origin(session.origin))
            }
        };
        Some(Self { session, peer, psk })
    }

    pub(super) const fn psk(&self) -> Option<&EarlySecret> {
        self.psk.as_ref()
    }

    pub(super) const fn authenticated_at(&self) -> Millis {
        self.session.authenticated_at
    }

    /// Early data, if the session allows it, and all that it was agreed on under can be agreed on again (§4.3.10).
    pub(super) fn early_data(&self, config: &Config) -> Option<EarlyOffer> {
        let Session { max_early_data: most, alpn, .. } = &*self.session;
        let suite = config.suites.iter().find(|suite| suite.code == self.session.suite())?;
        let speaks = alpn.as_ref().is_none_or(|protocol| config.alpn.contains(protocol));
        let allowed = config.early_data && self.psk().is_some() && speaks && *most > 0;
        allowed.then(|| EarlyOffer { suite: *suite, alpn: alpn.clone(), most: *most })
    }

    /// The ticket of TLS 1.2, or none.
    pub(super) fn ticket12(&self) -> &[u8] {
        match self.session.name() {
            Some(SessionName::Ticket(ticket)) if self.psk.is_none() => ticket,
            _ => &[],
        }
    }

    /// The session id of TLS 1.2, if that is its name. With a ticket any will do: it shows whether the server takes it
    /// (RFC 5077 §3.4).
    pub(super) fn session_id12(&self, random: impl FnOnce() -> [u8; 32]) -> Option<Vec<u8>> {
        match self.session.name() {
            Some(SessionName::Id(id)) => Some(id.clone()),
            Some(SessionName::Ticket(_)) if self.psk.is_none() => Some(random().to_vec()),
            _ => None,
        }
    }

    /// How it is called in the hello, and what stands in the place of its binder until all before it is written: its
    /// length counts (RFC 9846 §4.3.11.2).
    pub(super) fn entry(&self, psk: &EarlySecret, now: Millis) -> (PskIdentity<'_>, PskBinder<'static>) {
        const ZEROS: [u8; Hash::MAX_OUTPUT_LEN] = [0; Hash::MAX_OUTPUT_LEN];
        let identity = self.session.name().map_or(&[][..], SessionName::bytes);
        // Zero for a key that has no age (§4.3.11).
        let aged = !self.session.is_shared_key();
        let obfuscated_ticket_age = if aged { self.session.obfuscated_age(now) } else { 0 };
        let blank = PskBinder(ZEROS.get(..psk.hash().output_len()).unwrap_or(&ZEROS));
        (PskIdentity { identity, obfuscated_ticket_age }, blank)
    }
}

/// The pre-shared key that was taken.
#[derive(Debug)]
pub(crate) struct Known {
    /// Its place in the offer.
    pub(super) index: u16,
    /// Whom it stands for: the server of a session, or nobody with a certificate.
    pub(super) peer: Option<Peer>,
}

/// What early data is agreed on under: that of the session.
#[derive(Debug)]
pub(crate) struct EarlyOffer {
    pub(super) suite: Suite,
    alpn: Option<Vec<u8>>,
    /// How many bytes of it the server allows.
    pub(super) most: u32,
}

/// Early data may be on its way.
#[derive(Debug)]
pub(crate) struct BegunEarlyData {
    offer: EarlyOffer,
    exporter: Box<ExporterSecret>,
}

impl EarlyOffer {
    /// Its keys are in place.
    pub(super) fn begun(self, secrets: EarlySecrets) -> BegunEarlyData {
        BegunEarlyData { offer: self, exporter: Box::new(secrets.exporter) }
    }
}

impl BegunEarlyData {
    /// The server takes it: it must have chosen what it was sent under (RFC 9846 §4.3.10), which is the first key of the
    /// offer (§4.3.11).
    pub(super) fn accepted(
        self,
        index: u16,
        suite: Suite,
        alpn: Option<&[u8]>,
    ) -> Result<Box<ExporterSecret>, Refusal> {
        if index != 0 {
            return Err(Refusal::EarlyDataKey { index });
        }
        if suite != self.offer.suite {
            return Err(Refusal::EarlyDataSuite { suite: suite.code });
        }
        if alpn != self.offer.alpn.as_deref() {
            return Err(Refusal::EarlyDataProtocol);
        }
        Ok(self.exporter)
    }

    pub(super) const fn exporter(&self) -> &ExporterSecret {
        &self.exporter
    }
}
