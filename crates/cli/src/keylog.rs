//! The key log file: several connections append to it.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use handfast::Observer;
use handfast_study::KeyLog;

use crate::exit::Exit;
use crate::watch::for_owner;

/// A key log that connections share.
#[derive(Debug, Clone)]
pub(crate) struct KeyLogFile(Arc<File>);

impl KeyLogFile {
    /// Opens it for appending; it is made if it is not there, and then nobody else can read it.
    pub(crate) fn open(path: &Path) -> Result<Self, Exit> {
        let file = for_owner(File::options().append(true).create(true)).open(path);
        file.map(|file| Self(Arc::new(file))).map_err(|why| Exit::of_file(path, why))
    }

    /// What watches one connection.
    pub(crate) fn observer(&self) -> Box<dyn Observer + Send> {
        Box::new(KeyLog::new(self.clone()))
    }
}

impl Write for KeyLogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.0).flush()
    }
}
