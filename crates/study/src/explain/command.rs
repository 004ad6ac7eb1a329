//! The commands that compute a step again: python3 with its own library, and openssl.

use core::ops::Range;

use handfast::crypto::hash::Hash;

use super::{Input, Keystream, Octets, Recipe};

/// Fits 80 columns; python sees line breaks where white space is of no account.
pub(super) fn of(recipe: &Recipe, inputs: &[Input]) -> String {
    let mut values = inputs.iter().map(|input| &input.value);
    let [first, second] = [values.next(), values.next()];
    match recipe {
        Recipe::Hmac(hash) => hmac(*hash, first, second),
        Recipe::ExpandLabel(hash, label, length) => expand_label(*hash, label, *length, first, second),
        Recipe::Prf(hash, label, range) => prf(*hash, label, range, first, second),
        Recipe::Nonce(sequence) => nonce(first, *sequence),
        Recipe::Join => join(inputs),
        Recipe::Decrypt(keystream) => decrypt(*keystream, first, second, values.next_back()),
    }
}

fn hmac(hash: Hash, key: Option<&Octets>, data: Option<&Octets>) -> String {
    let (key, data) = (assigned("key", key), assigned("data", data));
    format!("python3 -c \"import hmac\n{key}{data}print(hmac.digest(key, data, '{}').hex())\"", name(hash))
}

/// One block of HKDF-Expand is enough for every length that TLS asks for (RFC 5869 §2.3).
fn expand_label(
    hash: Hash,
    label: &str,
    length: usize,
    secret: Option<&Octets>,
    context: Option<&Octets>,
) -> String {
    let (secret, context) = (assigned("secret", secret), assigned("context", context));
    let hash = name(hash);
    format!(
        "python3 -c \"import hmac\n{secret}{context}label = b'tls13 {label}'\n\
         info = bytes([0, {length}, len(label)]) + label + bytes([len(context)]) + context\n\
         print(hmac.digest(secret, info + bytes([1]), '{hash}')[:{length}].hex())\""
    )
}

/// P_hash (RFC 5246 §5).
fn prf(
    hash: Hash,
    label: &str,
    range: &Range<usize>,
    secret: Option<&Octets>,
    seed: Option<&Octets>,
) -> String {
    let (secret, seed, hash) = (assigned("secret", secret), assigned("seed", seed), name(hash));
    let Range { start, end } = range;
    format!(
        "python3 -c \"import hmac\n{secret}{seed}a = seed = b'{label}' + seed\nout = b''\n\
         while len(out) < {end}:\n  a = hmac.digest(secret, a, '{hash}')\n  \
         out += hmac.digest(secret, a + seed, '{hash}')\nprint(out[{start}:{end}].hex())\""
    )
}

/// Each on lines of its own.
fn join(inputs: &[Input]) -> String {
    let each: Vec<_> = inputs.iter().map(|input| lines(&input.value.hex())).collect();
    format!("python3 -c \"print(''.join('''\n{}'''.split()))\"", each.join("\n"))
}

fn nonce(iv: Option<&Octets>, sequence: u64) -> String {
    let iv = iv.map(Octets::hex).unwrap_or_default();
    format!("python3 -c \"print('%024x' % (0x{iv} ^ {sequence}))\"")
}

/// GCM counts its blocks from 2, in the last four octets (NIST SP 800-38D §7.1); ChaCha20 from 1, in the first four,
/// little-endian (RFC 8439 §2.8).
fn decrypt(
    keystream: Keystream,
    key: Option<&Octets>,
    nonce: Option<&Octets>,
    sealed: Option<&Octets>,
) -> String {
    let [key, nonce] = [key, nonce].map(|octets| octets.map(Octets::hex).unwrap_or_default());
    let (cipher, iv) = match keystream {
        Keystream::Aes128 => ("aes-128-ctr", format!("{nonce}00000002")),
        Keystream::Aes256 => ("aes-256-ctr", format!("{nonce}00000002")),
        Keystream::ChaCha20 => ("chacha20", format!("01000000{nonce}")),
    };
    let sealed = assigned("sealed", sealed);
    format!(
        "python3 -c \"import sys\n{sealed}sys.stdout.buffer.write(sealed)\" |\n\
         openssl enc -d -{cipher} -iv {iv} \\\n  -K {key} |\n\
         python3 -c \"import sys; print(sys.stdin.buffer.read().hex())\""
    )
}

/// A line of python, and as many of digits as there are.
fn assigned(variable: &str, octets: Option<&Octets>) -> String {
    match octets.filter(|octets| !octets.is_empty()) {
        None => format!("{variable} = b''\n"),
        Some(octets) => format!("{variable} = bytes.fromhex('''\n{}''')\n", lines(&octets.hex())),
    }
}

/// 64 digits a line.
pub(super) fn lines(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    digits.chunks(64).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

const fn name(hash: Hash) -> &'static str {
    match hash {
        Hash::Sha256 => "sha256",
        Hash::Sha384 => "sha384",
        Hash::Sha512 => "sha512",
    }
}
