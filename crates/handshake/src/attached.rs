//! What is sent along with a certificate (RFC 9846 §4.5.1.1): an OCSP response, and timestamps of transparency logs.

use std::sync::Arc;

use handfast_wire::code_points::{CertificateStatusType, ExtensionType};
use handfast_wire::ext::{Extension, Extensions, SerializedSct, SignedCertificateTimestamp, StatusRequest};
use handfast_wire::{Kind, List};

use crate::{Accepts, Config, Refusal};

/// Sent along with our certificate, to a peer that asks for it. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attached {
    /// An OCSP response about the certificate, in DER.
    pub ocsp_response: Option<Arc<[u8]>>,
    /// Timestamps of certificate transparency logs about it, each a SerializedSCT (RFC 6962 §3.3).
    pub timestamps: Arc<[Vec<u8>]>,
}

impl Attached {
    /// As much of it as this peer asks for: nothing is sent that nobody wants (RFC 9846 §4.3).
    pub(crate) fn wanted_by(&self, peer: &Accepts) -> Self {
        Self {
            ocsp_response: self.ocsp_response.clone().filter(|_| peer.status),
            timestamps: if peer.timestamps { Arc::clone(&self.timestamps) } else { Arc::default() },
        }
    }

    /// The timestamps as a message wants them.
    pub(crate) fn serialized(&self) -> Vec<SerializedSct<'_>> {
        self.timestamps.iter().map(|timestamp| SerializedSct(timestamp)).collect()
    }

    /// The extensions of a CertificateEntry; the timestamps are those of [`Self::serialized`].
    pub(crate) fn extensions<'m>(&'m self, timestamps: &'m [SerializedSct<'m>]) -> Extensions<'m> {
        let mut all = Vec::new();
        if let Some(response) = &self.ocsp_response {
            all.push(Extension::StatusRequest(StatusRequest::OcspResponse(response)));
        }
        all.extend(timestamp_list(timestamps));
        all.into()
    }
}

/// The extension, if there is a timestamp at all: its list is never empty (RFC 6962 §3.3).
pub(crate) fn timestamp_list<'m>(timestamps: &'m [SerializedSct<'m>]) -> Option<Extension<'m>> {
    let list = SignedCertificateTimestamp::List(timestamps.into());
    (!timestamps.is_empty()).then_some(Extension::SignedCertificateTimestamp(list))
}

/// How a client asks for both: any responder will do, and the request has no extensions (RFC 6066 §8).
pub(crate) fn ask_in_hello(config: &Config, all: &mut Vec<Extension<'_>>) {
    ask(config, StatusRequest::Ocsp { responder_id_list: &[], request_extensions: &[] }, all);
}

/// How a server asks for both in CertificateRequest.
pub(crate) fn ask_in_request(config: &Config, all: &mut Vec<Extension<'_>>) {
    ask(config, StatusRequest::Wanted, all);
}

fn ask<'m>(config: &Config, status: StatusRequest<'m>, all: &mut Vec<Extension<'m>>) {
    if config.asks_status {
        all.push(Extension::StatusRequest(status));
    }
    if config.asks_timestamps {
        all.push(Extension::SignedCertificateTimestamp(SignedCertificateTimestamp::Wanted));
    }
}

/// Whether an extension that comes beside a certificate was asked for.
pub(crate) const fn is_asked(extension: ExtensionType, config: &Config) -> bool {
    match extension {
        ExtensionType::STATUS_REQUEST => config.asks_status,
        ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP => config.asks_timestamps,
        _ => false,
    }
}

/// What a client says that it wants beside a certificate; statuses of other types are not known here (RFC 6066 §8).
pub(crate) fn wants_status(extensions: &Extensions<'_>) -> bool {
    matches!(extensions.status_request(), Some(StatusRequest::Ocsp { .. } | StatusRequest::Wanted))
}

/// The OCSP response that came, if one did.
///
/// # Errors
/// It is of another type, which was not asked for.
pub(crate) fn ocsp_response(
    status: Option<StatusRequest<'_>>,
    message: Kind,
) -> Result<Option<&[u8]>, Refusal> {
    match status {
        None => Ok(None),
        Some(StatusRequest::OcspResponse(response)) => Ok(Some(response)),
        Some(StatusRequest::Other { status_type, .. }) => Err(Refusal::StatusType { message, status_type }),
        // Those two have no place beside a certificate, and are not read there.
        Some(StatusRequest::Ocsp { .. } | StatusRequest::Wanted) => {
            Err(Refusal::StatusType { message, status_type: CertificateStatusType::OCSP })
        }
    }
}

/// The timestamps that came.
pub(crate) fn timestamps<'m>(extensions: &Extensions<'m>) -> List<'m, SerializedSct<'m>> {
    match extensions.signed_certificate_timestamp() {
        Some(SignedCertificateTimestamp::List(list)) => list,
        Some(SignedCertificateTimestamp::Wanted) | None => List::default(),
    }
}
