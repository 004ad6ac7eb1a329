//! What we bring to the handshake: it is read out of our recorded messages.

use std::sync::Arc;

use handfast::Identity;
use handfast::crypto::sign::ScriptedSigner;
use handfast::handshake::algorithm_of;
use handfast::path::Cert;
use handfast::wire::code_points::{ExtensionType, SignatureScheme};
use handfast::wire::{Dialect, Message};
use rustls_pki_types::CertificateDer;

use crate::hex::octets;
use crate::script::{OwnIdentity, Script};
use crate::trace::Mismatch;

#[derive(Default)]
pub(crate) struct Opening {
    pub(crate) random: Vec<u8>,
    /// A client's.
    pub(crate) session_id: Vec<u8>,
    /// Those of a client's hello: the server may answer them.
    pub(crate) extensions: Vec<ExtensionType>,
    /// A server's, in its HelloRetryRequest.
    pub(crate) cookie: Option<Vec<u8>>,
    pub(crate) identity: Option<Identity>,
    scheme: Option<SignatureScheme>,
}

impl Opening {
    pub(crate) fn of(script: &Script<'_>) -> Result<Self, Mismatch> {
        let mut opening = Self::default();
        for message in &script.messages {
            opening.note(&decode(&octets(message.bytes)?)?);
        }
        let identity = script.identity.as_ref().zip(opening.scheme);
        opening.identity = identity.map(|(ours, scheme)| identity_of(ours, scheme)).transpose()?;
        Ok(opening)
    }

    fn note(&mut self, message: &Message<'_>) {
        match message {
            Message::ClientHello(hello) => {
                self.random = hello.random.to_vec();
                self.session_id = hello.legacy_session_id.to_vec();
                self.extensions = hello.extensions().types().collect();
            }
            Message::ServerHello(hello) => self.random = hello.random.to_vec(),
            Message::HelloRetryRequest(retry) => self.cookie = retry.extensions.cookie().map(<[u8]>::to_vec),
            Message::CertificateVerify(verify) => self.scheme = Some(verify.algorithm),
            _ => {}
        }
    }
}

/// A certificate whose key is not in the RFC: its one signature is recorded.
fn identity_of(ours: &OwnIdentity<'_>, scheme: SignatureScheme) -> Result<Identity, Mismatch> {
    let refused = |why: String| Mismatch::new(format!("our identity: {why}"));
    let der = octets(ours.certificate)?;
    let cert = Cert::parse(&der).map_err(|why| refused(why.to_string()))?;
    let key = cert.public_key().map_err(|why| refused(why.to_string()))?.to_owned();
    let algorithm = algorithm_of(scheme, &key).ok_or_else(|| refused(scheme.to_string()))?;
    let (content, signature) = (octets(ours.content)?, octets(ours.signature)?);
    let signer = ScriptedSigner::new(key).with(algorithm, &content, &signature);
    let chain = [CertificateDer::from(der)];
    Identity::with_signer(&chain, Arc::new(signer)).map_err(|why| refused(why.to_string()))
}

/// A whole message.
pub(crate) fn decode(bytes: &[u8]) -> Result<Message<'_>, Mismatch> {
    Message::decode(bytes, Dialect::Tls13, None).map_err(|error| Mismatch::new(error.to_string()))
}
