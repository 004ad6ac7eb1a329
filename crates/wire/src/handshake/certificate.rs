//! Certificate (RFC 9846 §4.5.1).

use super::Kind;
use crate::codec::{Len, Reader, Refused, Writer};
use crate::ext::Extensions;
use crate::{DecodeError, TooLong};

/// The chain that says who the sender is; empty if a client has none to show.
///
/// ```text
/// struct {
///     opaque certificate_request_context<0..2^8-1>;
///     CertificateEntry certificate_list<0..2^24-1>;
/// } Certificate;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate<'a> {
    /// That of the CertificateRequest; empty from a server.
    pub certificate_request_context: &'a [u8],
    /// The sender's certificate first.
    pub certificate_list: Vec<CertificateEntry<'a>>,
}

/// One certificate with what belongs to it.
///
/// ```text
/// struct {
///     select (certificate_type) {
///         case RawPublicKey:
///           /* From RFC 7250 ASN.1_subjectPublicKeyInfo */
///           opaque ASN1_subjectPublicKeyInfo<1..2^24-1>;
///
///         case X509:
///           opaque cert_data<1..2^24-1>;
///     };
///     Extension extensions<0..2^16-1>;
/// } CertificateEntry;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateEntry<'a> {
    /// The certificate in DER, not looked into here.
    pub cert_data: &'a [u8],
    /// Its OCSP response and timestamps, for example.
    pub extensions: Extensions<'a>,
}

impl<'a> Certificate<'a> {
    /// Reads a body alone, without msg_type and length: what a CompressedCertificate holds.
    ///
    /// # Errors
    /// Why it is none; offsets count from its start.
    pub fn of_body(body: &'a [u8]) -> Result<Self, DecodeError> {
        Reader::read_all("Certificate", body, None, Self::read)
    }

    /// The body alone, the mirror of [`Self::of_body`].
    ///
    /// # Errors
    /// [`TooLong`] if the chain does not fit its prefix.
    pub fn body(&self) -> Result<Vec<u8>, TooLong> {
        let mut body = Vec::new();
        Writer::write_all(&mut body, None, |w| self.write(w))?;
        Ok(body)
    }

    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            certificate_request_context: r.opaque("certificate_request_context", Len::U8, 0..=0xff)?,
            certificate_list: r.nested("certificate_list", Len::U24, 0..=0xff_ffff, |r| {
                let mut list = Vec::new();
                while r.has_more() {
                    list.push(r.group("CertificateEntry", CertificateEntry::read)?);
                }
                Ok(list)
            })?,
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.opaque("certificate_request_context", Len::U8, 0xff, self.certificate_request_context);
        w.nested("certificate_list", Len::U24, 0xff_ffff, |w| {
            self.certificate_list.iter().for_each(|entry| w.group("CertificateEntry", |w| entry.write(w)));
        });
    }
}

impl<'a> CertificateEntry<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            cert_data: r.opaque("cert_data", Len::U24, 1..=0xff_ffff)?,
            extensions: Extensions::read(r, Kind::Certificate)?,
        })
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.opaque("cert_data", Len::U24, 0xff_ffff, self.cert_data);
        self.extensions.write(w);
    }
}
