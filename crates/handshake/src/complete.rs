//! What both versions have at the end of a handshake.

use crate::connected::Connected;
use crate::connected12::Connected12;
use crate::schedule12::VERIFY_DATA_LEN;
use crate::{Local, Peer};

/// CONNECTED of either version.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Complete<'m> {
    Tls13(&'m Connected),
    Tls12(&'m Connected12),
}

impl<'m> Complete<'m> {
    pub(crate) const fn peer(self) -> Option<&'m Peer> {
        match self {
            Self::Tls13(connected) => connected.peer(),
            Self::Tls12(connected) => connected.peer(),
        }
    }

    /// In TLS 1.2.
    pub(crate) fn first_finished(self) -> Option<[u8; VERIFY_DATA_LEN]> {
        match self {
            Self::Tls13(_) => None,
            Self::Tls12(connected) => connected.session().first_finished(),
        }
    }

    pub(crate) const fn owes_update(self) -> bool {
        match self {
            Self::Tls13(connected) => connected.owes_update(),
            Self::Tls12(_) => false,
        }
    }

    pub(crate) fn export(self, label: &str, context: Option<&[u8]>, out: &mut [u8]) -> Result<(), Local> {
        match self {
            Self::Tls13(connected) => connected.export(label, context.unwrap_or_default(), out),
            Self::Tls12(connected) => connected.export(label, context, out),
        }
    }
}
