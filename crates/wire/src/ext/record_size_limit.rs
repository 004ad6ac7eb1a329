//! record_size_limit (RFC 8449 §4): `uint16 RecordSizeLimit`, in bytes.

use crate::DecodeError;
use crate::codec::{Reader, Refused};

/// The smallest limit that a peer may ask for, in bytes.
const SMALLEST: u16 = 64;

pub(super) fn read(r: &mut Reader<'_, '_>) -> Result<u16, Refused> {
    let limit = r.u16("RecordSizeLimit")?;
    if limit < SMALLEST { Err(r.refuse(DecodeError::RecordSizeLimitTooSmall { limit })) } else { Ok(limit) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_limit_is_64() {
        let limit = |bytes: [u8; 2]| Reader::read_all("record_size_limit", &bytes, None, read);
        assert_eq!(limit([0, 64]), Ok(64));
        assert_eq!(limit([0, 63]), Err(DecodeError::RecordSizeLimitTooSmall { limit: 63 }));
    }
}
