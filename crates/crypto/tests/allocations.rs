//! What the live primitives take from the heap: nothing per record or secret, one buffer per share or signature.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use handfast_crypto::aead::{Aead, AeadKey, Iv};
use handfast_crypto::hash::Hash;
use handfast_crypto::kx::{Group, KeyExchange, Live};
use handfast_crypto::public_key::PublicKey;
use handfast_crypto::rng::SystemRng;
use handfast_crypto::secret::Secret;
use handfast_crypto::sign::{Signer, SigningKey};
use handfast_crypto::verify::{SignatureAlgorithm, verify};
use handfast_crypto::{hkdf, hmac};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;

fn allocations(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

fn p256() -> SigningKey {
    let pem = include_bytes!("../../../vectors/keys/p256.pem");
    SigningKey::from_der(&PrivateKeyDer::from_pem_slice(pem).unwrap()).unwrap()
}

#[test]
fn records_cost_none() {
    let mut record = vec![0; 16_384 + 17];
    for &aead in Aead::ALL {
        let secret = Secret::from_slice(&vec![1; aead.key_len()]);
        let counted = allocations(|| {
            let (key, iv) = (AeadKey::new(aead, &secret), Iv::new(&Secret::from_slice(&[2; 12])));
            let (plaintext, tag) = record.split_at_mut(16_385);
            tag.copy_from_slice(&key.seal(iv.nonce(0), b"header", plaintext));
            assert_eq!(key.open(iv.nonce(0), b"header", &mut record), Ok(16_385));
        });
        assert_eq!(counted, 0);
    }
}

#[test]
fn the_key_schedule_costs_none() {
    for &hash in Hash::ALL {
        let counted = allocations(|| {
            let mut transcript = hash.start();
            transcript.update(b"ClientHello");
            let secret = hkdf::extract(hash, &hkdf::zeros(hash), &hkdf::zeros(hash));
            let prk = hkdf::Prk::new(hash, &secret);
            let traffic = prk.expand_label("c hs traffic", transcript.current().as_ref(), hash.output_len());
            let finished = hkdf::expand_label(hash, &traffic, "finished", b"", hash.output_len());
            let verify_data = hmac::hmac(hash, &finished, &[transcript.current().as_ref()]);
            assert_eq!(
                hmac::verify(hash, &finished, &[transcript.current().as_ref()], verify_data.as_ref()),
                Ok(())
            );
        });
        assert_eq!(counted, 0);
    }
}

#[test]
fn a_key_exchange_costs_one_a_side() {
    for group in [Group::X25519, Group::Secp256r1, Group::Secp384r1] {
        let mut offered = None;
        assert_eq!(allocations(|| offered = Live.start(group, &mut SystemRng).ok()), 1);
        let offered = offered.unwrap();
        let mut agreed = None;
        assert_eq!(allocations(|| agreed = Live.respond(group, offered.share(), &mut SystemRng).ok()), 1);
        let share = agreed.unwrap().share;
        assert_eq!(allocations(|| drop(offered.agree(&share).unwrap())), 0);
    }
}

#[test]
fn a_signature_costs_one_and_its_check_none() {
    let (key, algorithm) = (p256(), SignatureAlgorithm::EcdsaP256(Hash::Sha256));
    let mut signature = Vec::new();
    assert_eq!(allocations(|| signature = key.sign(algorithm, b"content").unwrap()), 1);
    assert_eq!(
        allocations(|| assert_eq!(verify(algorithm, key.public_key(), b"content", &signature), Ok(()))),
        0
    );
    assert_eq!(allocations(|| drop(PublicKey::from_spki(key.public_key().spki()))), 1);
}
