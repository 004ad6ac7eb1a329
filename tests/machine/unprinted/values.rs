//! Values that are made of secrets that are known.

use std::net::SocketAddr;
use std::time::Duration;

use handfast::crypto::aead::{Aead, AeadKey, Iv};
use handfast::crypto::hash::Hash;
use handfast::crypto::hkdf::Prk;
use handfast::crypto::key_transport::DecryptionKey;
use handfast::crypto::kx::{FixedScalars, Group, KeyExchange, Live, Scripted};
use handfast::crypto::prf12::Prf;
use handfast::crypto::rng::{CountingRng, SystemRng};
use handfast::crypto::secret::Secret;
use handfast::crypto::sign::{DeterministicP256, SigningKey};
use handfast::handshake::schedule12::{KeyBlock, MainSecret, Randoms, WriteKeys};
use handfast::handshake::{Answer, Effect, Epoch, Protection, Seen, Side};
use handfast::record::{Receive, RecordKeys, Transmit};
use handfast::{Psk, Session, TicketKey};
use handfast_pki::load::{self, Input};
use handfast_pki::{Authority, Issued, KeyKind, Request, key_pem};
use handfast_study::KeyLog;
use handfast_study::capture::{Ends, Packets};
use handfast_tests::{identity, now};

use super::Gallery;

/// Octets that stand nowhere else, and are the same for the same words.
pub(super) fn known(words: &str, length: usize) -> Secret {
    let octets: Vec<u8> = [0, 1]
        .iter()
        .flat_map(|half: &u8| Hash::Sha512.digest(&[words.as_bytes(), &[*half]]).as_ref().to_vec())
        .collect();
    Secret::from_slice(octets.get(..length).unwrap())
}

pub(super) fn shown(gallery: &mut Gallery) {
    keys_of_records(gallery);
    key_exchanges(gallery);
    schedules(gallery);
    identities(gallery);
    shared_keys(gallery);
}

/// As they are, imported, and in the place of a session.
fn shared_keys(gallery: &mut Gallery) {
    let digest = Hash::Sha256.digest(&[b"a shared key"]);
    gallery.keep_octets(digest.as_ref());
    let psk = Psk::new(b"an identity", digest.as_ref(), Hash::Sha256).unwrap();
    let imported = Psk::import(b"an identity", b"", digest.as_ref(), Hash::Sha256, Hash::Sha384).unwrap();
    gallery.show(&(&psk, imported, Session::from(psk.clone())));
}

fn kept(words: &str, length: usize, gallery: &mut Gallery) -> Secret {
    let secret = known(words, length);
    gallery.keep(&secret);
    gallery.show(&secret);
    secret
}

fn keys_of_records(gallery: &mut Gallery) {
    for aead in [Aead::Aes128Gcm, Aead::Aes256Gcm, Aead::ChaCha20Poly1305] {
        let key = kept("a write key", aead.key_len(), gallery);
        let iv = kept("a write IV", 12, gallery);
        let secret = kept("a traffic secret", 32, gallery);
        gallery.show(&(AeadKey::new(aead, &key), Iv::new(&iv)));
        let tls12 = || RecordKeys::tls12(aead, &key, &known("a write IV", aead.fixed_iv_len()));
        let (mut transmit, mut receive) = (Transmit::new(), Receive::new());
        gallery.show(&(tls12(), RecordKeys::tls13(aead, Hash::Sha256, &secret)));
        transmit.install(tls12()).unwrap();
        receive.install(tls12()).unwrap();
        gallery.show(&(&transmit, &receive));
        let keys = Box::new(WriteKeys { key, iv });
        let (of12, of13) =
            (Protection::Tls12 { aead, keys }, Protection::Tls13 { aead, hash: Hash::Sha256, secret });
        let installed = |protection| Effect::Install(Side::Read, Epoch::Handshake, protection);
        gallery.show(&("Protection{", installed(of12), installed(of13)));
    }
}

fn key_exchanges(gallery: &mut Gallery) {
    let scalar = kept("a scalar", 32, gallery);
    let agreed = kept("an agreed secret", 32, gallery);
    let fixed = FixedScalars::new().with(Group::X25519, &scalar);
    let scripted = Scripted::new().with(Group::X25519, &[1; 32], &agreed);
    let offered = fixed.start(Group::X25519, &mut CountingRng::starting_at(0)).unwrap();
    let answer = Live.respond(Group::X25519, offered.share(), &mut SystemRng).unwrap();
    gallery.keep(&answer.secret);
    gallery.show(&(&fixed, &scripted, &offered, &answer));
    for group in [Group::Secp256r1, Group::X25519MlKem768] {
        gallery.show(&Live.start(group, &mut SystemRng).unwrap());
    }
}

fn schedules(gallery: &mut Gallery) {
    let premaster = kept("a premaster secret", 48, gallery);
    let randoms = Randoms { client: [1; 32], server: [2; 32] };
    let main = MainSecret::new(Hash::Sha256, &premaster, &randoms, None, Seen::nobody());
    let block = main.key_block(Aead::ChaCha20Poly1305, &randoms, Seen::nobody());
    let KeyBlock { client: WriteKeys { key, iv }, server } = &block;
    [key, iv, &server.key, &server.iv].into_iter().for_each(|secret| gallery.keep(secret));
    gallery.show(&(&main, &block));
    gallery.show(&(Prk::new(Hash::Sha256, &premaster), Prf::new(Hash::Sha384, &premaster)));
    gallery.show(&("Answer{", Answer::Premaster(premaster)));
}

/// Private keys in every form in which they are held.
fn identities(gallery: &mut Gallery) {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let root = Authority::root(&Request::authority("root", now()).key(kind)).unwrap();
        let issued = root.issue(&Request::client("alice", now()).key(kind)).unwrap();
        keep_key(&issued, kind, gallery);
        let chain = Input::new("chain", issued.chain_pem().unwrap()).unwrap();
        let key = Input::new("key", key_pem(&issued.key).unwrap().as_bytes()).unwrap();
        gallery.show(&load::Identity::from_pem(&chain, &key, None).unwrap());
        gallery.show(&(&root, identity(&issued), SigningKey::from_der(&issued.key).unwrap(), key));
        match kind {
            KeyKind::P256 => gallery.show(&DeterministicP256::from_der(&issued.key).unwrap()),
            KeyKind::Rsa2048 => gallery.show(&DecryptionKey::from_der(&issued.key).unwrap()),
            _ => {}
        }
        gallery.show(&issued);
    }
    gallery.keep_octets(&[0xA7; 32]);
    gallery.show(&TicketKey::from_bytes(&[0xA7; 32]));
    let place = SocketAddr::from(([127, 0, 0, 1], 8443));
    let ends = Ends { client: place, server: place };
    gallery.show(&Packets::new(std::io::sink(), ends, || Duration::ZERO));
    gallery.show(&KeyLog::new(b"CLIENT_TRAFFIC_SECRET_0 and what follows".to_vec()));
    gallery.keep_octets(b"CLIENT_TRAFFIC_SECRET_0 and what follows");
}

/// What is private of it: RSA has its private numbers at the end, and the others a scalar behind the same head.
fn keep_key(issued: &Issued, kind: KeyKind, gallery: &mut Gallery) {
    let der = issued.key.secret_der();
    let private = match kind {
        KeyKind::Rsa2048 => der.get(der.len() - 24..),
        _ => der.get(36..44),
    };
    gallery.keep_octets(private.unwrap());
    let pem = key_pem(&issued.key).unwrap();
    let lines = pem.lines().filter(|line| !line.starts_with("-----"));
    lines.for_each(|line| gallery.keep_octets(line.as_bytes()));
}
