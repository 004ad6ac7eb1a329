//! The answers that a configuration gives to the questions of the handshake.

mod identity;
mod judge;
mod session;

pub(crate) use judge::{Case, Judged, judge};
pub(crate) use session::{early_data, session};

use handfast_crypto::rng::Rng;
use handfast_handshake::{Answer, Question, algorithm_of};

use crate::{Config, Error, Local, Negotiated};

/// Which identity to present. Why a client presents none is noted in `negotiated`.
pub(crate) fn choose(
    question: Question<'_>,
    config: &Config,
    negotiated: &mut Negotiated,
) -> Result<Answer, Error> {
    match question {
        Question::ClientIdentity(request) => {
            let chosen = identity::for_server(config, request);
            negotiated.withheld = chosen.as_ref().err().copied();
            Ok(Answer::Identity(identity::or_nobody(chosen, config)))
        }
        Question::ServerIdentity(hello) => {
            Ok(Answer::ServerIdentity(Ok(identity::for_client(config, hello)?)))
        }
        _ => Err(misuse()),
    }
}

/// Signs with the key of the identity that was chosen.
pub(crate) fn sign(question: Question<'_>, config: &Config) -> Result<Answer, Error> {
    let Question::Sign { scheme, content, identity } = question else { return Err(misuse()) };
    let ours = config.identities().get(identity.index).ok_or(Local::NoIdentity)?;
    let algorithm = algorithm_of(scheme, ours.signer.public_key()).ok_or_else(misuse)?;
    let signature = ours.signer.sign(algorithm, content).map_err(Local::Signing)?;
    Ok(Answer::Signature(signature))
}

/// Decrypts with the key of the identity that was chosen; whatever is wrong with what came, the answer is a secret.
#[inline(never)]
pub(crate) fn decrypt(question: Question<'_>, config: &Config, rng: &mut dyn Rng) -> Result<Answer, Error> {
    let Question::DecryptPremaster { encrypted, client_version, identity } = question else {
        return Err(misuse());
    };
    let ours = config.identities().get(identity.index).ok_or(Local::NoIdentity)?;
    let key = ours.decrypts.as_ref().ok_or_else(misuse)?;
    Ok(Answer::Premaster(key.decrypt(encrypted, client_version.0, rng)))
}

fn misuse() -> Error {
    Local::Handshake(handfast_handshake::Local::Misuse).into()
}
