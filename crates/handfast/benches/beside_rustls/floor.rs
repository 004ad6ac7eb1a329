//! The bare ring operations that one side of such a handshake, or a record, cannot do without.

use handfast_pki::KeyKind;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{EphemeralPrivateKey, UnparsedPublicKey as Share, X25519, agree_ephemeral};
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, KeyPair, RsaKeyPair, UnparsedPublicKey, VerificationAlgorithm};
use rustls_pki_types::PrivateKeyDer;

use crate::people::People;

/// One side: a key share, an agreement, one signature made, and three checked (two of certificates, one of
/// CertificateVerify).
pub(crate) struct Floor {
    random: SystemRandom,
    key: Key,
    public: Vec<u8>,
    certificate: (&'static dyn VerificationAlgorithm, Vec<u8>),
    verify: (&'static dyn VerificationAlgorithm, Vec<u8>),
    share: Vec<u8>,
}

enum Key {
    Ecdsa(EcdsaKeyPair),
    Rsa(Box<RsaKeyPair>),
}

/// As long as the content of a CertificateVerify.
const MESSAGE: [u8; 130] = [0x20; 130];

/// As long as a certificate.
const CERTIFICATE: [u8; 500] = [0x30; 500];

impl Floor {
    pub(crate) fn new(people: &People) -> Self {
        let PrivateKeyDer::Pkcs8(der) = &people.server.key else { unreachable!("pki writes PKCS#8") };
        let der = der.secret_pkcs8_der();
        let random = SystemRandom::new();
        let share = EphemeralPrivateKey::generate(&X25519, &random).unwrap();
        let share = share.compute_public_key().unwrap().as_ref().to_vec();
        if people.kind == KeyKind::P256 {
            let key =
                EcdsaKeyPair::from_pkcs8(&signature::ECDSA_P256_SHA256_ASN1_SIGNING, der, &random).unwrap();
            let public = key.public_key().as_ref().to_vec();
            let signed = |message: &[u8]| key.sign(&random, message).unwrap().as_ref().to_vec();
            let certificate =
                (&signature::ECDSA_P256_SHA256_ASN1 as &dyn VerificationAlgorithm, signed(&CERTIFICATE));
            let verify = (&signature::ECDSA_P256_SHA256_ASN1 as &dyn VerificationAlgorithm, signed(&MESSAGE));
            return Self { random, key: Key::Ecdsa(key), public, certificate, verify, share };
        }
        let key = RsaKeyPair::from_pkcs8(der).unwrap();
        let public = key.public().as_ref().to_vec();
        let signed = |padding, message: &[u8]| {
            let mut bytes = vec![0; key.public().modulus_len()];
            key.sign(padding, &random, message, &mut bytes).unwrap();
            bytes
        };
        let certificate = signed(&signature::RSA_PKCS1_SHA256 as &dyn signature::RsaEncoding, &CERTIFICATE);
        let verify = signed(&signature::RSA_PSS_SHA256, &MESSAGE);
        let certificate = (&signature::RSA_PKCS1_2048_8192_SHA256 as &dyn VerificationAlgorithm, certificate);
        let verify = (&signature::RSA_PSS_2048_8192_SHA256 as &dyn VerificationAlgorithm, verify);
        Self { random, key: Key::Rsa(Box::new(key)), public, certificate, verify, share }
    }

    pub(crate) fn one_side(&self) {
        let private = EphemeralPrivateKey::generate(&X25519, &self.random).unwrap();
        std::hint::black_box(private.compute_public_key().unwrap());
        agree_ephemeral(private, &Share::new(&X25519, &self.share), |secret| {
            std::hint::black_box(secret[0]);
        })
        .unwrap();
        for (algorithm, message, bytes) in [
            (self.certificate.0, &CERTIFICATE[..], &self.certificate.1),
            (self.certificate.0, &CERTIFICATE[..], &self.certificate.1),
            (self.verify.0, &MESSAGE[..], &self.verify.1),
        ] {
            UnparsedPublicKey::new(algorithm, &self.public).verify(message, bytes).unwrap();
        }
        self.sign();
    }

    fn sign(&self) {
        match &self.key {
            Key::Ecdsa(key) => {
                std::hint::black_box(key.sign(&self.random, &MESSAGE).unwrap());
            }
            Key::Rsa(key) => {
                let mut bytes = vec![0; key.public().modulus_len()];
                key.sign(&signature::RSA_PSS_SHA256, &self.random, &MESSAGE, &mut bytes).unwrap();
                std::hint::black_box(bytes);
            }
        }
    }
}

/// AES-128-GCM over records of 16 KiB.
pub(crate) struct Records(LessSafeKey);

impl Records {
    pub(crate) fn new() -> Self {
        Self(LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &[7; 16]).unwrap()))
    }

    pub(crate) fn seal(&self, record: &mut [u8]) -> [u8; 16] {
        let tag =
            self.0.seal_in_place_separate_tag(Self::nonce(), Aad::from([23, 3, 3, 64, 17]), record).unwrap();
        tag.as_ref().try_into().unwrap()
    }

    pub(crate) fn open(&self, record: &mut [u8]) {
        self.0.open_in_place(Self::nonce(), Aad::from([23, 3, 3, 64, 17]), record).unwrap();
    }

    fn nonce() -> Nonce {
        Nonce::assume_unique_for_key([1; 12])
    }
}
