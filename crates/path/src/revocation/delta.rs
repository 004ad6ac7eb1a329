//! Delta CRLs: what has changed since a complete CRL (RFC 5280 §5.2.4, §6.3.3 (c)).

use super::CertificateList;
use crate::name::same;

/// Whether the two make up one list: of one issuer, one scope and one key, and the delta takes up no later than the
/// complete one ends and goes on beyond it.
pub(crate) fn builds_on(delta: &CertificateList<'_>, complete: &CertificateList<'_>) -> bool {
    let (new, old) = (&delta.extensions, &complete.extensions);
    let follows = match (new.base, new.number, old.number) {
        (Some(base), Some(number), Some(complete)) => base <= complete && complete < number,
        _ => false,
    };
    follows
        && same(delta.issuer, complete.issuer)
        && new.scope_der == old.scope_der
        && new.authority_key_id == old.authority_key_id
}
