//! A client that sends early data to a server which never offered it, because another server of that name did: the data
//! is passed over, and the handshake is as any other (RFC 9846 §4.3.10).

use handfast::crypto::kx::Group;
use handfast::record::Refusal as Record;
use handfast::wire::code_points::{ExtensionType, PskKeyExchangeMode};
use handfast::wire::ext::{EarlyData, Extension};
use handfast::wire::{Dialect, Kind, Message};
use handfast::{ClientAuth, Config, Error, Hooks, Refusal, Tamper};
use handfast_tests::samples::encoded;
use handfast_tests::{Pair, People, Wires, in_both_manners, now};

/// Offers a pre-shared key and early data in the first hello; the second has to do without the data.
#[derive(Default)]
struct Hasty {
    hellos: usize,
}

impl Tamper for Hasty {
    fn outgoing(&mut self, kind: Kind, bytes: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        let Ok(Message::ClientHello(mut hello)) = Message::decode(bytes, Dialect::Tls13, None) else {
            return deliver(bytes);
        };
        assert_eq!(kind, Kind::ClientHello);
        self.hellos += 1;
        if let Some(extensions) = &mut hello.extensions {
            let modes = Extension::PskKeyExchangeModes((&[PskKeyExchangeMode::PSK_DHE_KE]).into());
            let early = (self.hellos == 1).then_some(Extension::EarlyData(EarlyData::Indicated));
            let more = [modes].into_iter().chain(early).chain([PRE_SHARED_KEY]);
            *extensions = extensions.iter().copied().chain(more).collect();
        }
        deliver(&encoded(&Message::ClientHello(hello)));
    }
}

/// One identity of one byte, and one binder of 32.
const PRE_SHARED_KEY: Extension<'static> = Extension::Unknown {
    extension_type: ExtensionType::PRE_SHARED_KEY,
    data: b"\x00\x07\x00\x01x\x00\x00\x00\x00\x00\x21\x20................................",
};

/// Records of early data, under keys that the server does not have.
fn early(records: usize, length: u16) -> Vec<u8> {
    let [high, low] = length.to_be_bytes();
    [&[23, 3, 3, high, low][..], &vec![0x5a; usize::from(length)]].concat().repeat(records)
}

fn hasty(retry: bool, early_data: &[u8]) -> Pair {
    let people = People::repeating();
    let (mut client, mut server) = (people.client(), people.server(ClientAuth::Require));
    client.protocol.groups = vec![Group::X25519, Group::Secp256r1];
    server.protocol.groups = if retry { vec![Group::Secp256r1] } else { vec![Group::X25519] };
    play(&client, &server, &mut Hasty::default(), early_data)
}

fn play(client: &Config, server: &Config, tamper: &mut Hasty, early_data: &[u8]) -> Pair {
    in_both_manners((client, server), now(), |pair| {
        tamper.hellos = 0;
        let mut hooks = Hooks::tampering(tamper);
        let _ = pair.client.run(&mut hooks);
        let mut wires = Wires { up: pair.client.outgoing().to_vec(), down: Vec::new() };
        pair.server.receive(pair.client.outgoing());
        pair.client.sent(wires.up.len());
        assert_eq!(pair.server.receive(early_data), early_data.len());
        let rest = pair.play(&mut hooks, &mut Hooks::none());
        wires.up.extend(rest.up);
        wires.down.extend(rest.down);
        wires
    })
}

#[test]
fn is_passed_over() {
    for retry in [false, true] {
        for early_data in [early(0, 0), early(1, 17), early(3, 1000), early(1, 0x4000), early(2, 0x2000)] {
            let pair = hasty(retry, &early_data);
            assert!(pair.is_complete(), "{retry} {} bytes: {:?}", early_data.len(), pair.failures());
            assert!(pair.server.plaintext().is_empty());
            assert_eq!(pair.server.negotiated().retried, retry);
        }
    }
}

#[test]
fn is_not_passed_over_for_ever() {
    let refused = |refusal| Some(Error::Refused(Refusal::Record(refusal)));
    for too_much in [early(1, 0x4001), early(3, 0x3000)] {
        for retry in [false, true] {
            assert_eq!(
                hasty(retry, &too_much).server.failure(),
                refused(Record::TooMuchEarlyData),
                "{retry}"
            );
        }
    }
}

/// Who did not announce it may not send it.
#[test]
fn must_be_announced() {
    let people = People::repeating();
    let (client, server) = (people.client(), people.server(ClientAuth::Require));
    let mut honest = Hasty { hellos: 1 };
    let pair = in_both_manners((&client, &server), now(), |pair| {
        honest.hellos = 1;
        let _ = pair.client.run(&mut Hooks::tampering(&mut honest));
        pair.server.receive(pair.client.outgoing());
        pair.client.sent(usize::MAX);
        pair.server.receive(&early(1, 17));
        pair.play(&mut Hooks::none(), &mut Hooks::none())
    });
    let refused = Error::Refused(Refusal::Record(Record::BadRecordMac));
    assert_eq!(pair.server.failure(), Some(refused));
}
