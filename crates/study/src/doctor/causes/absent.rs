//! No client certificate: there is none, or it was withheld.

use handfast::handshake::{Refusal as Handshake, Refusal12};
use handfast::path::name::text;
use handfast::rule::AlertDescription as Alert;
use handfast::{Refusal, Role, Withheld};

use super::super::chain::{issuers, lacks_intermediate};
use super::super::offer::{Asked, listed};
use super::super::show::certificate;
use super::{Exam, Finding};

/// F01. A server that misses a certificate cannot tell why there is none.
pub(super) fn none_configured(exam: &Exam<'_>) -> Option<Finding> {
    if let Some(Refusal::Handshake(
        Handshake::CertificateRequired | Handshake::Tls12(Refusal12::CertificateRequired),
    )) = exam.refusal()
    {
        return missed(exam);
    }
    let asked = empty_handed(exam, Withheld::NoneConfigured)?;
    let says = "the server wants a client certificate, none is configured here, and an empty list was sent \
                [RFC 9846 §4.5.1.3]";
    let remedy = "give a certificate of one of these authorities, and its key";
    let finding = Finding::new(certainty(exam), says, remedy).with("authorities named", asked.names());
    Some(finding.command("handfast connect HOST:PORT --cert client.crt --key client.key"))
}

fn missed(exam: &Exam<'_>) -> Option<Finding> {
    let asked = Asked::of(exam.patient.chart)?;
    let says = "the client was asked for a certificate, and sent none: it has none, or withholds one that these \
                authorities did not issue or whose key makes no such signature [RFC 9846 §4.5.1.3]";
    let remedy = "give the client a certificate of one of these authorities; or ask without insisting";
    let finding = Finding::new(super::super::Certainty::Certain, says, remedy);
    let finding = finding.with("authorities we named", asked.names());
    Some(finding.with("signatures we take", listed(asked.schemes, ", ")))
}

/// F03, as a client sees it that keeps to the list of authorities: its chain would lead to one if it were whole.
pub(super) fn withheld_for_want_of_an_intermediate(exam: &Exam<'_>) -> Option<Finding> {
    let asked = withheld_for_authorities(exam)?;
    let ours = exam.patient.config.identities().iter().find(|identity| lacks(exam, identity.chain()))?;
    let issuer = issuers(ours.chain()).last()?;
    let says = format!(
        "our certificate was withheld: its issuer {} is none of the authorities that the server names, and is itself \
         an intermediate, whose certificate is missing from our chain [RFC 9846 §4.5.1.2]",
        text(&issuer)
    );
    let remedy = "append the certificate of the intermediate to the file given with --cert";
    let finding = Finding::new(certainty(exam), says, remedy).with("authorities named", asked.names());
    let finding = finding.with("our certificate", certificate(ours.chain().first()?));
    Some(finding.command("cat client.crt intermediate.crt > chain.crt   # and give --cert chain.crt"))
}

fn lacks(exam: &Exam<'_>, chain: &[Vec<u8>]) -> bool {
    lacks_intermediate(chain, exam.patient.chart.theirs.as_deref().unwrap_or_default())
}

/// F04.
pub(super) fn of_other_authorities(exam: &Exam<'_>) -> Option<Finding> {
    let asked = withheld_for_authorities(exam)?;
    let ours = exam.patient.config.identities().first()?.chain();
    let issuers = listed(issuers(ours).map(|issuer| text(&issuer)), "; ");
    let says = format!(
        "our certificate was withheld, for the server takes only certificates of the authorities that it names, and \
         ours comes from {issuers} [RFC 9846 §4.3.4]"
    );
    let remedy = "use a certificate that one of these authorities issued; if ours leads there by an intermediate, \
                  append that to --cert; or have the server trust our issuer";
    let finding = Finding::new(certainty(exam), says, remedy).with("authorities named", asked.names());
    let finding = finding.with("our certificate", certificate(ours.first()?));
    Some(finding.command("openssl x509 -in client.crt -noout -issuer"))
}

/// F05, for what the server asks of the certificate itself.
pub(super) fn of_other_values(exam: &Exam<'_>) -> Option<Finding> {
    let asked = empty_handed(exam, Withheld::OtherValues)?;
    let ours = exam.patient.config.identities().first()?.chain();
    let says = "our certificate was withheld, for it has not the key usage or the purposes that the server asks for \
                with oid_filters [RFC 9846 §4.3.5]";
    let remedy = "use a certificate that was issued for what the server names there";
    let finding = Finding::new(certainty(exam), says, remedy).with("authorities named", asked.names());
    let finding = finding.with("our certificate", certificate(ours.first()?));
    Some(finding.command("openssl x509 -in client.crt -noout -ext keyUsage,extendedKeyUsage"))
}

/// F05.
pub(super) fn no_common_scheme(exam: &Exam<'_>) -> Option<Finding> {
    let asked = empty_handed(exam, Withheld::NoCommonScheme)?;
    let ours = exam.patient.config.identities().first()?.chain();
    let says = "our certificate was withheld, for its key makes none of the signatures that the server takes \
                [RFC 9846 §4.3.3]";
    let remedy = "use a certificate with a key of a kind that the server takes (P-256 and RSA are taken by nearly all)";
    let finding = Finding::new(certainty(exam), says, remedy);
    let finding = finding.with("signatures taken", listed(asked.schemes, ", "));
    Some(finding.with("our certificate", certificate(ours.first()?)))
}

fn withheld_for_authorities(exam: &Exam<'_>) -> Option<Asked> {
    match exam.patient.negotiated.withheld? {
        why @ Withheld::OtherAuthorities { .. } => empty_handed(exam, why),
        Withheld::NoneConfigured
        | Withheld::OtherCertificateType
        | Withheld::OtherValues
        | Withheld::NoCommonScheme => None,
    }
}

/// We, a client, were asked, sent an empty list for this reason, and are refused for what can be that.
fn empty_handed(exam: &Exam<'_>, why: Withheld) -> Option<Asked> {
    let chart = exam.patient.chart;
    let sent_none = chart.role == Role::Client && chart.ours.as_ref().is_some_and(Vec::is_empty);
    let fits = sent_none && exam.is_about_certificates() && exam.patient.negotiated.withheld == Some(why);
    fits.then(|| Asked::of(chart)).flatten()
}

fn certainty(exam: &Exam<'_>) -> super::super::Certainty {
    exam.certainty(&[Alert::CERTIFICATE_REQUIRED])
}
