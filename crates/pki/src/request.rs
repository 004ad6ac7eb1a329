//! What a certificate is asked to say.

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, IsCa, SerialNumber,
};
use rustls_pki_types::UnixTime;

use crate::purpose::is_object_identifier;
use crate::{Error, KeyKind, KeyUsage, Name, Purpose, Validity};

/// Days that a root holds by default: ten years.
const ROOT_DAYS: u32 = 3650;

/// Days that a server or client certificate holds by default: the most that Apple's clients take from a private root.
const LEAF_DAYS: u32 = 825;

/// What a certificate is asked to say. The constructors give what a modern authority would; every field may be
/// changed, also into something that no authority should sign.
#[derive(Debug, Clone)]
pub struct Request {
    /// The subject's common name. `None` leaves the subject empty, and subjectAltName becomes critical
    /// (RFC 5280 §4.1.2.6).
    pub common_name: Option<String>,
    /// subjectAltName, in order; left out if empty.
    pub names: Vec<Name>,
    /// The key pair to make.
    pub key: KeyKind,
    /// When the certificate holds.
    pub validity: Validity,
    /// basicConstraints.
    pub constraint: Constraint,
    /// keyUsage, critical; left out if empty.
    pub key_usages: Vec<KeyUsage>,
    /// extendedKeyUsage; left out if empty.
    pub purposes: Vec<Purpose>,
    /// Further extensions, written as they are.
    pub extensions: Vec<Extension>,
}

/// basicConstraints (RFC 5280 §4.2.1.9), always critical.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    /// `CA:FALSE`.
    EndEntity,
    /// `CA:TRUE`, with the number of intermediates that may follow below, if limited.
    Authority {
        /// pathLenConstraint.
        path_len: Option<u8>,
    },
}

/// An extension that this crate has no word for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// extnID.
    pub oid: Vec<u64>,
    /// Whether a verifier that does not know it must refuse (RFC 5280 §4.2).
    pub critical: bool,
    /// The DER inside extnValue.
    pub content: Vec<u8>,
}

impl Request {
    /// A root or intermediate: CA:TRUE, keyCertSign and cRLSign, ten years, P-256.
    #[must_use]
    pub fn authority(common_name: impl Into<String>, now: UnixTime) -> Self {
        Self {
            constraint: Constraint::Authority { path_len: None },
            key_usages: vec![KeyUsage::KeyCertSign, KeyUsage::CrlSign],
            ..Self::new(Some(common_name.into()), Validity::days(now, ROOT_DAYS))
        }
    }

    /// A server for these hosts; what reads as an IP address becomes one. The names are taken as they are:
    /// see [`Name::host`] for the check. The first one is also the common name, if it fits.
    #[must_use]
    pub fn server<N: Into<Name>>(names: impl IntoIterator<Item = N>, now: UnixTime) -> Self {
        let names: Vec<Name> = names.into_iter().map(Into::into).collect();
        let purposes = vec![Purpose::ServerAuth];
        Self { names, purposes, ..Self::new(None, Validity::days(now, LEAF_DAYS)) }.named_by_first()
    }

    /// A client of this name. `uri` and `email` may be added.
    #[must_use]
    pub fn client(common_name: impl Into<String>, now: UnixTime) -> Self {
        let purposes = vec![Purpose::ClientAuth];
        Self { purposes, ..Self::new(Some(common_name.into()), Validity::days(now, LEAF_DAYS)) }
    }

    fn new(common_name: Option<String>, validity: Validity) -> Self {
        Self {
            common_name,
            names: Vec::new(),
            key: KeyKind::P256,
            validity,
            constraint: Constraint::EndEntity,
            key_usages: vec![KeyUsage::DigitalSignature],
            purposes: Vec::new(),
            extensions: Vec::new(),
        }
    }

    fn named_by_first(mut self) -> Self {
        self.common_name = self.names.first().map(Name::to_string).filter(|name| common_name(name).is_ok());
        self
    }

    /// With a key of this kind.
    #[must_use]
    pub fn key(mut self, key: KeyKind) -> Self {
        self.key = key;
        self
    }

    /// With this validity.
    #[must_use]
    pub fn validity(mut self, validity: Validity) -> Self {
        self.validity = validity;
        self
    }

    /// With one more name in subjectAltName.
    #[must_use]
    pub fn name(mut self, name: impl Into<Name>) -> Self {
        self.names.push(name.into());
        self
    }

    /// With exactly these extended key usages; none leaves the extension out.
    #[must_use]
    pub fn purposes(mut self, purposes: impl IntoIterator<Item = Purpose>) -> Self {
        self.purposes = purposes.into_iter().collect();
        self
    }

    /// With exactly these key usages; none leaves the extension out.
    #[must_use]
    pub fn key_usages(mut self, usages: impl IntoIterator<Item = KeyUsage>) -> Self {
        self.key_usages = usages.into_iter().collect();
        self
    }

    /// With a key that may decrypt premaster secrets, beside what else it may: for RSA key transport of TLS 1.2 (RFC 5246
    /// §7.4.2).
    #[must_use]
    pub fn that_decrypts(mut self) -> Self {
        self.key_usages.push(KeyUsage::KeyEncipherment);
        self
    }

    /// With this basicConstraints.
    #[must_use]
    pub fn constraint(mut self, constraint: Constraint) -> Self {
        self.constraint = constraint;
        self
    }

    /// With one more extension.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// The same in the words of rcgen.
    pub(crate) fn params(&self, serial: SerialNumber) -> Result<CertificateParams, Error> {
        let mut params = CertificateParams::default();
        (params.not_before, params.not_after) = self.validity.dates()?;
        params.serial_number = Some(serial);
        params.distinguished_name = self.subject()?;
        params.subject_alt_names = self.names.iter().map(Name::to_san).collect::<Result<_, _>>()?;
        params.is_ca = self.constraint.to_rcgen();
        params.key_usages.clone_from(&self.key_usages);
        self.purposes.iter().try_for_each(check_purpose)?;
        params.extended_key_usages.clone_from(&self.purposes);
        params.custom_extensions =
            self.extensions.iter().map(Extension::to_rcgen).collect::<Result<_, _>>()?;
        Ok(params)
    }

    fn subject(&self) -> Result<DistinguishedName, Error> {
        let mut subject = DistinguishedName::new();
        if let Some(name) = &self.common_name {
            subject.push(DnType::CommonName, common_name(name)?);
        }
        Ok(subject)
    }
}

/// RFC 5280 appendix A.1: ub-common-name is 64 characters, and an empty attribute is not one.
fn common_name(name: &str) -> Result<&str, Error> {
    let length = name.chars().count();
    if (1..=64).contains(&length) { Ok(name) } else { Err(Error::CommonNameLength(length)) }
}

impl Constraint {
    fn to_rcgen(self) -> IsCa {
        match self {
            Self::EndEntity => IsCa::ExplicitNoCa,
            Self::Authority { path_len: None } => IsCa::Ca(BasicConstraints::Unconstrained),
            Self::Authority { path_len: Some(limit) } => IsCa::Ca(BasicConstraints::Constrained(limit)),
        }
    }
}

impl Extension {
    fn to_rcgen(&self) -> Result<CustomExtension, Error> {
        check_oid(&self.oid)?;
        let mut extension = CustomExtension::from_oid_content(&self.oid, self.content.clone());
        extension.set_criticality(self.critical);
        Ok(extension)
    }
}

/// The encoder below would panic at anything else.
fn check_oid(arcs: &[u64]) -> Result<(), Error> {
    if is_object_identifier(arcs) { Ok(()) } else { Err(Error::ObjectIdentifier(arcs.to_vec())) }
}

fn check_purpose(purpose: &Purpose) -> Result<(), Error> {
    if let Purpose::Other(arcs) = purpose { check_oid(arcs) } else { Ok(()) }
}
