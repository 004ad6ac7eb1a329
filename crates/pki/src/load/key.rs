//! Private keys in a file: PKCS#8, PKCS#1 or SEC 1, plain or encrypted PKCS#8, PEM or DER.

use der::pem::decode_vec;
use pkcs8::EncryptedPrivateKeyInfoRef;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use zeroize::Zeroizing;

use super::{Fault, Input, LoadError, cost, pkcs12};

const ENCRYPTED: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
const ENCRYPTED_END: &str = "-----END ENCRYPTED PRIVATE KEY-----";

/// Every private key of the file, at least one.
pub(super) fn read(file: &Input, password: Option<&str>) -> Result<Vec<PrivateKeyDer<'static>>, LoadError> {
    if file.is_der() && !pkcs12::looks_like(file.bytes()) {
        return from_der(file, password).map(|key| vec![key]).map_err(|fault| file.fault(fault));
    }
    if file.has_line(ENCRYPTED) {
        return from_encrypted_pem(file, password).map(|key| vec![key]).map_err(|fault| file.fault(fault));
    }
    if file.has_line("Proc-Type: 4,ENCRYPTED") {
        return Err(file.fault(Fault::OldEncryptedKey));
    }
    let found: Result<Vec<_>, _> = PrivateKeyDer::pem_slice_iter(file.bytes()).collect();
    let found = found.map_err(|error| file.broken(&error))?;
    if found.is_empty() {
        return Err(file.fault(Fault::NoKey { found: file.labels() }));
    }
    Ok(found)
}

fn from_der(file: &Input, password: Option<&str>) -> Result<PrivateKeyDer<'static>, Fault> {
    if EncryptedPrivateKeyInfoRef::try_from(file.bytes()).is_ok() {
        return decrypt(file.bytes(), password);
    }
    let key = PrivateKeyDer::try_from(file.bytes()).map_err(|_| Fault::NoKey { found: file.labels() })?;
    Ok(key.clone_key())
}

fn from_encrypted_pem(file: &Input, password: Option<&str>) -> Result<PrivateKeyDer<'static>, Fault> {
    let text =
        core::str::from_utf8(file.bytes()).map_err(|_| Fault::BrokenPem("with binary bytes around it"))?;
    let block = text.find(ENCRYPTED).and_then(|start| text.get(start..)).unwrap_or_default();
    let end = block.find(ENCRYPTED_END).ok_or(Fault::BrokenPem("without its END line"))?;
    let block = block.get(..end + ENCRYPTED_END.len()).unwrap_or_default();
    let (_, der) = decode_vec(block.as_bytes()).map_err(|_| Fault::BrokenPem("that is not base64 inside"))?;
    decrypt(&der, password)
}

/// PBES2 with PBKDF2 or scrypt, which is what OpenSSL has written since 1.1 (RFC 8018 §6.2).
fn decrypt(der: &[u8], password: Option<&str>) -> Result<PrivateKeyDer<'static>, Fault> {
    let password = password.ok_or(Fault::EncryptedKey)?;
    let sealed = EncryptedPrivateKeyInfoRef::try_from(der)
        .map_err(|_| Fault::BrokenPem("with a broken key inside"))?;
    cost::check_scheme(&sealed.encryption_algorithm)?;
    let opened = sealed.decrypt(password).map_err(|_| Fault::WrongPassword)?;
    let plain = Zeroizing::new(opened.as_bytes().to_vec());
    Ok(PrivatePkcs8KeyDer::from(plain.as_slice()).clone_key().into())
}
