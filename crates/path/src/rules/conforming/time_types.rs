//! validity: UTCTime through the year 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5).

use handfast_rule::rfc5280;

use crate::cert::{Cert, Read, Reader, Tag, Time};
use crate::refusal::Refusal;
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule = Rule { name: "validity, as issued", clause: rfc5280("4.1.2.5"), check };

/// A relying party takes both types for any year, so a certificate does not keep them; they are looked up here. An
/// anchor without a certificate has none.
pub(crate) fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    match types(cert.tbs) {
        Ok([first, last])
            if !fits(cert.validity.not_before, first) || !fits(cert.validity.not_after, last) =>
        {
            Err(Refusal::TimeType { at: position.at })
        }
        _ => holds(),
    }
}

fn fits(time: Time, tag: Tag) -> bool {
    tag == if time < Time::YEAR_2050 { Tag::UTC_TIME } else { Tag::GENERALIZED_TIME }
}

/// The tags of notBefore and notAfter.
fn types(tbs: &[u8]) -> Read<[Tag; 2]> {
    let mut fields = Reader::new(tbs, 0).expect(Tag::SEQUENCE, "tbsCertificate")?.reader();
    fields.optional(Tag::explicit(0), "version")?;
    for field in ["serialNumber", "signature", "issuer"] {
        fields.any(field)?;
    }
    let mut times = fields.expect(Tag::SEQUENCE, "validity")?.reader();
    Ok([times.any("notBefore")?.tag, times.any("notAfter")?.tag])
}
