//! Who else speaks to a TLS port, or answers from one.

use handfast_wire::code_points::ContentType;
use handfast_wire::record::{HEADER_LEN, Header};

use crate::Refusal;

/// Judges the first five bytes of a connection. `legacy_record_version` is ignored (RFC 9846 §5.1) but for its major
/// byte, which has been 3 since SSL 3.0: where it is not, these are not the bytes of a record.
pub(crate) fn judge_first(bytes: &[u8; HEADER_LEN]) -> Result<(), Refusal> {
    let header = Header::decode(bytes);
    let Header { content_type, legacy_record_version: version, .. } = header;
    if !(ContentType::CHANGE_CIPHER_SPEC..=ContentType::APPLICATION_DATA).contains(&content_type) {
        return Err(recognise(bytes));
    }
    if version.0 >> 8 == 3 { Ok(()) } else { Err(Refusal::NotAVersion { version }) }
}

fn recognise(first: &[u8; HEADER_LEN]) -> Refusal {
    if let Some(method) = http_method(first) {
        return Refusal::PlainHttp { method };
    }
    match first {
        b"HTTP/" => Refusal::PlainHttpResponse,
        b"PROXY" | b"\r\n\r\n\0" => Refusal::ProxyHeader,
        [b'S', b'S', b'H', b'-', _] => Refusal::SshBanner,
        // SMTP and FTP greet with 220, POP3 with +OK, IMAP with * OK; EHLO and HELO are a client's.
        [b'2', b'2', b'0', b' ' | b'-', _] | [b'+', b'O', b'K', ..] | b"* OK " | b"EHLO " | b"HELO " => {
            Refusal::MailGreeting
        }
        // Two bytes of length, the message type 1, and a version: 0x0002 or that of SSL 3.0 and later.
        [0x80..=0xff, _, 1, 0, 2] | [0x80..=0xff, _, 1, 3, _] => Refusal::Sslv2ClientHello,
        _ => Refusal::NotTls { first: *first },
    }
}

/// The methods of RFC 9110 §9.3 and RFC 5789, and the preface of RFC 9113 §3.4.
fn http_method(first: &[u8; HEADER_LEN]) -> Option<&'static str> {
    const METHODS: &[&str] =
        &["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI"];
    METHODS.iter().copied().find(|method| {
        let known = method.bytes().chain([b' ']);
        known.zip(first).all(|(known, byte)| known == *byte)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(bytes: &[u8]) -> Result<(), Refusal> {
        judge_first(bytes.first_chunk().unwrap())
    }

    #[test]
    fn strangers_by_name() {
        let refused: &[(&[u8], Refusal)] = &[
            (b"GET / HTTP/1.1", Refusal::PlainHttp { method: "GET" }),
            (b"POST /", Refusal::PlainHttp { method: "POST" }),
            (b"OPTIONS * HTTP/1.1", Refusal::PlainHttp { method: "OPTIONS" }),
            (b"CONNECT a.example:443", Refusal::PlainHttp { method: "CONNECT" }),
            (b"PRI * HTTP/2.0", Refusal::PlainHttp { method: "PRI" }),
            (b"HTTP/1.1 400 Bad Request", Refusal::PlainHttpResponse),
            (b"PROXY TCP4 192.0.2.1", Refusal::ProxyHeader),
            (b"\r\n\r\n\0\r\nQUIT\n", Refusal::ProxyHeader),
            (b"SSH-2.0-OpenSSH_9.2", Refusal::SshBanner),
            (b"220 mail.example ESMTP", Refusal::MailGreeting),
            (b"* OK IMAP4rev1", Refusal::MailGreeting),
            (b"+OK POP3", Refusal::MailGreeting),
            (b"EHLO a.example", Refusal::MailGreeting),
            (&[0x80, 0x2e, 0x01, 0x03, 0x03], Refusal::Sslv2ClientHello),
            (&[0x80, 0x2e, 0x01, 0x00, 0x02], Refusal::Sslv2ClientHello),
            (b"GETTY", Refusal::NotTls { first: *b"GETTY" }),
            (&[0; 5], Refusal::NotTls { first: [0; 5] }),
        ];
        for (bytes, refusal) in refused {
            assert_eq!(judge(bytes), Err(*refusal), "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn every_version_with_major_three_is_let_in() {
        for minor in 0..=255 {
            assert_eq!(judge(&[22, 3, minor, 0, 1]), Ok(()));
        }
        assert!(matches!(judge(&[22, 2, 0, 0, 1]), Err(Refusal::NotAVersion { .. })));
    }
}
