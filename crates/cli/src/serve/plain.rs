//! What a peer is told that speaks plain HTTP to the TLS port.

use handfast::record::Refusal;

const BODY: &str = "\
400 Bad Request
The plain HTTP request was sent to HTTPS port

This port speaks TLS: use https:// in the address.
";

/// An HTTP response in the clear, for who will understand it.
pub(super) fn words(refusal: &Refusal) -> Option<Vec<u8>> {
    match refusal {
        Refusal::PlainHttp { method } => Some(response(method).into_bytes()),
        _ => None,
    }
}

/// The response to HEAD has no body (RFC 9110 §9.3.2).
fn response(method: &str) -> String {
    let body = if method == "HEAD" { "" } else { BODY };
    format!(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        BODY.len()
    )
}
