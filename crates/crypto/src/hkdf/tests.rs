use serde_json::Value;

use crate::hash::Hash;
use crate::hkdf::{Info, LONGEST, Prk, TooLong, expand_label, extract, hkdf_label, zeros};
use crate::secret::Secret;
use crate::vectors::{self, hex};

fn secret(digits: &str) -> Secret {
    Secret::from_slice(&hex(digits))
}

/// RFC 5869 appendix A.1 and A.3: extraction and expansion, without and with salt and info.
#[test]
fn rfc5869_both_steps() {
    let cases = [
        (
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "",
            "",
            "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ];
    for (salt, info, prk, okm) in cases {
        let extracted = extract(Hash::Sha256, &secret(salt), &Secret::from_slice(&[0x0b; 22]));
        assert_eq!(extracted, secret(prk));
        assert_eq!(expand(&extracted, &hex(info), 42), hex(okm));
    }
}

/// RFC 5869 appendix A.2: three blocks of output.
#[test]
fn rfc5869_longer_output() {
    let prk = secret("06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244");
    let info: Vec<u8> = (0xb0..=0xff).collect();
    let okm = "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09\
               da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87";
    assert_eq!(expand(&prk, &info, 82), hex(okm));
}

fn expand(prk: &Secret, info: &[u8], len: usize) -> Vec<u8> {
    let mut out = vec![0; len];
    let mut whole = Info::<LONGEST>::empty();
    whole.push(info);
    Prk::new(Hash::Sha256, prk).expand(&mut whole, &mut out);
    out
}

/// Every extraction and expansion that RFC 8448 prints, with the HkdfLabel it prints.
#[test]
fn rfc8448_key_schedule() {
    let (mut extracted, mut expanded) = (0, 0);
    for section in vectors::RFC8448_TRACES {
        for step in vectors::rfc8448(section)["steps"].as_array().unwrap() {
            if let Some(salt) = field(step, "salt") {
                let ikm = Secret::from_slice(&field(step, "IKM").unwrap());
                let out = extract(Hash::Sha256, &Secret::from_slice(&salt), &ikm);
                assert_eq!(out.bytes(), field(step, "secret").unwrap());
                extracted += 1;
            }
            for [info, out] in
                [["info", "expanded"], ["key info", "key expanded"], ["iv info", "iv expanded"]]
            {
                let Some(info) = field(step, info) else { continue };
                expands_to(&field(step, "PRK").unwrap(), &info, &field(step, out).unwrap());
                expanded += 1;
            }
        }
    }
    assert_eq!((extracted, expanded), (15, 101));
}

fn expands_to(prk: &[u8], info: &[u8], out: &[u8]) {
    let [_, _, label_len, rest @ ..] = info else { panic!("HkdfLabel too short") };
    let (label, context) = rest.split_at(usize::from(*label_len));
    let label = str::from_utf8(label).unwrap().strip_prefix("tls13 ").unwrap();
    assert_eq!(hkdf_label(label, &context[1..], out.len()).unwrap(), info);
    let expanded = expand_label(Hash::Sha256, &Secret::from_slice(prk), label, &context[1..], out.len());
    assert_eq!(expanded.bytes(), out);
}

fn field(step: &Value, name: &str) -> Option<Vec<u8>> {
    let found = step["fields"].as_array()?.iter().find(|field| field["name"] == name)?;
    Some(hex(found["hex"].as_str()?))
}

#[test]
fn zeros_have_the_length_of_the_hash() {
    assert_eq!(zeros(Hash::Sha384), Secret::from_slice(&[0; 48]));
}

#[test]
fn one_key_serves_many_labels() {
    let secret = Secret::from_slice(&[9; 48]);
    let prk = Prk::new(Hash::Sha384, &secret);
    for (label, len) in [("key", 16), ("iv", 12), ("finished", 48), ("traffic upd", 72)] {
        assert_eq!(prk.expand_label(label, b"", len), expand_label(Hash::Sha384, &secret, label, b"", len));
    }
    assert_ne!(prk.expand_label("key", b"", 16), prk.expand_label("iv", b"", 16));
    assert_ne!(prk.expand_label("key", b"", 16), prk.expand_label("key", b"0", 16));
}

#[test]
fn refuses_what_an_hkdf_label_cannot_hold() {
    let prk = Prk::new(Hash::Sha256, &zeros(Hash::Sha256));
    let longest = "l".repeat(249);
    let mut out = [7; 32];
    assert_eq!(prk.expand_label_into(&longest, &[0; 255], &mut out), Ok(()));
    assert_ne!(out, [7; 32]);

    let mut out = [7; 32];
    assert_eq!(prk.expand_label_into(&"l".repeat(250), b"", &mut out), Err(TooLong));
    assert_eq!(prk.expand_label_into("l", &[0; 256], &mut out), Err(TooLong));
    assert_eq!(out, [7; 32]);
    assert_eq!(prk.expand_label_into("l", b"", &mut [0; 255 * 32]), Ok(()));
    assert_eq!(prk.expand_label_into("l", b"", &mut [0; 255 * 32 + 1]), Err(TooLong));
    assert_eq!(hkdf_label("l", b"", 0x1_0000), Err(TooLong));
}

#[test]
#[should_panic(expected = "a label of the key schedule fits")]
fn a_label_of_ours_fits() {
    let _ = expand_label(Hash::Sha256, &zeros(Hash::Sha256), &"l".repeat(250), b"", 32);
}
