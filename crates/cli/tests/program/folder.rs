//! The folder in which a test runs its programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::process::{self, Ended};

/// Gone with its handle.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// In `d` an authority with localhost and alice, in `elsewhere` another one with mallory.
    pub(crate) fn town() -> Self {
        let folder = Self::empty();
        folder.done("pki init d");
        folder.done("pki issue d server --name localhost");
        let names = "--uri spiffe://example.org/people/alice --email alice@example.org";
        folder.done(&format!("pki issue d client --cn alice {names}"));
        folder.done("pki init elsewhere --cn elsewhere");
        folder.done("pki issue elsewhere client --cn mallory");
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Until another program has written it, at most ten seconds; whoever reads it says if it is not there.
    pub(crate) fn wait_for(&self, file: &str) {
        let is_there = || self.path().join(file).exists();
        let mut turns = 0..200;
        while !is_there() && turns.next().is_some() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.file(name), content).unwrap();
    }

    /// The program `handfast` in this folder.
    pub(crate) fn handfast(&self, words: &str) -> Command {
        self.here(process::handfast(words))
    }

    pub(crate) fn openssl(&self, words: &str) -> Command {
        self.here(process::openssl(words))
    }

    fn here(&self, mut command: Command) -> Command {
        command.current_dir(self.path());
        command
    }

    /// What became of `handfast` with these words.
    pub(crate) fn run(&self, words: &str) -> Ended {
        Ended::of(&mut self.handfast(words))
    }

    /// What `handfast` says on standard output when all is well.
    pub(crate) fn done(&self, words: &str) -> String {
        let ended = self.run(words);
        assert_eq!(ended.code, Some(0), "{words}: {}", ended.err);
        ended.out
    }

    /// Nobody but the owner may read the file.
    #[cfg(unix)]
    pub(crate) fn is_guarded(&self, name: &str) -> bool {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(self.file(name)).unwrap().permissions().mode() & 0o777 == 0o600
    }

    #[cfg(not(unix))]
    pub(crate) fn is_guarded(&self, name: &str) -> bool {
        self.file(name).exists()
    }
}
