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

impl Ahead {
    /// Takes the data that is here.
    ///
    /// # Errors
    /// It is more than there is room for.
    pub(crate) fn keep(&mut self, connection: &mut Connection) -> io::Result<()> {
        let data = connection.plaintext();
        let n = data.len();
        if self.bytes.len().saturating_add(n) > MOST {
            return Err(io::Error::other("the client sends more and more in the place of an answer"));
        }
        self.bytes.extend(data);
        connection.consume(n);
        Ok(())
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
