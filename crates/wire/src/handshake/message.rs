//! One message of TLS 1.3.

use super::{
    Certificate, CertificateRequest, CertificateVerify, ClientHello, EncryptedExtensions, Finished,
    HelloRetryRequest, KeyUpdate, Kind, NewSessionTicket, ServerHello,
};
use crate::codec::{Len, Reader, Span, Writer};
use crate::{DecodeError, TooLong};

/// How many bytes stand before the body of a message: type and length.
pub const HEADER_LEN: usize = 4;

/// A handshake message of TLS 1.3 (RFC 9846 §4).
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
///         case certificate_verify:    CertificateVerify;
///         case finished:              Finished;
///         case new_session_ticket:    NewSessionTicket;
///         case key_update:            KeyUpdate;
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
}

impl<'a> Message<'a> {
    /// The message that `raw`, header included, consists of. Its fields go to `spans`, msg_type and length first.
    ///
    /// # Errors
    /// Why `raw` is not one message of TLS 1.3. The spans then end where the failure is.
    pub fn decode(raw: &'a [u8], spans: Option<&mut Vec<Span>>) -> Result<Self, DecodeError> {
        Reader::read_all("Handshake", raw, spans, |r| {
            r.u8("msg_type")?;
            let kind =
                Kind::of(raw).map_err(|handshake_type| DecodeError::UnknownMessage { handshake_type })?;
            r.counted(kind.name(), Len::U24, 0..=Len::U24.max(), |r| Self::read_body(r, kind))
        })
    }

    fn read_body(r: &mut Reader<'a, '_>, kind: Kind) -> Result<Self, DecodeError> {
        Ok(match kind {
            Kind::ClientHello => Self::ClientHello(ClientHello::read(r)?),
            Kind::ServerHello => Self::ServerHello(ServerHello::read(r)?),
            Kind::HelloRetryRequest => Self::HelloRetryRequest(HelloRetryRequest::read(r)?),
            Kind::EncryptedExtensions => Self::EncryptedExtensions(EncryptedExtensions::read(r)?),
            Kind::CertificateRequest => Self::CertificateRequest(CertificateRequest::read(r)?),
            Kind::Certificate => Self::Certificate(Certificate::read(r)?),
            Kind::CertificateVerify => Self::CertificateVerify(CertificateVerify::read(r)?),
            Kind::Finished => Self::Finished(Finished::read(r)),
            Kind::NewSessionTicket => Self::NewSessionTicket(NewSessionTicket::read(r)?),
            Kind::KeyUpdate => Self::KeyUpdate(KeyUpdate::read(r)?),
            Kind::EndOfEarlyData => Self::EndOfEarlyData,
            Kind::HelloRequest
            | Kind::ServerKeyExchange
            | Kind::ServerHelloDone
            | Kind::ClientKeyExchange
            | Kind::CertificateStatus
            | Kind::CompressedCertificate => return Err(DecodeError::NotInTls13 { message: kind }),
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

    fn write(&self, w: &mut Writer<'_>) -> Result<(), TooLong> {
        let kind = self.kind();
        w.u8("msg_type", kind.handshake_type().0);
        w.counted(kind.name(), Len::U24, Len::U24.max(), |w| self.write_body(w))
    }

    fn write_body(&self, w: &mut Writer<'_>) -> Result<(), TooLong> {
        match self {
            Self::ClientHello(message) => message.write(w),
            Self::ServerHello(message) => message.write(w),
            Self::HelloRetryRequest(message) => message.write(w),
            Self::EncryptedExtensions(message) => message.write(w),
            Self::CertificateRequest(message) => message.write(w),
            Self::Certificate(message) => message.write(w),
            Self::CertificateVerify(message) => message.write(w),
            Self::Finished(message) => message.write(w),
            Self::NewSessionTicket(message) => message.write(w),
            Self::KeyUpdate(message) => message.write(w),
            Self::EndOfEarlyData => Ok(()),
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
            Self::CertificateRequest(_) => Kind::CertificateRequest,
            Self::Certificate(_) => Kind::Certificate,
            Self::CertificateVerify(_) => Kind::CertificateVerify,
            Self::Finished(_) => Kind::Finished,
            Self::NewSessionTicket(_) => Kind::NewSessionTicket,
            Self::KeyUpdate(_) => Kind::KeyUpdate,
            Self::EndOfEarlyData => Kind::EndOfEarlyData,
        }
    }
}
