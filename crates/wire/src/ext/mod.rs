//! Extensions (RFC 9846 §4.3, RFC 5246 §7.4.1.4), one a file.
//!
//! The message that holds an extension decides its form, and whether it may stand there at all ([`messages`],
//! [`messages12`]).

mod by_message;
mod certificate_type;
mod cookie;
mod distinguished_name;
mod early_data;
mod ec_point_formats;
mod extension;
mod extensions;
mod key_share;
mod oid_filter;
mod pre_shared_key;
mod protocol_name;
mod record_size_limit;
mod renegotiation_info;
mod server_name;
mod signed_certificate_timestamp;
mod status_request;
mod supported_versions;
mod table;

pub use certificate_type::CertificateTypes;
pub use distinguished_name::{DistinguishedName, DistinguishedNames};
pub use early_data::EarlyData;
pub use ec_point_formats::EcPointFormats;
pub use extension::Extension;
pub use extensions::Extensions;
pub use key_share::{KeyShare, KeyShareEntry};
pub use oid_filter::OidFilter;
pub use pre_shared_key::{OfferedPsks, PreSharedKey, PskBinder, PskIdentity};
pub use protocol_name::{ProtocolName, ProtocolNameList};
pub use server_name::ServerName;
pub use signed_certificate_timestamp::{SerializedSct, SignedCertificateTimestamp};
pub use status_request::StatusRequest;
pub use supported_versions::SupportedVersions;
pub use table::{is_recognised, messages, messages12};
