//! Distribution points: what a certificate says of the CRLs it may be on (RFC 5280 §4.2.1.13), and a CRL of the
//! certificates that may be on it (§5.2.5).

use super::reason::Reasons;
use crate::cert::{Element, Fault, GeneralNames, Read, Reader, Tag, relative_name};

/// A point at which CRLs of one scope are to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DistributionPoint<'a> {
    pub(crate) name: Option<PointName<'a>>,
    /// The reasons that the CRLs there cover; `None` is all.
    pub(crate) reasons: Option<Reasons>,
    /// Who issues them, if it is not the issuer of the certificate.
    pub(crate) crl_issuer: Option<GeneralNames<'a>>,
}

/// `DistributionPointName ::= CHOICE`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PointName<'a> {
    /// `fullName [0] GeneralNames`
    Full(GeneralNames<'a>),
    /// `nameRelativeToCRLIssuer [1] RelativeDistinguishedName`: the content of the SET.
    Relative(&'a [u8]),
}

/// The scope of a CRL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IssuingPoint<'a> {
    pub(crate) name: Option<PointName<'a>>,
    pub(crate) only: Option<Only>,
    /// The reasons that are covered; `None` is all.
    pub(crate) reasons: Option<Reasons>,
    /// Certificates of other issuers may be on it.
    pub(crate) indirect: bool,
}

/// The only kind of certificates that are covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Only {
    Users,
    Authorities,
    Attributes,
}

/// `CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint`, from the content of extnValue.
pub(crate) fn distribution_points(extension: &[u8]) -> Read<Vec<DistributionPoint<'_>>> {
    let mut value = Reader::new(extension, 0);
    let list = value.expect(Tag::SEQUENCE, "cRLDistributionPoints")?;
    value.finish("cRLDistributionPoints")?;
    let mut points = Vec::new();
    list.read(|r| {
        while !r.is_empty() {
            points.push(r.nested(Tag::SEQUENCE, "DistributionPoint", DistributionPoint::decode)?);
        }
        Ok(())
    })?;
    if points.is_empty() { Err(list.fault(Fault::Value)) } else { Ok(points) }
}

impl<'a> DistributionPoint<'a> {
    /// `DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }`, of which the first or the
    /// last is there.
    fn decode(fields: &mut Reader<'a>) -> Read<Self> {
        let name = point_name(fields)?;
        let reasons = fields.optional(Tag::implicit(1), "reasons")?;
        let crl_issuer = fields.optional(Tag::explicit(2), "cRLIssuer")?;
        if name.is_none() && crl_issuer.is_none() {
            return Err(fields.fault("DistributionPoint", Fault::Value));
        }
        Ok(Self {
            name,
            reasons: reasons.map(|flags| Reasons::decode(&flags)).transpose()?,
            crl_issuer: crl_issuer.map(|names| GeneralNames::of(&names)).transpose()?,
        })
    }
}

impl<'a> IssuingPoint<'a> {
    /// ```text
    /// IssuingDistributionPoint ::= SEQUENCE {
    ///     distributionPoint [0], onlyContainsUserCerts [1], onlyContainsCACerts [2], onlySomeReasons [3],
    ///     indirectCRL [4], onlyContainsAttributeCerts [5] }
    /// ```
    /// It is not empty, and at most one kind of certificates is the only one.
    pub(super) fn decode(r: &mut Reader<'a>) -> Read<Self> {
        let whole = r.expect(Tag::SEQUENCE, "issuingDistributionPoint")?;
        if whole.value.is_empty() {
            return Err(whole.fault(Fault::Value));
        }
        whole.read(|fields| {
            let name = point_name(fields)?;
            let users = flag(fields, 1, "onlyContainsUserCerts")?;
            let authorities = flag(fields, 2, "onlyContainsCACerts")?;
            let reasons = fields.optional(Tag::implicit(3), "onlySomeReasons")?;
            let indirect = flag(fields, 4, "indirectCRL")?;
            let attributes = flag(fields, 5, "onlyContainsAttributeCerts")?;
            let only = match (users, authorities, attributes) {
                (false, false, false) => None,
                (true, false, false) => Some(Only::Users),
                (false, true, false) => Some(Only::Authorities),
                (false, false, true) => Some(Only::Attributes),
                _ => return Err(whole.fault(Fault::Value)),
            };
            let reasons = reasons.map(|flags| Reasons::decode(&flags)).transpose()?;
            Ok(Self { name, only, reasons, indirect })
        })
    }
}

/// `[number] IMPLICIT BOOLEAN DEFAULT FALSE`
fn flag(fields: &mut Reader<'_>, number: u8, field: &'static str) -> Read<bool> {
    let Some(element) = fields.optional(Tag::implicit(number), field)? else { return Ok(false) };
    match element.value {
        [0x00] => Ok(false),
        [0xFF] => Ok(true),
        _ => Err(element.fault(Fault::Value)),
    }
}

/// `distributionPoint [0] DistributionPointName OPTIONAL`; a CHOICE is tagged from outside.
fn point_name<'a>(fields: &mut Reader<'a>) -> Read<Option<PointName<'a>>> {
    let tagged = fields.optional(Tag::explicit(0), "distributionPoint")?;
    tagged.map(|element| element.read(choice)).transpose()
}

fn choice<'a>(r: &mut Reader<'a>) -> Read<PointName<'a>> {
    let element: Element<'a> = r.any("DistributionPointName")?;
    match element.tag {
        Tag(0xA0) => GeneralNames::of(&element).map(PointName::Full),
        Tag(0xA1) => element.read(relative_name).map(|()| PointName::Relative(element.value)),
        _ => Err(element.fault(Fault::Type)),
    }
}
