//! authorityKeyIdentifier: the key identifier and no more, which for a root is its own (Baseline Requirements §7.1.2.11.1,
//! §7.1.2.1.3).

use handfast_rule::baseline_requirements;

use crate::cert::{Cert, Element, Read, Reader, Tag};
use crate::refusal::{KeyIdentifierFault, Refusal};
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule =
    Rule { name: "authorityKeyIdentifier", clause: baseline_requirements("7.1.2.11.1"), check };

fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let Some(value) = cert.extensions.authority_key_identifier else { return holds() };
    let at = position.at;
    let malformed = |malformed: Box<_>| Refusal::Malformed { at, malformed: *malformed };
    let refused = |fault| Err(Refusal::KeyIdentifier { at, fault });
    let Fields { key_id, others } = fields(value, cert.offset_of(value)).map_err(malformed)?;
    let own = cert.extensions.subject_key_id.filter(|_| cert.is_self_issued());
    match key_id.map(|key_id| key_id.value) {
        None => refused(KeyIdentifierFault::Missing),
        Some(_) if others => refused(KeyIdentifierFault::IssuerAndSerialNumber),
        Some(key_id) if own.is_some_and(|own| own != key_id) => refused(KeyIdentifierFault::AnotherKey),
        Some(_) => holds(),
    }
}

struct Fields<'a> {
    key_id: Option<Element<'a>>,
    /// authorityCertIssuer or authorityCertSerialNumber is there.
    others: bool,
}

fn fields(value: &[u8], offset: usize) -> Read<Fields<'_>> {
    Reader::new(value, offset).nested(Tag::SEQUENCE, "authorityKeyIdentifier", |fields| {
        let key_id = fields.optional(Tag::implicit(0), "keyIdentifier")?;
        let issuer = fields.optional(Tag::explicit(1), "authorityCertIssuer")?;
        let serial = fields.optional(Tag::implicit(2), "authorityCertSerialNumber")?;
        Ok(Fields { key_id, others: issuer.is_some() || serial.is_some() })
    })
}
