//! Who is trusted to issue.

use handfast::Role;
use handfast::path::name::text;
use handfast::path::{Cert, Refusal, Source};
use handfast::rule::AlertDescription as Alert;

use super::super::chain::{is_alone, issuers, lacks_intermediate};
use super::super::offer::{Asked, listed};
use super::super::show::certificate;
use super::super::{Certainty, Direction};
use super::chains::shown;
use super::revocation::named_issuer;
use super::{Exam, Finding};
use crate::count;

/// A chain that does not lead to whom the other side trusts.
struct Untrusted<'a> {
    chain: &'a [Vec<u8>],
    /// Of who judges it.
    other: &'a [Vec<u8>],
    holder: Role,
    certainty: Certainty,
}

fn untrusted<'a>(exam: &'a Exam<'_>, holder: Role) -> Option<Untrusted<'a>> {
    let chart = exam.patient.chart;
    let (ours, theirs) = (chart.ours.as_deref(), chart.theirs.as_deref());
    let refused_for_it = exam.flaw.as_ref().is_some_and(|flaw| {
        matches!(
            flaw.refusal,
            Refusal::UnknownIssuer { .. } | Refusal::SelfSigned { .. } | Refusal::NamesakeIssuer { .. }
        )
    });
    let (chain, other, certainty) = match exam.direction {
        Direction::WeRefused if refused_for_it && chart.role != holder => (theirs, ours, Certainty::Certain),
        _ if chart.role == holder && exam.flaw.is_none() => (ours, theirs, suspicion(exam)?),
        _ => return None,
    };
    let chain = chain.filter(|chain| !chain.is_empty())?;
    Some(Untrusted { chain, other: other.unwrap_or_default(), holder, certainty })
}

/// With nothing wrong with our chain, an alert that is about certificates is about who issued them; one that says another
/// thing speaks against it.
fn suspicion(exam: &Exam<'_>) -> Option<Certainty> {
    let names_another_fault = matches!(
        exam.alert(),
        Some(
            Alert::CERTIFICATE_EXPIRED
                | Alert::CERTIFICATE_REVOKED
                | Alert::CERTIFICATE_REQUIRED
                | Alert::DECRYPT_ERROR
                | Alert::DECODE_ERROR
                | Alert::HANDSHAKE_FAILURE
                | Alert::INTERNAL_ERROR
        )
    );
    let is_exact = exam.alert() == Some(Alert::UNKNOWN_CA);
    let sure = if is_exact { Certainty::Certain } else { Certainty::Possible };
    (exam.is_about_certificates() && !names_another_fault).then_some(sure)
}

/// F03.
pub(super) fn intermediate_of_the_client_missing(exam: &Exam<'_>) -> Option<Finding> {
    missing(exam, &untrusted(exam, Role::Client)?)
}

/// F24.
pub(super) fn intermediate_of_the_server_missing(exam: &Exam<'_>) -> Option<Finding> {
    missing(exam, &untrusted(exam, Role::Server)?)
}

fn missing(exam: &Exam<'_>, untrusted: &Untrusted<'_>) -> Option<Finding> {
    let Untrusted { chain, other, holder, certainty } = *untrusted;
    let certainty = match lacks_intermediate(chain, other) || is_below_ours(exam, chain) {
        true => certainty,
        false if is_alone_below_an_intermediate(chain) => certainty.min(Certainty::Likely),
        false => return None,
    };
    let (holder, issuer) = (holder.name(), text(&issuers(chain).next_back()?));
    let says = format!(
        "the {holder} sent {}, and that of the intermediate {issuer} is not among them \
         [RFC 9846 §4.5.1.1]",
        count(chain.len(), "certificate"),
    );
    let remedy = format!("append the certificate of {issuer} to what the {holder} sends");
    let command = format!("cat {holder}.crt intermediate.crt > chain.crt");
    Some(shown(exam, Finding::new(certainty, says, remedy)).command(command))
}

/// Nothing but its name says that the issuer is an intermediate.
fn is_alone_below_an_intermediate(chain: &[Vec<u8>]) -> bool {
    let named = |issuer: Vec<u8>| {
        let name = text(&issuer).to_lowercase();
        ["intermediate", "issuing", "subordinate"].iter().any(|word| name.contains(word))
    };
    is_alone(chain) && issuers(chain).next().is_some_and(named)
}

/// The issuer that is missing stands in a chain that we show ourselves.
fn is_below_ours(exam: &Exam<'_>, chain: &[Vec<u8>]) -> bool {
    exam.patient
        .config
        .identities()
        .iter()
        .any(|identity| lacks_intermediate(chain, identity.chain()) && chain != identity.chain())
}

/// F02.
pub(super) fn client_of_another_authority(exam: &Exam<'_>) -> Option<Finding> {
    let untrusted = untrusted(exam, Role::Client)?;
    let remedy = match exam.direction {
        Direction::WeRefused => {
            "have the client use a certificate of one of these, or trust its issuer (--client-ca); if an intermediate stands between, the client must send it, too"
        }
        _ => {
            "use a certificate that an authority of the server issued; or have the server trust our issuer; if an \
              intermediate stands between, append it to --cert"
        }
    };
    namesake(exam, &untrusted).or_else(|| Some(stranger(exam, &untrusted, remedy).command(ISSUER)))
}

/// F23.
pub(super) fn server_not_trusted(exam: &Exam<'_>) -> Option<Finding> {
    let untrusted = untrusted(exam, Role::Server)?;
    let remedy = match exam.direction {
        Direction::WeRefused => {
            "name the authority of the server with --cacert, if it is the right one; if an intermediate stands between, the server must send it, too"
        }
        _ => {
            "give the client the certificate of our authority to trust; the fault is not the client's certificate"
        }
    };
    namesake(exam, &untrusted).or_else(|| Some(stranger(exam, &untrusted, remedy).command(ISSUER)))
}

const ISSUER: &str = "openssl x509 -in FILE -noout -subject -issuer   # on both sides";

fn stranger(exam: &Exam<'_>, untrusted: &Untrusted<'_>, remedy: &str) -> Finding {
    let end = issuers(untrusted.chain).next_back().map(|issuer| text(&issuer)).unwrap_or_default();
    let (holder, judge) = (untrusted.holder.name(), untrusted.holder.peer().name());
    let says = match exam.direction {
        Direction::WeRefused => {
            format!("the {holder}'s certificate leads to {end}, whom we do not trust [RFC 5280 §6.1]")
        }
        _ => format!("our certificate leads to {end}, whom the {judge} does not trust [RFC 9846 §6.2]"),
    };
    let finding = Finding::new(sure(untrusted), says, remedy);
    let finding = match (exam.direction, Asked::of(exam.patient.chart)) {
        (Direction::WeRefused, _) => finding
            .with("authorities we trust", listed(exam.patient.config.anchors().names().map(text), "; ")),
        (_, Some(asked)) if untrusted.holder == Role::Client => {
            finding.with("authorities named", asked.names())
        }
        _ => finding,
    };
    shown(exam, finding)
}

/// The same name, and another key: who only compares names is led astray. A server that does not know an authority which
/// it names itself can hardly mean another thing.
fn namesake(exam: &Exam<'_>, untrusted: &Untrusted<'_>) -> Option<Finding> {
    let finding = match exam.direction {
        Direction::WeRefused => namesake_of_ours(exam, untrusted)?,
        _ => namesake_of_theirs(exam, untrusted)?,
    };
    Some(shown(exam, finding).command(KEYS))
}

const KEYS: &str = "openssl x509 -in FILE -noout -subject -ext subjectKeyIdentifier,authorityKeyIdentifier";

fn namesake_of_ours(exam: &Exam<'_>, untrusted: &Untrusted<'_>) -> Option<Finding> {
    let flaw = exam.flaw.as_ref()?;
    let Refusal::NamesakeIssuer { at, .. } = flaw.refusal else { return None };
    let issued = issued(untrusted.chain, at.source)?;
    let (holder, issuer) = (untrusted.holder.name(), text(issued.issuer));
    let says = format!(
        "the {holder}'s chain says that {issuer} issued {}, and the certificate that we have of {issuer} has the same \
         name, but another key, which did not sign it [RFC 9846 §6.2]",
        text(issued.subject)
    );
    let remedy = format!(
        "find out which {issuer} is the right one: have the {holder}'s certificate issued again by the one that we \
         trust, or trust the other; an authority that is made anew wants a new name"
    );
    let trusted = exam.patient.config.anchors().certificates();
    let namesakes = trusted.filter(|der| Cert::parse(der).is_ok_and(|cert| cert.subject == issued.issuer));
    let finding = Finding::new(untrusted.certainty, says, remedy);
    Some(namesakes.fold(finding, |finding, der| finding.with("of that name, trusted", certificate(der))))
}

/// The certificate whose issuer was looked for.
fn issued(chain: &[Vec<u8>], source: Source) -> Option<Cert<'_>> {
    let place = match source {
        Source::Leaf => 0,
        Source::Intermediate(index) => index.checked_add(1)?,
        Source::Anchor(_) | Source::Responder(_) => return None,
    };
    Cert::parse(chain.get(place)?).ok()
}

fn namesake_of_theirs(exam: &Exam<'_>, untrusted: &Untrusted<'_>) -> Option<Finding> {
    let issuer = named_issuer(exam)?;
    let says = format!(
        "our certificate leads to {issuer}, whom the server names among its authorities, and yet it does not take it: \
         it probably knows one of the same name with another key; OpenSSL answers so, too, if it has no CRL of every \
         authority [RFC 9846 §6.2]"
    );
    let remedy = format!(
        "compare the key of {issuer} on both sides; have our certificate issued again by the one that the server \
         trusts; an authority that is made anew wants a new name"
    );
    let finding = Finding::new(untrusted.certainty.min(Certainty::Likely), says, remedy);
    Some(finding.with("authorities named", Asked::of(exam.patient.chart)?.names()))
}

/// A certificate that comes alone may as well lack its intermediate, unless it is its own issuer.
fn sure(untrusted: &Untrusted<'_>) -> Certainty {
    let first = untrusted.chain.first().and_then(|first| Cert::parse(first).ok());
    match first.filter(|_| is_alone(untrusted.chain)) {
        Some(cert) if cert.issuer != cert.subject => untrusted.certainty.min(Certainty::Likely),
        _ => untrusted.certainty,
    }
}
