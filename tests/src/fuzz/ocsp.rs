//! OCSP responses.

use handfast::crypto::sha1;
use handfast::path::revocation::OcspResponse;
use handfast::path::{Cert, Evidence};

use super::crl::undecided;
use super::people::INTERMEDIATE;

/// A response, as it is and with the hashes of our authority in the place of those it names.
pub fn ocsp(data: &[u8]) {
    judge(data);
    judge(&about_us(data));
}

fn judge(data: &[u8]) {
    let read = OcspResponse::parse(data);
    let evidence = Evidence::none().with_ocsp(data);
    assert_eq!(read.is_ok(), evidence.is_ok());
    if let (Ok(OcspResponse::Basic(response)), Ok(evidence)) = (read, evidence) {
        assert!(response.certificates().map(<[u8]>::len).sum::<usize>() <= data.len());
        undecided(&evidence);
    }
}

/// Nobody signed it before, and nobody does so now.
fn about_us(data: &[u8]) -> Vec<u8> {
    let mut changed = data.to_vec();
    let Ok(OcspResponse::Basic(response)) = OcspResponse::parse(data) else { return changed };
    let authority = Cert::parse(INTERMEDIATE).expect("a certificate");
    let key = authority.public_key().expect("a key");
    for single in response.responses() {
        let id = single.cert_id;
        replace(&mut changed, id.issuer_name_hash, &sha1::digest(authority.subject));
        replace(&mut changed, id.issuer_key_hash, &sha1::digest(key.key_bytes()));
    }
    changed
}

/// The first place where this stands, if the other fits there.
fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    if old.len() != new.len() {
        return;
    }
    if let Some(at) = bytes.windows(old.len()).position(|window| window == old) {
        bytes.iter_mut().skip(at).zip(new).for_each(|(byte, to)| *byte = *to);
    }
}
