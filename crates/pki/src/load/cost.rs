//! How much work a file may ask for before its password is tried. The number stands in the file, in plain: whoever sends
//! it chooses how long we compute.

use der::asn1::AnyRef;
use der::{Decode, Reader, SliceReader, Tag, Tagged};
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::{Kdf, ScryptParams};

use super::Fault;

/// One derivation of a key. OWASP recommends 600,000 iterations of HMAC-SHA-256 (2023), openssl writes 2,048, Java and we
/// 10,000; a million takes half a second. It is also what the PKCS#12 library takes.
const ITERATIONS: u64 = 1_000_000;

/// All of a PKCS#12 file: its MAC, its certificates, its key.
const ITERATIONS_IN_ALL: u64 = 3 * ITERATIONS;

/// scrypt is as hard as its memory is large (RFC 7914 §2: 128 · N · r bytes, p times). OpenSSL writes 16 MiB.
const SCRYPT_KIB: u64 = 256 * 1024;

/// An encrypted PKCS#8 key.
pub(super) fn check_scheme(scheme: &EncryptionScheme) -> Result<(), Fault> {
    // Of PBES1 the library reads no more than the name.
    let EncryptionScheme::Pbes2(parameters) = scheme else { return Ok(()) };
    match &parameters.kdf {
        Kdf::Pbkdf2(pbkdf2) => within("PBKDF2 iterations", pbkdf2.iteration_count.into(), ITERATIONS),
        Kdf::Scrypt(scrypt) => within("KiB of scrypt", kib(scrypt), SCRYPT_KIB),
        _ => Ok(()),
    }
}

fn kib(scrypt: &ScryptParams) -> u64 {
    let factors = [u64::from(scrypt.block_size), u64::from(scrypt.parallelization)];
    factors.into_iter().fold(scrypt.cost_parameter, u64::saturating_mul).saturating_mul(128) / 1024
}

/// A PKCS#12 file, as far as it is not itself encrypted.
pub(super) fn check_pkcs12(bytes: &[u8]) -> Result<(), Fault> {
    let mut counts = Vec::new();
    collect_iterations(bytes, 16, &mut counts);
    let most = counts.iter().copied().max().unwrap_or_default();
    within("iterations", most, ITERATIONS)?;
    within(
        "iterations in all",
        counts.iter().fold(0, |sum, count| sum.saturating_add(*count)),
        ITERATIONS_IN_ALL,
    )
}

const fn within(unit: &'static str, found: u64, limit: u64) -> Result<(), Fault> {
    if found > limit { Err(Fault::CostlyPassword { unit, found, limit }) } else { Ok(()) }
}

/// MacData (RFC 7292 §4), pkcs-12PbeParams (§C) and PBKDF2-params (RFC 8018 §A.2) have in common that the number stands
/// right after the salt: an INTEGER after an OCTET STRING.
fn collect_iterations(der: &[u8], depth: u8, counts: &mut Vec<u64>) {
    let (Ok(mut reader), Some(depth)) = (SliceReader::new(der), depth.checked_sub(1)) else { return };
    let mut after_salt = false;
    while let Ok(element) = AnyRef::decode(&mut reader) {
        if after_salt && element.tag() == Tag::Integer {
            counts.push(number(element.value()));
        }
        after_salt = element.tag() == Tag::OctetString;
        if element.tag().is_constructed() || after_salt {
            collect_iterations(element.value(), depth, counts);
        }
        if reader.is_finished() {
            return;
        }
    }
}

/// Negative ones are large; nobody counts with them.
fn number(content: &[u8]) -> u64 {
    content.iter().fold(0, |sum: u64, byte| sum.saturating_mul(256).saturating_add(u64::from(*byte)))
}
