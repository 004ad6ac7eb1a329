//! Does a CRL speak of a certificate? (RFC 5280 §6.3.3 (b), (d))

use super::points::{DistributionPoint, IssuingPoint, Only, PointName};
use super::reason::Reasons;
use super::{CertificateList, CrlFault};
use crate::cert::{Cert, GeneralName, GeneralNames, Reader, Tag};
use crate::name::same;

/// Where a certificate says that a CRL for it is to be had.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    /// At one of its distribution points.
    Point(DistributionPoint<'a>),
    /// It does not say, or no point has answered: at its issuer's (§6.3.3, last paragraph).
    Issuer,
}

/// Who issues the CRLs at this place: the CRL is one of those that may answer at all (b)(1).
pub(crate) fn is_issued_for(list: &CertificateList<'_>, place: &Place<'_>, cert: &Cert<'_>) -> bool {
    match place {
        Place::Point(DistributionPoint { crl_issuer: Some(names), .. }) => {
            directory_names(*names).any(|name| same(name, list.issuer))
        }
        Place::Point(_) | Place::Issuer => same(list.issuer, cert.issuer),
    }
}

/// The reasons for which the certificate would be on the list.
///
/// # Errors
/// The certificate would not be there for any.
pub(crate) fn covered(
    list: &CertificateList<'_>,
    place: &Place<'_>,
    cert: &Cert<'_>,
) -> Result<Reasons, CrlFault> {
    let scope = list.extensions.scope;
    let fits = is_direct_or_asked(scope.as_ref(), place)
        && scope.is_none_or(|scope| is_at(list, &scope, place, cert) && is_of_kind(scope.only, cert));
    let reasons = reasons_at(place).and(scope.and_then(|scope| scope.reasons).unwrap_or(Reasons::ALL));
    if fits { Ok(reasons) } else { Err(CrlFault::OtherScope) }
}

/// A point with cRLIssuer is answered by an indirect CRL, and one without by a CRL that its issuer keeps for its own
/// certificates (b)(1). A certificate that names no point is answered by either.
const fn is_direct_or_asked(scope: Option<&IssuingPoint<'_>>, place: &Place<'_>) -> bool {
    let indirect = match scope {
        Some(scope) => scope.indirect,
        None => false,
    };
    match place {
        Place::Point(point) => indirect == point.crl_issuer.is_some(),
        Place::Issuer => true,
    }
}

/// The CRL is the one of this point: one of its names is one of the point's (b)(2)(i).
fn is_at(list: &CertificateList<'_>, scope: &IssuingPoint<'_>, place: &Place<'_>, cert: &Cert<'_>) -> bool {
    let Some(own) = scope.name else { return true };
    let own = Names::of(own, Some(list.issuer));
    let point = match place {
        Place::Issuer => return own.contains_directory(cert.issuer),
        Place::Point(point) => point,
    };
    match (point.name, point.crl_issuer) {
        (Some(name), issuer) => {
            let issuer = issuer.map_or(Some(cert.issuer), |names| directory_names(names).next());
            own.meets(&Names::of(name, issuer))
        }
        (None, Some(issuer)) => own.meets(&Names::Full(issuer)),
        (None, None) => false,
    }
}

/// The certificate is of the only kind there is on the list (b)(2)(ii) to (iv). One of version 1 cannot say of which kind
/// it is.
fn is_of_kind(only: Option<Only>, cert: &Cert<'_>) -> bool {
    let is_authority = cert.extensions.basic_constraints.is_some_and(|constraints| constraints.ca);
    match only {
        None => true,
        Some(Only::Users) => !is_authority && cert.version == 3,
        Some(Only::Authorities) => is_authority,
        Some(Only::Attributes) => false,
    }
}

fn reasons_at(place: &Place<'_>) -> Reasons {
    match place {
        Place::Point(point) => point.reasons.unwrap_or(Reasons::ALL),
        Place::Issuer => Reasons::ALL,
    }
}

/// The names of a distribution point.
enum Names<'a> {
    Full(GeneralNames<'a>),
    /// nameRelativeToCRLIssuer, appended to the name of the issuer.
    Directory(Vec<u8>),
    /// It is relative to a name that is not there.
    None,
}

impl<'a> Names<'a> {
    fn of(name: PointName<'a>, issuer: Option<&[u8]>) -> Self {
        match (name, issuer) {
            (PointName::Full(names), _) => Self::Full(names),
            (PointName::Relative(part), Some(issuer)) => {
                appended(issuer, part).map_or(Self::None, Self::Directory)
            }
            (PointName::Relative(_), None) => Self::None,
        }
    }

    /// Whether one of these is one of those.
    fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Full(own), Self::Full(others)) => {
                own.iter().any(|name| others.iter().any(|other| is_same(&name, &other)))
            }
            (_, Self::Directory(name)) => self.contains_directory(name),
            (Self::Directory(name), _) => other.contains_directory(name),
            (Self::None, _) | (_, Self::None) => false,
        }
    }

    fn contains_directory(&self, wanted: &[u8]) -> bool {
        match self {
            Self::Full(names) => directory_names(*names).any(|name| same(name, wanted)),
            Self::Directory(name) => same(name, wanted),
            Self::None => false,
        }
    }
}

fn is_same(one: &GeneralName<'_>, other: &GeneralName<'_>) -> bool {
    match (one, other) {
        (GeneralName::Directory(one), GeneralName::Directory(other)) => same(one, other),
        _ => one == other,
    }
}

fn directory_names(names: GeneralNames<'_>) -> impl Iterator<Item = &[u8]> {
    names.iter().filter_map(|name| if let GeneralName::Directory(name) = name { Some(name) } else { None })
}

/// The DER of a name with one part more, given as the content of its SET.
fn appended(name: &[u8], part: &[u8]) -> Option<Vec<u8>> {
    let parts = Reader::new(name, 0).expect(Tag::SEQUENCE, "Name").ok()?.value;
    let part = [&header(Tag::SET, part.len())?, part].concat();
    Some([&header(Tag::SEQUENCE, parts.len() + part.len())?, parts, &part].concat())
}

/// The tag, and the length in its shortest form; names are short.
fn header(tag: Tag, len: usize) -> Option<Vec<u8>> {
    let [high, low] = u16::try_from(len).ok()?.to_be_bytes();
    Some(match (high, low) {
        (0, 0..0x80) => vec![tag.0, low],
        (0, _) => vec![tag.0, 0x81, low],
        _ => vec![tag.0, 0x82, high, low],
    })
}
