//! How long the records may be that the peer sends: what was agreed on, and not what the protocol allows.

use crate::{Content, Refusal};

/// The limits, in bytes, and what they are held against.
#[derive(Debug)]
pub(super) struct Limits {
    /// Of the content of every record (RFC 6066 §4).
    pub(super) fragment: usize,
    /// Of the plaintext of a protected one (RFC 8449 §4).
    protected: usize,
    /// The longest such plaintext under the present keys.
    longest: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { fragment: usize::MAX, protected: usize::MAX, longest: 0 }
    }
}

impl Limits {
    /// A record that was opened. In TLS 1.3 its type was encrypted with it, and takes one byte.
    pub(super) fn judge(
        &mut self,
        content: &Content,
        inner_type: usize,
        protected: bool,
    ) -> Result<(), Refusal> {
        if content.length > self.fragment {
            return Err(Refusal::FragmentLimit { length: content.length, limit: self.fragment });
        }
        if protected {
            self.longest = self.longest.max(content.length + content.padding + inner_type);
        }
        self.hold()
    }

    pub(super) fn limit_protected(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.protected = bytes;
        self.hold()
    }

    pub(super) fn new_keys(&mut self) {
        self.longest = 0;
    }

    fn hold(&self) -> Result<(), Refusal> {
        let Self { longest: length, protected: limit, .. } = *self;
        if length > limit { Err(Refusal::RecordSizeLimit { length, limit }) } else { Ok(()) }
    }
}
