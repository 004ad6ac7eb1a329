//! What a response says of one certificate (RFC 6960 §4.2.1).

use super::CertId;
use crate::cert::{Element, Fault, Oid, Read, Reader, Tag, Time};
use crate::revocation::extensions;
use crate::revocation::reason::Reason;

/// ```text
/// SingleResponse ::= SEQUENCE { certID, certStatus, thisUpdate, nextUpdate [0] OPTIONAL, singleExtensions [1] OPTIONAL }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct SingleResponse<'a> {
    /// Which certificate.
    pub cert_id: CertId<'a>,
    /// What is known of it.
    pub status: CertStatus,
    /// When that was known to be right.
    pub this_update: Time,
    /// When something newer is known at the latest. Without it there is always something newer (§2.4).
    pub next_update: Option<Time>,
    /// The first critical extension that nobody here knows.
    pub(crate) unknown_critical: Option<Oid>,
}

/// `CertStatus ::= CHOICE`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertStatus {
    /// It is not revoked.
    Good,
    /// It is revoked.
    Revoked {
        /// Since when.
        at: Time,
        /// Why; [`Reason::Unspecified`] if nothing is said.
        reason: Reason,
    },
    /// The responder does not know it.
    Unknown,
}

/// The extensions that take nothing away from what is said.
const HARMLESS: &[&[u8]] = &[
    // Certificate timestamps (RFC 6962 §3.3).
    &[0x2B, 0x06, 0x01, 0x04, 0x01, 0xD6, 0x79, 0x02, 0x04, 0x05],
    // id-pkix-ocsp-crl: on which CRL it was found (§4.4.2).
    &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x03],
    // id-pkix-ocsp-archive-cutoff: how far back the responder remembers (§4.4.4).
    &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x06],
    // reasonCode and invalidityDate of CRL entries (§4.4.5).
    &[0x55, 0x1D, 0x15],
    &[0x55, 0x1D, 0x18],
];

impl<'a> SingleResponse<'a> {
    pub(super) fn decode(r: &mut Reader<'a>) -> Read<Self> {
        r.nested(Tag::SEQUENCE, "SingleResponse", |fields| {
            Ok(Self {
                cert_id: CertId::decode(fields)?,
                status: CertStatus::decode(&fields.any("certStatus")?)?,
                this_update: Time::decode(&fields.expect(Tag::GENERALIZED_TIME, "thisUpdate")?)?,
                next_update: next_update(fields)?,
                unknown_critical: single_extensions(fields)?,
            })
        })
    }
}

impl CertStatus {
    /// `good [0] NULL`, `revoked [1] RevokedInfo`, `unknown [2] NULL`, all of them implicit.
    fn decode(choice: &Element<'_>) -> Read<Self> {
        match (choice.tag, choice.value) {
            (Tag(0x80), []) => Ok(Self::Good),
            (Tag(0x82), []) => Ok(Self::Unknown),
            (Tag(0xA1), _) => choice.read(revoked_info),
            (Tag(0x80 | 0x82), _) => Err(choice.fault(Fault::Value)),
            _ => Err(choice.fault(Fault::Type)),
        }
    }
}

/// `RevokedInfo ::= SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL }`
fn revoked_info(fields: &mut Reader<'_>) -> Read<CertStatus> {
    let at = Time::decode(&fields.expect(Tag::GENERALIZED_TIME, "revocationTime")?)?;
    let reason = match fields.optional(Tag::explicit(0), "revocationReason")? {
        Some(tagged) => {
            Reason::decode(&tagged.read(|inner| inner.expect(Tag::ENUMERATED, "revocationReason"))?)?
        }
        None => Reason::Unspecified,
    };
    Ok(CertStatus::Revoked { at, reason })
}

fn next_update(fields: &mut Reader<'_>) -> Read<Option<Time>> {
    let tagged = fields.optional(Tag::explicit(0), "nextUpdate")?;
    let time = |tagged: Element<'_>| {
        Time::decode(&tagged.read(|inner| inner.expect(Tag::GENERALIZED_TIME, "nextUpdate"))?)
    };
    tagged.map(time).transpose()
}

fn single_extensions(fields: &mut Reader<'_>) -> Read<Option<Oid>> {
    let mut unknown = None;
    let Some(tagged) = fields.optional(Tag::explicit(1), "singleExtensions")? else { return Ok(None) };
    let list = tagged.read(|inner| inner.expect(Tag::SEQUENCE, "singleExtensions"))?;
    extensions::each(&list, |extension| {
        if !HARMLESS.contains(&extension.id) {
            extension.note_unknown(&mut unknown);
        }
        Ok(())
    })?;
    Ok(unknown)
}
