use crate::aead::{Aead, AeadKey, Iv, OpenFailed};
use crate::secret::Secret;
use crate::vectors::{self, hex};

#[test]
fn opens_what_it_sealed_and_nothing_else() {
    for &aead in Aead::ALL {
        let key = AeadKey::new(aead, &Secret::from_slice(&[7; 32][..aead.key_len()]));
        let mut record = *b"attack at dawn..................";
        let tag = key.seal([1; 12], b"header", &mut record[..16]);
        record[16..].copy_from_slice(&tag);
        for place in 0..record.len() {
            let mut flipped = record;
            flipped[place] ^= 1;
            assert_eq!(key.open([1; 12], b"header", &mut flipped), Err(OpenFailed));
        }
        assert_eq!(key.open([2; 12], b"header", &mut record.clone()), Err(OpenFailed));
        assert_eq!(key.open([1; 12], b"heaven", &mut record.clone()), Err(OpenFailed));
        assert_eq!(key.open([1; 12], b"header", &mut [0; 15]), Err(OpenFailed));
        assert_eq!(key.open([1; 12], b"header", &mut []), Err(OpenFailed));
        assert_eq!(key.open([1; 12], b"header", &mut record), Ok(16));
        assert_eq!(&record[..16], b"attack at dawn..");
    }
}

struct Case {
    aead: Aead,
    key: &'static str,
    nonce: &'static str,
    aad: &'static str,
    plaintext: Vec<u8>,
    sealed: &'static str,
}

fn seals_and_opens(case: &Case) {
    let key = AeadKey::new(case.aead, &Secret::from_slice(&hex(case.key)));
    let nonce: [u8; 12] = hex(case.nonce).try_into().unwrap();
    let aad = hex(case.aad);
    let mut record = case.plaintext.clone();
    let tag = key.seal(nonce, &aad, &mut record);
    record.extend(tag);
    assert_eq!(record, hex(case.sealed));
    let len = key.open(nonce, &aad, &mut record).unwrap();
    assert_eq!(record[..len], case.plaintext);
}

/// Test cases 4 and 16 of the GCM specification (McGrew and Viega, appendix B).
#[test]
fn gcm_specification() {
    let plaintext = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525\
                     b16aedf5aa0de657ba637b39";
    let case = |aead, key, sealed| Case {
        aead,
        key,
        nonce: "cafebabefacedbaddecaf888",
        aad: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        plaintext: hex(plaintext),
        sealed,
    };
    seals_and_opens(&case(
        Aead::Aes128Gcm,
        "feffe9928665731c6d6a8f9467308308",
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05\
         1ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47",
    ));
    seals_and_opens(&case(
        Aead::Aes256Gcm,
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838\
         c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
    ));
}

/// RFC 8439 §2.8.2.
#[test]
fn rfc8439() {
    let plaintext = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
                     sunscreen would be it.";
    seals_and_opens(&Case {
        aead: Aead::ChaCha20Poly1305,
        key: "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
        nonce: "070000004041424344454647",
        aad: "50515253c0c1c2c3c4c5c6c7",
        plaintext: plaintext.as_bytes().to_vec(),
        sealed: "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b\
                 1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc\
                 3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691",
    });
}

/// Every protected record of RFC 8448, opened with the keys and sequence numbers that stand there.
#[test]
fn rfc8448_records() {
    let mut opened = 0;
    for trace in vectors::RFC8448_TRACES.map(vectors::rfc8448) {
        let value = |name: &str| Secret::from_slice(&hex(trace["values"][name].as_str().unwrap()));
        let records = trace["records"].as_array().unwrap();
        for record in records.iter().filter(|record| record["protected"] == true) {
            let epoch = record["keys"].as_str().unwrap().strip_suffix("_traffic").unwrap();
            let key = AeadKey::new(Aead::Aes128Gcm, &value(&format!("{epoch}_key")));
            let iv = Iv::new(&value(&format!("{epoch}_iv")));
            let mut bytes = hex(record["record"].as_str().unwrap());
            let (header, sealed) = bytes.split_at_mut(5);
            let len = key.open(iv.nonce(record["sequence"].as_u64().unwrap()), header, sealed).unwrap();
            assert_eq!(sealed[..len - 1], hex(record["payload"].as_str().unwrap()));
            opened += 1;
        }
    }
    assert_eq!(opened, 27);
}

#[test]
fn nonce_is_iv_xor_sequence_number() {
    let iv = Iv::new(&Secret::from_slice(&[0xff; 12]));
    assert_eq!(iv.nonce(0), [0xff; 12]);
    let expected = [0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd];
    assert_eq!(iv.nonce(0x0100_0000_0000_0002), expected);
}

/// RFC 5288 §3: `struct { opaque salt[4]; opaque nonce_explicit[8]; } GCMNonce`.
#[test]
fn nonce_is_salt_and_explicit_part() {
    let salt = Iv::new(&Secret::from_slice(&[0xaa; 4]));
    assert_eq!(salt.nonce(0x0102_0304_0506_0708), [0xaa, 0xaa, 0xaa, 0xaa, 1, 2, 3, 4, 5, 6, 7, 8]);
    for &aead in Aead::ALL {
        assert_eq!(aead.fixed_iv_len() + aead.explicit_nonce_len(), 12);
    }
}

#[test]
fn shows_no_key() {
    let key = AeadKey::new(Aead::Aes128Gcm, &Secret::from_slice(&[0x41; 16]));
    assert_eq!(format!("{key:?}"), "AeadKey(Aes128Gcm)");
    assert_eq!(key.aead(), Aead::Aes128Gcm);
    assert_eq!(format!("{:?}", Iv::new(&Secret::from_slice(&[0x41; 12]))), "Iv(12 bytes)");
}

#[test]
#[should_panic(expected = "a key of Aes256Gcm is expanded to 32 bytes, not 16")]
fn a_key_of_the_wrong_length_is_our_mistake() {
    let _ = AeadKey::new(Aead::Aes256Gcm, &Secret::from_slice(&[0; 16]));
}
