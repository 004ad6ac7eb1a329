use super::{DecryptionKey, NotEncrypted, PREMASTER_LEN, encrypt};
use crate::public_key::KeyError;
use crate::rng::{CountingRng, SystemRng};
use crate::secret::Secret;
use crate::vectors;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, RsaPublicKey, hazmat, pkcs1::DecodeRsaPublicKey};

const TLS12: u16 = 0x0303;

fn key(name: &str) -> DecryptionKey {
    DecryptionKey::from_der(&vectors::private_key(name)).unwrap()
}

/// The first 46 bytes that a [`CountingRng`] gives, behind the version of the ClientHello.
fn random_one() -> Secret {
    let random: Vec<u8> = (0..46).collect();
    Secret::from_slice(&[&[3, 3], random.as_slice()].concat())
}

fn premaster() -> [u8; PREMASTER_LEN] {
    let mut premaster = [0x77; PREMASTER_LEN];
    premaster[..2].copy_from_slice(&[3, 3]);
    premaster
}

/// RSA without padding.
fn raw(block: &[u8]) -> Vec<u8> {
    let public = RsaPublicKey::from_pkcs1_der(vectors::public_key("rsa2048").key_bytes()).unwrap();
    let number = BoxedUint::from_be_slice(block, public.n_bits_precision()).unwrap();
    hazmat::rsa_encrypt(&public, &number).unwrap().to_be_bytes().to_vec()
}

/// A block of 256 bytes: 00, a block type, padding, 00, message.
fn block(block_type: u8, message: &[u8]) -> Vec<u8> {
    let padding = vec![0x55; 256 - 3 - message.len()];
    [&[0, block_type], padding.as_slice(), &[0], message].concat()
}

#[test]
fn decrypts_what_it_encrypted() {
    for name in ["rsa2048", "rsa3072", "rsa4096"] {
        let (premaster, encrypted) = encrypt(&vectors::public_key(name), TLS12, &mut SystemRng).unwrap();
        assert_eq!(premaster.bytes()[..2], [3, 3]);
        assert_eq!(key(name).decrypt(&encrypted, TLS12, &mut SystemRng), premaster);
    }
}

/// A generator that counts gives the same 256 bytes again and again, and from most starts they are no blinding factor.
#[test]
fn decrypts_with_randomness_that_repeats_itself() {
    let (premaster, encrypted) = encrypt(&vectors::public_key("rsa2048"), TLS12, &mut SystemRng).unwrap();
    for first in [0, 0x2e, 0x80, 0xae, 0xff] {
        let mut counting = CountingRng::starting_at(first);
        assert_eq!(key("rsa2048").decrypt(&encrypted, TLS12, &mut counting), premaster);
    }
}

/// OpenSSL encrypted the text below with `pkeyutl -encrypt -pkeyopt rsa_padding_mode:pkcs1`.
#[test]
fn decrypts_what_openssl_encrypted() {
    let decrypted = key("rsa2048").decrypt(&vectors::file("keys/premaster.rsa2048"), TLS12, &mut SystemRng);
    assert_eq!(decrypted.bytes(), b"\x03\x03encrypted by OpenSSL, forty-six bytes in all..");
}

/// RFC 5246 §7.4.7.1: what is wrong makes no difference. Every way to be wrong gives the random secret that was drawn
/// before, of the right length and under the version of the ClientHello.
#[test]
fn every_failure_is_the_same() {
    let key = key("rsa2048");
    let good = block(2, &premaster());
    let changed = |place: usize, byte: u8| {
        let mut block = good.clone();
        block[place] = byte;
        raw(&block)
    };
    let modulus = key.0.n().to_be_bytes().to_vec();
    let failures = [
        ("empty", Vec::new()),
        ("one byte short", raw(&good)[1..].to_vec()),
        ("one byte long", [&[0], raw(&good).as_slice()].concat()),
        ("far too long", vec![1; 4096]),
        ("zero", vec![0; 256]),
        ("one", raw(&[&[0; 255][..], &[1]].concat())),
        ("the modulus", modulus),
        ("above the modulus", vec![0xff; 256]),
        ("noise", vec![0x42; 256]),
        ("a first byte that is not 00", changed(0, 1)),
        ("block type 1, a signature", raw(&block(1, &premaster()))),
        ("block type 0", raw(&block(0, &premaster()))),
        ("00 as the first byte of the padding", changed(2, 0)),
        ("00 within the first eight bytes of the padding", changed(9, 0)),
        ("00 as the last byte of the padding", changed(206, 0)),
        ("no 00 behind the padding", changed(207, 1)),
        ("no 00 anywhere", raw(&[&[0, 2][..], &[0x55; 254]].concat())),
        ("47 bytes", raw(&block(2, &premaster()[1..]))),
        ("49 bytes", raw(&block(2, &[&[3], premaster().as_slice()].concat()))),
        ("no message", raw(&block(2, &[]))),
    ];
    for (what, encrypted) in failures {
        assert_eq!(key.decrypt(&encrypted, TLS12, &mut CountingRng::new()), random_one(), "{what}");
    }
    assert_eq!(key.decrypt(&raw(&good), TLS12, &mut CountingRng::new()).bytes(), premaster());
}

/// The version of the ClientHello stands in the secret whatever was encrypted, so a client that was made to offer less
/// gets another secret than its server.
#[test]
fn another_version_is_another_secret() {
    let (theirs, encrypted) = encrypt(&vectors::public_key("rsa2048"), TLS12, &mut SystemRng).unwrap();
    let ours = key("rsa2048").decrypt(&encrypted, 0x0301, &mut SystemRng);
    assert_eq!((&ours.bytes()[..2], &ours.bytes()[2..]), (&[3, 1][..], &theirs.bytes()[2..]));
}

/// A modulus need not fill whole words: RSA-2056 encrypts to 257 bytes.
#[test]
fn as_long_as_the_modulus() {
    for (name, len) in [("rsa2048", 256), ("rsa2056", 257), ("rsa4608", 576)] {
        let (_, encrypted) = encrypt(&vectors::public_key(name), TLS12, &mut CountingRng::new()).unwrap();
        assert_eq!(encrypted.len(), len);
    }
}

#[test]
fn never_pads_with_zero() {
    for start in 0..=u8::MAX {
        let padded = super::pad(&Secret::from_slice(&premaster()), 256, &mut CountingRng::starting_at(start));
        assert_eq!((padded.len(), &padded[..2], padded[207]), (256, &[0, 2][..], 0));
        assert!(padded[2..207].iter().all(|byte| *byte != 0));
    }
}

#[test]
fn only_rsa_encrypts() {
    for name in ["p256", "ed25519", "rsapss2048", "rsa1024"] {
        let encrypted = encrypt(&vectors::public_key(name), TLS12, &mut SystemRng);
        assert_eq!(encrypted.unwrap_err(), NotEncrypted, "{name}");
    }
    for name in ["p256", "ed25519", "rsapss2048"] {
        let refused = DecryptionKey::from_der(&vectors::private_key(name)).unwrap_err();
        assert_eq!(refused, KeyError::CannotDecrypt, "{name}");
    }
}

#[test]
fn shows_no_key() {
    assert_eq!(format!("{:?}", key("rsa2048")), "DecryptionKey(RSA-2048)");
}
