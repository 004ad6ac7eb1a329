//! A certification authority: a certificate, its key, and the way up from it.

use core::fmt;

use rand::TryRng;
use rand::rngs::SysRng;
use rcgen::{CertificateParams, Issuer, PublicKeyData, SerialNumber};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use x509_cert::AlgorithmIdentifier;
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

use crate::private_key::{PrivateKey, is_signed_on_p521};
use crate::surgery::{self, Opened};
use crate::{Error, Issued, KeyKind, Request, pem};

/// A certification authority: it issues certificates below its own.
pub struct Authority {
    issuer: Issuer<'static, PrivateKey>,
    certificate: CertificateDer<'static>,
    /// The certificates above its own, upwards.
    above: Vec<CertificateDer<'static>>,
}

impl Authority {
    /// A root: signed by itself.
    ///
    /// # Errors
    /// Whatever [`Request`] asks that cannot be written.
    pub fn root(request: &Request) -> Result<Self, Error> {
        let params = request.params(serial()?)?;
        let key = signing_key(request.key)?;
        let certificate = named_right(params.self_signed(&key)?.into(), &key, &key)?;
        Ok(Self { issuer: Issuer::new(params, key), certificate, above: Vec::new() })
    }

    /// An authority below this one.
    ///
    /// # Errors
    /// As [`Authority::root`].
    pub fn intermediate(&self, request: &Request) -> Result<Self, Error> {
        if request.key.is_for_pss_only() {
            return Err(Error::PssAuthority);
        }
        let (params, key, certificate) = self.sign(request)?;
        Ok(Self { issuer: Issuer::new(params, key), certificate, above: self.chain() })
    }

    /// A certificate of this authority, with a fresh key.
    ///
    /// # Errors
    /// As [`Authority::root`].
    pub fn issue(&self, request: &Request) -> Result<Issued, Error> {
        let (_, key, certificate) = self.sign(request)?;
        let chain = self.chain_below(certificate);
        let issued = Issued { chain, key: PrivatePkcs8KeyDer::from(key.pkcs8().to_vec()).into() };
        if request.key.is_for_pss_only() { self.reissue_for_pss(issued) } else { Ok(issued) }
    }

    /// The certificate library has no word for id-RSASSA-PSS keys, so certificate and key are renamed afterwards.
    fn reissue_for_pss(&self, mut issued: Issued) -> Result<Issued, Error> {
        issued.replace_leaf(|leaf| self.reissue(leaf, Opened::name_key_for_pss))?;
        let key = surgery::pkcs8_for_pss(issued.key.secret_der())?;
        Ok(Issued { key: PrivatePkcs8KeyDer::from(key).into(), ..issued })
    }

    /// The authority whose certificate (and, for an intermediate, those above it) and PKCS#8 key stand in these
    /// PEM texts, as [`Authority::chain_pem`] and [`Authority::key_pem`] write them.
    ///
    /// # Errors
    /// If a text cannot be read, the certificate is not an authority's, or the key is not its key.
    pub fn from_pem(chain_pem: &str, key_pem: &str) -> Result<Self, Error> {
        let mut certificates = read_certificates(chain_pem)?.into_iter();
        let certificate = certificates.next().ok_or(Error::UnreadableCertificate)?;
        let key = read_key(key_pem)?;
        check_authority(&certificate, &key)?;
        let issuer = Issuer::from_ca_cert_der(&certificate, key)?;
        Ok(Self { issuer, certificate, above: certificates.collect() })
    }

    /// Its certificate.
    #[must_use]
    pub fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// Its certificate and those above it, the root last.
    #[must_use]
    pub fn chain(&self) -> Vec<CertificateDer<'static>> {
        core::iter::once(&self.certificate).chain(&self.above).cloned().collect()
    }

    /// [`Authority::chain`] as PEM text.
    ///
    /// # Errors
    /// Never for certificates that were made or read here; the encoder's own limit otherwise.
    pub fn chain_pem(&self) -> Result<String, Error> {
        pem::certificates(&self.chain())
    }

    /// Its private key as PKCS#8 PEM text.
    ///
    /// # Errors
    /// As [`Authority::chain_pem`].
    pub fn key_pem(&self) -> Result<Zeroizing<String>, Error> {
        pem::private_key(self.pkcs8())
    }

    /// Its certificate and key as if they were a leaf's: what a self-signed server or client shows.
    pub(crate) fn into_issued(self) -> Issued {
        let key = PrivatePkcs8KeyDer::from(self.pkcs8().to_vec()).into();
        Issued { chain: vec![self.certificate], key }
    }

    /// A signature of this authority over any bytes, in the algorithm of its key.
    pub(crate) fn sign_bytes(&self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        self.issuer.key().sign_bytes(bytes)
    }

    /// The AlgorithmIdentifier of those signatures.
    pub(crate) fn signature_algorithm(&self) -> Result<AlgorithmIdentifier, Error> {
        self.issuer.key().signature_algorithm()
    }

    pub(crate) fn pkcs8(&self) -> &[u8] {
        self.issuer.key().pkcs8()
    }

    /// The library keeps one attribute of each type; an authority made elsewhere can have several, and names that are not
    /// the same byte for byte need not chain (RFC 5280 §7.1).
    fn check_name_in(&self, issued: &CertificateDer<'_>) -> Result<(), Error> {
        let unreadable = |_| Error::UnreadableCertificate;
        let (_, own) = X509Certificate::from_der(&self.certificate).map_err(unreadable)?;
        let (_, issued) = X509Certificate::from_der(issued).map_err(unreadable)?;
        if own.subject().as_raw() == issued.issuer().as_raw() { Ok(()) } else { Err(Error::AuthorityName) }
    }

    fn sign(
        &self,
        request: &Request,
    ) -> Result<(CertificateParams, PrivateKey, CertificateDer<'static>), Error> {
        let key = request.key.generate()?;
        let (params, certificate) = self.certify(request, &key)?;
        Ok((params, key, certificate))
    }

    /// A certificate for a key that is somebody else's.
    pub(crate) fn sign_key(
        &self,
        request: &Request,
        key: &impl PublicKeyData,
    ) -> Result<CertificateDer<'static>, Error> {
        Ok(self.certify(request, key)?.1)
    }

    fn certify(
        &self,
        request: &Request,
        key: &impl PublicKeyData,
    ) -> Result<(CertificateParams, CertificateDer<'static>), Error> {
        let mut params = request.params(serial()?)?;
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(key, &self.issuer)?.into();
        let certificate = named_right(certificate, key, self.issuer.key())?;
        self.check_name_in(&certificate)?;
        Ok((params, certificate))
    }

    /// A certificate of this authority, opened, edited and signed again.
    pub(crate) fn reissue(
        &self,
        certificate: &CertificateDer<'_>,
        edit: impl FnOnce(&mut Opened) -> Result<(), Error>,
    ) -> Result<CertificateDer<'static>, Error> {
        let mut opened = Opened::open(certificate)?;
        edit(&mut opened)?;
        opened.close(|tbs| self.sign_bytes(tbs))
    }

    /// A certificate of this authority with the intermediates upwards, which are sent with it.
    pub(crate) fn chain_below(&self, certificate: CertificateDer<'static>) -> Vec<CertificateDer<'static>> {
        let above = self.chain().into_iter().filter(|above| !is_self_issued(above));
        core::iter::once(certificate).chain(above).collect()
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").field("above", &self.above.len()).finish_non_exhaustive()
    }
}

/// The library names keys and signatures by a list of its own, on which P-521 is not: where a key is not named as it says
/// itself, the certificate is named anew and signed again.
fn named_right(
    made: CertificateDer<'static>,
    key: &impl PublicKeyData,
    issuer: &PrivateKey,
) -> Result<CertificateDer<'static>, Error> {
    let mut opened = Opened::open(&made)?;
    let named = key.subject_public_key_info();
    if opened.public_key() == Some(&named) && !issuer.is_misnamed() {
        return Ok(made);
    }
    opened.set_public_key(&named)?;
    opened.set_algorithm(&issuer.signature_algorithm_der()?)?;
    opened.close(|tbs| issuer.sign_bytes(tbs))
}

/// Whether a certificate names this issuer and was signed with its key (RFC 5280 §6.1.3 (a)).
pub(crate) fn has_issued(
    issuer: &CertificateDer<'_>,
    certificate: &CertificateDer<'_>,
) -> Result<bool, Error> {
    let unreadable = |_| Error::UnreadableCertificate;
    let (_, issuer) = X509Certificate::from_der(issuer).map_err(unreadable)?;
    let (_, certificate) = X509Certificate::from_der(certificate).map_err(unreadable)?;
    let is_named = issuer.subject().as_raw() == certificate.issuer().as_raw();
    Ok(is_named && is_signed_by(&certificate, &issuer))
}

fn is_signed_by(certificate: &X509Certificate<'_>, issuer: &X509Certificate<'_>) -> bool {
    let algorithm = certificate.signature_algorithm.algorithm.to_id_string();
    let (tbs, signature) = (certificate.tbs_certificate.as_ref(), &certificate.signature_value.data);
    certificate.verify_signature(Some(issuer.public_key())).is_ok()
        || is_signed_on_p521(issuer.public_key().raw, &algorithm, tbs, signature)
}

/// The content bytes of serialNumber.
pub(crate) fn serial_of(certificate: &CertificateDer<'_>) -> Result<Vec<u8>, Error> {
    let (_, parsed) = X509Certificate::from_der(certificate).map_err(|_| Error::UnreadableCertificate)?;
    Ok(parsed.raw_serial().to_vec())
}

/// An authority signs with what its certificate says, and the certificate library signs no PSS.
fn signing_key(kind: KeyKind) -> Result<PrivateKey, Error> {
    if kind.is_for_pss_only() { Err(Error::PssAuthority) } else { kind.generate() }
}

/// Sixteen random octets of which 126 bits vary: positive, never zero, always the same length
/// (RFC 5280 §4.1.2.2 allows up to twenty octets).
fn serial() -> Result<SerialNumber, Error> {
    let mut octets = [0; 16];
    SysRng.try_fill_bytes(&mut octets).map_err(|_| Error::NoRandomness)?;
    let [first, ..] = &mut octets;
    *first = *first & 0x3f | 0x40;
    Ok(SerialNumber::from_slice(&octets))
}

fn read_certificates(text: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let found: Result<_, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    found.map_err(|_| Error::UnreadableCertificate)
}

fn read_key(text: &str) -> Result<PrivateKey, Error> {
    let pkcs8 = PrivatePkcs8KeyDer::from_pem_slice(text.as_bytes()).map_err(|_| Error::UnreadableKey)?;
    PrivateKey::from_pkcs8(&pkcs8)
}

fn check_authority(certificate: &CertificateDer<'_>, key: &PrivateKey) -> Result<(), Error> {
    let (_, parsed) = X509Certificate::from_der(certificate).map_err(|_| Error::UnreadableCertificate)?;
    if parsed.public_key().raw != key.subject_public_key_info() {
        return Err(Error::KeyMismatch);
    }
    if parsed.is_ca() { Ok(()) } else { Err(Error::NotAnAuthority) }
}

/// A root names itself as its issuer (RFC 5280 §3.2).
fn is_self_issued(certificate: &CertificateDer<'_>) -> bool {
    X509Certificate::from_der(certificate)
        .is_ok_and(|(_, parsed)| parsed.subject().as_raw() == parsed.issuer().as_raw())
}

#[cfg(test)]
mod tests;
