//! Writing files: whole or not at all, secrets for their owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{FolderError, Pair};

/// Whether a file that is there already may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// It is replaced in one step: a reader sees the old file or the new one.
    Replace,
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

/// Nobody else who asks for this lock changes the file until it is dropped. The file itself cannot be locked: it is
/// replaced, and whoever waited would hold one that nobody reads any more.
pub(crate) fn lock(path: &Path) -> Result<File, FolderError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let beside = PathBuf::from(name);
    let opened = File::options().append(true).create(true).open(&beside);
    let locked = opened.and_then(|file| file.lock().map(|()| file));
    locked.map_err(|error| FolderError::io(&beside, error))
}

/// Makes a folder, and those above it, if need be.
pub(crate) fn make_folder(path: &Path) -> Result<(), FolderError> {
    fs::create_dir_all(path).map_err(|error| FolderError::io(path, error))
}

pub(super) fn write(
    pair: &Pair,
    certificate: &str,
    key: &str,
    existing: Existing,
) -> Result<(), FolderError> {
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
