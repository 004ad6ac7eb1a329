//! authorityInfoAccess: "MUST contain one or more AccessDescriptions" (Baseline Requirements §7.1.2.7.7).

use handfast_rule::baseline_requirements;

use crate::cert::{Cert, Read, Reader, Tag};
use crate::refusal::Refusal;
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule =
    Rule { name: "authorityInfoAccess", clause: baseline_requirements("7.1.2.7.7"), check };

fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let Some(value) = cert.extensions.authority_information_access else { return holds() };
    let read = descriptions(value, cert.offset_of(value));
    read.map_err(|malformed| Refusal::Malformed { at: position.at, malformed: *malformed })?;
    holds()
}

/// ```text
/// AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF
///     SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }
/// ```
fn descriptions(value: &[u8], offset: usize) -> Read<()> {
    let mut whole = Reader::new(value, offset);
    whole.nested(Tag::SEQUENCE, "authorityInfoAccess", |list| {
        description(list)?;
        while !list.is_empty() {
            description(list)?;
        }
        Ok(())
    })?;
    whole.finish("authorityInfoAccess")
}

fn description(list: &mut Reader<'_>) -> Read<()> {
    list.nested(Tag::SEQUENCE, "AccessDescription", |fields| {
        fields.expect(Tag::OBJECT_IDENTIFIER, "accessMethod")?;
        fields.any("accessLocation").map(|_| ())
    })
}
