//! A folder with authorities and what they issued: `root.crt`, `root.key`, `server.crt`, `server.key`, …

mod error;
mod file;

use std::path::PathBuf;
use std::{fs, io};

use rustls_pki_types::CertificateDer;

use crate::authority::has_issued;
use crate::load::{self, Input};
use crate::{Authority, Issued, Register, Stem, pem};
pub use error::FolderError;
use file::write;
pub use file::{Existing, write_secret};
pub(crate) use file::{lock, make_folder, write_public};

/// Where an authority keeps its files. Certificates are readable by everyone, keys by their owner alone.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// The two files that a certificate is kept in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The chain, PEM.
    pub certificate: PathBuf,
    /// The private key, PKCS#8 PEM, mode 0600.
    pub key: PathBuf,
}

impl Folder {
    /// The folder at `path`; it need not exist yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The paths of a certificate and its key.
    #[must_use]
    pub fn pair(&self, stem: &Stem) -> Pair {
        let file = |extension: &str| self.path.join(format!("{stem}.{extension}"));
        Pair { certificate: file("crt"), key: file("key") }
    }

    /// Writes the root, and makes the folder if need be.
    ///
    /// # Errors
    /// [`FolderError`] names the path.
    pub fn init(&self, root: &Authority, existing: Existing) -> Result<Pair, FolderError> {
        make_folder(&self.path)?;
        self.found(&Stem::ROOT, root, existing)
    }

    /// Writes an authority below the root.
    ///
    /// # Errors
    /// As [`Folder::store`].
    pub fn init_below(
        &self,
        stem: &Stem,
        authority: &Authority,
        existing: Existing,
    ) -> Result<Pair, FolderError> {
        if stem.is_root() {
            return Err(FolderError::Reserved(stem.clone()));
        }
        self.found(stem, authority, existing)
    }

    /// Writes an authority and begins its register.
    fn found(&self, stem: &Stem, authority: &Authority, existing: Existing) -> Result<Pair, FolderError> {
        let pair = self.pair(stem);
        write(&pair, &authority.chain_pem()?, &authority.key_pem()?, existing)?;
        write_public(self.register(stem).path(), b"", Existing::Replace)?;
        Ok(pair)
    }

    /// What this authority of the folder issued and took back.
    #[must_use]
    pub fn register(&self, stem: &Stem) -> Register {
        Register::new(self.path.join(format!("{stem}.index")))
    }

    /// The authority that issues unless another one is named: the intermediate if there is one, else the root.
    #[must_use]
    pub fn issuer(&self) -> Stem {
        if self.is_authority(&Stem::INTERMEDIATE) { Stem::INTERMEDIATE } else { Stem::ROOT }
    }

    /// The root, and every authority below it that this folder has.
    ///
    /// # Errors
    /// [`FolderError`] names the path.
    pub fn authorities(&self) -> Result<Vec<Stem>, FolderError> {
        let entries = fs::read_dir(&self.path).map_err(|error| FolderError::io(&self.path, error))?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let stems = names.filter_map(|name| Stem::of(name.strip_suffix(".index")?).ok());
        let mut below: Vec<Stem> = stems.filter(|stem| !stem.is_root()).collect();
        below.sort_unstable_by_key(ToString::to_string);
        Ok(core::iter::once(Stem::ROOT).chain(below).collect())
    }

    fn is_authority(&self, stem: &Stem) -> bool {
        stem.is_root() || self.register(stem).path().exists()
    }

    /// The number of the next list of this authority, from `STEM.crlnumber` (in hexadecimal, as `openssl ca` keeps it);
    /// the one after it is noted there. No two get the same, however many ask at once.
    ///
    /// # Errors
    /// [`FolderError`] names the path.
    pub fn next_list_number(&self, stem: &Stem) -> Result<u64, FolderError> {
        let path = self.path.join(format!("{stem}.crlnumber"));
        let _lock = lock(&path)?;
        let number = match fs::read_to_string(&path) {
            Ok(text) => u64::from_str_radix(text.trim(), 16)
                .map_err(|_| FolderError::Register { path: path.clone(), line: 1 })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 1,
            Err(error) => return Err(FolderError::io(&path, error)),
        };
        let next = format!("{:04X}\n", number.saturating_add(1));
        write_public(&path, next.as_bytes(), Existing::Replace)?;
        Ok(number)
    }

    /// Writes a file that everyone may read, and gives its path.
    ///
    /// # Errors
    /// [`FolderError`]; among them that it is there already.
    pub fn publish(&self, name: &str, content: &[u8], existing: Existing) -> Result<PathBuf, FolderError> {
        make_folder(&self.path)?;
        let path = self.path.join(name);
        write_public(&path, content, existing)?;
        Ok(path)
    }

    /// Reads the root again.
    ///
    /// # Errors
    /// [`FolderError`]; among them that there is no root in this folder yet.
    pub fn authority(&self) -> Result<Authority, FolderError> {
        self.authority_of(&Stem::ROOT)
    }

    /// Reads an authority of this folder again.
    ///
    /// # Errors
    /// [`FolderError`]; among them that there is none of this name.
    pub fn authority_of(&self, stem: &Stem) -> Result<Authority, FolderError> {
        let pair = self.pair(stem);
        if !pair.certificate.exists() {
            return Err(FolderError::NoAuthority(self.path.clone(), stem.clone()));
        }
        let [certificate, key] = [Input::read(&pair.certificate)?, Input::read(&pair.key)?];
        Authority::from_pem(&certificate.text(), &key.text())
            .map_err(|error| FolderError::Authority(pair.certificate, error))
    }

    /// Makes the folder if need be.
    ///
    /// # Errors
    /// [`FolderError`] names the path.
    pub fn make(&self) -> Result<(), FolderError> {
        make_folder(&self.path)
    }

    /// Which authority of this folder issued a certificate: the one whose name it bears and whose key signed it. Its
    /// private key may be elsewhere.
    ///
    /// # Errors
    /// [`FolderError`] names the path.
    pub fn issuer_of(&self, certificate: &CertificateDer<'_>) -> Result<Option<Stem>, FolderError> {
        for stem in self.authorities()? {
            let own = load::certificates(&Input::read(&self.pair(&stem).certificate)?)?;
            let is_issuer = own.first().map_or(Ok(false), |own| has_issued(own, certificate))?;
            if is_issuer {
                return Ok(Some(stem));
            }
        }
        Ok(None)
    }

    /// Writes a chain whose key is elsewhere.
    ///
    /// # Errors
    /// As [`Folder::store`].
    pub fn store_chain(
        &self,
        stem: &Stem,
        chain: &[CertificateDer<'static>],
        existing: Existing,
    ) -> Result<PathBuf, FolderError> {
        if self.is_authority(stem) {
            return Err(FolderError::Reserved(stem.clone()));
        }
        self.publish(&format!("{stem}.crt"), pem::certificates(chain)?.as_bytes(), existing)
    }

    /// Writes a certificate and its key.
    ///
    /// # Errors
    /// [`FolderError`]; among them that a file is there already.
    pub fn store(&self, stem: &Stem, issued: &Issued, existing: Existing) -> Result<Pair, FolderError> {
        if self.is_authority(stem) {
            return Err(FolderError::Reserved(stem.clone()));
        }
        let pair = self.pair(stem);
        write(&pair, &issued.chain_pem()?, &issued.key_pem()?, existing)?;
        Ok(pair)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
