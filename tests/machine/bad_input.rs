//! Bytes that nobody should send: each gives the alert of the RFC, and no panic, no hang, no unbounded memory.

use std::sync::Arc;

use handfast::handshake::SecretName;
use handfast::record::{Direction, Refusal as Record};
use handfast::rule::AlertDescription as Alert;
use handfast::wire::Kind;
use handfast::wire::code_points::{ContentType, ExtensionType, HandshakeType, NamedGroup, ProtocolVersion};
use handfast::wire::ext::{Extension, KeyShare, KeyShareEntry};
use handfast::{ClientAuth, Connection, Error, Hooks, Progress, Refusal, Role};
use handfast_pki::KeyKind;
use handfast_tests::samples::{raw, sample};
use handfast_tests::{Forger, Meddler, Pair, People};

fn pair() -> Pair {
    let people = People::new(KeyKind::P256);
    let mut client = people.client();
    client.reveal_secrets = true;
    Pair::new(Arc::new(client), Arc::new(people.server(ClientAuth::Require)))
}

fn exchange(pair: &mut Pair) {
    pair.play(&mut Hooks::none(), &mut Hooks::none());
}

/// A connected pair, and the keys of the client.
fn connected() -> (Pair, Direction) {
    let (mut pair, mut forger) = (pair(), Forger::default());
    pair.play(&mut Hooks::observing(&mut forger), &mut Hooks::none());
    assert!(pair.is_complete());
    (pair, forger.keys(SecretName::ClientTraffic(0)))
}

/// The server refuses for this reason, and says so.
fn refuses(mut pair: Pair, refusal: Record, alert: Alert) {
    exchange(&mut pair);
    let refused = Error::Refused(Refusal::Record(refusal));
    assert_eq!((pair.server.failure(), refused.alert()), (Some(refused), Some(alert)));
    assert_eq!(pair.client.failure(), Some(Error::RefusedByPeer(alert)), "{refusal}");
}

/// These are the first bytes that a server hears; a client has been greeted and hears the alert.
fn first(bytes: &[u8]) -> Pair {
    let mut pair = pair();
    let _ = pair.client.run(&mut Hooks::none());
    pair.client.sent(usize::MAX);
    assert_eq!(pair.server.receive(bytes), bytes.len());
    pair
}

fn later(content_type: ContentType, content: &[u8], padding: usize) -> Pair {
    let (mut pair, mut keys) = connected();
    let mut record = Vec::new();
    keys.seal(content_type, content, padding, &mut record).unwrap();
    pair.server.receive(&record);
    pair
}

#[test]
fn records_over_the_limit() {
    let overflow = |length| Record::PlaintextOverflow { length };
    refuses(first(&[22, 3, 1, 0x40, 0x01]), overflow(0x4001), Alert::RECORD_OVERFLOW);
    refuses(first(&[22, 3, 1, 0xff, 0xff]), overflow(0xffff), Alert::RECORD_OVERFLOW);
    let (mut pair, _) = connected();
    pair.server.receive(&[23, 3, 3, 0x41, 0x01]);
    refuses(pair, Record::CiphertextOverflow { length: 0x4101 }, Alert::RECORD_OVERFLOW);
}

#[test]
fn empty_records() {
    let empty = |content_type| Record::EmptyFragment { content_type };
    refuses(first(&[22, 3, 1, 0, 0]), empty(ContentType::HANDSHAKE), Alert::UNEXPECTED_MESSAGE);
    refuses(first(&[21, 3, 1, 0, 0]), empty(ContentType::ALERT), Alert::UNEXPECTED_MESSAGE);
    for content_type in [ContentType::HANDSHAKE, ContentType::ALERT] {
        refuses(later(content_type, b"", 9), empty(content_type), Alert::UNEXPECTED_MESSAGE);
    }
    refuses(later(ContentType(0), b"", 9), Record::NoContentType, Alert::UNEXPECTED_MESSAGE);
}

/// They may hide traffic (RFC 9846 §5.4), but not for ever.
#[test]
fn empty_application_data() {
    let (mut pair, mut keys) = connected();
    let mut empty = |pair: &mut Pair| {
        let mut record = Vec::new();
        keys.seal(ContentType::APPLICATION_DATA, b"", 3, &mut record).unwrap();
        pair.server.receive(&record);
    };
    (0..32).for_each(|_| empty(&mut pair));
    assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::NeedInput));
    empty(&mut pair);
    refuses(pair, Record::TooManyEmptyRecords, Alert::UNEXPECTED_MESSAGE);
}

#[test]
fn change_cipher_spec_out_of_its_time() {
    let ccs: &[u8] = &[20, 3, 3, 0, 1, 1];
    refuses(first(ccs), Record::ChangeCipherSpecForbidden, Alert::UNEXPECTED_MESSAGE);
    let (mut pair, _) = connected();
    pair.server.receive(ccs);
    refuses(pair, Record::ChangeCipherSpecForbidden, Alert::UNEXPECTED_MESSAGE);
    refuses(
        later(ContentType::CHANGE_CIPHER_SPEC, &[1], 0),
        Record::ChangeCipherSpecProtected,
        Alert::UNEXPECTED_MESSAGE,
    );
}

/// Between the hellos and Finished it is dropped, but not without end, and only if it is what it says.
#[test]
fn change_cipher_spec_in_its_time() {
    for (value, times, refusal) in [
        (1, 30, None),
        (1, 40, Some(Record::TooManyEmptyRecords)),
        (2, 1, Some(Record::ChangeCipherSpecValue)),
    ] {
        let mut pair = pair();
        let _ = pair.client.run(&mut Hooks::none());
        let n = pair.server.receive(pair.client.outgoing());
        pair.client.sent(n);
        (0..times).for_each(|_| assert_eq!(pair.server.receive(&[20, 3, 3, 0, 1, value]), 6));
        match refusal {
            Some(refusal) => refuses(pair, refusal, Alert::UNEXPECTED_MESSAGE),
            None => {
                exchange(&mut pair);
                assert!(pair.is_complete());
            }
        }
    }
}

/// legacy_record_version is ignored (RFC 9846 §5.1), unless the bytes are no record at all.
#[test]
fn versions_of_records() {
    for minor in [0, 1, 4, 255] {
        let mut pair = pair();
        let _ = pair.client.run(&mut Hooks::none());
        let mut hello = pair.client.outgoing().to_vec();
        pair.client.sent(usize::MAX);
        *hello.get_mut(2).unwrap() = minor;
        pair.server.receive(&hello);
        exchange(&mut pair);
        assert!(pair.is_complete(), "0x03{minor:02x}");
    }
    let version = ProtocolVersion(0x0203);
    refuses(first(&[22, 2, 3, 0, 1]), Record::NotAVersion { version }, Alert::PROTOCOL_VERSION);
}

#[test]
fn strangers() {
    let unexpected = Alert::UNEXPECTED_MESSAGE;
    refuses(first(b"GET / HTTP/1.1\r\n\r\n"), Record::PlainHttp { method: "GET" }, unexpected);
    refuses(first(b"SSH-2.0-OpenSSH_9.2\r\n"), Record::SshBanner, unexpected);
    refuses(first(b"\x80\x2e\x01\x00\x02\x00\x15"), Record::Sslv2ClientHello, Alert::PROTOCOL_VERSION);
    refuses(first(b"\x00\x00\x00\x00\x00"), Record::NotTls { first: [0; 5] }, unexpected);
    let mut pair = pair();
    let _ = pair.client.run(&mut Hooks::none());
    pair.client.receive(b"HTTP/1.1 400 Bad Request\r\n");
    let refused = Error::Refused(Refusal::Record(Record::PlainHttpResponse));
    assert_eq!(pair.client.run(&mut Hooks::none()), Err(refused));
}

/// Handshake messages must not cross a key change (RFC 9846 §5.1), whole or in pieces.
#[test]
fn messages_across_a_key_change() {
    let behind = |more: Vec<u8>| move |bytes: &[u8]| vec![[bytes, &more].concat()];
    let inside = Refusal::Record(Record::KeyChangeInsideRecord);
    for (liar, kind) in [
        (Role::Client, Kind::ClientHello),
        (Role::Server, Kind::ServerHello),
        (Role::Server, Kind::Finished),
        (Role::Client, Kind::Finished),
        (Role::Client, Kind::KeyUpdate),
    ] {
        for more in [sample(Kind::EncryptedExtensions), vec![8], vec![8, 0, 0, 9, 0]] {
            let (mut pair, mut lie) = (pair(), Meddler::new(kind, behind(more)));
            let (mut lies, mut honest) = (Hooks::tampering(&mut lie), Hooks::none());
            match liar {
                Role::Client => pair.play(&mut lies, &mut honest),
                Role::Server => pair.play(&mut honest, &mut lies),
            };
            if kind == Kind::KeyUpdate {
                pair.client.update_keys(false, &mut lies).unwrap();
                exchange(&mut pair);
            }
            let (victim, heard) = match liar {
                Role::Client => (pair.server.failure(), pair.client.failure()),
                Role::Server => (pair.client.failure(), pair.server.failure()),
            };
            assert_eq!(victim, Some(Error::Refused(inside)), "{kind}");
            assert_eq!(heard, Some(Error::RefusedByPeer(Alert::UNEXPECTED_MESSAGE)), "{kind}");
        }
    }
}

#[test]
fn messages_longer_than_is_taken() {
    let refusal = Record::MessageTooLong {
        handshake_type: HandshakeType::CLIENT_HELLO,
        length: 0x02_0001,
        limit: 0x02_0000,
    };
    refuses(first(&[22, 3, 1, 0, 4, 1, 2, 0, 1]), refusal, Alert::ILLEGAL_PARAMETER);
}

/// A message that never ends is not kept beyond its limit, and a record that never ends not beyond its own.
#[test]
fn what_never_ends() {
    let mut server = pair().server;
    let piece = [&[22, 3, 1, 0x40, 0][..], &[0; 0x4000]].concat();
    server.receive(&[22, 3, 1, 0, 4, 1, 2, 0, 0]);
    let mut taken = 0;
    while taken < 1 << 20 && server.run(&mut Hooks::none()) == Ok(Progress::NeedInput) {
        taken += server.receive(&piece);
    }
    assert!(server.failure().is_some() && taken < 0x02_0000 + 2 * piece.len(), "{taken}");

    let mut server = pair().server;
    let mut taken = server.receive(&[22, 3, 1, 0x40, 0]);
    loop {
        let n = server.receive(&[0; 1000]);
        taken += n;
        if n == 0 || taken > 1 << 20 {
            break;
        }
    }
    assert!(taken < 100_000, "the buffer is bounded: {taken}");
}

/// As many shares and groups as fit: read once, not once for each of the others.
#[test]
fn a_hello_with_thousands_of_shares() {
    let groups: Vec<_> = (0x2000..0x3e00).map(NamedGroup).collect();
    let share = |group: &NamedGroup| KeyShareEntry { group: *group, key_exchange: b"?" };
    let shares: Vec<_> = groups.iter().map(share).collect();
    let (groups, shares): (&[_], &[_]) = (groups.leak(), shares.leak());
    let mut pair = pair();
    let mut lie = Meddler::extend(Kind::ClientHello, move |list| {
        list.retain(|extension| {
            ![ExtensionType::SUPPORTED_GROUPS, ExtensionType::KEY_SHARE].contains(&extension.extension_type())
        });
        list.push(Extension::SupportedGroups(groups.into()));
        list.push(Extension::KeyShare(KeyShare::Offered(shares.into())));
    });
    pair.play(&mut Hooks::tampering(&mut lie), &mut Hooks::none());
    let refused = Error::Refused(Refusal::Handshake(handfast::handshake::Refusal::NoCommonGroup));
    assert_eq!(pair.server.failure(), Some(refused));
}

/// Once it has failed a connection does nothing more, whatever it is asked.
#[test]
fn after_a_failure() {
    let mut pair = first(&raw(22, b"?"));
    exchange(&mut pair);
    let error = pair.server.failure().unwrap();
    let server = &mut pair.server;
    server.receive(&[22, 3, 1, 0, 4, 1, 0, 0, 0]);
    let hooks = &mut Hooks::none();
    assert_eq!(server.step(hooks), Err(error));
    assert_eq!(server.run(hooks), Err(error));
    assert_eq!(server.send(b"?", hooks), Err(error));
    assert_eq!(server.update_keys(false, hooks), Err(error));
    assert_eq!(server.end_of_input(hooks), Err(error));
    assert_eq!(server.abandon(hooks), error);
    server.close(hooks);
    assert!(silent(server));
}

fn silent(connection: &Connection) -> bool {
    connection.outgoing().is_empty() && connection.question().is_none() && connection.peer().is_none()
}
