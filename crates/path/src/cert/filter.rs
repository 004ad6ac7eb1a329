//! Whether a certificate is one that a filter asks for (oid_filters, RFC 9846 §4.3.5).

use super::extensions::{ExtendedKeyUsage, KeyUsage, values};
use super::{Cert, Read, Reader};

/// id-ce-keyUsage and id-ce-extKeyUsage, in DER.
const KEY_USAGE: &[u8] = &[0x06, 0x03, 0x55, 0x1D, 0x0F];
const EXTENDED_KEY_USAGE: &[u8] = &[0x06, 0x03, 0x55, 0x1D, 0x25];

impl Cert<'_> {
    /// Whether its extension of this object identifier holds all these values, both in DER. The two extensions that
    /// RFC 9846 §4.3.5 has rules for are held against them; every other filter is passed over, as it demands.
    #[must_use]
    pub fn has_values(&self, extension: &[u8], values: &[u8]) -> bool {
        match extension {
            KEY_USAGE => self.has_key_usage(values).unwrap_or(false),
            EXTENDED_KEY_USAGE => self.has_purposes(values).unwrap_or(false),
            _ => true,
        }
    }

    fn has_key_usage(&self, wanted: &[u8]) -> Read<bool> {
        let wanted: KeyUsage = whole(wanted, values::key_usage)?;
        Ok(self.extensions.key_usage.is_some_and(|ours| ours.contains(wanted)))
    }

    fn has_purposes(&self, wanted: &[u8]) -> Read<bool> {
        let wanted: ExtendedKeyUsage<'_> = whole(wanted, values::extended_key_usage)?;
        let has =
            |ours: ExtendedKeyUsage<'_>| wanted.purposes().all(|one| ours.purposes().any(|our| our == one));
        Ok(self.extensions.extended_key_usage.is_some_and(has))
    }
}

fn whole<'a, T>(der: &'a [u8], value: impl FnOnce(&mut Reader<'a>) -> Read<T>) -> Read<T> {
    Reader::new(der, 0).all("certificate_extension_values", value)
}

#[cfg(test)]
mod tests {
    use crate::Cert;
    use handfast_pki::{Authority, Request};
    use rustls_pki_types::UnixTime;

    const CLIENT_AUTH: &[u8] = b"\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x02";
    const SERVER_AUTH: &[u8] = b"\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01";
    const DIGITAL_SIGNATURE: &[u8] = b"\x03\x02\x07\x80";
    const KEY_ENCIPHERMENT_TOO: &[u8] = b"\x03\x02\x05\xa0";

    #[test]
    fn holds_what_is_recognised_against_the_certificate() {
        let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_750_000_000));
        let root = Authority::root(&Request::authority("root", now)).unwrap();
        let alice = root.issue(&Request::client("alice", now)).unwrap();
        let alice = Cert::parse(&alice.chain[0]).unwrap();
        let (usage, purposes) = (super::KEY_USAGE, super::EXTENDED_KEY_USAGE);
        assert!(alice.has_values(usage, DIGITAL_SIGNATURE));
        assert!(!alice.has_values(usage, KEY_ENCIPHERMENT_TOO));
        assert!(alice.has_values(purposes, CLIENT_AUTH));
        assert!(!alice.has_values(purposes, SERVER_AUTH));
        assert!(!alice.has_values(purposes, b""), "no value in DER is none that is there");
        assert!(!alice.has_values(purposes, &[CLIENT_AUTH, b"\x00"].concat()));
        assert!(alice.has_values(b"\x06\x03\x55\x1d\x7f", b"whatever"), "unrecognised (§4.3.5)");
    }
}
