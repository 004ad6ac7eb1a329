//! server_name (RFC 6066 §3).

use crate::DecodeError;
use crate::code_points::NameType;
use crate::codec::{Len, Reader, Refused, Writer};
use crate::handshake::Kind;

/// The name that the client wants to reach, or the empty sign that the server used it.
///
/// ```text
/// struct {
///     NameType name_type;
///     select (name_type) {
///         case host_name: HostName;
///     } name;
/// } ServerName;
///
/// enum { host_name(0), (255) } NameType;
/// opaque HostName<1..2^16-1>;
///
/// struct {
///     ServerName server_name_list<1..2^16-1>
/// } ServerNameList;
/// ```
///
/// The list may hold one name of each type, and no second type was ever defined: a list holds exactly one host name, and
/// anything else is refused. Whether the name is a DNS name is not judged here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ServerName<'a> {
    /// The name in a ClientHello or CertificateRequest; `None` for the acknowledgement in EncryptedExtensions, in
    /// TLS 1.2 in ServerHello.
    pub host_name: Option<&'a [u8]>,
}

impl<'a> ServerName<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>, message: Kind) -> Result<Self, Refused> {
        if matches!(message, Kind::EncryptedExtensions | Kind::ServerHello) {
            return Ok(Self { host_name: None });
        }
        let host_name = r.nested("server_name_list", Len::U16, 1..=0xffff, |r| {
            let name = r.group("ServerName", read_host_name)?;
            if r.has_more() { Err(r.refuse(DecodeError::SecondServerName)) } else { Ok(name) }
        })?;
        Ok(Self { host_name: Some(host_name) })
    }

    pub(super) fn write(self, w: &mut Writer<'_>) {
        let Some(host_name) = self.host_name else { return };
        w.nested("server_name_list", Len::U16, 0xffff, |w| {
            w.group("ServerName", |w| {
                w.u8("name_type", NameType::HOST_NAME.0);
                w.opaque("HostName", Len::U16, 0xffff, host_name);
            });
        });
    }
}

fn read_host_name<'a>(r: &mut Reader<'a, '_>) -> Result<&'a [u8], Refused> {
    match NameType(r.u8("name_type")?) {
        NameType::HOST_NAME => r.opaque("HostName", Len::U16, 1..=0xffff),
        name_type => Err(r.refuse(DecodeError::UnknownNameType { name_type })),
    }
}
