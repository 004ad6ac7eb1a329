use rustls_pki_types::PrivateKeyDer;

use crate::hash::Hash;
use crate::secret::Secret;
use crate::sign::{DeterministicP256, Signer, SigningKey};
use crate::vectors::hex;
use crate::verify::SignatureAlgorithm;

/// RFC 8032 §7.1, tests 1 to 3.
#[test]
fn rfc8032() {
    for (seed, public, message, signature) in [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b
             d25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c
             387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659
             4a7c15e9716ed28dc027beceea1ec40a",
        ),
    ] {
        let pkcs8 = [hex("302e020100300506032b657004220420"), hex(seed)].concat();
        let key = SigningKey::from_der(&PrivateKeyDer::Pkcs8(pkcs8.into())).unwrap();
        assert_eq!(key.public_key().key_bytes(), hex(public));
        assert_eq!(key.sign(SignatureAlgorithm::Ed25519, &hex(message)), Ok(hex(signature)));
    }
}

/// RFC 6979 §A.2.5, SHA-256.
#[test]
fn rfc6979() {
    let scalar = hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    let key = DeterministicP256::from_scalar(&Secret::from_slice(&scalar)).unwrap();
    assert_eq!(
        key.public_key().key_bytes(),
        hex("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6
             7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")
    );
    let sample = "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716
                  022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
    let test = "3045022100f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367
                0220019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";
    assert_eq!(key.sign(SignatureAlgorithm::EcdsaP256(Hash::Sha256), b"sample"), Ok(hex(sample)));
    assert_eq!(key.sign(SignatureAlgorithm::EcdsaP256(Hash::Sha256), b"test"), Ok(hex(test)));
}
