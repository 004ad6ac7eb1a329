//! CRLs and OCSP responses, field by field.

use handfast_crypto::sha1;
use rcgen::SigningKey;

use crate::cert::Cert;
use crate::tests::forge::{INTEGER, SEQUENCE, der, dn, ecdsa_sha256, extension, key, utc};

pub(super) const ENUMERATED: u8 = 0x0A;

/// Every field of a CRL, as DER.
#[derive(Debug, Clone)]
pub(super) struct List {
    pub(super) version: Vec<u8>,
    pub(super) inside: Vec<u8>,
    pub(super) issuer: Vec<u8>,
    pub(super) this_update: Vec<u8>,
    pub(super) next_update: Vec<u8>,
    pub(super) entries: Vec<Vec<u8>>,
    pub(super) extensions: Vec<Vec<u8>>,
    pub(super) outside: Vec<u8>,
}

impl List {
    /// Of May 2026, good until July.
    pub(super) fn of(issuer: &str) -> Self {
        Self {
            version: der(INTEGER, &[&[1]]),
            inside: ecdsa_sha256(),
            issuer: dn(issuer),
            this_update: utc("260501000000Z"),
            next_update: utc("260701000000Z"),
            entries: Vec::new(),
            extensions: Vec::new(),
            outside: ecdsa_sha256(),
        }
    }

    pub(super) fn with(mut self, extension: Vec<u8>) -> Self {
        self.extensions.push(extension);
        self
    }

    pub(super) fn listing(mut self, entry: Vec<u8>) -> Self {
        self.entries.push(entry);
        self
    }

    pub(super) fn edit(mut self, edit: impl FnOnce(&mut Self)) -> Self {
        edit(&mut self);
        self
    }

    /// Issued at this time, good until July.
    pub(super) fn since(self, this_update: &str) -> Self {
        self.edit(|list| list.this_update = utc(this_update))
    }

    pub(super) fn until(self, next_update: &str) -> Self {
        self.edit(|list| list.next_update = utc(next_update))
    }

    pub(super) fn signed_by(&self, n: usize) -> Vec<u8> {
        let sequence = |items: &[Vec<u8>]| match items.concat() {
            none if none.is_empty() => none,
            list => der(SEQUENCE, &[&list]),
        };
        let extensions = match sequence(&self.extensions) {
            none if none.is_empty() => none,
            list => der(0xA0, &[&list]),
        };
        let entries = sequence(&self.entries);
        let fields: [&[u8]; 7] = [
            &self.version,
            &self.inside,
            &self.issuer,
            &self.this_update,
            &self.next_update,
            &entries,
            &extensions,
        ];
        let tbs = der(SEQUENCE, &fields);
        let signature = der(3, &[&[0], &key(n).sign(&tbs).unwrap()]);
        der(SEQUENCE, &[&tbs, &self.outside, &signature])
    }
}

/// An entry, revoked in April.
pub(super) fn entry(serial: u8, extensions: &[Vec<u8>]) -> Vec<u8> {
    let list = if extensions.is_empty() { Vec::new() } else { der(SEQUENCE, &[&extensions.concat()]) };
    der(SEQUENCE, &[&der(INTEGER, &[&[serial]]), &utc("260401000000Z"), &list])
}

pub(super) fn reason(code: u8) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x15], false, &der(ENUMERATED, &[&[code]]))
}

/// certificateIssuer.
pub(super) fn certificate_issuer(name: &str) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x1D], true, &der(SEQUENCE, &[&der(0xA4, &[&dn(name)])]))
}

pub(super) fn number(number: u8) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x14], false, &der(INTEGER, &[&[number]]))
}

/// deltaCRLIndicator.
pub(super) fn base(number: u8) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x1B], true, &der(INTEGER, &[&[number]]))
}

/// issuingDistributionPoint of these fields.
pub(super) fn scope(fields: &[&[u8]]) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x1C], true, &der(SEQUENCE, fields))
}

/// cRLDistributionPoints of these points.
pub(super) fn points(points: &[&[u8]]) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x1F], false, &der(SEQUENCE, points))
}

/// distributionPoint with this URI as its full name: of a certificate or a CRL.
pub(super) fn at_uri(uri: &str) -> Vec<u8> {
    der(0xA0, &[&der(0xA0, &[&der(0x86, &[uri.as_bytes()])])])
}

/// What a response says of one certificate, by SHA-1.
#[derive(Debug, Clone)]
pub(super) struct Single {
    pub(super) algorithm: Vec<u8>,
    pub(super) name_hash: Vec<u8>,
    pub(super) key_hash: Vec<u8>,
    pub(super) serial: u8,
    pub(super) status: Vec<u8>,
    pub(super) this_update: Vec<u8>,
    pub(super) next_update: Vec<u8>,
    pub(super) extensions: Vec<Vec<u8>>,
}

impl Single {
    /// Good, of May, until July: of a certificate of serial number 7 from this authority.
    pub(super) fn good(issuer: &str, n: usize) -> Self {
        Self {
            algorithm: der(SEQUENCE, &[&der(6, &[&[0x2B, 0x0E, 3, 2, 0x1A]]), &[5, 0]]),
            name_hash: sha1::digest(&dn(issuer)).to_vec(),
            key_hash: key_hash(n),
            serial: 7,
            status: vec![0x80, 0],
            this_update: generalized("20260501000000Z"),
            next_update: der(0xA0, &[&generalized("20260701000000Z")]),
            extensions: Vec::new(),
        }
    }

    /// Since April.
    pub(super) fn revoked(self, reason: u8) -> Self {
        let reason = der(0xA0, &[&der(ENUMERATED, &[&[reason]])]);
        let status = der(0xA1, &[&generalized("20260401000000Z"), &reason]);
        self.edit(|single| single.status = status)
    }

    pub(super) fn edit(mut self, edit: impl FnOnce(&mut Self)) -> Self {
        edit(&mut self);
        self
    }

    fn der(&self) -> Vec<u8> {
        let serial = der(INTEGER, &[&[self.serial]]);
        let id = [self.algorithm.clone(), der(4, &[&self.name_hash]), der(4, &[&self.key_hash]), serial];
        let extensions = extensions(0xA1, &self.extensions);
        let id = der(SEQUENCE, &[&id.concat()]);
        der(SEQUENCE, &[&id, &self.status, &self.this_update, &self.next_update, &extensions])
    }
}

/// A basic OCSP response.
#[derive(Debug, Clone)]
pub(super) struct Response {
    pub(super) responder: Vec<u8>,
    pub(super) produced_at: Vec<u8>,
    pub(super) singles: Vec<Single>,
    pub(super) extensions: Vec<Vec<u8>>,
    pub(super) algorithm: Vec<u8>,
    pub(super) certs: Vec<Vec<u8>>,
}

impl Response {
    /// By a responder of this name.
    pub(super) fn by(name: &str, singles: Vec<Single>) -> Self {
        Self {
            responder: der(0xA1, &[&dn(name)]),
            produced_at: generalized("20260502000000Z"),
            singles,
            extensions: Vec::new(),
            algorithm: ecdsa_sha256(),
            certs: Vec::new(),
        }
    }

    pub(super) fn edit(mut self, edit: impl FnOnce(&mut Self)) -> Self {
        edit(&mut self);
        self
    }

    /// With the certificate of the responder.
    pub(super) fn with(mut self, cert: &[u8]) -> Self {
        self.certs.push(cert.to_vec());
        self
    }

    pub(super) fn signed_by(&self, n: usize) -> Vec<u8> {
        let singles: Vec<u8> = self.singles.iter().flat_map(Single::der).collect();
        let extensions = extensions(0xA1, &self.extensions);
        let tbs =
            der(SEQUENCE, &[&self.responder, &self.produced_at, &der(SEQUENCE, &[&singles]), &extensions]);
        let certs = match self.certs.concat() {
            none if none.is_empty() => none,
            certs => der(0xA0, &[&der(SEQUENCE, &[&certs])]),
        };
        let signature = der(3, &[&[0], &key(n).sign(&tbs).unwrap()]);
        successful(&der(SEQUENCE, &[&tbs, &self.algorithm, &signature, &certs]))
    }
}

/// OCSPResponse around a BasicOCSPResponse.
pub(super) fn successful(basic: &[u8]) -> Vec<u8> {
    let kind = der(6, &[&[0x2B, 6, 1, 5, 5, 7, 0x30, 1, 1]]);
    let bytes = der(SEQUENCE, &[&kind, &der(4, &[basic])]);
    der(SEQUENCE, &[&der(ENUMERATED, &[&[0]]), &der(0xA0, &[&bytes])])
}

fn extensions(tag: u8, list: &[Vec<u8>]) -> Vec<u8> {
    if list.is_empty() { Vec::new() } else { der(tag, &[&der(SEQUENCE, &[&list.concat()])]) }
}

pub(super) fn generalized(text: &str) -> Vec<u8> {
    der(0x18, &[text.as_bytes()])
}

/// The SHA-1 of one of our keys, as OCSP names it.
pub(super) fn key_hash(n: usize) -> Vec<u8> {
    let cert = crate::tests::forge::Recipe::authority("any", n).unsigned();
    let key = Cert::parse(&cert).unwrap().public_key().unwrap();
    sha1::digest(key.key_bytes()).to_vec()
}
