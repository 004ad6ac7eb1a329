//! Reading PKCS#12 (RFC 7292): certificates and keys behind one password.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader, Tag, Tagged};
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{Fault, cost};

/// What a file holds, in its order.
pub(super) struct Contents {
    pub(super) certificates: Vec<CertificateDer<'static>>,
    pub(super) keys: Vec<PrivateKeyDer<'static>>,
}

pub(super) fn read(bytes: &[u8], password: &str) -> Result<Contents, Fault> {
    refuse_obsolete(bytes)?;
    cost::check_pkcs12(bytes)?;
    let archive = Pkcs12Archive::from_pkcs12(bytes, password).map_err(|error| fault(&error, bytes))?;
    let certificates: Vec<_> =
        archive.certs.iter().map(|bag| CertificateDer::from(bag.cert.as_der().to_vec())).collect();
    if certificates.is_empty() {
        return Err(Fault::NoCertificate { found: Vec::new() });
    }
    let key = |der: &[u8]| PrivatePkcs8KeyDer::from(der.to_vec()).into();
    let keys = archive.keys.iter().map(|bag| key(bag.key.as_der())).collect();
    Ok(Contents { certificates, keys })
}

/// Whether these bytes begin as a PFX does: a SEQUENCE that begins with version 3 (RFC 7292 §4).
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let after_header = match bytes {
        [0x30, 0x80, rest @ ..] => rest,
        [0x30, length @ 0x81..=0x84, rest @ ..] => rest.get(usize::from(length & 0x7f)..).unwrap_or_default(),
        [0x30, _, rest @ ..] => rest,
        _ => return false,
    };
    // An ECPrivateKey, too, begins with a small INTEGER, but never with 3; nor does PKCS#8.
    after_header.starts_with(&[2, 1, 3])
}

/// The library says that it failed; the object identifiers in the file say why.
fn fault(error: &Error, bytes: &[u8]) -> Fault {
    if !looks_like(bytes) {
        return Fault::NotPkcs12;
    }
    if bytes.get(1) == Some(&0x80) {
        return Fault::Pkcs12NotDer;
    }
    if let Some(name) = unsupported_protection(bytes) {
        return Fault::UnsupportedProtection(name);
    }
    match error {
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => Fault::WrongPassword,
        _ => Fault::NotPkcs12,
    }
}

/// What the library would read, and what protects nothing: every key of 40 bits can be tried.
fn refuse_obsolete(bytes: &[u8]) -> Result<(), Fault> {
    let (oid, name) = OBSOLETE;
    let found = oids(bytes).iter().any(|found| found.to_string() == oid);
    if found { Err(Fault::UnsupportedProtection(name)) } else { Ok(()) }
}

const OBSOLETE: (&str, &str) = ("1.2.840.113549.1.12.1.6", "40-bit RC2 (pbeWithSHAAnd40BitRC2-CBC)");

/// Algorithms that protect PKCS#12 files in the wild and are not read here.
const UNSUPPORTED: &[(&str, &str)] = &[
    ("1.2.840.113549.1.12.1.1", "128-bit RC4 (pbeWithSHAAnd128BitRC4)"),
    ("1.2.840.113549.1.12.1.2", "40-bit RC4 (pbeWithSHAAnd40BitRC4)"),
    ("1.2.840.113549.1.12.1.4", "two-key triple DES (pbeWithSHAAnd2-KeyTripleDES-CBC)"),
    ("1.2.840.113549.1.12.1.5", "128-bit RC2 (pbeWithSHAAnd128BitRC2-CBC)"),
    ("1.2.840.113549.1.5.1", "DES with MD2 (pbeWithMD2AndDES-CBC)"),
    ("1.2.840.113549.1.5.3", "DES with MD5 (pbeWithMD5AndDES-CBC)"),
    ("1.2.840.113549.1.5.4", "RC2 with MD2 (pbeWithMD2AndRC2-CBC)"),
    ("1.2.840.113549.1.5.6", "RC2 with MD5 (pbeWithMD5AndRC2-CBC)"),
    ("1.2.840.113549.1.5.10", "DES with SHA-1 (pbeWithSHA1AndDES-CBC)"),
    ("1.2.840.113549.1.5.11", "RC2 with SHA-1 (pbeWithSHA1AndRC2-CBC)"),
    ("1.2.840.113549.1.5.14", "PBMAC1 (RFC 9579)"),
    ("1.2.840.113549.2.5", "an MD5 MAC"),
    ("1.2.840.113549.3.2", "RC2 (PBES2)"),
    ("1.2.840.113549.3.7", "triple DES (PBES2)"),
    ("1.3.14.3.2.7", "DES (PBES2)"),
    ("1.2.392.200011.61.1.1.1.2", "Camellia-128 (PBES2)"),
    ("1.2.392.200011.61.1.1.1.4", "Camellia-256 (PBES2)"),
    ("1.2.410.200004.1.4", "SEED (PBES2)"),
    ("1.2.643.2.2.21", "GOST 28147-89 (PBES2)"),
    ("1.2.643.7.1.1.5.1.1", "GOST R 34.12 Magma (PBES2)"),
    ("1.2.643.7.1.1.5.2.1", "GOST R 34.12 Kuznyechik (PBES2)"),
];

fn unsupported_protection(bytes: &[u8]) -> Option<&'static str> {
    let known = |oid: &ObjectIdentifier| UNSUPPORTED.iter().find(|(number, _)| *number == oid.to_string());
    oids(bytes).iter().find_map(known).map(|(_, name)| *name)
}

fn oids(bytes: &[u8]) -> Vec<ObjectIdentifier> {
    let mut found = Vec::new();
    collect_oids(bytes, 16, &mut found);
    found
}

/// Every object identifier outside the encrypted parts. PKCS#12 wraps DER in OCTET STRINGs, so those are opened too.
fn collect_oids(der: &[u8], depth: u8, found: &mut Vec<ObjectIdentifier>) {
    let (Ok(mut reader), Some(depth)) = (SliceReader::new(der), depth.checked_sub(1)) else { return };
    while let Ok(element) = AnyRef::decode(&mut reader) {
        match element.tag() {
            Tag::ObjectIdentifier => found.extend(element.decode_as::<ObjectIdentifier>().ok()),
            tag if tag.is_constructed() || tag == Tag::OctetString => {
                collect_oids(element.value(), depth, found);
            }
            _ => {}
        }
        if reader.is_finished() {
            return;
        }
    }
}
