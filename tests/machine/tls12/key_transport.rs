//! RSA key transport (RFC 5246 §7.4.7.1): a server that shows what it found under its key decrypts for everybody.

use handfast::crypto::key_transport;
use handfast::crypto::public_key::PublicKey;
use handfast::crypto::rng::SystemRng;
use handfast::handshake::Suite12;
use handfast::path::Cert;
use handfast::record::Refusal as Record;
use handfast::rule::AlertDescription;
use handfast::wire::Kind;
use handfast::{ClientAuth, Config, Error, Hooks, Refusal};
use handfast_pki::{KeyKind, KeyUsage, Request};
use handfast_tests::samples::raw;
use handfast_tests::{Manner, Meddler, Pair, People, Regulars, now, only_tls12};

/// With a key of 2048 bits: header, length, and then 256 bytes.
const ENCRYPTED: usize = 6;

fn by_key_transport(config: Config) -> Config {
    let mut config = only_tls12(config);
    config.protocol.suites12 = Suite12::RSA.to_vec();
    config
}

/// A ClientKeyExchange with this content.
fn exchange(encrypted: &[u8]) -> Vec<u8> {
    let length = u16::try_from(encrypted.len()).unwrap().to_be_bytes();
    raw(16, &[&length[..], encrypted].concat())
}

fn with(change: impl Fn(&[u8]) -> Vec<u8> + 'static) -> Meddler {
    Meddler::new(Kind::ClientKeyExchange, move |bytes| {
        vec![exchange(&change(bytes.get(ENCRYPTED..).unwrap()))]
    })
}

/// What a client may send in the place of its secret. That each way of padding wrongly is the same secret to the server as
/// noise, `crypto::key_transport` tests.
fn wrong(key: &PublicKey) -> Vec<(&'static str, Meddler)> {
    let of_version = |version| {
        let (_, encrypted) = key_transport::encrypt(key, version, &mut SystemRng).unwrap();
        with(move |_| encrypted.clone())
    };
    vec![
        ("noise", with(|right| right.iter().map(|byte| byte & 0x3f).collect())),
        ("another secret", of_version(0x0303)),
        ("a secret of an older version", of_version(0x0302)),
        ("one byte short", with(|right| right.get(1..).unwrap().to_vec())),
        ("one byte long", with(|right| [&[0], right].concat())),
        ("above the modulus", with(|right| vec![0xff; right.len()])),
        ("zero", with(|right| vec![0; right.len()])),
        ("nothing", with(|_| Vec::new())),
        ("far too much", with(|_| vec![1; 0x1000])),
    ]
}

/// The server goes on as if nothing were wrong, and the first record of the client's keys does not open. All that it says
/// is the same each time.
#[test]
fn what_is_wrong_with_the_secret_does_not_show() {
    let people = People::new(KeyKind::Rsa2048);
    for policy in [ClientAuth::None, ClientAuth::Require] {
        let (client, server) = (by_key_transport(people.client()), by_key_transport(people.server(policy)));
        let mut said = None;
        for (what, mut lie) in wrong(&key_of(&server)) {
            for manner in Manner::ALL {
                lie.rewind();
                let mut pair = Pair::fixed(manner.of(&client), manner.of(&server), now());
                let wires = pair.play(&mut Hooks::tampering(&mut lie), &mut Hooks::none());
                let unopened = Error::Refused(Refusal::Record(Record::BadRecordMac));
                assert_eq!(pair.server.failure(), Some(unopened), "{what}");
                let heard = Error::RefusedByPeer(AlertDescription::BAD_RECORD_MAC);
                assert_eq!(pair.client.failure(), Some(heard), "{what}");
                assert_eq!(*said.get_or_insert_with(|| wires.down.clone()), wires.down, "{what}");
            }
        }
    }
}

fn key_of(server: &Config) -> PublicKey {
    let leaf = server.identities().first().and_then(|identity| identity.chain().first()).unwrap();
    Cert::parse(leaf).unwrap().public_key().unwrap().to_owned()
}

/// A certificate that is for nothing else (RFC 5246 §7.4.2) is enough, and is judged by that again when the client comes
/// back.
#[test]
fn a_key_that_decrypts_need_not_sign() {
    let people = People::new(KeyKind::Rsa2048);
    let server = Request::server(["localhost"], now()).key_usages([KeyUsage::KeyEncipherment]);
    let server = people.stranger().with_identity(people.issue(server));
    let regulars = Regulars::new(by_key_transport(people.client()), by_key_transport(server));
    for resumed in [false, true] {
        let pair = regulars.visit();
        assert!(pair.is_complete(), "{:?}", pair.failures());
        assert_eq!(pair.client.negotiated().resumed, resumed);
    }
}
