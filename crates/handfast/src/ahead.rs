//! Data that came while something else was waited for.

use std::collections::VecDeque;
use std::io::{self, Read};

use crate::Connection;

/// How many bytes are kept.
const MOST: usize = 64 * 1024;

/// What the peer sent before it was to be read.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    bytes: VecDeque<u8>,
}

#[cfg(feature = "tokio")]
impl From<Vec<u8>> for Ahead {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into() }
    }
}

impl Ahead {
    /// Takes the data that is here.
    ///
    /// # Errors
    /// It is more than there is room for.
    pub(crate) fn keep(&mut self, connection: &mut Connection) -> io::Result<()> {
        let data = connection.plaintext();
        let n = data.len();
        self.keep_bytes(data)?;
        connection.consume(n);
        Ok(())
    }

    /// Takes this.
    ///
    /// # Errors
    /// It is more than there is room for.
    pub(crate) fn keep_bytes(&mut self, data: &[u8]) -> io::Result<()> {
        if self.bytes.len().saturating_add(data.len()) > MOST {
            return Err(io::Error::other("the client sends more and more before it is its turn"));
        }
        self.bytes.extend(data);
        Ok(())
    }

    /// All of it.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes.into()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// How many bytes were read.
    pub(crate) fn read(&mut self, buf: &mut [u8]) -> usize {
        // A deque gives what it has.
        let n = self.bytes.read(buf).unwrap_or(0);
        if self.bytes.is_empty() {
            self.bytes = VecDeque::new();
        }
        n
    }
}
