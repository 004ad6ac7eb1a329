//! Getters for extensions whose form differs from message to message: each gives one form, or `None`.

use super::{Extensions, KeyShare, KeyShareEntry, OfferedPsks, PreSharedKey, SupportedVersions};
use crate::code_points::{NamedGroup, ProtocolVersion};
use crate::codec::List;

impl<'a> Extensions<'a> {
    /// The versions of a ClientHello (RFC 9846 §4.3.1).
    #[must_use]
    pub fn offered_versions(&self) -> Option<List<'a, ProtocolVersion>> {
        match self.supported_versions()? {
            SupportedVersions::Offered(versions) => Some(versions),
            SupportedVersions::Selected(_) => None,
        }
    }

    /// The version of a ServerHello or HelloRetryRequest (RFC 9846 §4.3.1).
    #[must_use]
    pub fn selected_version(&self) -> Option<ProtocolVersion> {
        match self.supported_versions()? {
            SupportedVersions::Selected(version) => Some(version),
            SupportedVersions::Offered(_) => None,
        }
    }

    /// The shares of a ClientHello (RFC 9846 §4.3.8).
    #[must_use]
    pub fn client_shares(&self) -> Option<List<'a, KeyShareEntry<'a>>> {
        match self.key_share()? {
            KeyShare::Offered(shares) => Some(shares),
            KeyShare::Selected(_) | KeyShare::Retry(_) => None,
        }
    }

    /// The share of a ServerHello (RFC 9846 §4.3.8).
    #[must_use]
    pub fn server_share(&self) -> Option<KeyShareEntry<'a>> {
        match self.key_share()? {
            KeyShare::Selected(share) => Some(share),
            KeyShare::Offered(_) | KeyShare::Retry(_) => None,
        }
    }

    /// The group that a HelloRetryRequest asks for (RFC 9846 §4.3.8).
    #[must_use]
    pub fn retry_group(&self) -> Option<NamedGroup> {
        match self.key_share()? {
            KeyShare::Retry(group) => Some(group),
            KeyShare::Offered(_) | KeyShare::Selected(_) => None,
        }
    }

    /// The pre-shared keys of a ClientHello (RFC 9846 §4.3.11).
    #[must_use]
    pub fn offered_psks(&self) -> Option<OfferedPsks<'a>> {
        match self.pre_shared_key()? {
            PreSharedKey::Offered(offered) => Some(offered),
            PreSharedKey::Selected(_) => None,
        }
    }

    /// The index of the pre-shared key that a ServerHello takes (RFC 9846 §4.3.11).
    #[must_use]
    pub fn selected_psk(&self) -> Option<u16> {
        match self.pre_shared_key()? {
            PreSharedKey::Selected(index) => Some(index),
            PreSharedKey::Offered(_) => None,
        }
    }
}
