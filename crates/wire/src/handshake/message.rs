//! One message.

use super::{
    Certificate, Certificate12, CertificateRequest, CertificateRequest12, CertificateStatus,
    CertificateVerify, ClientHello, ClientKeyExchange, CompressedCertificate, Dialect, EncryptedExtensions,
    Finished, HelloRetryRequest, KeyUpdate, Kind, NewSessionTicket, NewSessionTicket12, ServerHello,
    ServerKeyExchange,
};
use crate::codec::{Len, Reader, Refused, Span, Writer};
use crate::{DecodeError, TooLong};

/// How many bytes stand before the body of a message: type and length.
pub const HEADER_LEN: usize = 4;

/// A handshake message (RFC 9846 §4, and RFC 5246 §7.4 with RFC 6066 §8 and RFC 5077 §3.3).
///
/// ```text
/// struct {
///     HandshakeType msg_type;    /* handshake type */
///     uint24 length;             /* remaining bytes in message */
///     select (Handshake.msg_type) {
///         case client_hello:          ClientHello;
///         case server_hello:          ServerHello;
///         case end_of_early_data:     EndOfEarlyData;
///         case encrypted_extensions:  EncryptedExtensions;
///         case certificate_request:   CertificateRequest;
///         case certificate:           Certificate;
///         case compressed_certificate: CompressedCertificate;
///         case certificate_verify:    CertificateVerify;
///         case finished:              Finished;
///         case new_session_ticket:    NewSessionTicket;
///         case key_update:            KeyUpdate;
///         /* TLS 1.2 */
///         case hello_request:         HelloRequest;
///         case server_key_exchange:   ServerKeyExchange;
///         case server_hello_done:     ServerHelloDone;
///         case client_key_exchange:   ClientKeyExchange;
///         case certificate_status:    CertificateStatus;
///     };
/// } Handshake;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message<'a> {
    /// RFC 9846 §4.2.2.
    ClientHello(ClientHello<'a>),
    /// RFC 9846 §4.2.3; also the ServerHello of a server that chose an older version.
    ServerHello(ServerHello<'a>),
    /// RFC 9846 §4.2.4.
    HelloRetryRequest(HelloRetryRequest<'a>),
    /// RFC 9846 §4.4.1.
    EncryptedExtensions(EncryptedExtensions<'a>),
    /// RFC 9846 §4.4.2.
    CertificateRequest(CertificateRequest<'a>),
    /// RFC 9846 §4.5.1.
    Certificate(Certificate<'a>),
    /// RFC 8879 §4.
    CompressedCertificate(CompressedCertificate<'a>),
    /// RFC 9846 §4.5.2.
    CertificateVerify(CertificateVerify<'a>),
    /// RFC 9846 §4.5.3.
    Finished(Finished<'a>),
    /// RFC 9846 §4.7.1.
    NewSessionTicket(NewSessionTicket<'a>),
    /// RFC 9846 §4.7.3.
    KeyUpdate(KeyUpdate),
    /// RFC 9846 §4.6: empty.
    EndOfEarlyData,
    /// RFC 5246 §7.4.1.1: empty.
    HelloRequest,
    /// RFC 5246 §7.4.2.
    Certificate12(Certificate12<'a>),
    /// RFC 6066 §8.
    CertificateStatus(CertificateStatus<'a>),
    /// RFC 8422 §5.4.
    ServerKeyExchange(ServerKeyExchange<'a>),
    /// RFC 5246 §7.4.4.
    CertificateRequest12(CertificateRequest12<'a>),
    /// RFC 5246 §7.4.5: empty.
    ServerHelloDone,
    /// RFC 5246 §7.4.7.
    ClientKeyExchange(ClientKeyExchange<'a>),
    /// RFC 5077 §3.3.
    NewSessionTicket12(NewSessionTicket12<'a>),
}

impl<'a> Message<'a> {
    /// The message that `raw`, header included, consists of. Its fields go to `spans`, msg_type and length first.
    ///
    /// # Errors
    /// Why `raw` is not one message of this dialect. The spans then end where the failure is.
    pub fn decode(
        raw: &'a [u8],
        dialect: Dialect,
        spans: Option<&mut Vec<Span>>,
    ) -> Result<Self, DecodeError> {
        Reader::read_all("Handshake", raw, spans, |r| {
            r.u8("msg_type")?;
            let kind = Kind::of(raw)
                .map_err(|handshake_type| r.refuse(DecodeError::UnknownMessage { handshake_type }))?;
            r.counted(kind.name(), Len::U24, 0..=Len::U24.max(), |r| Self::read_body(r, kind, dialect))
        })
    }

    fn read_body(r: &mut Reader<'a, '_>, kind: Kind, dialect: Dialect) -> Result<Self, Refused> {
        if !dialect.has(kind) {
            return Err(r.refuse(DecodeError::NotInDialect { message: kind, dialect }));
        }
        let tls13 = dialect == Dialect::Tls13;
        Ok(match kind {
            Kind::ClientHello => Self::ClientHello(ClientHello::read(r)?),
            Kind::ServerHello => Self::ServerHello(ServerHello::read(r)?),
            Kind::HelloRetryRequest => Self::HelloRetryRequest(HelloRetryRequest::read(r)?),
            Kind::EncryptedExtensions => Self::EncryptedExtensions(EncryptedExtensions::read(r)?),
            Kind::CertificateRequest if tls13 => Self::CertificateRequest(CertificateRequest::read(r)?),
            Kind::CertificateRequest => Self::CertificateRequest12(CertificateRequest12::read(r)?),
            Kind::Certificate if tls13 => Self::Certificate(Certificate::read(r)?),
            Kind::Certificate => Self::Certificate12(Certificate12::read(r)?),
            Kind::CertificateVerify => Self::CertificateVerify(CertificateVerify::read(r)?),
            Kind::Finished => Self::Finished(Finished::read(r)),
            Kind::NewSessionTicket if tls13 => Self::NewSessionTicket(NewSessionTicket::read(r)?),
            Kind::NewSessionTicket => Self::NewSessionTicket12(NewSessionTicket12::read(r)?),
            Kind::KeyUpdate => Self::KeyUpdate(KeyUpdate::read(r)?),
            Kind::EndOfEarlyData => Self::EndOfEarlyData,
            Kind::HelloRequest => Self::HelloRequest,
            Kind::ServerKeyExchange => Self::ServerKeyExchange(ServerKeyExchange::read(r)?),
            Kind::ServerHelloDone => Self::ServerHelloDone,
            Kind::ClientKeyExchange => Self::ClientKeyExchange(ClientKeyExchange::read(r, dialect)?),
            Kind::CertificateStatus => Self::CertificateStatus(CertificateStatus::read(r)?),
            Kind::CompressedCertificate => Self::CompressedCertificate(CompressedCertificate::read(r)?),
        })
    }

    /// Appends the message, header included, to `out`.
    ///
    /// # Errors
    /// [`TooLong`] if a vector of it does not fit its prefix; `out` is then as it was.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), TooLong> {
        Writer::write_all(out, None, |w| self.write(w))
    }

    /// As [`Message::encode`], and appends to `spans` what [`Message::decode`] of the result would.
    ///
    /// # Errors
    /// As [`Message::encode`]; `spans` is then as it was, too.
    pub fn encode_spans(&self, out: &mut Vec<u8>, spans: &mut Vec<Span>) -> Result<(), TooLong> {
        Writer::write_all(out, Some(spans), |w| self.write(w))
    }

    fn write(&self, w: &mut Writer<'_>) {
        let kind = self.kind();
        w.u8("msg_type", kind.handshake_type().0);
        w.counted(kind.name(), Len::U24, Len::U24.max(), |w| self.write_body(w));
    }

    fn write_body(&self, w: &mut Writer<'_>) {
        match self {
            Self::ClientHello(message) => message.write(w),
            Self::ServerHello(message) => message.write(w),
            Self::HelloRetryRequest(message) => message.write(w),
            Self::EncryptedExtensions(message) => message.write(w),
            Self::CertificateRequest(message) => message.write(w),
            Self::Certificate(message) => message.write(w),
            Self::CompressedCertificate(message) => message.write(w),
            Self::CertificateVerify(message) => message.write(w),
            Self::Finished(message) => message.write(w),
            Self::NewSessionTicket(message) => message.write(w),
            Self::KeyUpdate(message) => message.write(w),
            Self::Certificate12(message) => message.write(w),
            Self::CertificateStatus(message) => message.write(w),
            Self::ServerKeyExchange(message) => message.write(w),
            Self::CertificateRequest12(message) => message.write(w),
            Self::ClientKeyExchange(message) => message.write(w),
            Self::NewSessionTicket12(message) => message.write(w),
            Self::EndOfEarlyData | Self::HelloRequest | Self::ServerHelloDone => {}
        }
    }

    /// The kind of the message.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::ClientHello(_) => Kind::ClientHello,
            Self::ServerHello(_) => Kind::ServerHello,
            Self::HelloRetryRequest(_) => Kind::HelloRetryRequest,
            Self::EncryptedExtensions(_) => Kind::EncryptedExtensions,
            Self::CertificateRequest(_) | Self::CertificateRequest12(_) => Kind::CertificateRequest,
            Self::Certificate(_) | Self::Certificate12(_) => Kind::Certificate,
            Self::CompressedCertificate(_) => Kind::CompressedCertificate,
            Self::CertificateVerify(_) => Kind::CertificateVerify,
            Self::Finished(_) => Kind::Finished,
            Self::NewSessionTicket(_) | Self::NewSessionTicket12(_) => Kind::NewSessionTicket,
            Self::KeyUpdate(_) => Kind::KeyUpdate,
            Self::EndOfEarlyData => Kind::EndOfEarlyData,
            Self::HelloRequest => Kind::HelloRequest,
            Self::CertificateStatus(_) => Kind::CertificateStatus,
            Self::ServerKeyExchange(_) => Kind::ServerKeyExchange,
            Self::ServerHelloDone => Kind::ServerHelloDone,
            Self::ClientKeyExchange(_) => Kind::ClientKeyExchange,
        }
    }
}
