//! Keys without certificates (RFC 7250): a private key to show, public keys to know.

use handfast_crypto::public_key::PublicKey;
use handfast_crypto::sign::SigningKey;
use handfast_path::Cert;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{PrivateKeyDer, SubjectPublicKeyInfoDer};

use super::{Fault, Input, LoadError, key};

/// The first private key of a file that signs.
///
/// # Errors
/// [`LoadError`] if there is none, or none that can be used.
pub fn private_key(file: &Input) -> Result<PrivateKeyDer<'static>, LoadError> {
    let mut fault = Fault::NoKey { found: file.labels() };
    for key in key::read(file, None)? {
        match SigningKey::from_der(&key) {
            Ok(_) => return Ok(key),
            Err(this) => fault = this.into(),
        }
    }
    Err(file.fault(fault))
}

/// The public keys of a file, each as its SubjectPublicKeyInfo in DER: as `openssl pkey -pubout` writes them, or those in
/// certificates.
///
/// # Errors
/// [`LoadError`] if there is none, or one cannot be read.
pub fn public_keys(file: &Input) -> Result<Vec<Vec<u8>>, LoadError> {
    if file.is_der() && PublicKey::from_spki(file.bytes()).is_ok() {
        return Ok(vec![file.bytes().to_vec()]);
    }
    let alone: Result<Vec<_>, _> = SubjectPublicKeyInfoDer::pem_slice_iter(file.bytes()).collect();
    let alone = alone.map_err(|error| file.broken(&error))?;
    if alone.is_empty() {
        return certified(file);
    }
    let checked = |der: SubjectPublicKeyInfoDer<'_>| match PublicKey::from_spki(&der) {
        Ok(_) => Ok(der.to_vec()),
        Err(why) => Err(file.fault(why.into())),
    };
    alone.into_iter().map(checked).collect()
}

fn certified(file: &Input) -> Result<Vec<Vec<u8>>, LoadError> {
    let no_key = || file.fault(Fault::NoPublicKey { found: file.labels() });
    let certificates = file.certificates().map_err(|_| no_key())?;
    let spki = |der: &[u8]| Cert::parse(der).ok().map(|cert| cert.spki.to_vec());
    certificates.iter().map(|der| spki(der).ok_or_else(no_key)).collect()
}

#[cfg(test)]
mod tests {
    use handfast_crypto::sign::{Signer as _, SigningKey};

    use super::{private_key, public_keys};
    use crate::load::Input;
    use crate::{Authority, Request};

    const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
        -----END PUBLIC KEY-----\n";
    const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
        -----END PRIVATE KEY-----\n";

    fn input(content: &str) -> Input {
        Input::new("file", content).unwrap()
    }

    #[test]
    fn public_keys_alone_and_in_certificates() {
        let both = public_keys(&input(&format!("{PUBLIC}{PUBLIC}"))).unwrap();
        assert_eq!(both.len(), 2);
        assert_eq!(public_keys(&Input::new("der", both[0].clone()).unwrap()).unwrap(), both[..1]);
        let now = rustls_pki_types::UnixTime::now();
        let issued = Authority::root(&Request::authority("root", now)).unwrap();
        let issued = issued.issue(&Request::client("alice", now)).unwrap();
        let certified = public_keys(&input(&issued.chain_pem().unwrap())).unwrap();
        let own = SigningKey::from_der(&private_key(&input(&issued.key_pem().unwrap())).unwrap()).unwrap();
        assert_eq!(certified, [own.public_key().spki()]);
    }

    #[test]
    fn something_else() {
        let says = |error: super::LoadError| error.to_string();
        assert_eq!(
            says(public_keys(&input(PRIVATE)).unwrap_err()),
            "file: holds no public key, only PRIVATE KEY; `openssl pkey -pubout` writes the public one"
        );
        assert!(says(private_key(&input(PUBLIC)).unwrap_err()).contains("holds no private key"));
        private_key(&input(PRIVATE)).unwrap();
    }
}
