//! What both sides speak.

use handfast::handshake::{Refusal as Handshake, Refusal12};
use handfast::rule::AlertDescription as Alert;
use handfast::wire::code_points::ProtocolVersion;
use handfast::{Refusal, Role};

use super::super::offer::{Offer, listed};
use super::super::{Certainty, Direction, Ending, rule};
use super::{Exam, Finding};

/// F16.
pub(super) fn no_common_scheme(exam: &Exam<'_>) -> Option<Finding> {
    let client = Offer::of_client(exam.patient.chart)?;
    let (certainty, says) = match exam.refusal() {
        Some(
            refusal @ Refusal::Handshake(
                Handshake::NoCommonScheme | Handshake::Tls12(Refusal12::NoCommonScheme),
            ),
        ) => (Certainty::Certain, rule(&refusal)),
        None if hello_refused(exam) && !client.takes_usual_signatures() => (
            Certainty::Likely,
            "the server probably has no key that makes a signature we take: our list lacks usual ones \
             [RFC 9846 §4.3.3, §9.1]"
                .into(),
        ),
        _ => return None,
    };
    let remedy =
        "take more signature schemes, or give the server a second certificate with a key of another kind";
    let finding = Finding::new(certainty, says, remedy);
    let finding = finding.with("the client takes", listed(&client.schemes, ", "));
    Some(match exam.patient.chart.role {
        Role::Server => finding.with("our keys", keys(exam)),
        Role::Client => finding,
    })
}

fn keys(exam: &Exam<'_>) -> String {
    let leaves = exam.patient.config.identities().iter().filter_map(|identity| identity.chain().first());
    listed(leaves.map(|der| super::super::show::key(der)), ", ")
}

/// F28.
pub(super) fn nothing_in_common(exam: &Exam<'_>) -> Option<Finding> {
    let client = Offer::of_client(exam.patient.chart)?;
    let (certainty, says) = match (exam.refusal(), exam.alert()) {
        (Some(refusal), _) if is_about_offers(&refusal) => (Certainty::Certain, rule(&refusal)),
        (_, Some(Alert::PROTOCOL_VERSION)) => no_version(&client),
        (None, Some(_)) if hello_refused(exam) => (
            if client.has_what_all_speak() { Certainty::Possible } else { Certainty::Likely },
            "the server finds no cipher suite or group in our offer, or has no key for our signature schemes \
             [RFC 9846 §4.2.1]"
                .into(),
        ),
        _ => return None,
    };
    let remedy =
        "let both sides offer a version, a cipher suite and a group in common: --tls, --ciphers, --groups";
    let finding = with_offers(exam, Finding::new(certainty, says, remedy), &client);
    Some(finding.command("openssl s_client -connect HOST:PORT -tls1_2   # and -tls1_3, to compare"))
}

/// OpenSSL does without TLS 1.3 if none of its keys goes with the client's signature schemes.
fn no_version(client: &Offer) -> (Certainty, String) {
    const SAYS: &str = "the server speaks none of the versions that we offer";
    match client.versions.contains(&ProtocolVersion::TLS1_3) {
        true => (
            Certainty::Likely,
            format!("{SAYS}, or in TLS 1.3 has no key for our signature schemes [RFC 9846 §4.3.1, §4.3.3]"),
        ),
        false => (Certainty::Certain, format!("{SAYS} [RFC 9846 §4.3.1]")),
    }
}

fn with_offers(exam: &Exam<'_>, finding: Finding, client: &Offer) -> Finding {
    let finding = finding
        .with("the client offers", listed(&client.versions, ", "))
        .with("", listed(&client.suites, ", "))
        .with("", listed(&client.groups, ", "));
    if exam.patient.chart.role == Role::Client {
        return finding;
    }
    let ours = Offer::configured(exam.patient);
    finding
        .with("we speak", listed(&ours.versions, ", "))
        .with("", listed(&ours.suites, ", "))
        .with("", listed(&ours.groups, ", "))
}

const fn is_about_offers(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Handshake(
            Handshake::NoCommonVersion { .. }
                | Handshake::VersionNotOffered { .. }
                | Handshake::NoCommonSuite
                | Handshake::NoCommonGroup
                | Handshake::Tls12(Refusal12::NoCommonSuite | Refusal12::NoCommonGroup)
        )
    )
}

/// Our ClientHello was answered with an alert that is for that.
fn hello_refused(exam: &Exam<'_>) -> bool {
    let chart = exam.patient.chart;
    let is_early = chart.role == Role::Client && !chart.has_server_hello;
    is_early && matches!(exam.alert(), Some(Alert::HANDSHAKE_FAILURE | Alert::INSUFFICIENT_SECURITY))
}

/// What fits one segment of TCP on nearly all ways, in octets.
const SEGMENT: usize = 1400;

/// F29.
pub(super) fn large_hello_lost(exam: &Exam<'_>) -> Option<Finding> {
    let chart = exam.patient.chart;
    let length = chart.client_hello.len();
    let unheard = chart.role == Role::Client && !chart.has_server_hello && length > SEGMENT;
    let silent = exam.direction == Direction::Lost;
    if !(unheard && silent) {
        return None;
    }
    let certainty =
        if exam.patient.ending == Ending::TimedOut { Certainty::Likely } else { Certainty::Possible };
    let says = format!(
        "our ClientHello has {length} octets, more than fit one packet, and something on the way may not like that; \
         or the port does not speak TLS"
    );
    let remedy = "try again with a small one, and compare";
    let finding = Finding::new(certainty, says, remedy);
    Some(finding.command("handfast connect HOST:PORT --groups x25519"))
}
