//! A certificate that is wanted only after the handshake, by a client that cannot be asked then.

use handfast::handshake::Refusal as Handshake;
use handfast::rule::AlertDescription as Alert;
use handfast::{Refusal, Role, Version};

use super::super::{Certainty, Ending};
use super::{Exam, Finding};

/// F27.
pub(super) fn asked_too_late(exam: &Exam<'_>) -> Option<Finding> {
    if exam.refusal() == Some(Refusal::Handshake(Handshake::PostHandshakeAuthNotOffered)) {
        return Some(offering(Certainty::Certain, LATE));
    }
    let negotiated = exam.patient.negotiated;
    let turned_away = exam.direction.is_against_us() && exam.patient.chart.role == Role::Client;
    match negotiated.version {
        Some(Version::Tls12) if turned_away && negotiated.renegotiations > 0 => {
            let says = "the server wanted to negotiate anew, as servers of TLS 1.2 do that ask for a certificate only \
                        when a path needs it; that was refused [RFC 5246 §7.4.1.1]";
            let certainty = exam.certainty(&[Alert::NO_RENEGOTIATION]);
            Some(Finding::new(certainty, says, "speak TLS 1.3, and offer to be asked later").command(CONNECT))
        }
        Some(Version::Tls13) if was_never_asked(exam) => Some(offering(Certainty::Likely, NEVER)),
        _ => None,
    }
}

const LATE: &str = "the server asks for a certificate after the handshake, and we did not offer that it may \
                    [RFC 9846 §4.7.2]";

const NEVER: &str = "the server has not asked for our certificate in the handshake, and cannot ask for it afterwards, for \
                     we did not offer that [RFC 9846 §4.7.2]";

const CONNECT: &str = "handfast connect HOST:PORT --post-handshake-auth";

fn offering(certainty: Certainty, says: &str) -> Finding {
    let remedy = "offer to be asked after the handshake; or have the server ask within it";
    Finding::new(certainty, says, remedy)
        .command(CONNECT)
        .command("openssl s_client -enable_pha -connect HOST:PORT")
}

/// A server that forbids what it was asked for, and knows of no certificate of ours, though we have one.
fn was_never_asked(exam: &Exam<'_>) -> bool {
    let patient = exam.patient;
    patient.ending == Ending::Http(403)
        && patient.chart.request().is_none()
        && !patient.config.protocol.post_handshake_auth
        && !patient.config.identities().is_empty()
}

/// Why a client that wants a protected path cannot be asked who it is, in words for both sides.
#[must_use]
pub const fn cannot_be_asked(version: Version) -> &'static str {
    match version {
        Version::Tls13 => {
            "a certificate is needed here, and is asked for after the handshake; the client did not offer that it may be \
             (RFC 9846 §4.3.6): it needs its option for post-handshake authentication, as \
             handfast connect --post-handshake-auth or openssl s_client -enable_pha"
        }
        Version::Tls12 => {
            "a certificate is needed here, and is asked for after the handshake; TLS 1.2 could do so only by a \
             renegotiation, which is not done: the client must speak TLS 1.3 and offer post-handshake authentication \
             (RFC 9846 §4.3.6), or the server must ask in the handshake"
        }
    }
}
