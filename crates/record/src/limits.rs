//! The numbers that bound the record layer, each with its reason.

use handfast_crypto::aead::Aead;

use crate::Refusal;

/// The longest handshake message that is taken unless the driver says otherwise, in bytes without its header: room for
/// a chain of ML-DSA certificates or a list of some thousand certification authorities, and no more than 128 KiB.
pub const MAX_MESSAGE: usize = 128 * 1024;

/// How many records in a row may bring nothing: application data of length zero, which may hide traffic
/// (RFC 9846 §5.4), and change_cipher_spec (RFC 9846 §5). The number is that of BoringSSL and OpenSSL.
pub const MAX_EMPTY: u8 = 32;

/// How many alerts in a row may come. The first that is an error ends the connection, so only user_canceled
/// (RFC 9846 §6.1) and the warnings of TLS 1.2 are ever counted. The number is that of BoringSSL.
pub const MAX_ALERTS: u8 = 4;

/// How many records one key may seal (RFC 9846 §5.5).
///
/// Well before the limit the key wants an update; application data stops there, so that the KeyUpdate itself, and an
/// alert, can still be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsageLimit {
    records: u64,
}

impl UsageLimit {
    /// The smallest limit: with fewer records no application data would ever be sent.
    pub const MIN: u64 = 4;

    /// The limit of RFC 9846 §5.5: 2^24.5 records for AES-GCM. ChaCha20-Poly1305 has none before the sequence number
    /// would wrap, which it must never do (§5.3).
    #[must_use]
    pub const fn of(aead: Aead) -> Self {
        match aead {
            Aead::Aes128Gcm | Aead::Aes256Gcm => Self { records: 23_726_566 },
            Aead::ChaCha20Poly1305 => Self { records: u64::MAX },
        }
    }

    /// This limit or `records`, whichever is lower, but not below [`UsageLimit::MIN`].
    #[must_use]
    pub fn at_most(self, records: u64) -> Self {
        Self { records: self.records.min(records).max(Self::MIN) }
    }

    /// How many records may be sealed under one key.
    #[must_use]
    pub const fn records(self) -> u64 {
        self.records
    }

    /// How many records of application data may be sealed: seven of eight, and always two fewer than all.
    #[must_use]
    pub fn records_of_data(self) -> u64 {
        self.records - (self.records / 8).max(2)
    }
}

/// How long a peer may go on without saying anything.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    empty: u8,
    alerts: u8,
}

impl Patience {
    pub(crate) fn progress(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn empty(&mut self) -> Result<(), Refusal> {
        self.empty += 1;
        if self.empty > MAX_EMPTY { Err(Refusal::TooManyEmptyRecords) } else { Ok(()) }
    }

    pub(crate) fn alert(&mut self) -> Result<(), Refusal> {
        self.alerts += 1;
        if self.alerts > MAX_ALERTS { Err(Refusal::TooManyAlerts) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_aead() {
        let gcm = UsageLimit::of(Aead::Aes256Gcm).records();
        assert!(gcm.pow(2) <= 1 << 49 && (gcm + 1).pow(2) > 1 << 49, "2^24.5, rounded down");
        assert_eq!(UsageLimit::of(Aead::Aes128Gcm).records(), gcm);
        assert_eq!(UsageLimit::of(Aead::ChaCha20Poly1305).records(), u64::MAX);
    }

    #[test]
    fn lowered_but_never_raised() {
        let limit = UsageLimit::of(Aead::Aes128Gcm);
        assert_eq!(limit.at_most(u64::MAX), limit);
        assert_eq!(limit.at_most(100).records(), 100);
        assert_eq!(limit.at_most(0).records(), UsageLimit::MIN);
    }

    #[test]
    fn data_leaves_room_for_a_key_update_and_an_alert() {
        for records in UsageLimit::MIN..100 {
            let limit = UsageLimit::of(Aead::ChaCha20Poly1305).at_most(records);
            assert!(limit.records_of_data() > 0 && limit.records_of_data() + 2 <= limit.records());
        }
    }
}
