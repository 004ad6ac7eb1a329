//! Why a folder cannot be used as it was asked for.

use core::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::load::LoadError;
use crate::{Error, Stem};

/// A folder that cannot be used as it was asked for.
#[derive(Debug)]
#[non_exhaustive]
pub enum FolderError {
    /// The operating system refused.
    Io(PathBuf, io::Error),
    /// The file is there already.
    Exists(PathBuf),
    /// There is no authority of this name in this folder.
    NoAuthority(PathBuf, Stem),
    /// The authority in this folder cannot be used.
    Authority(PathBuf, Error),
    /// A certificate may not be kept under the authority's name.
    Reserved(Stem),
    /// The certificate of this subject was taken back before.
    RevokedAlready(String),
    /// A line of a register is not as `openssl ca` would have written it.
    Register {
        /// The file.
        path: PathBuf,
        /// Which line, counted from 1.
        line: usize,
    },
    /// A file of this folder cannot be read.
    Load(LoadError),
    /// The content could not be written as PEM.
    Content(Error),
}

/// The option of `handfast pki init` that makes it.
fn intermediate(stem: &Stem) -> String {
    if stem.is_root() { String::new() } else { format!(" --intermediate {stem}") }
}

impl FolderError {
    pub(crate) fn io(path: &Path, error: io::Error) -> Self {
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
            Self::NoAuthority(path, stem) => {
                let (path, more) = (path.display(), intermediate(stem));
                write!(
                    f,
                    "{path}: holds no authority ({stem}.crt); make one with `handfast pki init {path}{more}`"
                )
            }
            Self::RevokedAlready(subject) => write!(f, "{subject}: was revoked before"),
            Self::Register { path, line } => write!(f, "{}: line {line} cannot be read", path.display()),
            Self::Authority(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Reserved(stem) => {
                write!(f, "the name {stem} is an authority's own; choose another with --out")
            }
            Self::Load(error) => error.fmt(f),
            Self::Content(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for FolderError {}
