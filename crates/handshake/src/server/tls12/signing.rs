//! SIGNING (ours, within NEGOTIATED): the signature of ServerKeyExchange (RFC 5246 §7.4.3) is being made.

use handfast_wire::Message;
use handfast_wire::code_points::SignatureScheme;
use handfast_wire::handshake::{ServerEcdhParams, ServerKeyExchange};

use super::flight::{Chosen, Exchange, Flight};
use crate::context::Fact;
use crate::group::named_group;
use crate::server::host::Host;
use crate::{Cx, Error, Local, Question};

/// The question is open.
#[derive(Debug)]
pub(crate) struct Signing {
    pub(crate) chosen: Chosen,
    pub(crate) identity: Host,
    pub(crate) scheme: SignatureScheme,
    pub(crate) content: Vec<u8>,
}

impl Signing {
    pub(crate) fn question(&self) -> Question<'_> {
        let identity = &self.identity.identity;
        Question::Sign { scheme: self.scheme, content: &self.content, identity }
    }

    pub(crate) fn signature(self, signature: &[u8], cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { chosen, identity, scheme, .. } = self;
        // Nobody signs who has no share to sign.
        let Exchange::Ecdhe(group, offered) = &chosen.exchange else { return Err(Local::Misuse.into()) };
        cx.learned(Fact::OurScheme(scheme));
        cx.send(&Message::ServerKeyExchange(ServerKeyExchange {
            params: ServerEcdhParams { group: named_group(*group), public: offered.share() },
            algorithm: scheme,
            signature,
        }))?;
        Ok(Flight::ask_client(chosen, identity, cx))
    }
}
