//! The same in TLS 1.2, by session tickets (RFC 5077).

use std::sync::Arc;

use handfast::wire::Kind::{
    Certificate, CertificateRequest, CertificateVerify, ClientHello, ClientKeyExchange, Finished,
    NewSessionTicket, ServerHello, ServerHelloDone, ServerKeyExchange,
};
use handfast::wire::code_points::ExtensionType;
use handfast::wire::{Dialect, Kind, Message};
use handfast::{ClientAuth, Hooks, NotResumed, Version};
use handfast_pki::KeyKind;
use handfast_tests::{Manner, Pair, People, Regulars, Witness, both_versions, now, only_tls12};

use super::{come_back, kinds, reasons, starts_anew, succeeds};

fn under(policy: ClientAuth) -> Regulars {
    let people = People::new(KeyKind::P256);
    Regulars::new(only_tls12(people.client()), only_tls12(people.server(policy)))
}

#[test]
fn clients_show_their_certificate_once() {
    let regulars = under(ClientAuth::Require);
    let first = regulars.visit();
    succeeds(&first, false);
    for again in come_back(&regulars, &first) {
        assert!(again.client.peer().unwrap().verdict().is_accepted());
        assert_eq!(again.server.negotiated().client_auth, ClientAuth::Require);
    }
}

/// RFC 5077 §3.1: in the abbreviated handshake the server is the first to finish.
#[test]
fn handshakes_are_shorter() {
    let regulars = under(ClientAuth::Require);
    let full = (
        vec![ClientHello, Certificate, ClientKeyExchange, CertificateVerify, Finished],
        vec![
            ServerHello,
            Certificate,
            ServerKeyExchange,
            CertificateRequest,
            ServerHelloDone,
            NewSessionTicket,
            Finished,
        ],
    );
    assert_eq!(kinds(&regulars), full);
    let abbreviated = (vec![ClientHello, Finished], vec![ServerHello, NewSessionTicket, Finished]);
    assert_eq!(kinds(&regulars), abbreviated);
    assert_eq!(kinds(&regulars), abbreviated);
}

/// RFC 6066 §3: the name is that of the session, and acknowledged only with it.
#[test]
fn the_name_is_acknowledged_once() {
    let regulars = under(ClientAuth::Require);
    for acknowledged in [true, false] {
        let mut witness = Witness::default();
        let (pair, _) = regulars.visit_with(&mut Hooks::none(), &mut Hooks::observing(&mut witness));
        succeeds(&pair, !acknowledged);
        let hello = witness.messages.iter().find(|(_, bytes)| Kind::of(bytes) == Ok(ServerHello));
        let Ok(Message::ServerHello(hello)) = Message::decode(&hello.unwrap().1, Dialect::Tls13, None) else {
            panic!("a ServerHello")
        };
        assert_eq!(hello.extensions().contains(ExtensionType::SERVER_NAME), acknowledged);
    }
}

#[test]
fn it_does_not_matter_whether_questions_are_held() {
    let people = People::repeating();
    let (client, server) = (only_tls12(people.client()), only_tls12(people.server(ClientAuth::Require)));
    let clock = now();
    let [at_once, held] = Manner::ALL.map(|manner| {
        let mut regulars = Regulars::new(client.clone(), server.clone());
        regulars.clock = clock;
        let visit = || regulars.visit_in(manner, &mut Hooks::none(), &mut Hooks::none());
        succeeds(&visit().0, false);
        let (pair, wires) = visit();
        succeeds(&pair, true);
        wires
    });
    assert!(at_once == held, "held questions change what is sent");
}

/// Data goes both ways under the keys of an abbreviated handshake.
#[test]
fn keys_are_new() {
    let regulars = under(ClientAuth::None);
    let mut exported = Vec::new();
    for _ in 0..2 {
        let mut pair = Pair::new(Arc::new(regulars.client.clone()), Arc::new(regulars.server.clone()));
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        pair.client.send(b"hello", &mut Hooks::none()).unwrap();
        pair.server.send(b"well met", &mut Hooks::none()).unwrap();
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        assert_eq!((pair.server.plaintext(), pair.client.plaintext()), (&b"hello"[..], &b"well met"[..]));
        let mut ours = [0; 16];
        let mut theirs = [0; 16];
        pair.client.export("EXPERIMENTAL", None, &mut ours).unwrap();
        pair.server.export("EXPERIMENTAL", None, &mut theirs).unwrap();
        assert_eq!(ours, theirs);
        exported.push(ours);
    }
    assert_ne!(exported.first(), exported.last());
}

#[test]
fn what_has_changed_leads_back_to_the_beginning() {
    let mut regulars = under(ClientAuth::None);
    succeeds(&regulars.visit(), false);
    regulars.server.client_auth = ClientAuth::Require;
    let (then, now) = (ClientAuth::None, ClientAuth::Require);
    assert!(starts_anew(&regulars, NotResumed::OtherClientAuth { then, now }).server.peer().is_some());
    succeeds(&regulars.visit(), true);
    regulars.server.protocol.suites12.retain(|suite| suite.suite.code.to_string().contains("CHACHA20"));
    starts_anew(&regulars, NotResumed::OtherSuite);
    let regulars = regulars.later(13 * 3600);
    let pair = regulars.visit();
    succeeds(&pair, false);
    assert_eq!(reasons(&pair), (Some(NotResumed::Expired), None), "a client does not offer what is too old");
}

/// What was made in one version says nothing in the other.
#[test]
fn a_session_stays_in_its_version() {
    let people = People::new(KeyKind::P256);
    for (then, now) in [(Version::Tls12, Version::Tls13), (Version::Tls13, Version::Tls12)] {
        let both = |config| both_versions(config);
        let mut regulars = Regulars::new(both(people.client()), both(people.server(ClientAuth::Require)));
        let server = regulars.server.clone();
        regulars.server = server.clone().with_versions(then..=then);
        succeeds(&regulars.visit(), false);
        succeeds(&regulars.visit(), true);
        regulars.server = server.clone().with_versions(now..=now);
        let pair = regulars.visit();
        succeeds(&pair, false);
        assert_eq!(reasons(&pair).0, Some(NotResumed::Declined));
        regulars.server = server;
        let pair = regulars.visit();
        assert_eq!(pair.client.negotiated().version, Some(Version::Tls13), "the best that both speak");
    }
}
