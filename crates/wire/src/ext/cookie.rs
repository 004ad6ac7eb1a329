//! cookie (RFC 9846 §4.3.2).
//!
//! ```text
//! struct {
//!     opaque cookie<1..2^16-1>;
//! } Cookie;
//! ```

use crate::codec::{Len, Reader, Refused};

pub(super) fn read<'a>(r: &mut Reader<'a, '_>) -> Result<&'a [u8], Refused> {
    r.opaque("cookie", Len::U16, 1..=0xffff)
}
