//! What the messages say that only TLS 1.2 has, or has in another form. Sections are those of RFC 5246.

use handfast::path::cert::Cert;
use handfast::path::name;
use handfast::wire::Message;
use handfast::wire::handshake::{
    Certificate12, CertificateRequest12, ClientKeyExchange, NewSessionTicket12, ServerKeyExchange,
};

use super::contents::{dotted, listed};
use super::judgement::count;

/// What stands in it, a line each; nothing for a message of TLS 1.3.
pub(super) fn lines(message: &Message<'_>) -> Vec<String> {
    match message {
        Message::Certificate12(m) => vec![certificate(m)],
        Message::ServerKeyExchange(m) => server_key_exchange(m),
        Message::CertificateRequest12(m) => certificate_request(m),
        Message::ClientKeyExchange(m) => vec![client_key_exchange(*m)],
        Message::NewSessionTicket12(m) => vec![ticket(*m)],
        Message::CertificateStatus(_) => vec!["what an OCSP responder says of it".into()],
        _ => Vec::new(),
    }
}

fn certificate(m: &Certificate12<'_>) -> String {
    let Some(leaf) = m.certificate_list.first() else { return "empty: there is none to show".into() };
    let chain = Some(count(m.certificate_list.len(), "certificate"));
    match Cert::parse(leaf.0) {
        Ok(cert) => {
            let key = cert.public_key().map(|key| key.kind().to_string());
            dotted([Some(name::text(cert.subject)), key.ok(), chain])
        }
        Err(why) => dotted([Some(why.to_string()), chain]),
    }
}

fn server_key_exchange(m: &ServerKeyExchange<'_>) -> Vec<String> {
    vec![format!("key share: {}", m.params.group), format!("{} over both randoms and the share", m.algorithm)]
}

fn certificate_request(m: &CertificateRequest12<'_>) -> Vec<String> {
    let authorities = m.certificate_authorities;
    let issued = (!authorities.is_empty())
        .then(|| format!("issued by {}", listed(authorities.iter().map(|name| name::text(name.0)))));
    let schemes = count(m.supported_signature_algorithms.len(), "signature scheme");
    vec![format!("to sign with: {}", listed(m.certificate_types.iter())), dotted([issued, Some(schemes)])]
}

fn client_key_exchange(m: ClientKeyExchange<'_>) -> String {
    match m {
        ClientKeyExchange::Ecdhe(_) => "the client's key share".into(),
        ClientKeyExchange::Rsa(encrypted) => {
            format!("a random secret, encrypted with the server's RSA key: {} bytes", encrypted.len())
        }
    }
}

fn ticket(m: NewSessionTicket12<'_>) -> String {
    format!("for {} s", m.ticket_lifetime_hint)
}
