//! Clients that come back: by a session, and with everything judged again.

mod forgery;
mod later;
mod returning;
mod session_ids;
mod tightened;
mod tls12;
mod users;

use handfast::handshake::Side;
use handfast::wire::Kind;
use handfast::{ClientAuth, Hooks, NotResumed};
use handfast_pki::KeyKind;
use handfast_tests::{Pair, People, Regulars, Witness};

/// alice and a server that insists on knowing her.
fn mutual() -> Regulars {
    under(ClientAuth::Require)
}

/// alice and a server with this policy.
fn under(policy: ClientAuth) -> Regulars {
    let people = People::new(KeyKind::P256);
    Regulars::new(people.client(), people.server(policy))
}

/// The visit succeeds, and goes on from a session or not.
#[track_caller]
fn succeeds(pair: &Pair, resumed: bool) {
    assert!(pair.is_complete(), "{:?}", pair.failures());
    let both = (pair.client.negotiated().resumed, pair.server.negotiated().resumed);
    assert_eq!(both, (resumed, resumed), "{:?}", reasons(pair));
}

/// Three more visits, each by a session, and each by the one who came first.
fn come_back(regulars: &Regulars, first: &Pair) -> impl Iterator<Item = Pair> {
    let leaf_of_first = leaf(first);
    (0..3).map(move |_| {
        let again = regulars.visit();
        succeeds(&again, true);
        assert_eq!(leaf(&again), leaf_of_first);
        assert!(again.server.peer().unwrap().verdict().is_accepted());
        again
    })
}

/// Why each side did not go on from a session.
fn reasons(pair: &Pair) -> (Option<NotResumed>, Option<NotResumed>) {
    (pair.client.negotiated().not_resumed, pair.server.negotiated().not_resumed)
}

/// The visit succeeds by a full handshake, and the server says why.
#[track_caller]
fn starts_anew(regulars: &Regulars, why: NotResumed) -> Pair {
    let pair = regulars.visit();
    succeeds(&pair, false);
    assert_eq!(reasons(&pair).1, Some(why));
    pair
}

/// What both sides sent, by kind.
fn kinds(regulars: &Regulars) -> (Vec<Kind>, Vec<Kind>) {
    let (mut client, mut server) = (Witness::default(), Witness::default());
    let pair = regulars.visit_with(&mut Hooks::observing(&mut client), &mut Hooks::observing(&mut server)).0;
    assert!(pair.is_complete(), "{:?}", pair.failures());
    let sent = |witness: Witness| {
        let messages = witness.messages.into_iter().filter(|(side, _)| *side == Side::Write);
        messages.map(|(_, bytes)| Kind::of(&bytes).unwrap()).collect()
    };
    (sent(client), sent(server))
}

/// The client's certificate, if the server knows one.
fn leaf(pair: &Pair) -> Option<Vec<u8>> {
    pair.server.peer().and_then(|peer| peer.chain().certificates().next().map(<[u8]>::to_vec))
}

#[test]
fn the_reason_is_said_with_what_it_was_and_is() {
    assert_eq!(NotResumed::Expired.to_string(), "the session is too old (RFC 9846 §4.7.1)");
    let why = NotResumed::OtherClientAuth { then: ClientAuth::None, now: ClientAuth::Require };
    let said = "the session was made under another policy of client authentication: None, now Require";
    assert_eq!(why.to_string(), format!("{said} (RFC 9846 §4.7.1)"));
}
