//! Keys that both sides share beforehand (RFC 9846 §2.2): one side does not know it, has another one under its name, or
//! wants a certificate as well.

use handfast::handshake::Refusal as Handshake;
use handfast::rule::AlertDescription as Alert;
use handfast::wire::code_points::ExtensionType;
use handfast::wire::{Kind, Message};
use handfast::{NotResumed, Refusal, Role};

use super::super::Certainty;
use super::{Exam, Finding};

/// The binder shows that the client has another key than the server, under the same name.
pub(super) fn another(exam: &Exam<'_>) -> Option<Finding> {
    let ours = known(exam);
    let (certainty, says) = match (exam.patient.chart.role, exam.refusal(), exam.alert()) {
        (Role::Server, Some(Refusal::Handshake(Handshake::BadBinder)), _) => (
            Certainty::Certain,
            "the client names a key that is known here, and has another one under that name",
        ),
        (Role::Client, None, Some(Alert::DECRYPT_ERROR)) if !exam.patient.chart.has_server_hello => {
            (Certainty::Likely, "the server knows a key by this name, and it is another one than ours")
        }
        _ => return None,
    };
    let name = ours.first()?.clone();
    let remedy = "give both sides the same key for this name, digit by digit, and the same hash; one that is imported \
                  (RFC 9258) on one side must be on the other";
    let says = format!("{says}: the binder does not fit [RFC 9846 §4.3.11.2]");
    let finding = Finding::new(certainty, says, remedy).with("the key", name);
    Some(finding.command("handfast connect HOST:PORT --psk HEX --psk-identity ID"))
}

/// No key is known to both.
pub(super) fn unknown(exam: &Exam<'_>) -> Option<Finding> {
    let (certainty, says) = match exam.patient.chart.role {
        Role::Server => unknown_to_us(exam)?,
        Role::Client => unknown_to_them(exam)?,
    };
    let remedy = "let both sides have the key under the same name, for the hash of a cipher suite that both speak; or \
                  give the server a certificate, and the client somebody to trust";
    let finding = Finding::new(certainty, says, remedy).with("keys offered", offered(exam));
    let ours = configured(exam).join(", ");
    let finding = if ours.is_empty() { finding } else { finding.with("keys here", ours) };
    Some(finding.command("handfast connect HOST:PORT --psk HEX --psk-identity ID"))
}

fn unknown_to_us(exam: &Exam<'_>) -> Option<(Certainty, &'static str)> {
    let offers = !names(exam).is_empty();
    match exam.refusal()? {
        Refusal::Handshake(Handshake::NoSharedKey) if !offers => Some((
            Certainty::Certain,
            "the client offers no key that was shared beforehand, and there is no certificate here to show it \
             [RFC 9846 §4.2.1]",
        )),
        Refusal::Handshake(Handshake::NoSharedKey) => Some((
            Certainty::Certain,
            "none of the client's keys is known here, or serves with the cipher suite and the mode, and there is no \
             certificate to show it [RFC 9846 §4.2.1]",
        )),
        Refusal::Handshake(Handshake::MissingExtension { extension, .. })
            if offers && extension == ExtensionType::SIGNATURE_ALGORITHMS =>
        {
            Some((
                Certainty::Certain,
                "none of the client's keys is known here, and it takes no certificate in their place \
                 [RFC 9846 §9.2]",
            ))
        }
        _ => None,
    }
}

fn unknown_to_them(exam: &Exam<'_>) -> Option<(Certainty, &'static str)> {
    let chart = exam.patient.chart;
    configured(exam).first()?;
    let passed_over =
        Handshake::MissingExtension { message: Kind::ServerHello, extension: ExtensionType::PRE_SHARED_KEY };
    match (exam.refusal(), exam.alert()) {
        (Some(Refusal::Handshake(refusal)), _) if refusal == passed_over => Some((
            Certainty::Certain,
            "the server does not go on from our key: it does not know it, or not for the hash of the cipher suite that \
             it chose [RFC 9846 §4.3.11]",
        )),
        (None, Some(Alert::UNKNOWN_PSK_IDENTITY)) => {
            Some((Certainty::Certain, "the server knows no key by the name of ours [RFC 9846 §6.2]"))
        }
        (None, Some(Alert::HANDSHAKE_FAILURE | Alert::MISSING_EXTENSION | Alert::ILLEGAL_PARAMETER))
            if !chart.has_server_hello && takes_nothing_else(exam) =>
        {
            Some((
                Certainty::Likely,
                "the server does not know our key, has another one under its name, or has it for no cipher suite that \
                 both speak; and we take nothing else [RFC 9846 §4.3.11]",
            ))
        }
        _ => None,
    }
}

fn takes_nothing_else(exam: &Exam<'_>) -> bool {
    exam.patient.config.protocol.schemes.is_empty()
}

/// The client has the key, and a certificate is wanted of it.
pub(super) fn not_sufficient(exam: &Exam<'_>) -> Option<Finding> {
    let missing = Refusal::Handshake(Handshake::CertificateRequired);
    let passed_over = exam.patient.negotiated.not_resumed == Some(NotResumed::NoCertificate);
    let name = known(exam).first()?.clone();
    if exam.patient.chart.role == Role::Client || exam.refusal() != Some(missing) || !passed_over {
        return None;
    }
    let says = "the client offers a key that is known here and shows no certificate, and a certificate is required \
                [RFC 9846 §4.5.1.3]";
    let remedy = "let the key suffice (--psk-suffices), or give the client a certificate";
    Some(Finding::new(Certainty::Certain, says, remedy).with("the key", name))
}

/// What the client's keys are called, tickets among them.
fn names<'a>(exam: &Exam<'a>) -> Vec<&'a [u8]> {
    let Some(Message::ClientHello(hello)) = exam.patient.chart.offer() else { return Vec::new() };
    let offered = hello.extensions().offered_psks();
    offered.iter().flat_map(|offered| offered.identities.iter()).map(|psk| psk.identity).collect()
}

/// Those of them that are known here.
fn known(exam: &Exam<'_>) -> Vec<String> {
    let offered = names(exam);
    let ours = exam.patient.config.shared_keys().iter();
    ours.filter(|key| offered.contains(&key.identity())).map(|key| shown(key.identity())).collect()
}

fn configured(exam: &Exam<'_>) -> Vec<String> {
    exam.patient.config.shared_keys().iter().take(MOST).map(|key| shown(key.identity())).collect()
}

fn offered(exam: &Exam<'_>) -> String {
    let names: Vec<_> = names(exam).into_iter().take(MOST).map(shown).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// More names tell nobody more.
const MOST: usize = 4;

/// Escaped, and not too long.
fn shown(name: &[u8]) -> String {
    match name.get(..LONGEST) {
        Some(start) => format!("{}…", start.escape_ascii()),
        None => name.escape_ascii().to_string(),
    }
}

/// Of a ticket, the beginning is enough.
const LONGEST: usize = 32;
