//! record_size_limit (RFC 8449 §4): `uint16 RecordSizeLimit`, in bytes.

use crate::DecodeError;
use crate::codec::Reader;

/// The smallest limit that a peer may ask for, in bytes.
const SMALLEST: u16 = 64;

pub(super) fn read(r: &mut Reader<'_, '_>) -> Result<u16, DecodeError> {
    let limit = r.u16("RecordSizeLimit")?;
    if limit < SMALLEST { Err(DecodeError::RecordSizeLimitTooSmall { limit }) } else { Ok(limit) }
}
