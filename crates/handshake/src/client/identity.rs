//! Whom a client presents, in either version.

use handfast_wire::code_points::SignatureScheme;

use crate::accepts::RequestFacts;
use crate::context::Fact;
use crate::question::{Identity, NoIdentity};
use crate::{Cx, Refusal, negotiate};

/// The identity that was answered, and the scheme it signs with. One of another type than was agreed on, or whose key
/// makes no signature that the server accepts, is as good as none (RFC 9846 §4.5.1.2, RFC 5246 §7.4.6).
pub(super) fn presented(
    identity: Result<Option<Identity>, NoIdentity>,
    request: &RequestFacts,
    cx: &mut Cx<'_>,
) -> Result<Option<(Identity, SignatureScheme)>, Refusal> {
    let identity = identity.map_err(|none| match none {
        NoIdentity::NoCommonCertificateType => Refusal::NoIdentityOfType,
        none => none.into(),
    })?;
    let presented = identity.filter(|identity| request.takes(identity)).and_then(|identity| {
        let scheme = negotiate::scheme(request, &identity)?;
        Some((identity.shown_to(request), scheme))
    });
    if presented.is_none() {
        cx.learned(Fact::NoClientCertificate);
    }
    Ok(presented)
}
