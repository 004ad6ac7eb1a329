//! client_certificate_type and server_certificate_type (RFC 7250 §3; RFC 9846 §4.3).

use crate::code_points::CertificateType;
use crate::codec::{Len, List, Reader, Refused, Writer};
use crate::handshake::Kind;

/// What a certificate may be, in the sender's order of preference, or what it will be.
///
/// ```text
/// struct {
///     select(ClientOrServerExtension) {
///         case client:
///           CertificateType client_certificate_types<1..2^8-1>;
///
///         case server:
///           CertificateType client_certificate_type;
///     }
/// } ClientCertTypeExtension;
/// ```
///
/// ServerCertTypeExtension is the same of the server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateTypes<'a> {
    /// In a ClientHello.
    Offered(List<'a, CertificateType>),
    /// In EncryptedExtensions, or a ServerHello of TLS 1.2.
    Selected(CertificateType),
}

/// What the fields of one of the two extensions are called: the list, and the type.
pub(super) type Names = (&'static str, &'static str);

pub(super) const CLIENT: Names = ("client_certificate_types", "client_certificate_type");
pub(super) const SERVER: Names = ("server_certificate_types", "server_certificate_type");

impl<'a> CertificateTypes<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>, message: Kind, names: Names) -> Result<Self, Refused> {
        match message {
            Kind::ClientHello => r.list(names.0, Len::U8, 1..=0xff).map(Self::Offered),
            _ => r.u8(names.1).map(|code| Self::Selected(CertificateType(code))),
        }
    }

    pub(super) fn write(self, w: &mut Writer<'_>, names: Names) {
        match self {
            Self::Offered(types) => w.list(names.0, Len::U8, 0xff, types),
            Self::Selected(one) => w.u8(names.1, one.0),
        }
    }

    /// The types of a ClientHello.
    #[must_use]
    pub const fn offered(self) -> Option<List<'a, CertificateType>> {
        match self {
            Self::Offered(types) => Some(types),
            Self::Selected(_) => None,
        }
    }

    /// The type that a server chose.
    #[must_use]
    pub const fn selected(self) -> Option<CertificateType> {
        match self {
            Self::Selected(one) => Some(one),
            Self::Offered(_) => None,
        }
    }
}
