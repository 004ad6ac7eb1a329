//! KeyUpdate (RFC 9846 §4.7.3).

use crate::DecodeError;
use crate::code_points::KeyUpdateRequest;
use crate::codec::{Reader, Refused, Writer};

/// The sender uses new keys from the next record on.
///
/// ```text
/// enum {
///     update_not_requested(0), update_requested(1), (255)
/// } KeyUpdateRequest;
///
/// struct {
///     KeyUpdateRequest request_update;
/// } KeyUpdate;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUpdate {
    /// Whether the receiver is to do the same.
    pub request_update: KeyUpdateRequest,
}

impl KeyUpdate {
    pub(super) fn read(r: &mut Reader<'_, '_>) -> Result<Self, Refused> {
        match KeyUpdateRequest(r.u8("request_update")?) {
            request_update
            @ (KeyUpdateRequest::UPDATE_NOT_REQUESTED | KeyUpdateRequest::UPDATE_REQUESTED) => {
                Ok(Self { request_update })
            }
            request_update => Err(r.refuse(DecodeError::IllegalKeyUpdateRequest { request_update })),
        }
    }

    pub(super) fn write(self, w: &mut Writer<'_>) {
        w.u8("request_update", self.request_update.0);
    }
}
