//! Forges certificates field by field, also such as no honest tool makes.

use std::sync::OnceLock;

use rcgen::{KeyPair, PublicKeyData, SigningKey};
use rustls_pki_types::UnixTime;

pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const UTC_TIME: u8 = 0x17;

pub(crate) const SERVER_AUTH: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 1];
pub(crate) const CLIENT_AUTH: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 2];
pub(crate) const ANY_PURPOSE: &[u8] = &[0x55, 0x1D, 0x25, 0x00];

/// 2026-01-01 00:00:00 UTC, the first second of every certificate here unless it says otherwise.
pub(crate) const START: u64 = 1_767_225_600;
/// 2026-12-31 23:59:59 UTC, the last one.
pub(crate) const END: u64 = 1_798_761_599;

/// The time at which the tests judge.
pub(crate) fn now() -> UnixTime {
    at(1_780_000_000)
}

pub(crate) fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds))
}

/// Tag, length and content.
pub(crate) fn der(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let length: Vec<u8> = content.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match content.len() {
        short @ 0..0x80 => out.push(u8::try_from(short).unwrap()),
        _ => {
            out.push(0x80 | u8::try_from(length.len()).unwrap());
            out.extend(length);
        }
    }
    out.extend(content);
    out
}

/// One of a row of P-256 keys that is the same for all tests.
pub(crate) fn key(n: usize) -> &'static KeyPair {
    static KEYS: OnceLock<Vec<KeyPair>> = OnceLock::new();
    &KEYS.get_or_init(|| (0..32).map(|_| KeyPair::generate().unwrap()).collect())[n]
}

/// The SubjectPublicKeyInfo of one of them.
pub(super) fn spki(n: usize) -> Vec<u8> {
    key(n).subject_public_key_info()
}

/// `CN=name`, or the empty name.
pub(crate) fn dn(name: &str) -> Vec<u8> {
    if name.is_empty() {
        return der(SEQUENCE, &[]);
    }
    let pair = der(SEQUENCE, &[&der(6, &[&[0x55, 4, 3]]), &der(0x0C, &[name.as_bytes()])]);
    der(SEQUENCE, &[&der(0x31, &[&pair])])
}

/// One Extension.
pub(crate) fn extension(id: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xFF] } else { &[] };
    der(SEQUENCE, &[&der(6, &[id]), critical, &der(OCTET_STRING, &[value])])
}

pub(crate) fn basic_constraints(ca: bool, path_len: Option<u8>) -> Vec<u8> {
    let ca: &[u8] = if ca { &[1, 1, 0xFF] } else { &[] };
    let limit = path_len.map_or(Vec::new(), |limit| der(INTEGER, &[&[limit]]));
    extension(&[0x55, 0x1D, 0x13], true, &der(SEQUENCE, &[ca, &limit]))
}

/// keyUsage with the first byte of its bits: 0x80 digitalSignature, 0x04 keyCertSign.
pub(crate) fn key_usage(bits: u8) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x0F], true, &der(3, &[&[0, bits]]))
}

pub(crate) fn purposes(purposes: &[&[u8]]) -> Vec<u8> {
    let list: Vec<u8> = purposes.iter().flat_map(|purpose| der(6, &[purpose])).collect();
    extension(&[0x55, 0x1D, 0x25], false, &der(SEQUENCE, &[&list]))
}

/// subjectAltName of names given by tag and content.
pub(crate) fn alt_names(names: &[(u8, &[u8])]) -> Vec<u8> {
    let list: Vec<u8> = names.iter().flat_map(|(tag, name)| der(*tag, &[name])).collect();
    extension(&[0x55, 0x1D, 0x11], false, &der(SEQUENCE, &[&list]))
}

pub(crate) fn subject_key_id(id: &[u8]) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x0E], false, &der(OCTET_STRING, &[id]))
}

pub(crate) fn authority_key_id(id: &[u8]) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x23], false, &der(SEQUENCE, &[&der(0x80, &[id])]))
}

pub(crate) fn utc(text: &str) -> Vec<u8> {
    der(UTC_TIME, &[text.as_bytes()])
}

/// ecdsa-with-SHA256.
pub(crate) fn ecdsa_sha256() -> Vec<u8> {
    der(SEQUENCE, &[&der(6, &[&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2]])])
}

/// Every field of a certificate, as DER.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    pub(crate) version: Vec<u8>,
    pub(crate) serial: Vec<u8>,
    pub(crate) inside: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) not_before: Vec<u8>,
    pub(crate) not_after: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) spki: Vec<u8>,
    /// Between subjectPublicKeyInfo and the extensions.
    pub(crate) unique_ids: Vec<u8>,
    pub(crate) extensions: Vec<Vec<u8>>,
    pub(crate) outside: Vec<u8>,
}

impl Recipe {
    fn new(subject: &str, key: &KeyPair) -> Self {
        Self {
            version: der(0xA0, &[&der(INTEGER, &[&[2]])]),
            serial: der(INTEGER, &[&[7]]),
            inside: ecdsa_sha256(),
            issuer: dn("nobody"),
            not_before: utc("260101000000Z"),
            not_after: utc("261231235959Z"),
            subject: dn(subject),
            spki: key.subject_public_key_info(),
            unique_ids: Vec::new(),
            extensions: Vec::new(),
            outside: ecdsa_sha256(),
        }
    }

    /// An end entity that may be a server and a client, with key 0.
    pub(crate) fn leaf(subject: &str) -> Self {
        Self::new(subject, key(0)).with(alt_names(&[(0x82, b"localhost")]))
    }

    pub(crate) fn authority(subject: &str, n: usize) -> Self {
        Self::new(subject, key(n)).with(basic_constraints(true, None)).with(key_usage(0x04))
    }

    pub(crate) fn with(mut self, extension: Vec<u8>) -> Self {
        self.extensions.push(extension);
        self
    }

    pub(crate) fn without_extensions(mut self) -> Self {
        self.extensions.clear();
        self
    }

    pub(crate) fn edit(mut self, edit: impl FnOnce(&mut Self)) -> Self {
        edit(&mut self);
        self
    }

    /// The certificate, issued in this name with this key.
    pub(crate) fn issued_by(mut self, issuer: &str, n: usize) -> Vec<u8> {
        self.issuer = dn(issuer);
        self.signed_with(|tbs| key(n).sign(tbs).unwrap())
    }

    /// The certificate, issued by nobody who matters.
    pub(crate) fn unsigned(self) -> Vec<u8> {
        self.signed_with(|_| vec![0; 8])
    }

    pub(crate) fn signed_with(&self, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let extensions = match self.extensions.concat() {
            none if none.is_empty() => none,
            list => der(0xA3, &[&der(SEQUENCE, &[&list])]),
        };
        let validity = der(SEQUENCE, &[&self.not_before, &self.not_after]);
        let fields: [&[u8]; 9] = [
            &self.version,
            &self.serial,
            &self.inside,
            &self.issuer,
            &validity,
            &self.subject,
            &self.spki,
            &self.unique_ids,
            &extensions,
        ];
        let tbs = der(SEQUENCE, &fields);
        let signature = der(3, &[&[0], &sign(&tbs)]);
        der(SEQUENCE, &[&tbs, &self.outside, &signature])
    }
}
