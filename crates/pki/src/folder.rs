//! A folder with an authority and what it issued: `root.crt`, `root.key`, `server.crt`, `server.key`, …

use core::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::load::{Input, LoadError};
use crate::{Authority, Error, Issued, Stem};

/// Where an authority keeps its files. Certificates are readable by everyone, keys by their owner alone.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// Whether a file that is there already may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// It is replaced in one step: a reader sees the old file or the new one.
    Replace,
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
        let pair = self.pair(&Stem::ROOT);
        write(&pair, &root.chain_pem()?, &root.key_pem()?, existing)?;
        Ok(pair)
    }

    /// Reads the root again.
    ///
    /// # Errors
    /// [`FolderError`]; among them that there is no root in this folder yet.
    pub fn authority(&self) -> Result<Authority, FolderError> {
        let pair = self.pair(&Stem::ROOT);
        if !pair.certificate.exists() {
            return Err(FolderError::NoAuthority(self.path.clone()));
        }
        let [certificate, key] = [Input::read(&pair.certificate)?, Input::read(&pair.key)?];
        Authority::from_pem(&certificate.text(), &key.text())
            .map_err(|error| FolderError::Authority(pair.certificate, error))
    }

    /// Writes a certificate and its key.
    ///
    /// # Errors
    /// [`FolderError`]; among them that a file is there already.
    pub fn store(&self, stem: &Stem, issued: &Issued, existing: Existing) -> Result<Pair, FolderError> {
        if stem.is_root() {
            return Err(FolderError::Reserved);
        }
        let pair = self.pair(stem);
        write(&pair, &issued.chain_pem()?, &issued.key_pem()?, existing)?;
        Ok(pair)
    }
}

/// Writes a file that holds a secret: mode 0600.
///
/// # Errors
/// [`FolderError`]; among them that the file is there already.
pub fn write_secret(path: &Path, content: &[u8], existing: Existing) -> Result<(), FolderError> {
    write_file(path, content, OWNER_ONLY, existing)
}

/// Writes a file that everyone may read.
pub(crate) fn write_public(path: &Path, content: &[u8], existing: Existing) -> Result<(), FolderError> {
    write_file(path, content, EVERYONE_READS, existing)
}

/// Makes a folder, and those above it, if need be.
pub(crate) fn make_folder(path: &Path) -> Result<(), FolderError> {
    fs::create_dir_all(path).map_err(|error| FolderError::io(path, error))
}

fn write(pair: &Pair, certificate: &str, key: &str, existing: Existing) -> Result<(), FolderError> {
    if existing == Existing::Keep {
        let there = [&pair.certificate, &pair.key].into_iter().find(|path| path.symlink_metadata().is_ok());
        if let Some(path) = there {
            return Err(FolderError::Exists(path.clone()));
        }
    }
    write_file(&pair.key, key.as_bytes(), OWNER_ONLY, existing)?;
    write_file(&pair.certificate, certificate.as_bytes(), EVERYONE_READS, existing)
}

const OWNER_ONLY: u32 = 0o600;
const EVERYONE_READS: u32 = 0o644;

fn write_file(path: &Path, content: &[u8], mode: u32, existing: Existing) -> Result<(), FolderError> {
    let written = match existing {
        Existing::Keep => create(path, content, mode),
        Existing::Replace => replace(path, content, mode),
    };
    written.map_err(|error| FolderError::io(path, error))
}

/// `create_new` neither follows a link nor touches a file that came in between.
fn create(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    let mut file = options(mode).open(path)?;
    let written = file.write_all(content).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a file is worse than none; that it cannot be removed either adds nothing.
        let _ = fs::remove_file(path);
    }
    written
}

fn replace(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside = PathBuf::from(name);
    create(&beside, content, mode)?;
    fs::rename(&beside, path)
}

#[cfg(unix)]
fn options(mode: u32) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    options.write(true).create_new(true).mode(mode);
    options
}

/// Elsewhere a new file has the rights of its folder.
#[cfg(not(unix))]
fn options(_mode: u32) -> OpenOptions {
    let mut options = File::options();
    options.write(true).create_new(true);
    options
}

/// A folder that cannot be used as it was asked for.
#[derive(Debug)]
#[non_exhaustive]
pub enum FolderError {
    /// The operating system refused.
    Io(PathBuf, io::Error),
    /// The file is there already.
    Exists(PathBuf),
    /// There is no authority in this folder.
    NoAuthority(PathBuf),
    /// The authority in this folder cannot be used.
    Authority(PathBuf, Error),
    /// A certificate may not be kept under the authority's name.
    Reserved,
    /// A file of this folder cannot be read.
    Load(LoadError),
    /// The content could not be written as PEM.
    Content(Error),
}

impl FolderError {
    fn io(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AlreadyExists => Self::Exists(path.to_owned()),
            _ => Self::Io(path.to_owned(), error),
        }
    }
}

impl From<Error> for FolderError {
    fn from(error: Error) -> Self {
        Self::Content(error)
    }
}

impl From<LoadError> for FolderError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Exists(path) => {
                write!(f, "{}: is there already; nothing was written (--force replaces it)", path.display())
            }
            Self::NoAuthority(path) => {
                let path = path.display();
                write!(f, "{path}: holds no authority (root.crt); make one with `handfast pki init {path}`")
            }
            Self::Authority(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Reserved => f.write_str("the name root is the authority's own; choose another with --out"),
            Self::Load(error) => error.fmt(f),
            Self::Content(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for FolderError {}

#[cfg(test)]
#[cfg(unix)]
mod tests;
