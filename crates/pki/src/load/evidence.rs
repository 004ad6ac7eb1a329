//! CRLs and OCSP responses.

use rustls_pki_types::CertificateRevocationListDer;
use rustls_pki_types::pem::PemObject;

use super::{Fault, Input, LoadError};

/// The CRLs of a file, in its order: in PEM, or one in DER.
///
/// # Errors
/// [`LoadError`] if there is none, or a PEM block is broken. What is in them is read by who asks them.
pub fn revocation_lists(file: &Input) -> Result<Vec<CertificateRevocationListDer<'static>>, LoadError> {
    if file.is_der() {
        return Ok(vec![CertificateRevocationListDer::from(file.bytes().to_vec())]);
    }
    let found: Result<Vec<_>, _> = CertificateRevocationListDer::pem_slice_iter(file.bytes()).collect();
    let found = found.map_err(|error| file.broken(&error))?;
    if found.is_empty() {
        Err(file.fault(Fault::NoRevocationList { found: file.labels() }))
    } else {
        Ok(found)
    }
}

/// The OCSP response of a file, which is in DER wherever one is kept.
///
/// # Errors
/// [`LoadError`] if it is something else. What is in it is read by who asks it.
pub fn ocsp_response(file: &Input) -> Result<Vec<u8>, LoadError> {
    if file.is_der() {
        return Ok(file.bytes().to_vec());
    }
    Err(file.fault(Fault::NoOcspResponse))
}

#[cfg(test)]
mod tests {
    use super::{ocsp_response, revocation_lists};
    use crate::load::Input;
    use crate::pem;

    const ONE: &[u8] = &[0x30, 1, 1];
    const TWO: &[u8] = &[0x30, 1, 2];

    fn lists(content: impl Into<Vec<u8>>) -> Result<Vec<Vec<u8>>, String> {
        let found = revocation_lists(&Input::new("crl", content).unwrap());
        found.map(|lists| lists.iter().map(|list| list.to_vec()).collect()).map_err(|error| error.to_string())
    }

    #[test]
    fn lists_in_der_and_in_pem() {
        let both = [pem::revocation_list(ONE).unwrap(), pem::revocation_list(TWO).unwrap()].concat();
        assert_eq!(lists(ONE), Ok(vec![ONE.to_vec()]));
        assert_eq!(lists(both), Ok(vec![ONE.to_vec(), TWO.to_vec()]));
    }

    #[test]
    fn something_else() {
        let request = lists(pem::request(ONE).unwrap()).unwrap_err();
        assert!(
            request.contains("holds no certificate revocation list, only CERTIFICATE REQUEST"),
            "{request}"
        );
        let cut = pem::revocation_list(ONE).unwrap();
        assert!(lists(&cut[..40]).unwrap_err().contains("without its END line"));
        assert!(lists("text").is_err());
    }

    #[test]
    fn responses() {
        let response = |content: &[u8]| ocsp_response(&Input::new("ocsp", content).unwrap());
        assert_eq!(response(ONE), Ok(ONE.to_vec()));
        let text = response(b"MAoB").unwrap_err().to_string();
        assert!(text.contains("openssl ocsp -respout"), "{text}");
    }
}
