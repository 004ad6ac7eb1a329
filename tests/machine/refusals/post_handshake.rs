//! What is wrong with a request that comes after the handshake, or with its answer.

use handfast::Role::{Client, Server};
use handfast::handshake::Refusal;
use handfast::wire::{Kind, Message};
use handfast::{ClientAuth, Hooks, Role, State};
use handfast_tests::samples::sample;
use handfast_tests::{Meddler, Pair, People, Wires, in_both_manners, now};

use super::stage::{Provocation, Reason};

pub(super) fn provocations() -> Vec<Provocation> {
    let unexpected = Refusal::UnexpectedMessage { state: State::WaitAnswerCv, got: Kind::KeyUpdate };
    let update = Meddler::before(Kind::CertificateVerify, sample(Kind::KeyUpdate));
    let unfinished = Meddler::drop(Kind::Finished).second();
    vec![
        refused(
            ClientAuth::None,
            (Client, answer_to(b"never asked")),
            Refusal::UnknownRequest { message: Kind::Certificate },
        ),
        // The request of the handshake had this context.
        refused(
            ClientAuth::Require,
            (Server, request_with(b"").second()),
            Refusal::UnknownRequest { message: Kind::CertificateRequest },
        ),
        refused(ClientAuth::None, (Client, update), unexpected),
        refused(ClientAuth::None, (Client, unfinished), handfast::Refusal::InterruptedAnswer),
    ]
}

fn answer_to(context: &'static [u8]) -> Meddler {
    Meddler::rewrite(Kind::Certificate, move |message| {
        if let Message::Certificate(certificate) = message {
            certificate.certificate_request_context = context;
        }
    })
}

fn request_with(context: &'static [u8]) -> Meddler {
    Meddler::rewrite(Kind::CertificateRequest, move |message| {
        if let Message::CertificateRequest(request) = message {
            request.certificate_request_context = context;
        }
    })
}

/// A handshake under this policy, a request after it, and data of the client; one of both lies on the way.
fn refused(policy: ClientAuth, (liar, mut lie): (Role, Meddler), refusal: impl Into<Reason>) -> Provocation {
    let people = People::repeating();
    let (client, server) = (people.client().with_post_handshake_auth(), people.server(policy));
    let pair = in_both_manners((&client, &server), now(), |pair| {
        lie.rewind();
        let wires = asked_later(pair, liar, &mut lie);
        assert!(lie.has_meddled(), "the lie was not told: {lie:?}");
        wires
    });
    Provocation::of(&pair, liar.peer(), refusal)
}

fn asked_later(pair: &mut Pair, liar: Role, lie: &mut Meddler) -> Wires {
    let (mut lies, mut honest) = (Hooks::tampering(lie), Hooks::none());
    let (in_client, in_server) = match liar {
        Client => (&mut lies, &mut honest),
        Server => (&mut honest, &mut lies),
    };
    pair.play(in_client, in_server);
    pair.server.request_certificate(ClientAuth::Require, in_server).unwrap();
    pair.play(in_client, in_server);
    let _ = pair.client.send(b"data", in_client);
    pair.play(in_client, in_server)
}
