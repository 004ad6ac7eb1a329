//! The content of a file, and what kind of content it is.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::{self, PemObject};
use zeroize::Zeroizing;

use super::whole::whole;
use super::{Fault, LoadError, pkcs12};

/// No file of certificates is larger; a device that never ends is.
const LIMIT: u64 = 16 << 20;

/// The content of a file, with the name that errors call it by. It may hold a key, so it is wiped when dropped.
pub struct Input {
    name: String,
    bytes: Zeroizing<Vec<u8>>,
}

impl Input {
    /// Reads a whole file.
    ///
    /// # Errors
    /// [`Fault::Unreadable`], [`Fault::TooLarge`], [`Fault::Empty`], [`Fault::Utf16`].
    pub fn read(path: &Path) -> Result<Self, LoadError> {
        let name = path.display().to_string();
        match File::open(path).and_then(|file| whole(file, LIMIT + 1)) {
            Err(error) => Err(LoadError { file: name, fault: Fault::Unreadable(sentence(&error)) }),
            Ok(bytes) => Self::checked(name, bytes),
        }
    }

    /// Content from elsewhere, by a name for the reader.
    ///
    /// # Errors
    /// As [`Input::read`].
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Result<Self, LoadError> {
        Self::checked(name.into(), Zeroizing::new(bytes.into()))
    }

    fn checked(name: String, bytes: Zeroizing<Vec<u8>>) -> Result<Self, LoadError> {
        let fault = match bytes.as_slice() {
            [] => Some(Fault::Empty),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(Fault::Utf16),
            long if long.len() as u64 > LIMIT => Some(Fault::TooLarge),
            _ => None,
        };
        let input = Self { name, bytes };
        match fault {
            Some(fault) => Err(input.fault(fault)),
            None => Ok(input),
        }
    }

    /// The name errors call it by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content, without the mark that some editors put before UTF-8.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes)
    }

    /// The content as text; bytes that are none become replacement characters, which no PEM block survives.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(String::from_utf8_lossy(self.bytes()).into_owned())
    }

    pub(super) fn fault(&self, fault: Fault) -> LoadError {
        LoadError { file: self.name.clone(), fault }
    }

    /// One element of DER and nothing else: the tag of a SEQUENCE.
    pub(super) fn is_der(&self) -> bool {
        self.bytes().first() == Some(&0x30)
    }

    /// The certificates in it, at least one.
    pub(super) fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, LoadError> {
        if self.is_der() && !pkcs12::looks_like(self.bytes()) {
            return Ok(vec![CertificateDer::from(self.bytes().to_vec())]);
        }
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(self.bytes()).collect();
        let found = found.map_err(|error| self.broken(&error))?;
        if found.is_empty() {
            return Err(self.fault(Fault::NoCertificate { found: self.labels() }));
        }
        Ok(found)
    }

    pub(super) fn broken(&self, error: &pem::Error) -> LoadError {
        self.fault(Fault::BrokenPem(match error {
            pem::Error::MissingSectionEnd { .. } => "without its END line",
            pem::Error::IllegalSectionStart { .. } => "whose BEGIN line is broken",
            _ => "that is not base64 inside",
        }))
    }

    /// The labels of all PEM blocks, in order; for a binary file what it seems to be.
    pub(super) fn labels(&self) -> Vec<String> {
        if pkcs12::looks_like(self.bytes()) {
            return vec!["PKCS12".to_owned()];
        }
        let text = String::from_utf8_lossy(self.bytes());
        text.lines().filter_map(label).take(20).map(str::to_owned).collect()
    }

    /// Whether a line begins with this text.
    pub(super) fn has_line(&self, start: &str) -> bool {
        String::from_utf8_lossy(self.bytes()).lines().any(|line| line.starts_with(start))
    }
}

/// Labels are capital letters, digits and spaces; anything else is not shown.
fn label(line: &str) -> Option<&str> {
    let label = line.trim_end().strip_prefix("-----BEGIN ")?.strip_suffix("-----")?;
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ';
    (label.len() <= 40 && label.bytes().all(plain)).then_some(label)
}

fn sentence(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "this user may not read it".to_owned(),
        ErrorKind::IsADirectory => "is a folder, not a file".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

impl core::fmt::Debug for Input {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Input({}, {} bytes)", self.name, self.bytes.len())
    }
}
