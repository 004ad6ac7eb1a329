//! Octets that a reader asked to see, and that are not shown by accident.

use core::fmt;

use handfast::crypto::secret::Secret;
use zeroize::Zeroizing;

use crate::count;
use crate::hex;

/// Octets, secret or not: shown only by [`Octets::hex`], and erased when they are dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Octets(Zeroizing<Vec<u8>>);

impl Octets {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The octets.
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }

    /// Two lower-case digits each.
    #[must_use]
    pub fn hex(&self) -> String {
        hex::text(&self.0)
    }
}

impl From<&[u8]> for Octets {
    fn from(octets: &[u8]) -> Self {
        Self(Zeroizing::new(octets.to_vec()))
    }
}

impl From<&Secret> for Octets {
    #[expect(clippy::disallowed_methods, reason = "who explains the key schedule was asked to show secrets")]
    fn from(secret: &Secret) -> Self {
        secret.reveal().into()
    }
}

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&count(self.len(), "octet"))
    }
}

#[cfg(test)]
mod tests {
    use super::Octets;

    #[test]
    fn shown_only_on_purpose() {
        let octets = Octets::from(&[0xab, 0xcd][..]);
        assert_eq!(format!("{octets:?}"), "2 octets");
        assert_eq!(octets.hex(), "abcd");
    }
}
