//! The extensions of a certificate (RFC 5280 §4.2), each decoded once and kept by name.

mod kind;
mod policies;
pub(super) mod values;

use super::general_name::GeneralNames;
use super::oid::Oid;
use super::reader::{Fault, Read, Reader, Tag};
pub use kind::{Kind, Kinds};
pub(crate) use policies::ANY_POLICY;
pub use policies::{CertificatePolicies, PolicyConstraints, PolicyMappings};
pub(crate) use values::authority_key_id;
pub use values::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

/// The extensions of one certificate. Those that only later rules read are kept as the bytes of extnValue.
#[derive(Debug, Clone, Default)]
pub struct Extensions<'a> {
    /// Which are there.
    pub present: Kinds,
    /// Which are there and critical.
    pub critical: Kinds,
    /// The first critical extension that this crate has no name for.
    pub unknown_critical: Option<Oid>,
    /// Whether and how the holder may issue certificates.
    pub basic_constraints: Option<BasicConstraints>,
    /// What the key may do.
    pub key_usage: Option<KeyUsage>,
    /// What for.
    pub extended_key_usage: Option<ExtendedKeyUsage<'a>>,
    /// The names of the holder.
    pub subject_alt_name: Option<GeneralNames<'a>>,
    /// keyIdentifier of authorityKeyIdentifier.
    pub authority_key_id: Option<&'a [u8]>,
    /// subjectKeyIdentifier.
    pub subject_key_id: Option<&'a [u8]>,
    /// extnValue of authorityKeyIdentifier.
    pub authority_key_identifier: Option<&'a [u8]>,
    /// extnValue of nameConstraints.
    pub name_constraints: Option<&'a [u8]>,
    /// Under which policies it was issued.
    pub certificate_policies: Option<CertificatePolicies<'a>>,
    /// Which policies of its holder's domain are equal to which of its issuer's.
    pub policy_mappings: Option<PolicyMappings<'a>>,
    /// When a policy is demanded, and until when policies are mapped.
    pub policy_constraints: Option<PolicyConstraints>,
    /// How many more certificates may be issued under anyPolicy.
    pub inhibit_any_policy: Option<u32>,
    /// extnValue of cRLDistributionPoints.
    pub crl_distribution_points: Option<&'a [u8]>,
    /// extnValue of authorityInfoAccess.
    pub authority_information_access: Option<&'a [u8]>,
}

/// Against certificates made of thousands of empty extensions: each unknown one is compared with those before it. The
/// fullest certificates in public use have about fifteen.
const MOST_EXTENSIONS: usize = 64;

impl<'a> Extensions<'a> {
    /// `Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension`
    pub(super) fn read(&mut self, fields: &mut Reader<'a>) -> Read<()> {
        let list = fields.value(Tag::SEQUENCE, "extensions")?;
        if list.is_empty() {
            return Err(fields.fault_in(list, "extensions", Fault::Value));
        }
        let mut unknown = Unknown { list, before: 0, count: 0 };
        fields.inside(list, "extensions", |list| {
            while !list.is_empty() {
                list.nested(Tag::SEQUENCE, "Extension", |fields| self.take(fields, &mut unknown))?;
                unknown.before += 1;
            }
            Ok(())
        })
    }

    /// `Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }`
    fn take(&mut self, fields: &mut Reader<'a>, unknown: &mut Unknown<'_>) -> Read<()> {
        match usual(fields.peek()) {
            Some((kind, critical, value)) if !self.present.contains(kind) => {
                fields.rest();
                self.take_known(kind, critical, value, fields)
            }
            _ => self.take_any(fields, unknown),
        }
    }

    /// One that is long, that has no name here, that comes twice, or that is not well formed.
    #[inline(never)]
    fn take_any(&mut self, fields: &mut Reader<'a>, unknown: &mut Unknown<'_>) -> Read<()> {
        let id = fields.value(Tag::OBJECT_IDENTIFIER, "extnID")?;
        let kind = self.name(id, unknown).map_err(|fault| fields.fault_in(id, "extnID", fault))?;
        let critical = fields.boolean_or_false("critical")?;
        let value = fields.value(Tag::OCTET_STRING, "extnValue")?;
        match kind {
            Some(kind) => self.take_known(kind, critical, value, fields),
            None => {
                self.unknown_critical =
                    self.unknown_critical.or_else(|| critical.then(|| Oid::from_content(id)));
                Ok(())
            }
        }
    }

    /// `fields` stands behind the value.
    fn take_known(&mut self, kind: Kind, critical: bool, value: &'a [u8], fields: &Reader<'a>) -> Read<()> {
        self.present.insert(kind);
        if critical {
            self.critical.insert(kind);
        }
        fields.inside(value, "extnValue", |r| self.keep(kind, value, r))
    }

    /// The name of an extension that was not there before, if it has one.
    fn name(&self, id: &[u8], unknown: &mut Unknown<'_>) -> Result<Option<Kind>, Fault> {
        match Kind::of(id) {
            Some(kind) if self.present.contains(kind) => Err(Fault::Repeated),
            Some(kind) => Ok(Some(kind)),
            None => unknown.add(id).map(|()| None),
        }
    }

    fn keep(&mut self, kind: Kind, value: &'a [u8], r: &mut Reader<'a>) -> Read<()> {
        match kind {
            Kind::AuthorityKeyIdentifier => {
                self.authority_key_identifier = Some(value);
                self.authority_key_id = authority_key_id(r)?;
            }
            Kind::SubjectKeyIdentifier => {
                self.subject_key_id = Some(r.value(Tag::OCTET_STRING, kind.name())?);
            }
            Kind::KeyUsage => self.key_usage = Some(values::key_usage(r)?),
            Kind::CertificatePolicies => self.certificate_policies = Some(CertificatePolicies::decode(r)?),
            Kind::PolicyMappings => self.policy_mappings = Some(PolicyMappings::decode(r)?),
            Kind::SubjectAltName => self.subject_alt_name = Some(GeneralNames::decode(r)?),
            Kind::IssuerAltName | Kind::OcspNoCheck => {
                r.rest();
            }
            Kind::BasicConstraints => self.basic_constraints = Some(values::basic_constraints(r)?),
            Kind::NameConstraints => self.name_constraints = Some(r.rest()),
            Kind::PolicyConstraints => self.policy_constraints = Some(policies::policy_constraints(r)?),
            Kind::ExtendedKeyUsage => self.extended_key_usage = Some(values::extended_key_usage(r)?),
            Kind::CrlDistributionPoints => self.crl_distribution_points = Some(r.rest()),
            Kind::InhibitAnyPolicy => self.inhibit_any_policy = Some(policies::inhibit_any_policy(r)?),
            Kind::AuthorityInformationAccess => self.authority_information_access = Some(r.rest()),
        }
        Ok(())
    }
}

/// What an extension of RFC 5280 §4.2.1 with a short value holds, and whether it is critical: so it is with nearly all.
fn usual(extension: &[u8]) -> Option<(Kind, bool, &[u8])> {
    let [0x06, 3, 0x55, 0x1D, arc, rest @ ..] = extension else { return None };
    let (critical, rest) = match rest {
        [0x01, 1, 0xFF, rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    match rest {
        [0x04, length @ 0..=0x7F, value @ ..] if value.len() == usize::from(*length) => {
            Kind::of_arc(*arc).map(|kind| (kind, critical, value))
        }
        _ => None,
    }
}

/// Those without a name, to find one that comes twice. They are few, so that looking through the list again costs less
/// than keeping them.
struct Unknown<'a> {
    list: &'a [u8],
    /// How many extensions stand before this one.
    before: usize,
    /// How many of them have no name.
    count: usize,
}

impl Unknown<'_> {
    fn add(&mut self, id: &[u8]) -> Result<(), Fault> {
        if !Oid::is_valid(id) {
            return Err(Fault::Value);
        }
        let mut extensions = Reader::new(self.list, 0);
        let mut next_id = || extensions.any("Extension")?.reader().any("extnID");
        if (0..self.before).any(|_| next_id().is_ok_and(|seen| seen.value == id)) {
            return Err(Fault::Repeated);
        }
        self.count += 1;
        if self.count > MOST_EXTENSIONS { Err(Fault::TooMany) } else { Ok(()) }
    }
}

#[inline]
pub(crate) fn object_identifier<'a>(fields: &mut Reader<'a>, field: &'static str) -> Read<&'a [u8]> {
    let id = fields.value(Tag::OBJECT_IDENTIFIER, field)?;
    if Oid::is_valid(id) { Ok(id) } else { Err(fields.fault_in(id, field, Fault::Value)) }
}

#[cfg(test)]
mod tests {
    use super::{Extensions, Read, Reader, Unknown, usual};

    type Take<'a> = fn(&mut Extensions<'a>, &mut Reader<'a>, &mut Unknown<'_>) -> Read<()>;

    /// What became of an extension that was read so, in words that can be compared.
    fn told<'a>(der: &'a [u8], take: Take<'a>) -> String {
        let mut extensions = Extensions::default();
        let mut unknown = Unknown { list: &[], before: 0, count: 0 };
        let mut fields = Reader::new(der, 7);
        let read = take(&mut extensions, &mut fields, &mut unknown).and_then(|()| fields.finish("Extension"));
        read.map_or_else(|malformed| malformed.to_string(), |()| format!("{extensions:?}"))
    }

    /// In one step it is read as it is field by field.
    #[test]
    fn the_usual_extension_is_one_that_reads() {
        let authority = [0x06, 3, 0x55, 0x1D, 19, 0x01, 1, 0xFF, 0x04, 5, 0x30, 3, 0x01, 1, 0xFF];
        let key_usage = [0x06, 3, 0x55, 0x1D, 15, 0x04, 4, 0x03, 2, 7, 0x80];
        for form in [&authority[..], &key_usage] {
            assert!(usual(form).is_some());
            let spoilt = (0..form.len()).flat_map(|place| {
                (0..=u8::MAX).map(move |octet| {
                    let mut spoilt = form.to_vec();
                    spoilt[place] = octet;
                    spoilt
                })
            });
            for der in spoilt.chain((0..form.len()).map(|cut| form[..cut].to_vec())) {
                let at_once = told(&der, Extensions::take);
                assert_eq!(at_once, told(&der, Extensions::take_any), "{der:02x?}");
            }
        }
    }
}
