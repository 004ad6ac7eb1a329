//! Post-handshake authentication (RFC 9846 §4.7.2): a client that shows who it is when the server asks later.

use std::sync::Arc;

use handfast::handshake::{Answer, Ask, Local as Handshake};
use handfast::rule::{AlertDescription as Alert, Refusal as _};
use handfast::wire::{Kind, Message};
use handfast::{
    ClientAuth, Config, Connection, Error, Hooks, Local, Progress, Refusal, RequestNumber, State, Tamper,
};
use handfast_pki::KeyKind;
use handfast_tests::samples::malformed;
use handfast_tests::{Meddler, Pair, People, both_versions, only_tls12};

const OPTIONAL: ClientAuth = ClientAuth::Optional;

/// A client that can be asked, and a server that has not asked yet.
fn people() -> (Config, Config) {
    let people = People::new(KeyKind::P256);
    (people.client().with_post_handshake_auth(), people.server(ClientAuth::None))
}

fn connected((client, server): (Config, Config)) -> Pair {
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    let _ = pair.run(usize::MAX);
    assert!(pair.is_complete() && pair.server.peer().is_none());
    pair
}

fn holding(ask: Ask) -> Pair {
    let (mut client, mut server) = people();
    match ask {
        Ask::Judge => server.held = vec![ask],
        _ => client.held = vec![ask],
    }
    connected((client, server))
}

fn ask(pair: &mut Pair, policy: ClientAuth) -> RequestNumber {
    pair.server.request_certificate(policy, &mut Hooks::none()).unwrap()
}

fn run(pair: &mut Pair) {
    let _ = pair.run(usize::MAX);
}

/// Whether the server knows its client, and has heard nothing bad.
fn is_known(pair: &Pair) -> bool {
    assert_eq!(pair.failures(), (None, None));
    pair.server.peer().is_some_and(|peer| peer.verdict().is_accepted())
}

/// What comes out at one side when it is said at the other.
fn says(from: &mut Connection, to: &mut Connection, word: &[u8]) {
    assert_eq!(from.send(word, &mut Hooks::none()), Ok(word.len()));
    hears(from, to, word);
}

fn hears(from: &mut Connection, to: &mut Connection, word: &[u8]) {
    let n = to.receive(from.outgoing());
    from.sent(n);
    assert_eq!(to.run(&mut Hooks::none()), Ok(Progress::Data));
    assert_eq!(to.plaintext(), word);
    to.consume(usize::MAX);
}

fn talks(pair: &mut Pair) {
    says(&mut pair.client, &mut pair.server, b"hello");
    says(&mut pair.server, &mut pair.client, b"well met");
}

#[test]
fn who_is_asked_later_is_known_later() {
    let mut pair = connected(people());
    assert!(pair.server.negotiated().post_handshake_auth);
    talks(&mut pair);
    let request = ask(&mut pair, ClientAuth::Require);
    assert!(pair.server.waits_for(request) && !is_known(&pair));
    run(&mut pair);
    assert!(!pair.server.waits_for(request) && is_known(&pair));
    assert_eq!((pair.client.state(), pair.server.state()), (State::Connected, State::Connected));
    assert_eq!(pair.server.negotiated().answers, 1);
    talks(&mut pair);
}

/// Each answer is signed with its request, and the MAC is made with the keys of now.
#[test]
fn again_and_again_and_under_other_keys() {
    let mut pair = connected(people());
    for round in 1..=3 {
        ask(&mut pair, ClientAuth::Require);
        run(&mut pair);
        assert!(is_known(&pair));
        assert_eq!(pair.server.negotiated().answers, round);
        pair.client.update_keys(true, &mut Hooks::none()).unwrap();
        run(&mut pair);
    }
    talks(&mut pair);
}

/// A request of nothing would be answered, and refuse nobody.
#[test]
fn asking_for_nothing_is_a_mistake() {
    let mut pair = connected(people());
    let misuse = Err(Error::Local(Local::Handshake(Handshake::Misuse)));
    assert_eq!(pair.server.request_certificate(ClientAuth::None, &mut Hooks::none()), misuse);
    assert!(pair.server.outgoing().is_empty());
    ask(&mut pair, ClientAuth::Require);
    run(&mut pair);
    assert!(is_known(&pair));
}

#[test]
fn keys_change_between_request_and_answer() {
    let mut pair = holding(Ask::Identity);
    ask(&mut pair, ClientAuth::Require);
    pair.server.update_keys(true, &mut Hooks::none()).unwrap();
    run(&mut pair);
    pair.client.update_keys(true, &mut Hooks::none()).unwrap();
    run(&mut pair);
    assert_eq!(pair.client.state(), State::Asked);
    pair.client.answer_as_configured(&mut Hooks::none()).unwrap();
    run(&mut pair);
    assert!(is_known(&pair));
    talks(&mut pair);
    let updates = (pair.client.negotiated().key_updates, pair.server.negotiated().key_updates);
    assert_eq!(updates, (1, 1), "the client's update answers the server's");
}

/// Delivers the first request behind the second.
#[derive(Default)]
struct Swapping(Vec<u8>);

impl Tamper for Swapping {
    fn outgoing(&mut self, kind: Kind, bytes: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        assert_eq!(kind, Kind::CertificateRequest);
        if self.0.is_empty() {
            self.0 = bytes.to_vec();
        } else {
            deliver(bytes);
            deliver(&self.0);
        }
    }
}

#[test]
fn several_requests_are_answered_in_any_order() {
    let mut pair = holding(Ask::Identity);
    let mut swapping = Swapping::default();
    let [first, second] = [OPTIONAL, ClientAuth::Require]
        .map(|policy| pair.server.request_certificate(policy, &mut Hooks::tampering(&mut swapping)).unwrap());
    run(&mut pair);
    pair.client.answer_as_configured(&mut Hooks::none()).unwrap();
    run(&mut pair);
    assert!(pair.server.waits_for(first) && !pair.server.waits_for(second) && is_known(&pair));
    assert_eq!((pair.client.state(), pair.server.state()), (State::Asked, State::Asking));
    pair.client.answer(Answer::Identity(Ok(None)), &mut Hooks::none()).unwrap();
    run(&mut pair);
    assert!(!pair.server.waits_for(first));
    assert!(is_known(&pair), "who shows nothing stays who it was");
    assert!(pair.server.negotiated().no_client_certificate);
    talks(&mut pair);
}

#[test]
fn who_shows_nothing_is_judged_by_the_policy() {
    let people = People::new(KeyKind::P256);
    let nobody = || (people.stranger().with_post_handshake_auth(), people.server(ClientAuth::None));
    let mut pair = connected(nobody());
    let request = ask(&mut pair, OPTIONAL);
    run(&mut pair);
    assert!(!pair.server.waits_for(request) && !is_known(&pair));
    talks(&mut pair);
    ask(&mut pair, ClientAuth::Require);
    run(&mut pair);
    let required = handfast::handshake::Refusal::CertificateRequired;
    assert_eq!(pair.server.failure(), Some(Error::from(required)));
    assert_eq!(pair.client.failure(), Some(Error::RefusedByPeer(Alert::CERTIFICATE_REQUIRED)));
}

#[test]
fn who_cannot_be_asked_is_not_asked() {
    let people = People::new(KeyKind::P256);
    let willing = || people.client().with_post_handshake_auth();
    let server = || people.server(ClientAuth::None);
    let cannot = Err(Error::Local(Local::Handshake(Handshake::ClientCannotBeAsked)));
    // It does not offer it; or it does, and TLS 1.2 is spoken, which does not have it.
    for configs in [(people.client(), server()), (both_versions(willing()), only_tls12(server()))] {
        let mut pair = connected(configs);
        assert_eq!(pair.server.request_certificate(OPTIONAL, &mut Hooks::none()), cannot);
        talks(&mut pair);
    }
    let misuse = Err(Error::Local(Local::Handshake(Handshake::Misuse)));
    let mut pair = connected((willing(), server()));
    assert_eq!(pair.client.request_certificate(OPTIONAL, &mut Hooks::none()), misuse, "no client asks");
    pair.server.close(&mut Hooks::none());
    assert_eq!(pair.server.request_certificate(OPTIONAL, &mut Hooks::none()), misuse);
}

/// RFC 9846 §4.7.2: unexpected_message, whatever the message says.
#[test]
fn who_did_not_offer_refuses_to_be_asked() {
    let people = People::new(KeyKind::P256);
    for bytes in
        [malformed(Kind::CertificateRequest), handfast_tests::samples::sample(Kind::CertificateRequest)]
    {
        let mut pair = connected((people.client(), people.server(ClientAuth::None)));
        pair.server.inject(&bytes, &mut Hooks::none()).unwrap();
        run(&mut pair);
        let refusal = handfast::handshake::Refusal::PostHandshakeAuthNotOffered;
        assert_eq!(pair.client.failure(), Some(Error::from(refusal)));
        assert_eq!(pair.server.failure(), Some(Error::RefusedByPeer(Alert::UNEXPECTED_MESSAGE)));
    }
}

#[test]
fn data_flows_while_somebody_chooses_an_identity() {
    let mut pair = holding(Ask::Identity);
    ask(&mut pair, ClientAuth::Require);
    run(&mut pair);
    assert_eq!(pair.client.run(&mut Hooks::none()), Ok(Progress::Asked));
    talks(&mut pair);
    assert_eq!(pair.client.state(), State::Asked);
    pair.client.answer_as_configured(&mut Hooks::none()).unwrap();
    run(&mut pair);
    assert!(is_known(&pair));
    talks(&mut pair);
}

/// What the server says meanwhile is heard; we say nothing between Certificate and Finished.
#[test]
fn nothing_is_said_while_the_answer_is_signed() {
    let mut pair = holding(Ask::Sign);
    ask(&mut pair, ClientAuth::Require);
    run(&mut pair);
    assert_eq!(pair.client.run(&mut Hooks::none()), Ok(Progress::Asked));
    assert_eq!(pair.client.state(), State::SigningAnswer);
    assert!(!pair.client.may_send());
    assert_eq!(pair.client.send(b"a word", &mut Hooks::none()), Ok(0));
    let misuse = Err(Error::Local(Local::Handshake(Handshake::Misuse)));
    assert_eq!(pair.client.update_keys(false, &mut Hooks::none()), misuse);
    pair.server.update_keys(true, &mut Hooks::none()).unwrap();
    says(&mut pair.server, &mut pair.client, b"well met");
    assert_eq!(pair.client.run(&mut Hooks::none()), Ok(Progress::Asked), "the update is owed");
    pair.client.answer_as_configured(&mut Hooks::none()).unwrap();
    run(&mut pair);
    assert!(is_known(&pair));
    assert_eq!(pair.server.negotiated().key_updates, 0, "the client has not spoken since");
    talks(&mut pair);
    assert_eq!(pair.server.negotiated().key_updates, 1, "now it was sent");
}

/// The rest of the answer waits, and what the server says goes out.
#[test]
fn the_server_talks_while_somebody_judges() {
    let mut pair = holding(Ask::Judge);
    let request = ask(&mut pair, ClientAuth::Require);
    run(&mut pair);
    assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::Asked));
    assert!(pair.server.waits_for(request) && !is_known(&pair));
    says(&mut pair.server, &mut pair.client, b"wait a moment");
    pair.server.update_keys(false, &mut Hooks::none()).unwrap();
    says(&mut pair.server, &mut pair.client, b"just a moment");
    assert_eq!(
        pair.server.request_certificate(OPTIONAL, &mut Hooks::none()),
        Err(Error::Local(Local::Handshake(Handshake::Misuse)))
    );
    assert_eq!(pair.client.send(b"is it done?", &mut Hooks::none()), Ok(11));
    pair.server.answer_as_configured(&mut Hooks::none()).unwrap();
    hears(&mut pair.client, &mut pair.server, b"is it done?");
    assert!(is_known(&pair));
}

/// What the client refuses to show when it has said that it will say nothing more.
#[test]
fn who_has_closed_answers_no_more() {
    for ask_held in [Ask::Identity, Ask::Sign] {
        let mut pair = holding(ask_held);
        let request = ask(&mut pair, OPTIONAL);
        run(&mut pair);
        pair.client.close(&mut Hooks::none());
        run(&mut pair);
        assert_eq!(pair.client.run(&mut Hooks::none()), Ok(Progress::NeedInput), "{ask_held:?}");
        assert_eq!(pair.client.answer_as_configured(&mut Hooks::none()), Ok(Progress::Moved));
        assert!(pair.client.outgoing().is_empty());
        assert!(pair.server.waits_for(request) && pair.server.peer_has_closed());
        says(&mut pair.server, &mut pair.client, b"farewell");
    }
}

/// A server asks for no more than sixteen at a time, and a client keeps no more.
#[test]
fn requests_are_bounded() {
    let mut pair = holding(Ask::Identity);
    for number in 0..16 {
        assert_eq!(
            pair.server.request_certificate(OPTIONAL, &mut Hooks::none()).map(drop),
            Ok(()),
            "{number}"
        );
    }
    let too_many = Err(Error::Local(Local::Handshake(Handshake::TooManyRequests)));
    assert_eq!(pair.server.request_certificate(OPTIONAL, &mut Hooks::none()), too_many);
    run(&mut pair);
    assert_eq!(pair.server.send(b"well met", &mut Hooks::none()), Ok(8));
    run(&mut pair);
    assert!(pair.client.plaintext().is_empty(), "nothing is read behind the sixteenth");
    for _ in 0..16 {
        assert_eq!(pair.client.run(&mut Hooks::none()).map(|_| pair.client.state()), Ok(State::Asked));
        pair.client.consume(usize::MAX);
        pair.client.answer_as_configured(&mut Hooks::none()).unwrap();
        run(&mut pair);
    }
    assert!(is_known(&pair));
    assert_eq!(pair.server.negotiated().answers, 16);
}

/// A flood of requests from a server that keeps to no limit: memory stays bounded, and nobody fails.
#[test]
fn a_flood_of_requests_is_held_back() {
    let mut pair = holding(Ask::Identity);
    let mut flood = Meddler::new(Kind::CertificateRequest, |bytes| {
        let with = |number: u32| {
            let mut message = Message::decode(bytes, handfast::wire::Dialect::Tls13, None).unwrap();
            if let Message::CertificateRequest(request) = &mut message {
                let context = number.to_be_bytes();
                let mut request = request.clone();
                request.certificate_request_context = &context;
                return handfast_tests::samples::encoded(&Message::CertificateRequest(request));
            }
            Vec::new()
        };
        (0..2000).map(with).collect()
    });
    pair.server.request_certificate(OPTIONAL, &mut Hooks::tampering(&mut flood)).unwrap();
    let waits = pair.server.outgoing().len();
    run(&mut pair);
    assert_eq!(pair.client.run(&mut Hooks::none()), Ok(Progress::Asked));
    assert!(!pair.server.outgoing().is_empty() || waits < 128 * 1024, "it has stopped to read");
    assert_eq!(pair.failures(), (None, None));
}

/// An unverified client is one that was judged, and is known as unverified.
#[test]
fn of_another_authority() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    let stranger = people.stranger().with_identity(handfast_tests::client_identity(&others));
    let server = people.server(ClientAuth::None).with_authorities([]);
    let mut pair = connected((stranger.with_post_handshake_auth(), server));
    ask(&mut pair, OPTIONAL);
    run(&mut pair);
    let rule = pair.server.peer().and_then(|peer| peer.verdict().unverified()).unwrap();
    assert_eq!(pair.server.path_refusal().map(|refusal| refusal.rule()), Some(rule));
    ask(&mut pair, ClientAuth::Require);
    run(&mut pair);
    assert!(matches!(pair.server.failure(), Some(Error::Refused(Refusal::Certificate(_)))));
    assert!(pair.server.peer().is_none());
}
