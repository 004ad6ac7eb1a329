//! What can be wrong with a file, and what to do about it.

use core::fmt;

use handfast_crypto::public_key::{KeyError, KeyKind};

/// A file that cannot be used, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// The file, as it was named to us.
    pub file: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The operating system does not let us read it; the sentence is its own where we have none.
    Unreadable(String),
    /// Larger than any certificate file should be.
    TooLarge,
    /// Nothing in it.
    Empty,
    /// Text in UTF-16, as some shells write it.
    Utf16,
    /// A PEM block that has no end, or is not base64 inside.
    BrokenPem(&'static str),
    /// No certificate where one is needed.
    NoCertificate {
        /// The labels of the PEM blocks that are there instead.
        found: Vec<String>,
    },
    /// No certificate revocation list where one is needed.
    NoRevocationList {
        /// The labels of the PEM blocks that are there instead.
        found: Vec<String>,
    },
    /// No OCSP response in DER where one is needed.
    NoOcspResponse,
    /// No private key where one is needed.
    NoKey {
        /// The labels of the PEM blocks that are there instead.
        found: Vec<String>,
    },
    /// No public key where one is needed.
    NoPublicKey {
        /// The labels of the PEM blocks that are there instead.
        found: Vec<String>,
    },
    /// A certificate that does not parse.
    BrokenCertificate {
        /// Which one of the file, counted from 1.
        number: usize,
    },
    /// The private key is encrypted, and no password was given (F21).
    EncryptedKey,
    /// The private key is encrypted in OpenSSL's old way, which has no PKCS#8 (F21).
    OldEncryptedKey,
    /// The private key cannot sign here: too small, too large, of an unsupported kind, or broken.
    Key(KeyError),
    /// The private key belongs to none of the certificates (F17).
    KeyMismatch {
        /// The kind of the private key.
        key: KeyKind,
        /// The file with the certificates.
        certificates: String,
    },
    /// The password does not open it (F20).
    WrongPassword,
    /// It asks for more work to try its password than anybody's does (F20).
    CostlyPassword {
        /// What is counted.
        unit: &'static str,
        /// How many it asks for.
        found: u64,
        /// How many are done.
        limit: u64,
    },
    /// Not PKCS#12 at all, or broken.
    NotPkcs12,
    /// PKCS#12 in BER with indefinite lengths, where DER is needed.
    Pkcs12NotDer,
    /// PKCS#12 that is protected in a way we do not have, by name (F20).
    UnsupportedProtection(&'static str),
}

impl From<KeyError> for Fault {
    fn from(error: KeyError) -> Self {
        if error == KeyError::Encrypted { Self::EncryptedKey } else { Self::Key(error) }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(sentence) => f.write_str(sentence),
            Self::TooLarge => f.write_str("is larger than 16 MiB; this is no certificate or key file"),
            Self::Empty => f.write_str("is empty"),
            Self::Utf16 => f.write_str("is UTF-16 text, as some shells write it; save it as UTF-8"),
            Self::BrokenPem(what) => write!(f, "has a PEM block {what}; was it copied whole?"),
            Self::NoCertificate { found } => nothing(f, "certificate", found),
            Self::NoRevocationList { found } => nothing(f, "certificate revocation list", found),
            Self::NoOcspResponse => {
                f.write_str("holds no OCSP response in DER, as `openssl ocsp -respout` writes it")
            }
            Self::NoKey { found } => nothing(f, "private key", found),
            Self::NoPublicKey { found } if found.iter().any(|label| label.ends_with("PRIVATE KEY")) => {
                let found = found.join(", ");
                write!(f, "holds no public key, only {found}; `openssl pkey -pubout` writes the public one")
            }
            Self::NoPublicKey { found } => nothing(f, "public key", found),
            Self::BrokenCertificate { number } => write!(f, "certificate {number} cannot be parsed"),
            Self::EncryptedKey => f.write_str(
                "the private key is encrypted; give its password, or write it in plain with `openssl pkey`",
            ),
            Self::OldEncryptedKey => f.write_str(
                "the private key is encrypted in OpenSSL's old format; write it in plain with `openssl pkey`",
            ),
            Self::Key(error) => write!(f, "{error}"),
            Self::KeyMismatch { key, certificates } => {
                write!(f, "the private key ({key}) belongs to no certificate in {certificates}")
            }
            Self::WrongPassword => f.write_str("the password is wrong"),
            Self::CostlyPassword { unit, found, limit } => {
                write!(f, "asks for {found} {unit} to try its password; more than {limit} are not done")
            }
            Self::NotPkcs12 => f.write_str("is not a PKCS#12 file, or a broken one"),
            Self::Pkcs12NotDer => f.write_str(
                "is PKCS#12 in BER, as some browsers write it; export it again with `openssl pkcs12`",
            ),
            Self::UnsupportedProtection(name) => {
                write!(
                    f,
                    "is protected with {name}, which is not supported; open it with `openssl pkcs12 -legacy -nodes` \
                     and export it again"
                )
            }
        }
    }
}

/// What is missing, what is there instead, and what that means.
fn nothing(f: &mut fmt::Formatter<'_>, wanted: &str, found: &[String]) -> fmt::Result {
    if found.is_empty() {
        return write!(f, "holds no {wanted} in PEM or DER");
    }
    write!(f, "holds no {wanted}, only {}", found.join(", "))?;
    match found.iter().find_map(|label| hint(label)) {
        Some(hint) => write!(f, "; {hint}"),
        None => Ok(()),
    }
}

fn hint(label: &str) -> Option<&'static str> {
    Some(match label {
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => {
            "a request still has to be signed by an authority"
        }
        "PUBLIC KEY" => "a public key is not enough",
        "OPENSSH PRIVATE KEY" => "keys for SSH are not keys for TLS",
        "PKCS7" => "convert it with `openssl pkcs7 -print_certs`",
        "PKCS12" => "read it as PKCS#12, with its password",
        "TRUSTED CERTIFICATE" => "convert it with `openssl x509`",
        _ => return None,
    })
}

impl core::error::Error for LoadError {}
