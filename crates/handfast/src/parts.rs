//! A stream, taken apart.

use core::fmt;

use crate::{Connection, Observer};

/// What a stream consists of, for an application that goes on in its own way.
pub struct Parts<T> {
    /// The protocol.
    pub connection: Connection,
    /// What carries it.
    pub transport: T,
    /// Who watches.
    pub observer: Option<Box<dyn Observer + Send>>,
    /// What the peer said and nobody has read, while something else was waited for: it comes before
    /// [`Connection::plaintext`].
    pub unread: Vec<u8>,
}

impl<T: fmt::Debug> fmt::Debug for Parts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { connection, transport, unread, .. } = self;
        let mut parts = f.debug_struct("Parts");
        parts.field("connection", connection).field("transport", transport);
        parts.field("unread", &unread.len()).finish_non_exhaustive()
    }
}
