//! DECRYPTING_PREMASTER (ours): the premaster secret lies under our RSA key (RFC 5246 §7.4.7.1).
//!
//! The answer is always a secret. If the client encrypted none, it is a random one, and the handshake fails at Finished
//! like that of anybody who guesses: a server that tells right from wrong decrypts for everybody who asks often enough.

use handfast_crypto::secret::Secret;
use handfast_wire::code_points::ProtocolVersion;

use super::wait_cke::{AfterPremaster, Presented};
use crate::keys12::Hellos;
use crate::question::{Identity, PREMASTER_LEN};
use crate::{Cx, Error, Local, Question};

/// ClientKeyExchange came; the question is open.
#[derive(Debug)]
pub(crate) struct DecryptingPremaster {
    pub(crate) hellos: Hellos,
    pub(crate) presented: Option<Presented>,
    pub(crate) identity: Identity,
    pub(crate) client_version: ProtocolVersion,
    pub(crate) encrypted: Vec<u8>,
}

impl DecryptingPremaster {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::DecryptPremaster {
            encrypted: &self.encrypted,
            client_version: self.client_version,
            identity: &self.identity,
        }
    }

    pub(crate) fn premaster(self, secret: &Secret, cx: &mut Cx<'_>) -> Result<AfterPremaster, Error> {
        if secret.len() != PREMASTER_LEN {
            return Err(Local::Misuse.into());
        }
        Ok(AfterPremaster::of(self.hellos.session(secret, cx), self.presented))
    }
}
