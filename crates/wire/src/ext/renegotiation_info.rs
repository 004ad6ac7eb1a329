//! renegotiation_info (RFC 5746 §3.2).
//!
//! ```text
//! struct {
//!     opaque renegotiated_connection<0..255>;
//! } RenegotiationInfo;
//! ```
//!
//! Empty in a first handshake; otherwise what the Finished messages of the connection so far say.

use crate::codec::{Len, Reader, Refused};

pub(super) fn read<'a>(r: &mut Reader<'a, '_>) -> Result<&'a [u8], Refused> {
    r.opaque("renegotiated_connection", Len::U8, 0..=0xff)
}
