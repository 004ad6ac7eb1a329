//! `--pcapng`: the capture file, to which several connections may write.

use core::time::Duration;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use handfast::{Observer, Role};
use handfast_study::capture::{self, Capture, Ends};

use crate::exit::Exit;
use crate::watch::{HEADING, for_owner};

/// Whether a capture is wanted.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Capturing {
    /// Write a capture with all secrets inside to this file, for Wireshark. Who has it can read the connection
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    pcapng: Option<PathBuf>,
}

impl Capturing {
    /// Whether the configuration must reveal secrets for it.
    pub(crate) const fn is_wanted(&self) -> bool {
        self.pcapng.is_some()
    }

    /// The file, if one is wanted.
    pub(crate) fn file(&self) -> Result<Option<CaptureFile>, Exit> {
        self.pcapng.as_deref().map(CaptureFile::create).transpose()
    }
}

/// A capture file that connections share.
#[derive(Debug, Clone)]
pub(crate) struct CaptureFile(Arc<File>);

impl CaptureFile {
    /// A new file, in the place of the one that was there.
    fn create(path: &Path) -> Result<Self, Exit> {
        let made = private(path).and_then(|mut file| file.write_all(&capture::head()?).map(|()| file));
        let unmade = |why: io::Error| Exit::of_file(path, why);
        made.map(|file| Self(Arc::new(file))).map_err(unmade)
    }

    /// What watches one connection that begins now.
    pub(crate) fn observer(&self, role: Role, ends: Ends) -> Box<dyn Observer + Send> {
        self.timed(role, ends, now)
    }

    /// The same, by another clock.
    pub(crate) fn timed(
        &self,
        role: Role,
        ends: Ends,
        clock: impl FnMut() -> Duration + Send + 'static,
    ) -> Box<dyn Observer + Send> {
        Box::new(Capture::new(self.clone(), role, ends, clock))
    }
}

/// Each piece goes to the end of the file, whoever writes it.
impl Write for CaptureFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.0).flush()
    }
}

fn now() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

/// Nobody else reads it, also if there was one that others could read. It may be a pipe to a program that shows packets
/// as they come.
fn private(path: &Path) -> io::Result<File> {
    let file = for_owner(File::options().write(true).create(true).truncate(true)).open(path)?;
    #[cfg(unix)]
    if file.metadata()?.is_file() {
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    Ok(file)
}
