//! Certification requests (PKCS#10, RFC 2986): somebody has a key, and asks an authority for a certificate.

use core::fmt;
use std::collections::HashSet;

use handfast_crypto::public_key::PublicKey;
use rcgen::{CertificateParams, PKCS_ECDSA_P256_SHA256, PublicKeyData, SignatureAlgorithm};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, CertificateSigningRequestDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::cri_attributes::ParsedCriAttribute;
use x509_parser::extensions::X509Extension;
use x509_parser::prelude::{FromDer, ParsedExtension};
use zeroize::Zeroizing;

use crate::private_key::{PrivateKey, is_signed_on_p521};
use crate::surgery;
use crate::{Authority, Error, Extension, Purpose, Request, Validity, pem};

/// A certification request whose signature was verified: who asks holds the key.
///
/// What an authority takes over from it, as it stands there: the subject's name, the public key, subjectAltName,
/// keyUsage and extendedKeyUsage. Everything else is the authority's own: a request that asks to become an authority, or
/// to sign certificates or lists, is refused, and other extensions are left out and named. Who asks to sign OCSP answers
/// is refused unless the [`Terms`] say what the certificate is for: that is the authority's to say, not the asker's.
#[derive(Debug, Clone)]
pub struct SigningRequest {
    der: CertificateSigningRequestDer<'static>,
    subject: Vec<u8>,
    subject_text: String,
    public_key: Vec<u8>,
    taken_over: Vec<Extension>,
    left_out: Vec<String>,
    asks_for_delegation: bool,
}

/// What the authority adds to a request.
#[derive(Debug, Clone)]
pub struct Terms {
    /// When the certificate holds.
    pub validity: Validity,
    /// extendedKeyUsage instead of what was asked for.
    pub purposes: Option<Vec<Purpose>>,
    /// subjectAltName instead of what was asked for, unless it is empty.
    pub names: Vec<crate::Name>,
}

impl Request {
    /// A fresh key, and a request for a certificate that says this. Its validity is the authority's to choose.
    ///
    /// # Errors
    /// Whatever is asked that cannot be written; an id-RSASSA-PSS key, which signs no request here.
    pub fn sign_for(&self) -> Result<(SigningRequest, PrivateKeyDer<'static>), Error> {
        if self.key.is_for_pss_only() {
            return Err(Error::PssAuthority);
        }
        let key = self.key.generate()?;
        let mut params = self.params(rcgen::SerialNumber::from_slice(&[1]))?;
        params.serial_number = None;
        let der = signed(&params, &key)?;
        let private = PrivatePkcs8KeyDer::from(key.pkcs8().to_vec());
        Ok((SigningRequest::from_der(der)?, private.into()))
    }
}

/// A private key as PKCS#8 PEM text.
///
/// # Errors
/// As [`Authority::chain_pem`].
pub fn key_pem(key: &PrivateKeyDer<'_>) -> Result<Zeroizing<String>, Error> {
    pem::private_key(key.secret_der())
}

impl SigningRequest {
    /// Reads a request and verifies its signature.
    ///
    /// # Errors
    /// [`Error::UnreadableRequest`], [`Error::RequestSignature`], [`Error::RequestsAuthority`],
    /// [`Error::RepeatedExtension`].
    pub fn from_pem(text: &str) -> Result<Self, Error> {
        let der = CertificateSigningRequestDer::from_pem_slice(text.as_bytes());
        Self::from_der(der.map_err(|_| Error::UnreadableRequest)?.to_vec())
    }

    fn from_der(der: Vec<u8>) -> Result<Self, Error> {
        let ([], parsed) = X509CertificationRequest::from_der(&der).map_err(|_| Error::UnreadableRequest)?
        else {
            return Err(Error::UnreadableRequest);
        };
        if !proves_the_key(&parsed) {
            return Err(Error::RequestSignature);
        }
        let info = &parsed.certification_request_info;
        let (taken_over, left_out) = sorted(&parsed)?;
        let asks_for_delegation = extensions(&parsed).any(delegates);
        Ok(Self {
            subject: info.subject.as_raw().to_vec(),
            subject_text: info.subject.to_string(),
            public_key: info.subject_pki.raw.to_vec(),
            taken_over,
            left_out,
            asks_for_delegation,
            der: der.into(),
        })
    }

    /// As PEM text.
    ///
    /// # Errors
    /// As [`Authority::chain_pem`].
    pub fn pem(&self) -> Result<String, Error> {
        pem::request(&self.der)
    }

    /// The subject's name as text.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject_text
    }

    /// The extensions that were asked for and that no certificate of ours gets, by name or number.
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    fn has_no_subject(&self) -> bool {
        self.subject == [0x30, 0x00]
    }

    /// Whether this extension was asked for and is taken over.
    fn has(&self, oid: &[u64]) -> bool {
        self.taken_over.iter().any(|extension| extension.oid == oid)
    }
}

fn signed(params: &CertificateParams, key: &PrivateKey) -> Result<Vec<u8>, Error> {
    let request = params.serialize_request(key)?.der().to_vec();
    if !key.is_misnamed() {
        return Ok(request);
    }
    let (spki, algorithm) = (key.subject_public_key_info(), key.signature_algorithm_der()?);
    surgery::request_for_key(&request, &spki, algorithm, |info| key.sign_bytes(info))
}

fn proves_the_key(request: &X509CertificationRequest<'_>) -> bool {
    let info = &request.certification_request_info;
    let algorithm = request.signature_algorithm.algorithm.to_id_string();
    request.verify_signature().is_ok()
        || is_signed_on_p521(info.subject_pki.raw, &algorithm, info.raw, &request.signature_value.data)
}

/// What is taken over, and the names of what is not.
fn sorted(request: &X509CertificationRequest<'_>) -> Result<(Vec<Extension>, Vec<String>), Error> {
    let (mut taken_over, mut left_out, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for extension in extensions(request) {
        if !seen.insert(&extension.oid) {
            return Err(Error::RepeatedExtension(extension.oid.to_id_string()));
        }
        match extension.parsed_extension() {
            ParsedExtension::BasicConstraints(constraints) if constraints.ca => {
                return Err(Error::RequestsAuthority);
            }
            ParsedExtension::KeyUsage(usage) if usage.key_cert_sign() || usage.crl_sign() => {
                return Err(Error::RequestsAuthority);
            }
            ParsedExtension::BasicConstraints(_) => {}
            ParsedExtension::KeyUsage(_)
            | ParsedExtension::ExtendedKeyUsage(_)
            | ParsedExtension::SubjectAlternativeName(_) => taken_over.push(copied(extension)?),
            _ => left_out.push(extension.oid.to_id_string()),
        }
    }
    Ok((taken_over, left_out))
}

fn extensions<'a>(request: &'a X509CertificationRequest<'_>) -> impl Iterator<Item = &'a X509Extension<'a>> {
    let attributes = request.certification_request_info.iter_attributes();
    attributes.flat_map(|attribute| match attribute.parsed_attribute() {
        ParsedCriAttribute::ExtensionRequest(requested) => requested.extensions.as_slice(),
        _ => &[],
    })
}

/// Whether a certificate with it may answer for the authority that issued it (RFC 6960 §4.2.2.2). There are readers who
/// take anyExtendedKeyUsage for that, too.
fn delegates(extension: &X509Extension<'_>) -> bool {
    matches!(extension.parsed_extension(), ParsedExtension::ExtendedKeyUsage(usage) if usage.ocsp_signing || usage.any)
}

fn copied(extension: &X509Extension<'_>) -> Result<Extension, Error> {
    let arcs = extension.oid.iter().ok_or(Error::UnreadableRequest)?;
    Ok(Extension { oid: arcs.collect(), critical: extension.critical, content: extension.value.to_vec() })
}

const KEY_USAGE: &[u64] = &[2, 5, 29, 15];
const SUBJECT_ALT_NAME: &[u64] = &[2, 5, 29, 17];
const EXTENDED_KEY_USAGE: &[u64] = &[2, 5, 29, 37];

impl Authority {
    /// The certificate that was asked for, and what must be sent with it.
    ///
    /// # Errors
    /// [`Error::NoPurpose`] if neither the request nor the terms say what it is for; [`Error::RequestsDelegation`] if only
    /// the request says that it is for OCSP answers; a key that no certificate here can carry.
    pub fn sign_request(
        &self,
        asked: &SigningRequest,
        terms: &Terms,
    ) -> Result<Vec<CertificateDer<'static>>, Error> {
        if terms.purposes.is_none() && !asked.has(EXTENDED_KEY_USAGE) {
            return Err(Error::NoPurpose);
        }
        if terms.purposes.is_none() && asked.asks_for_delegation {
            return Err(Error::RequestsDelegation);
        }
        PublicKey::from_spki(&asked.public_key).map_err(|_| Error::RequestKey)?;
        let certificate = self.sign_key(&terms.request(asked), asked)?;
        let named = self.reissue(&certificate, |opened| opened.set_subject(&asked.subject))?;
        Ok(self.chain_below(named))
    }
}

/// The key that was asked for.
impl PublicKeyData for SigningRequest {
    fn subject_public_key_info(&self) -> Vec<u8> {
        self.public_key.clone()
    }

    fn der_bytes(&self) -> &[u8] {
        &self.public_key
    }

    /// Of no meaning: the key is named by its SubjectPublicKeyInfo.
    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

impl Terms {
    /// What the certificate is to say, beside the subject and the key.
    fn request(&self, asked: &SigningRequest) -> Request {
        let mut request = Request::client("in its place", self.validity.not_before).validity(self.validity);
        if asked.has_no_subject() {
            request.common_name = None;
        }
        request.names.clone_from(&self.names);
        request.purposes = self.purposes.clone().unwrap_or_default();
        if asked.has(KEY_USAGE) {
            request.key_usages.clear();
        }
        let replaced = |extension: &&Extension| match extension.oid.as_slice() {
            SUBJECT_ALT_NAME => !self.names.is_empty(),
            EXTENDED_KEY_USAGE => self.purposes.is_some(),
            _ => false,
        };
        request.extensions = asked.taken_over.iter().filter(|it| !replaced(it)).cloned().collect();
        for extension in &mut request.extensions {
            // RFC 5280 §4.1.2.6: it must be critical where there is no other name.
            extension.critical |= extension.oid == SUBJECT_ALT_NAME && asked.has_no_subject();
        }
        request
    }
}

impl fmt::Display for SigningRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.subject_text)
    }
}

#[cfg(test)]
mod tests;
