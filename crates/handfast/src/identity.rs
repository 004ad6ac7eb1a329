//! Who we are: a chain of certificates, and something that signs with the key of the first.

use core::fmt;
use std::sync::Arc;

use handfast_crypto::key_transport::DecryptionKey;
use handfast_crypto::public_key::{KeyError, PublicKey};
use handfast_crypto::sign::{Signer, SigningKey};
use handfast_handshake::{Attached, CertificateType, OwnIdentity, Role, curve_of_key, schemes_for};
use handfast_path::Scheme;
use handfast_path::cert::{Cert, KeyUsage, Malformed};
use handfast_wire::code_points::SignatureScheme;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use crate::Staple;

/// A certificate chain with its signer. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Identity {
    pub(crate) signer: Arc<dyn Signer>,
    /// What decrypts premaster secrets of TLS 1.2, if the key can.
    pub(crate) decrypts: Option<Arc<DecryptionKey>>,
    pub(crate) shown: handfast_handshake::Identity,
    /// The issuers of the chain's certificates, in DER: a peer may name those that it accepts.
    pub(crate) issuers: Issuers,
    /// How the certificates of the chain are signed, but for those that name themselves as their issuers.
    pub(crate) signed: Arc<[Option<Scheme>]>,
    /// Whether it is for those peers only that name one of them; unless that is said, for a client it is.
    must_match_issuer: Option<bool>,
    /// What is sent beside the certificate, to peers that ask for it.
    staple: Staple,
    timestamps: Arc<[Vec<u8>]>,
}

/// Names in DER.
type Issuers = Arc<[Vec<u8>]>;

/// Why a chain and a key make no identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdentityError {
    /// The chain is empty.
    NoCertificate,
    /// A certificate cannot be read.
    Malformed {
        /// Its place in the chain, from 0.
        index: usize,
        /// What is wrong with it.
        why: Malformed,
    },
    /// The key cannot be used.
    Key(KeyError),
    /// The key is not the one of the first certificate.
    AnotherKey,
    /// The key makes no signature that TLS knows.
    NoScheme,
    /// The timestamps make no list: one is empty, or together they are too long.
    Timestamps,
}

impl Identity {
    /// An identity from its parts, the end entity's certificate first. It decrypts premaster secrets of TLS 1.2, where that
    /// is wanted, if its key can and its certificate does not forbid it (RFC 5246 §7.4.2).
    ///
    /// # Errors
    /// The chain cannot be read, or the key is not that of its first certificate.
    pub fn new(chain: &[CertificateDer<'_>], key: &PrivateKeyDer<'_>) -> Result<Self, IdentityError> {
        let Read { leaf, may_decrypt, .. } = read(chain)?;
        let signer = SigningKey::from_der(key).map_err(IdentityError::Key)?;
        let signer = signer.named_by(leaf.spki()).map_err(|why| match why {
            KeyError::AnotherKey => IdentityError::AnotherKey,
            why => IdentityError::Key(why),
        })?;
        let decrypts = DecryptionKey::from_der(key).ok().filter(|_| may_decrypt).map(Arc::new);
        Ok(Self::with_signer(chain, Arc::new(signer))?.that_decrypts(decrypts))
    }

    /// An identity whose key is elsewhere: in a hardware module, in a service, in a recording.
    ///
    /// # Errors
    /// As [`Identity::new`].
    pub fn with_signer(chain: &[CertificateDer<'_>], signer: Arc<dyn Signer>) -> Result<Self, IdentityError> {
        let Read { leaf, issuers, signed, .. } = read(chain)?;
        if !signer.public_key().is_same_key(&leaf) {
            return Err(IdentityError::AnotherKey);
        }
        let chain = chain.iter().map(|der| der.to_vec()).collect();
        Ok(Self { issuers, signed, ..Self::shown(CertificateType::X509, chain, signer)? })
    }

    /// A key that is shown alone, without a certificate (RFC 7250): to peers that know it beforehand.
    ///
    /// # Errors
    /// The key cannot be used.
    pub fn raw_public_key(key: &PrivateKeyDer<'_>) -> Result<Self, IdentityError> {
        let signer = SigningKey::from_der(key).map_err(IdentityError::Key)?;
        let decrypts = DecryptionKey::from_der(key).ok().map(Arc::new);
        Ok(Self::raw_with_signer(Arc::new(signer))?.that_decrypts(decrypts))
    }

    /// The same of a key that is elsewhere.
    ///
    /// # Errors
    /// As [`Identity::raw_public_key`].
    pub fn raw_with_signer(signer: Arc<dyn Signer>) -> Result<Self, IdentityError> {
        let spki = signer.public_key().spki().to_vec();
        Self::shown(CertificateType::RawPublicKey, vec![spki], signer)
    }

    fn shown(
        certificate_type: CertificateType,
        chain: Vec<Vec<u8>>,
        signer: Arc<dyn Signer>,
    ) -> Result<Self, IdentityError> {
        let schemes = schemes_for(&*signer);
        if schemes.is_empty() {
            return Err(IdentityError::NoScheme);
        }
        let curve = curve_of_key(signer.public_key());
        let shown = OwnIdentity { certificate_type, chain, schemes, curve, decrypts: false, index: 0 };
        let shown = handfast_handshake::Identity::new(shown);
        let (issuers, signed, timestamps) = (Arc::new([]), Arc::new([]), Arc::default());
        let (decrypts, must_match_issuer, staple) = (None, None, Staple::default());
        Ok(Self { signer, decrypts, shown, issuers, signed, must_match_issuer, staple, timestamps })
    }

    /// The same identity, which signs handshakes with these schemes only, the preferred one first. Those that its key
    /// does not make are left out.
    #[must_use]
    pub fn signing_with(self, schemes: &[SignatureScheme]) -> Self {
        let ours = &self.shown.schemes;
        let schemes = schemes.iter().copied().filter(|scheme| ours.contains(scheme)).collect();
        let shown = OwnIdentity { schemes, ..OwnIdentity::clone(&self.shown) };
        Self { shown: handfast_handshake::Identity::new(shown), ..self }
    }

    /// The same identity, kept from peers that name authorities (`certificate_authorities`, RFC 9846 §4.3.4) of which none
    /// issued a certificate of the chain; or shown to them all the same. Unless this is called, a client keeps its
    /// identities from them, since they will hardly be accepted and say who it is; a server does not.
    #[must_use]
    pub fn must_match_issuer(self, must: bool) -> Self {
        Self { must_match_issuer: Some(must), ..self }
    }

    /// The same identity, with an OCSP response about its certificate for peers that ask for one (`status_request`,
    /// RFC 9846 §4.5.1.1).
    #[must_use]
    pub fn with_staple(self, staple: Staple) -> Self {
        Self { staple, ..self }
    }

    /// The same identity, with timestamps of certificate transparency logs about its certificate for peers that ask for
    /// them (`signed_certificate_timestamp`, RFC 6962 §3.3.1): each a SerializedSCT of 1 to 2^16 - 1 octets, and all of
    /// them no more than 2^16 - 1 with two octets for the length of each.
    ///
    /// # Errors
    /// [`IdentityError::Timestamps`].
    pub fn with_timestamps(
        self,
        timestamps: impl IntoIterator<Item = Vec<u8>>,
    ) -> Result<Self, IdentityError> {
        let timestamps: Arc<[_]> = timestamps.into_iter().collect();
        let length: usize = timestamps.iter().map(|timestamp| timestamp.len() + 2).sum();
        if length > usize::from(u16::MAX) || timestamps.iter().any(Vec::is_empty) {
            return Err(IdentityError::Timestamps);
        }
        Ok(Self { timestamps, ..self })
    }

    /// What the handshake shows of it, with what is beside the certificate now.
    pub(crate) fn with_beside(&self) -> handfast_handshake::Identity {
        let (ocsp_response, timestamps) = (self.staple.current(), Arc::clone(&self.timestamps));
        self.shown.clone().with_attached(Attached { ocsp_response, timestamps })
    }

    /// Whether it may be shown to a peer that names these authorities; an empty list names all, and a key alone has none.
    pub(crate) fn may_be_shown(&self, role: Role, authorities: &[Vec<u8>]) -> bool {
        if self.certificate_type() == CertificateType::RawPublicKey {
            return true;
        }
        let must_match = self.must_match_issuer.unwrap_or(role == Role::Client);
        let named = || self.issuers.iter().any(|issuer| authorities.contains(issuer));
        !must_match || authorities.is_empty() || named()
    }

    /// What it shows.
    #[must_use]
    pub fn certificate_type(&self) -> CertificateType {
        self.shown.certificate_type
    }

    /// The chain in DER, the end entity's certificate first; of a key alone, its SubjectPublicKeyInfo.
    #[must_use]
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.shown.chain
    }

    /// The same identity, known to its configuration by this number.
    pub(crate) fn numbered(self, index: usize) -> Self {
        let shown = OwnIdentity { index, ..OwnIdentity::clone(&self.shown) };
        Self { shown: handfast_handshake::Identity::new(shown), ..self }
    }

    /// The same identity, whose key decrypts with this, if at all.
    fn that_decrypts(self, decrypts: Option<Arc<DecryptionKey>>) -> Self {
        let shown = OwnIdentity { decrypts: decrypts.is_some(), ..OwnIdentity::clone(&self.shown) };
        Self { shown: handfast_handshake::Identity::new(shown), decrypts, ..self }
    }
}

/// What is remembered of a chain.
struct Read {
    /// The key of the first certificate.
    leaf: PublicKey,
    /// Whether its keyUsage lets that key decrypt premaster secrets.
    may_decrypt: bool,
    issuers: Issuers,
    signed: Arc<[Option<Scheme>]>,
}

fn read(chain: &[CertificateDer<'_>]) -> Result<Read, IdentityError> {
    let parse = |(index, der)| Cert::parse(der).map_err(|why| IdentityError::Malformed { index, why });
    let certs = chain.iter().map(|der| &**der).enumerate().map(parse).collect::<Result<Vec<_>, _>>()?;
    let first = certs.first().ok_or(IdentityError::NoCertificate)?;
    let leaf = first.public_key().map_err(IdentityError::Key)?.to_owned();
    let may_decrypt = first.extensions.key_usage.is_none_or(KeyUsage::key_encipherment);
    let issuers = certs.iter().map(|cert| cert.issuer.to_vec()).collect();
    let signed = certs.iter().filter(|cert| !cert.is_self_issued()).map(Cert::signature_scheme).collect();
    Ok(Read { leaf, may_decrypt, issuers, signed })
}

impl fmt::Display for IdentityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCertificate => f.write_str("there is no certificate"),
            Self::Malformed { index, why } => write!(f, "certificate {} cannot be read: {why}", index + 1),
            Self::Key(why) => write!(f, "the key cannot be used: {why}"),
            Self::AnotherKey => f.write_str("the private key is not the one of the certificate"),
            Self::NoScheme => f.write_str("the key makes no signature that TLS knows"),
            Self::Timestamps => {
                f.write_str("a timestamp of a certificate transparency log is empty, or all are too long")
            }
        }
    }
}

impl core::error::Error for IdentityError {}
