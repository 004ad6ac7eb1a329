//! Keys, as people hand them in.

use handfast::IdentityError;
use handfast::crypto::public_key::PublicKey;
use handfast::crypto::sign::{Signer, SigningKey};
use handfast::crypto::verify::verify;
use handfast_pki::load;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer,
};

use super::people::SERVER;

/// A private key in each of its forms, a SubjectPublicKeyInfo, and a file that holds who knows what.
pub fn private_key(data: &[u8]) {
    sign(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(data)));
    sign(&PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(data)));
    sign(&PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(data)));
    if let Ok(key) = PrivateKeyDer::from_pem_slice(data) {
        sign(&key);
    }
    public(data);
    file(data);
}

/// A key that is taken makes signatures that verify.
fn sign(der: &PrivateKeyDer<'_>) {
    let Ok(key) = SigningKey::from_der(der) else { return };
    assert_eq!(PublicKey::from_spki(key.public_key().spki()).as_ref(), Ok(key.public_key()));
    for algorithm in key.algorithms().iter().take(1) {
        let signature = key.sign(*algorithm, b"a message").expect("a signature");
        assert_eq!(verify(*algorithm, key.public_key(), b"a message", &signature), Ok(()));
    }
    // Another certificate's key it is only if it is.
    if let Ok(identity) = handfast::Identity::new(&[CertificateDer::from(SERVER)], der) {
        assert_eq!(identity.chain(), [SERVER.to_vec()]);
    }
}

fn public(spki: &[u8]) {
    match PublicKey::from_spki(spki) {
        Ok(key) => assert_eq!(key.spki(), spki, "nothing of it is lost"),
        Err(why) => assert!(!why.to_string().is_empty()),
    }
}

/// A file of certificates, of a key, of both; encrypted or not.
fn file(data: &[u8]) {
    let Ok(input) = load::Input::new("a file", data) else { return };
    let found = [
        load::certificates(&input).map(drop),
        load::Identity::from_pem(&input, &input, None).map(check),
        load::Identity::from_pem(&input, &input, Some("password")).map(check),
        load::Identity::from_pkcs12(&input, "password").map(check),
    ];
    for error in found.into_iter().filter_map(Result::err) {
        assert!(!error.to_string().is_empty());
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what was loaded ends here")]
fn check(identity: load::Identity) {
    // To load is to read names and keys; who shows a certificate reads its extensions, too.
    let shown = handfast::Identity::new(&identity.chain, &identity.key).map(drop);
    let is_identity = matches!(shown, Ok(()) | Err(IdentityError::Malformed { .. }));
    assert!(is_identity, "what was loaded is an identity: {shown:?}");
}
