//! The rest: no TLS, bad signatures, names and permissions; and what no entry of the catalogue explains.

use handfast::handshake::{Refusal as Handshake, Refusal12};
use handfast::record::Refusal as Record;
use handfast::rule::AlertDescription as Alert;
use handfast::{Refusal, Role};

use super::super::{Certainty, Direction, Ending, Failure, rule};
use super::chains::{flawed, shown};
use super::{Exam, Finding};

/// F32.
pub(super) fn not_tls(exam: &Exam<'_>) -> Option<Finding> {
    let Some(refusal @ Refusal::Record(record)) = exam.refusal() else { return None };
    let remedy = match record {
        Record::PlainHttp { .. } => "call https:// in place of http://",
        Record::PlainHttpResponse => "call the port that speaks HTTPS; this one speaks plain HTTP",
        Record::ProxyHeader => "let the load balancer send no PROXY header to this port",
        Record::SshBanner => "call the port that speaks TLS; this one speaks SSH",
        Record::MailGreeting => {
            "call the port that starts with TLS (465, 993, 995), not the one with STARTTLS"
        }
        Record::Sslv2ClientHello | Record::NotTls { .. } | Record::NotAVersion { .. } => {
            "call a port that speaks TLS, with a program that does"
        }
        _ => return None,
    };
    Some(Finding::new(Certainty::Certain, rule(&refusal), remedy).command("curl -v http://HOST:PORT/"))
}

/// F18. A signature by another key (F17) looks like any that is wrong: where the files are read, that is found out.
pub(super) fn bad_signature(exam: &Exam<'_>) -> Option<Finding> {
    let says = match exam.refusal() {
        Some(
            refusal @ Refusal::Handshake(
                Handshake::BadSignature { .. } | Handshake::Tls12(Refusal12::BadSignature { .. }),
            ),
        ) => rule(&refusal),
        None if exam.alert() == Some(Alert::DECRYPT_ERROR) && exam.patient.chart.signed => {
            "the peer could not verify our signature of the handshake [RFC 9846 §4.5.2]".into()
        }
        _ => return None,
    };
    let certainty =
        if exam.direction == Direction::WeRefused { Certainty::Certain } else { Certainty::Likely };
    let finding = Finding::new(certainty, says, suspects(exam));
    let finding = finding.with("what is signed", signed(exam));
    Some(shown(exam, finding).command("openssl x509 -in FILE -noout -pubkey; openssl pkey -in KEY -pubout"))
}

/// In TLS 1.3 the messages that are signed, and the signature, came under keys that nobody else has: that leaves the key.
const fn suspects(exam: &Exam<'_>) -> &'static str {
    match exam.patient.negotiated.version {
        Some(handfast::Version::Tls12) => {
            "look whether who signs has the key of the certificate that is shown, and whether both sides saw the same \
             messages: something in between may change them"
        }
        _ => {
            "look whether who signs has the key of the certificate that is shown (F17), which is most likely: in TLS 1.3 \
             nothing in between can change messages, unless it ends the connections of both sides"
        }
    }
}

fn signed(exam: &Exam<'_>) -> String {
    let negotiated = exam.patient.negotiated;
    let of = |scheme: Option<_>| scheme.map_or_else(String::new, |scheme| format!("{scheme} over "));
    let scheme =
        if exam.direction == Direction::WeRefused { negotiated.peer_scheme } else { negotiated.our_scheme };
    let what = match negotiated.version {
        Some(handfast::Version::Tls12) => {
            "the messages so far, or for a server both randoms and its key share"
        }
        _ => "64 blanks, a context string that names the side, and the hash of all messages so far",
    };
    format!("{}{what}", of(scheme))
}

/// F25.
pub(super) fn unknown_name(exam: &Exam<'_>) -> Option<Finding> {
    let refused = matches!(exam.refusal(), Some(Refusal::Handshake(Handshake::UnrecognizedName)));
    let misdirected = matches!(exam.patient.ending, Ending::Http(421));
    if !refused && !misdirected && exam.alert() != Some(Alert::UNRECOGNIZED_NAME) {
        return None;
    }
    let name = exam.patient.negotiated.server_name.as_deref().unwrap_or("no name");
    let says = format!("the server knows no host by the name that was asked for: {name} [RFC 6066 §3]");
    let remedy = "ask for the name that the server goes by";
    Some(
        Finding::new(Certainty::Certain, says, remedy)
            .command("handfast connect HOST:PORT --servername NAME"),
    )
}

/// F31.
pub(super) fn not_allowed(exam: &Exam<'_>) -> Option<Finding> {
    if let Some(finding) = flawed(exam, Failure::F31) {
        return Some(finding);
    }
    let says_so = exam.alert() == Some(Alert::ACCESS_DENIED) || exam.patient.ending == Ending::Http(403);
    if !says_so || exam.flaw.is_some() {
        return None;
    }
    let says = "the peer knows who we are, and does not let us in [RFC 9846 §6.2]";
    let remedy = "have the peer's rules let this certificate in; some servers (GnuTLS) answer so to any bad certificate";
    Some(shown(exam, Finding::new(Certainty::Likely, says, remedy)))
}

/// What no entry explains: what is seen, and where to look further.
pub(in super::super) fn unknown(exam: &Exam<'_>) -> Finding {
    if let Some(flaw) = exam.flaw.as_ref().filter(|_| exam.direction == Direction::WeRefused) {
        return shown(exam, Finding::new(Certainty::Certain, flaw.says.clone(), flaw.remedy.clone()));
    }
    let chart = exam.patient.chart;
    let log = "look into the log of the other side; and see what it says to another program";
    match (exam.direction, exam.refusal()) {
        (_, Some(refusal)) => Finding::new(Certainty::Certain, refusal.to_string(), OTHER_SIDE),
        (Direction::RejectionSuspected, _) => {
            let says = "in TLS 1.3 a server judges a client's certificate after the client is done, and some refuse by \
                        leaving [RFC 9846 §4.5.1.3]; nothing is wrong with ours that could be seen from here";
            shown(exam, Finding::new(Certainty::Possible, says, log)).command(compare(chart.role))
        }
        (Direction::OurSide, _) => Finding::new(Certainty::Certain, "it is said above", "mend it here"),
        _ => Finding::new(Certainty::Possible, "nothing that is known here explains it", log)
            .command(compare(chart.role)),
    }
}

const OTHER_SIDE: &str =
    "look whether the other side holds to the standard, or something in between changes messages";

const fn compare(role: Role) -> &'static str {
    match role {
        Role::Client => "openssl s_client -connect HOST:PORT -cert client.crt -key client.key -state",
        Role::Server => "openssl s_client -connect HOST:PORT -state   # against this server",
    }
}
