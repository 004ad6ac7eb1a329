//! Keys without certificates (RFC 7250): nobody knows them, or one side takes or shows no such thing.

use handfast::handshake::{CertificateType, Refusal as Handshake};
use handfast::path::Refusal as Path;
use handfast::rule::AlertDescription as Alert;
use handfast::wire::Message;
use handfast::{Refusal, Role, Withheld};

use super::super::offer::listed;
use super::super::show::raw_key;
use super::super::{Certainty, Direction};
use super::{Exam, Finding};

/// F02: the client's.
pub(super) fn client_unknown(exam: &Exam<'_>) -> Option<Finding> {
    unknown(exam, Role::Client)
}

/// F23: the server's.
pub(super) fn server_unknown(exam: &Exam<'_>) -> Option<Finding> {
    unknown(exam, Role::Server)
}

fn unknown(exam: &Exam<'_>, holder: Role) -> Option<Finding> {
    let chart = exam.patient.chart;
    if chart.role == holder { refused_ours(exam) } else { refused_theirs(exam, holder) }
}

fn refused_theirs(exam: &Exam<'_>, holder: Role) -> Option<Finding> {
    let (_, Path::UnknownKey { known }) = exam.patient.chart.judged.as_ref()? else { return None };
    let key = exam.patient.chart.their_key.as_ref().filter(|_| exam.direction == Direction::WeRefused)?;
    let says = format!(
        "the {holder} showed a key without a certificate, and it is none of the {known} that are known here \
         [RFC 7250 §6]",
        holder = holder.name()
    );
    let remedy = "if it is the right key, name the file that holds it with --peer-raw-key";
    let finding = Finding::new(Certainty::Certain, says, remedy).with("its key", raw_key(key));
    Some(finding.command("openssl pkey -in KEY -pubout -out key.pub   # where the key is"))
}

/// Nothing can be wrong with a key alone but that it is unknown, or too weak.
fn refused_ours(exam: &Exam<'_>) -> Option<Finding> {
    let key = exam.patient.chart.our_key.as_ref().filter(|_| exam.is_about_certificates())?;
    let says =
        "our key, which was shown without a certificate, is probably none that the peer knows [RFC 7250 §6]";
    let remedy = "let the peer know our key, by a way that can be trusted";
    let finding = Finding::new(Certainty::Likely, says, remedy).with("our key", raw_key(key));
    Some(finding.command("openssl pkey -in KEY -pubout -out key.pub   # and hand that in"))
}

/// F28: the types do not meet.
pub(super) fn no_common_type(exam: &Exam<'_>) -> Option<Finding> {
    let chart = exam.patient.chart;
    let (certainty, says) = match (exam.refusal(), exam.alert()) {
        (Some(Refusal::Handshake(Handshake::NoCommonCertificateType)), _) => (
            Certainty::Certain,
            "one side shows keys without certificates, or takes nothing else, and the other does not [RFC 7250 §4.2]",
        ),
        (None, Some(Alert::UNSUPPORTED_CERTIFICATE)) if lists_types(exam) && !chart.has_server_hello => (
            Certainty::Certain,
            "the server has nothing to show, or takes nothing, of the types of certificates that we offer \
             [RFC 7250 §4.2]",
        ),
        (Some(Refusal::Handshake(Handshake::NoIdentityOfType)), _) => (
            Certainty::Certain,
            "the server wants another type than ours: a certificate, or a key alone [RFC 7250 §4.2]",
        ),
        _ if withheld(exam) => (
            Certainty::Likely,
            "nothing was shown, for the server wants another type than ours: a certificate, or a key alone \
             [RFC 7250 §4.2]",
        ),
        _ => return None,
    };
    let remedy = "let both sides use certificates, or both keys alone: --cert and --cacert here, --raw-key and \
                  --peer-raw-key";
    let (client, server) = offered(exam);
    let finding = Finding::new(certainty, says, remedy);
    Some(finding.with("the client shows", client).with("the client takes", server))
}

fn withheld(exam: &Exam<'_>) -> bool {
    exam.patient.negotiated.withheld == Some(Withheld::OtherCertificateType) && exam.is_about_certificates()
}

fn lists_types(exam: &Exam<'_>) -> bool {
    let Some(Message::ClientHello(hello)) = exam.patient.chart.offer() else { return false };
    let extensions = hello.extensions();
    extensions.client_certificate_type().or(extensions.server_certificate_type()).is_some()
}

/// What the client shows, and what it takes. Who says nothing means X.509.
fn offered(exam: &Exam<'_>) -> (String, String) {
    let alone = || CertificateType::X509.to_string();
    let Some(Message::ClientHello(hello)) = exam.patient.chart.offer() else { return (alone(), alone()) };
    let extensions = hello.extensions();
    let types = [extensions.client_certificate_type(), extensions.server_certificate_type()];
    let [client, server] = types.map(|types| types.and_then(|types| types.offered()));
    let text = |types: Option<_>| types.map_or_else(alone, |types| listed::<_>(types, ", "));
    (text(client), text(server))
}
