//! One message a turn: each message of each flight is dropped, repeated or changed on its way out. What CertificateVerify
//! and Finished cover is what was delivered.

use handfast::crypto::kx::Group;
use handfast::handshake::Refusal::{self, UnexpectedMessage};
use handfast::handshake::Side;
use handfast::record::Refusal::{BadRecordMac, KeyChangeInsideRecord, UnprotectedApplicationData};
use handfast::wire::Kind;
use handfast::wire::code_points::{ExtensionType, NamedGroup, SignatureScheme};
use handfast::wire::ext::Extension;
use handfast::wire::handshake::CertificateEntry;
use handfast::wire::{Kind as K, Message};
use handfast::{ClientAuth, Config, Error, Hooks, Role, State};
use handfast_tests::{Meddler, Pair, People, Wires, Witness, in_both_manners, now};

use Role::{Client, Server};

/// What becomes of a handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Both are connected, and have seen the same.
    Complete,
    /// Nobody has failed, and somebody waits for what never comes.
    Waits,
    /// One refuses, the other hears it.
    Refused(Role, handfast::Refusal),
}

fn refused(victim: Role, refusal: Refusal) -> End {
    End::Refused(victim, handfast::Refusal::Handshake(refusal))
}

fn unexpected(victim: Role, state: State, got: Kind) -> End {
    refused(victim, UnexpectedMessage { state, got })
}

/// The records of what follows are not what they should be.
const fn records(victim: Role, refusal: handfast::record::Refusal) -> End {
    End::Refused(victim, handfast::Refusal::Record(refusal))
}

/// A mutual handshake, with or without a retry, in which one message of this side is meddled with.
fn handshake(retry: bool, by: Role, mut meddler: Meddler) -> End {
    let people = People::repeating();
    let (mut client, mut server) = (people.client(), people.server(ClientAuth::Require));
    client.protocol.groups = vec![Group::X25519, Group::Secp256r1];
    server.protocol.groups = if retry { vec![Group::Secp256r1] } else { vec![Group::X25519] };
    play((&client, &server), by, &mut meddler)
}

fn play(configs: (&Config, &Config), by: Role, meddler: &mut Meddler) -> End {
    let (mut in_client, mut in_server) = (Witness::default(), Witness::default());
    let pair = in_both_manners(configs, now(), |pair| {
        meddler.rewind();
        (in_client, in_server) = (Witness::default(), Witness::default());
        let wires = watched(pair, by, meddler, &mut in_client, &mut in_server);
        assert!(meddler.has_meddled());
        wires
    });
    end(&pair, &in_client, &in_server)
}

fn watched(
    pair: &mut Pair,
    by: Role,
    meddler: &mut Meddler,
    client: &mut Witness,
    server: &mut Witness,
) -> Wires {
    let mut client = Hooks::observing(client);
    let mut server = Hooks::observing(server);
    match by {
        Client => client.tamper = Some(meddler),
        Server => server.tamper = Some(meddler),
    }
    pair.play(&mut client, &mut server)
}

fn end(pair: &Pair, client: &Witness, server: &Witness) -> End {
    match pair.failures() {
        (None, None) if pair.is_complete() => {
            assert_eq!(crossed(client, Side::Write), crossed(server, Side::Read), "what the client sent");
            assert_eq!(crossed(server, Side::Write), crossed(client, Side::Read), "what the server sent");
            End::Complete
        }
        (None, None) => End::Waits,
        (Some(Error::Refused(refusal)), Some(Error::RefusedByPeer(alert))) => {
            assert_eq!(Some(alert), Error::Refused(refusal).alert());
            End::Refused(Client, refusal)
        }
        (Some(Error::RefusedByPeer(alert)), Some(Error::Refused(refusal))) => {
            assert_eq!(Some(alert), Error::Refused(refusal).alert());
            End::Refused(Server, refusal)
        }
        other => panic!("neither side knows why: {other:?}"),
    }
}

fn crossed(witness: &Witness, wanted: Side) -> Vec<&[u8]> {
    let messages = witness.messages.iter().filter(|(side, _)| *side == wanted);
    messages.map(|(_, bytes)| &bytes[..]).collect()
}

#[test]
fn dropped() {
    let drop = |by, kind| handshake(false, by, Meddler::drop(kind));
    assert_eq!(drop(Client, K::ClientHello), End::Waits);
    assert_eq!(drop(Server, K::ServerHello), records(Client, UnprotectedApplicationData));
    assert_eq!(
        drop(Server, K::EncryptedExtensions),
        unexpected(Client, State::WaitEe, K::CertificateRequest)
    );
    // The client was never asked who it is, and both agree on that; but the server waits for an answer.
    assert_eq!(drop(Server, K::CertificateRequest), unexpected(Server, State::WaitCert, K::Finished));
    assert_eq!(drop(Server, K::Certificate), unexpected(Client, State::WaitCert, K::CertificateVerify));
    assert_eq!(drop(Server, K::CertificateVerify), unexpected(Client, State::WaitCv, K::Finished));
    assert_eq!(drop(Server, K::Finished), End::Waits);
    assert_eq!(drop(Client, K::Certificate), unexpected(Server, State::WaitCert, K::CertificateVerify));
    assert_eq!(drop(Client, K::CertificateVerify), unexpected(Server, State::WaitCv, K::Finished));
    assert_eq!(drop(Client, K::Finished), End::Waits);
}

#[test]
fn repeated() {
    let repeat = |by, kind| handshake(false, by, Meddler::repeat(kind));
    // The second one shares a record with the first, and the keys change between them.
    assert_eq!(repeat(Client, K::ClientHello), records(Server, KeyChangeInsideRecord));
    assert_eq!(repeat(Server, K::ServerHello), records(Client, KeyChangeInsideRecord));
    let twice = |kind, state| assert_eq!(repeat(Server, kind), unexpected(Client, state, kind));
    twice(K::EncryptedExtensions, State::WaitCertCr);
    twice(K::CertificateRequest, State::WaitCert);
    twice(K::Certificate, State::WaitCv);
    twice(K::CertificateVerify, State::WaitFinished);
    assert_eq!(repeat(Server, K::Finished), records(Client, KeyChangeInsideRecord));
    assert_eq!(repeat(Client, K::Certificate), unexpected(Server, State::WaitCv, K::Certificate));
    assert_eq!(
        repeat(Client, K::CertificateVerify),
        unexpected(Server, State::WaitFinished, K::CertificateVerify)
    );
    assert_eq!(repeat(Client, K::Finished), records(Server, KeyChangeInsideRecord));
}

/// An extension that nobody knows and everybody must ignore where it is allowed.
const UNKNOWN: Extension<'static> = Extension::Unknown { extension_type: ExtensionType(0xfff0), data: b"?" };

/// The change is part of what both sides sign and verify: the handshake completes.
#[test]
fn changed_into_something_as_good() {
    let extend = |by, kind| handshake(false, by, Meddler::extend(kind, |list| list.insert(0, UNKNOWN)));
    assert_eq!(extend(Client, K::ClientHello), End::Complete);
    assert_eq!(extend(Server, K::CertificateRequest), End::Complete);
    let random = Meddler::rewrite(K::ServerHello, |message| {
        if let Message::ServerHello(hello) = message {
            hello.random = &[0x55; 32];
        }
    });
    assert_eq!(handshake(false, Server, random), End::Complete);
    let groups =
        |list: &mut Vec<Extension<'_>>| list.push(Extension::SupportedGroups((&[NamedGroup::X448]).into()));
    assert_eq!(handshake(false, Server, Meddler::extend(K::EncryptedExtensions, groups)), End::Complete);
    for by in [Client, Server] {
        assert_eq!(handshake(false, by, one_certificate_more()), End::Complete);
    }
}

/// The last certificate once more, which no path needs.
fn one_certificate_more() -> Meddler {
    Meddler::rewrite(K::Certificate, |message| {
        if let Message::Certificate(certificate) = message {
            let last: Option<CertificateEntry<'_>> = certificate.certificate_list.last().cloned();
            certificate.certificate_list.extend(last);
        }
    })
}

/// Of these every bit counts.
#[test]
fn changed_into_a_lie() {
    let flip = |by, kind| handshake(false, by, Meddler::edit(kind, |bytes| *bytes.last_mut().unwrap() ^= 1));
    let bad = Refusal::BadSignature { scheme: SignatureScheme::ECDSA_SECP256R1_SHA256 };
    assert_eq!(flip(Server, K::CertificateVerify), refused(Client, bad));
    assert_eq!(flip(Client, K::CertificateVerify), refused(Server, bad));
    assert_eq!(flip(Server, K::Finished), refused(Client, Refusal::BadFinished));
    assert_eq!(flip(Client, K::Finished), refused(Server, Refusal::BadFinished));
}

#[test]
fn after_a_retry() {
    let second = |meddler: Meddler| handshake(true, Client, meddler.second());
    let first = |meddler| handshake(true, Server, meddler);
    let cookie = |list: &mut Vec<Extension<'_>>| list.push(Extension::Cookie(b"of somebody else"));
    let padding = Extension::Unknown { extension_type: ExtensionType::PADDING, data: &[0; 9] };
    assert_eq!(first(Meddler::drop(K::HelloRetryRequest)), End::Waits);
    assert_eq!(first(Meddler::repeat(K::HelloRetryRequest)), records(Client, KeyChangeInsideRecord));
    assert_eq!(first(Meddler::extend(K::HelloRetryRequest, cookie)), refused(Server, Refusal::Cookie));
    assert_eq!(second(Meddler::drop(K::ClientHello)), End::Waits);
    assert_eq!(second(Meddler::repeat(K::ClientHello)), records(Server, KeyChangeInsideRecord));
    assert_eq!(second(Meddler::extend(K::ClientHello, move |list| list.insert(0, padding))), End::Complete);
    let differs = Refusal::SecondHelloDiffers { field: "extensions" };
    assert_eq!(
        second(Meddler::extend(K::ClientHello, |list| list.insert(0, UNKNOWN))),
        refused(Server, differs)
    );
    // The first hello too is covered, by its hash (RFC 9846 §4.1). What it holds more, the second one does not.
    let first_differs =
        handshake(true, Client, Meddler::extend(K::ClientHello, |list| list.insert(0, UNKNOWN)));
    assert_eq!(first_differs, refused(Server, differs));
    let padded =
        handshake(true, Client, Meddler::extend(K::ClientHello, move |list| list.insert(0, padding)));
    assert_eq!(padded, End::Complete);
}

/// Who changes a hello after it was delivered gives both sides other keys: neither can read a word of the other, not even
/// the alert.
#[test]
fn changed_under_way() {
    let people = People::repeating();
    let (client, server) = (people.client(), people.server(ClientAuth::Require));
    let apart = Some(Error::Refused(handfast::Refusal::Record(BadRecordMac)));
    for (of, flip) in [(Client, [RANDOM, usize::MAX]), (Server, [usize::MAX, RANDOM])] {
        let pair = in_both_manners((&client, &server), now(), |pair| {
            pair.settle();
            relay(pair, Client, flip[0]);
            pair.settle();
            relay(pair, Server, flip[1]);
            pair.play(&mut Hooks::none(), &mut Hooks::none())
        });
        assert_eq!(pair.failures(), (apart, apart), "{of:?}");
    }
}

/// The first byte of the random, behind the headers of record and message, and the version.
const RANDOM: usize = 5 + 4 + 2;

/// Carries what waits, with one bit flipped here.
fn relay(pair: &mut Pair, from: Role, flip: usize) {
    let (from, to) = match from {
        Client => (&mut pair.client, &mut pair.server),
        Server => (&mut pair.server, &mut pair.client),
    };
    let mut bytes = from.outgoing().to_vec();
    if let Some(byte) = bytes.get_mut(flip) {
        *byte ^= 1;
    }
    assert_eq!(to.receive(&bytes), bytes.len());
    from.sent(bytes.len());
}

fn failed(pair: &Pair) -> End {
    end(pair, &Witness::default(), &Witness::default())
}

/// After the handshake only the order counts: a KeyUpdate that was not delivered leaves the peer behind.
#[test]
fn key_updates() {
    let update = |meddler: &mut Meddler| {
        let people = People::repeating();
        let (client, server) = (people.client(), people.server(ClientAuth::Require));
        let pair = in_both_manners((&client, &server), now(), |pair| {
            meddler.rewind();
            pair.play(&mut Hooks::none(), &mut Hooks::none());
            pair.client.update_keys(false, &mut Hooks::tampering(meddler)).unwrap();
            pair.client.send(b"under new keys", &mut Hooks::none()).unwrap();
            pair.play(&mut Hooks::none(), &mut Hooks::none())
        });
        failed(&pair)
    };
    assert_eq!(update(&mut Meddler::drop(K::KeyUpdate)), records(Server, BadRecordMac));
    assert_eq!(update(&mut Meddler::repeat(K::KeyUpdate)), records(Server, KeyChangeInsideRecord));
    let ask = Meddler::edit(K::KeyUpdate, |bytes| *bytes.last_mut().unwrap() ^= 1);
    assert_eq!(update(&mut { ask }), End::Complete);
}
