//! ec_point_formats (RFC 8422 §5.1.2).

use crate::code_points::EcPointFormat;
use crate::codec::{Len, List, Reader, Refused, Writer};

/// How an endpoint writes points.
///
/// ```text
/// struct {
///     ECPointFormat ec_point_format_list<1..2^8-1>;
/// } ECPointFormatList;
/// ```
pub type EcPointFormats<'a> = List<'a, EcPointFormat>;

pub(super) fn read<'a>(r: &mut Reader<'a, '_>) -> Result<EcPointFormats<'a>, Refused> {
    r.list("ec_point_format_list", Len::U8, 1..=0xff)
}

pub(super) fn write(formats: EcPointFormats<'_>, w: &mut Writer<'_>) {
    w.list("ec_point_format_list", Len::U8, 0xff, formats);
}
