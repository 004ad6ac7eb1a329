//! One extension.

use super::{
    CertificateTypes, DistinguishedNames, EarlyData, EcPointFormats, KeyShare, OidFilter, PreSharedKey,
    ProtocolNameList, ServerName, SignedCertificateTimestamp, StatusRequest, SupportedVersions,
    certificate_type, cookie, ec_point_formats, record_size_limit, renegotiation_info, table,
};
use crate::code_points::{
    CertificateCompressionAlgorithm, ExtensionType, MaxFragmentLength, NamedGroup, PskKeyExchangeMode,
    SignatureScheme,
};
use crate::codec::{Len, List, Reader, Refused, Writer};
use crate::handshake::Kind;

/// An extension, in the form that its message gives it (RFC 9846 §4.3).
///
/// ```text
/// struct {
///     ExtensionType extension_type;
///     opaque extension_data<0..2^16-1>;
/// } Extension;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension<'a> {
    /// server_name (RFC 6066 §3).
    ServerName(ServerName<'a>),
    /// max_fragment_length (RFC 6066 §4).
    MaxFragmentLength(MaxFragmentLength),
    /// status_request (RFC 6066 §8, RFC 9846 §4.5.1.1).
    StatusRequest(StatusRequest<'a>),
    /// supported_groups (RFC 9846 §4.3.7): `NamedGroup named_group_list<2..2^16-1>`.
    SupportedGroups(List<'a, NamedGroup>),
    /// signature_algorithms (RFC 9846 §4.3.3): `SignatureScheme supported_signature_algorithms<2..2^16-2>`.
    SignatureAlgorithms(List<'a, SignatureScheme>),
    /// application_layer_protocol_negotiation (RFC 7301 §3.1).
    ApplicationLayerProtocolNegotiation(ProtocolNameList<'a>),
    /// signed_certificate_timestamp (RFC 6962 §3.3.1).
    SignedCertificateTimestamp(SignedCertificateTimestamp<'a>),
    /// client_certificate_type (RFC 7250 §3).
    ClientCertificateType(CertificateTypes<'a>),
    /// server_certificate_type (RFC 7250 §3).
    ServerCertificateType(CertificateTypes<'a>),
    /// compress_certificate (RFC 8879 §3): `CertificateCompressionAlgorithm algorithms<2..2^8-2>`.
    CompressCertificate(List<'a, CertificateCompressionAlgorithm>),
    /// record_size_limit (RFC 8449 §4): `uint16 RecordSizeLimit`, in bytes.
    RecordSizeLimit(u16),
    /// pre_shared_key (RFC 9846 §4.3.11).
    PreSharedKey(PreSharedKey<'a>),
    /// early_data (RFC 9846 §4.3.10).
    EarlyData(EarlyData),
    /// supported_versions (RFC 9846 §4.3.1).
    SupportedVersions(SupportedVersions<'a>),
    /// cookie (RFC 9846 §4.3.2): `opaque cookie<1..2^16-1>`.
    Cookie(&'a [u8]),
    /// psk_key_exchange_modes (RFC 9846 §4.3.9): `PskKeyExchangeMode ke_modes<1..255>`.
    PskKeyExchangeModes(List<'a, PskKeyExchangeMode>),
    /// certificate_authorities (RFC 9846 §4.3.4).
    CertificateAuthorities(DistinguishedNames<'a>),
    /// oid_filters (RFC 9846 §4.3.5): `OIDFilter filters<0..2^16-1>`.
    OidFilters(List<'a, OidFilter<'a>>),
    /// post_handshake_auth (RFC 9846 §4.3.6): empty.
    PostHandshakeAuth,
    /// signature_algorithms_cert (RFC 9846 §4.3.3), the same form as signature_algorithms.
    SignatureAlgorithmsCert(List<'a, SignatureScheme>),
    /// key_share (RFC 9846 §4.3.8).
    KeyShare(KeyShare<'a>),
    /// ec_point_formats of TLS 1.2 (RFC 8422 §5.1.2).
    EcPointFormats(EcPointFormats<'a>),
    /// extended_main_secret of TLS 1.2 (RFC 7627 §5.1): empty.
    ExtendedMainSecret,
    /// session_ticket of TLS 1.2 (RFC 5077 §3.2): the ticket itself, empty to ask for one.
    SessionTicket(&'a [u8]),
    /// renegotiation_info of TLS 1.2 (RFC 5746 §3.2): `opaque renegotiated_connection<0..255>`.
    RenegotiationInfo(&'a [u8]),
    /// An extension that has no form here: its bytes.
    Unknown {
        /// What it says it is.
        extension_type: ExtensionType,
        /// What it holds.
        data: &'a [u8],
    },
}

impl<'a> Extension<'a> {
    /// The extension's type.
    #[must_use]
    #[inline(never)]
    pub const fn extension_type(&self) -> ExtensionType {
        match self {
            Self::ServerName(_) => ExtensionType::SERVER_NAME,
            Self::MaxFragmentLength(_) => ExtensionType::MAX_FRAGMENT_LENGTH,
            Self::StatusRequest(_) => ExtensionType::STATUS_REQUEST,
            Self::SupportedGroups(_) => ExtensionType::SUPPORTED_GROUPS,
            Self::SignatureAlgorithms(_) => ExtensionType::SIGNATURE_ALGORITHMS,
            Self::ApplicationLayerProtocolNegotiation(_) => {
                ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION
            }
            Self::SignedCertificateTimestamp(_) => ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP,
            Self::ClientCertificateType(_) => ExtensionType::CLIENT_CERTIFICATE_TYPE,
            Self::ServerCertificateType(_) => ExtensionType::SERVER_CERTIFICATE_TYPE,
            Self::CompressCertificate(_) => ExtensionType::COMPRESS_CERTIFICATE,
            Self::RecordSizeLimit(_) => ExtensionType::RECORD_SIZE_LIMIT,
            Self::PreSharedKey(_) => ExtensionType::PRE_SHARED_KEY,
            Self::EarlyData(_) => ExtensionType::EARLY_DATA,
            Self::SupportedVersions(_) => ExtensionType::SUPPORTED_VERSIONS,
            Self::Cookie(_) => ExtensionType::COOKIE,
            Self::PskKeyExchangeModes(_) => ExtensionType::PSK_KEY_EXCHANGE_MODES,
            Self::CertificateAuthorities(_) => ExtensionType::CERTIFICATE_AUTHORITIES,
            Self::OidFilters(_) => ExtensionType::OID_FILTERS,
            Self::PostHandshakeAuth => ExtensionType::POST_HANDSHAKE_AUTH,
            Self::SignatureAlgorithmsCert(_) => ExtensionType::SIGNATURE_ALGORITHMS_CERT,
            Self::KeyShare(_) => ExtensionType::KEY_SHARE,
            Self::EcPointFormats(_) => ExtensionType::EC_POINT_FORMATS,
            Self::ExtendedMainSecret => ExtensionType::EXTENDED_MAIN_SECRET,
            Self::SessionTicket(_) => ExtensionType::SESSION_TICKET,
            Self::RenegotiationInfo(_) => ExtensionType::RENEGOTIATION_INFO,
            Self::Unknown { extension_type, .. } => *extension_type,
        }
    }

    pub(super) fn read(r: &mut Reader<'a, '_>, message: Kind) -> Result<Self, Refused> {
        let ahead = r.peek_u16().map(ExtensionType);
        let name = || ahead.map_or(NAMELESS, called);
        r.group_called(name, |r| {
            let extension_type = ExtensionType(r.u16("extension_type")?);
            r.nested("extension_data", Len::U16, 0..=0xffff, |r| Self::read_data(r, extension_type, message))
        })
    }

    fn read_data(
        r: &mut Reader<'a, '_>,
        extension_type: ExtensionType,
        message: Kind,
    ) -> Result<Self, Refused> {
        use ExtensionType as Type;
        // No form in this message: `Extensions::check` judges it when the whole block is known.
        if table::has_no_form(extension_type, message) {
            return Ok(Self::Unknown { extension_type, data: r.rest("value") });
        }
        Ok(match extension_type {
            Type::SERVER_NAME => Self::ServerName(ServerName::read(r, message)?),
            Type::MAX_FRAGMENT_LENGTH => {
                Self::MaxFragmentLength(MaxFragmentLength(r.u8("MaxFragmentLength")?))
            }
            Type::STATUS_REQUEST => Self::StatusRequest(StatusRequest::read(r, message)?),
            Type::SUPPORTED_GROUPS => {
                Self::SupportedGroups(r.list("named_group_list", Len::U16, 2..=0xffff)?)
            }
            Type::SIGNATURE_ALGORITHMS => Self::SignatureAlgorithms(read_schemes(r)?),
            Type::APPLICATION_LAYER_PROTOCOL_NEGOTIATION => Self::ApplicationLayerProtocolNegotiation(
                r.list("protocol_name_list", Len::U16, 2..=0xffff)?,
            ),
            Type::SIGNED_CERTIFICATE_TIMESTAMP => {
                Self::SignedCertificateTimestamp(SignedCertificateTimestamp::read(r, message)?)
            }
            Type::CLIENT_CERTIFICATE_TYPE => {
                Self::ClientCertificateType(CertificateTypes::read(r, message, certificate_type::CLIENT)?)
            }
            Type::SERVER_CERTIFICATE_TYPE => {
                Self::ServerCertificateType(CertificateTypes::read(r, message, certificate_type::SERVER)?)
            }
            Type::COMPRESS_CERTIFICATE => {
                Self::CompressCertificate(r.list("algorithms", Len::U8, 2..=0xfe)?)
            }
            Type::RECORD_SIZE_LIMIT => Self::RecordSizeLimit(record_size_limit::read(r)?),
            Type::PRE_SHARED_KEY => Self::PreSharedKey(PreSharedKey::read(r, message)?),
            Type::EARLY_DATA => Self::EarlyData(EarlyData::read(r, message)?),
            Type::SUPPORTED_VERSIONS => Self::SupportedVersions(SupportedVersions::read(r, message)?),
            Type::COOKIE => Self::Cookie(cookie::read(r)?),
            Type::PSK_KEY_EXCHANGE_MODES => {
                Self::PskKeyExchangeModes(r.list("ke_modes", Len::U8, 1..=0xff)?)
            }
            Type::CERTIFICATE_AUTHORITIES => {
                Self::CertificateAuthorities(r.list("authorities", Len::U16, 3..=0xffff)?)
            }
            Type::OID_FILTERS => Self::OidFilters(r.list("filters", Len::U16, 0..=0xffff)?),
            Type::POST_HANDSHAKE_AUTH => Self::PostHandshakeAuth,
            Type::SIGNATURE_ALGORITHMS_CERT => Self::SignatureAlgorithmsCert(read_schemes(r)?),
            Type::KEY_SHARE => Self::KeyShare(KeyShare::read(r, message)?),
            Type::EC_POINT_FORMATS => Self::EcPointFormats(ec_point_formats::read(r)?),
            Type::EXTENDED_MAIN_SECRET => Self::ExtendedMainSecret,
            Type::SESSION_TICKET => Self::SessionTicket(r.rest("ticket")),
            Type::RENEGOTIATION_INFO => Self::RenegotiationInfo(renegotiation_info::read(r)?),
            _ => Self::Unknown { extension_type, data: r.rest("value") },
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        let extension_type = self.extension_type();
        let name = || called(extension_type);
        w.group_called(name, |w| {
            w.u16("extension_type", extension_type.0);
            w.nested("extension_data", Len::U16, 0xffff, |w| self.write_data(w));
        });
    }

    fn write_data(&self, w: &mut Writer<'_>) {
        match self {
            Self::ServerName(name) => name.write(w),
            Self::MaxFragmentLength(length) => w.u8("MaxFragmentLength", length.0),
            Self::StatusRequest(status) => status.write(w),
            Self::SupportedGroups(groups) => w.list("named_group_list", Len::U16, 0xffff, *groups),
            Self::SignatureAlgorithms(schemes) | Self::SignatureAlgorithmsCert(schemes) => {
                w.list("supported_signature_algorithms", Len::U16, 0xfffe, *schemes);
            }
            Self::ApplicationLayerProtocolNegotiation(names) => {
                w.list("protocol_name_list", Len::U16, 0xffff, *names);
            }
            Self::SignedCertificateTimestamp(timestamps) => timestamps.write(w),
            Self::ClientCertificateType(types) => types.write(w, certificate_type::CLIENT),
            Self::ServerCertificateType(types) => types.write(w, certificate_type::SERVER),
            Self::CompressCertificate(algorithms) => w.list("algorithms", Len::U8, 0xfe, *algorithms),
            Self::RecordSizeLimit(limit) => w.u16("RecordSizeLimit", *limit),
            Self::PreSharedKey(key) => key.write(w),
            Self::EarlyData(early) => early.write(w),
            Self::SupportedVersions(versions) => versions.write(w),
            Self::Cookie(cookie) => w.opaque("cookie", Len::U16, 0xffff, cookie),
            Self::PskKeyExchangeModes(modes) => w.list("ke_modes", Len::U8, 0xff, *modes),
            Self::CertificateAuthorities(names) => w.list("authorities", Len::U16, 0xffff, *names),
            Self::OidFilters(filters) => w.list("filters", Len::U16, 0xffff, *filters),
            Self::PostHandshakeAuth | Self::ExtendedMainSecret => {}
            Self::KeyShare(share) => share.write(w),
            Self::EcPointFormats(formats) => ec_point_formats::write(*formats, w),
            Self::SessionTicket(ticket) => w.bytes("ticket", ticket),
            Self::RenegotiationInfo(verify_data) => {
                w.opaque("renegotiated_connection", Len::U8, 0xff, verify_data);
            }
            Self::Unknown { data, .. } => w.bytes("value", data),
        }
    }
}

/// The span of an extension that has no name.
const NAMELESS: &str = "Extension";

fn called(extension_type: ExtensionType) -> &'static str {
    extension_type.name().unwrap_or(NAMELESS)
}

fn read_schemes<'a>(r: &mut Reader<'a, '_>) -> Result<List<'a, SignatureScheme>, Refused> {
    r.list("supported_signature_algorithms", Len::U16, 2..=0xfffe)
}
