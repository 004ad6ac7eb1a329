//! Certificate of TLS 1.2 (RFC 5246 §7.4.2, RFC 7250 §3).

use crate::codec::{Item, Len, List, Reader, Refused, Writer};

/// What says who the sender is.
///
/// ```text
/// struct {
///     select(certificate_type) {
///         case RawPublicKey:
///           opaque ASN.1_subjectPublicKeyInfo<1..2^24-1>;
///
///         case X.509:
///           ASN.1Cert certificate_list<0..2^24-1>;
///     };
/// } Certificate;
/// ```
///
/// What was negotiated decides, and the handshake holds the message to it. To read it, its octets suffice: a key in DER
/// begins with 0x30, a list with the length of its first certificate, which would then be one of three million octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate12<'a> {
    /// The chain, the sender's certificate first; empty if a client has nothing to show, of whichever type.
    X509(List<'a, Asn1Cert<'a>>),
    /// A SubjectPublicKeyInfo in DER, not looked into here.
    RawPublicKey(&'a [u8]),
}

/// A certificate in DER, not looked into here.
///
/// ```text
/// opaque ASN.1Cert<1..2^24-1>;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asn1Cert<'a>(pub &'a [u8]);

/// The first octet of a SEQUENCE in DER.
const SEQUENCE: u8 = 0x30;

impl<'a> Certificate12<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        if r.peek_at(Len::U24.width()) == Some(SEQUENCE) {
            return r.opaque(KEY, Len::U24, 1..=0xff_ffff).map(Self::RawPublicKey);
        }
        r.list("certificate_list", Len::U24, 0..=0xff_ffff).map(Self::X509)
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        match *self {
            Self::X509(list) => w.list("certificate_list", Len::U24, 0xff_ffff, list),
            Self::RawPublicKey(key) => w.opaque(KEY, Len::U24, 0xff_ffff, key),
        }
    }

    /// The certificates; none if it is a raw key.
    #[must_use]
    pub fn certificates(&self) -> List<'a, Asn1Cert<'a>> {
        match *self {
            Self::X509(list) => list,
            Self::RawPublicKey(_) => List::default(),
        }
    }
}

const KEY: &str = "ASN.1_subjectPublicKeyInfo";

impl<'a> Item<'a> for Asn1Cert<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        r.opaque("ASN.1Cert", Len::U24, 1..=0xff_ffff).map(Self)
    }

    fn write(self, w: &mut Writer<'_>) {
        w.opaque("ASN.1Cert", Len::U24, 0xff_ffff, self.0);
    }
}
