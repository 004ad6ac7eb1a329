//! A session that is not gone on from, because what it was made under holds no longer.

use handfast::NotResumed;
use handfast::Refusal;
use handfast::handshake::{Refusal as Handshake, Refusal12};

use super::super::{Certainty, Direction, Failure, rule};
use super::chains::shown;
use super::{Exam, Finding};

/// F30. Without the session the peer has to prove who it is, and cannot, or is not wanted. A client whose session was not
/// taken knows less: that it was offered, and that what it showed then was refused.
pub(super) fn made_under_other_rules(exam: &Exam<'_>) -> Option<Finding> {
    let why = exam.patient.negotiated.not_resumed?;
    match exam.direction {
        Direction::WeRefused if is_about_rules(why) => refused_without_it(exam, why),
        _ if why == NotResumed::Declined && exam.is_about_certificates() => Some(declined(exam)),
        _ => None,
    }
}

/// Whether it was made under another policy, by other authorities, under another name, or before a revocation: not just
/// long ago, or elsewhere.
const fn is_about_rules(why: NotResumed) -> bool {
    match why {
        NotResumed::OtherServerName
        | NotResumed::OtherClientAuth { .. }
        | NotResumed::NoCertificate
        | NotResumed::OtherTrust
        | NotResumed::Certificate(_)
        | NotResumed::OtherVerdict => true,
        NotResumed::Unknown
        | NotResumed::Declined
        | NotResumed::Expired
        | NotResumed::OtherVersion
        | NotResumed::OtherSuite
        | NotResumed::NotPreferred
        | NotResumed::NotExtended => false,
    }
}

fn refused_without_it(exam: &Exam<'_>, why: NotResumed) -> Option<Finding> {
    let (refusal, role) = (exam.refusal()?, exam.patient.chart.role);
    let is_missing = matches!(
        refusal,
        Refusal::Handshake(Handshake::CertificateRequired | Handshake::Tls12(Refusal12::CertificateRequired))
    );
    let refused = exam.flaw.as_ref().map_or_else(|| rule(&refusal), |flaw| flaw.says.clone());
    if !is_missing && exam.flaw.is_none() {
        return None;
    }
    let peer = role.peer().name();
    let says = format!(
        "the {peer} came back with a session that is not gone on from: {why}; so it had to prove anew who it is, and \
         {refused}"
    );
    let remedy = match exam.flaw.as_ref() {
        Some(flaw) => format!("{}; the session lets nobody in by itself", flaw.remedy),
        None => format!(
            "give the {peer} a certificate that today's rules accept; the session alone is not enough"
        ),
    };
    let finding = Finding::new(Certainty::Certain, says, remedy).with("the session", why.to_string());
    let cause = exam.flaw.as_ref().and_then(|flaw| flaw.failure);
    let finding = cause.into_iter().fold(finding, |finding, cause: Failure| {
        finding.with("refused for", format!("{cause} {}", cause.title()))
    });
    Some(shown(exam, finding))
}

fn declined(exam: &Exam<'_>) -> Finding {
    let says = "we offered a session, the server did not take it, and then refused what we showed: what was accepted \
                when the session was made is not accepted any more [RFC 9846 §4.7.1]";
    let remedy = "throw the session away, and see what the server says to the certificate alone";
    let finding = Finding::new(Certainty::Possible, says, remedy);
    shown(exam, finding)
        .command("handfast connect HOST:PORT --cert client.crt --key client.key   # no --session-in")
}

/// Whatever the cause: that there was a session, and why it did not help.
pub(in super::super) fn with_session(exam: &Exam<'_>, finding: Finding) -> Finding {
    let is_ours = exam.patient.chart.role == handfast::Role::Client;
    match exam.patient.negotiated.not_resumed.filter(|_| is_ours) {
        Some(why) => finding.with("our session", why.to_string()),
        None => finding,
    }
}
