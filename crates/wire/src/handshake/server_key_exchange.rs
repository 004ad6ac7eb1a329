//! ServerKeyExchange of TLS 1.2 with ECDHE (RFC 8422 §5.4).

use crate::code_points::{EcCurveType, NamedGroup, SignatureScheme};
use crate::codec::{Len, Reader, Refused, Writer};
use crate::{DecodeError, TooLong};

/// The server's half of the key exchange, signed.
///
/// ```text
/// struct {
///     ServerECDHParams params;
///     SignatureAndHashAlgorithm algorithm;
///     opaque signature<0..2^16-1>;
/// } ServerKeyExchange;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerKeyExchange<'a> {
    /// Group and share.
    pub params: ServerEcdhParams<'a>,
    /// How it is signed.
    pub algorithm: SignatureScheme,
    /// The signature over both Randoms and the parameters.
    pub signature: &'a [u8],
}

/// What is signed, after both Randoms.
///
/// ```text
/// struct {
///     ECCurveType curve_type = named_curve;
///     NamedCurve namedcurve;
/// } ECParameters;
///
/// struct {
///     opaque point <1..2^8-1>;
/// } ECPoint;
///
/// struct {
///     ECParameters curve_params;
///     ECPoint public;
/// } ServerECDHParams;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerEcdhParams<'a> {
    /// The group, in TLS 1.2 called a named curve.
    pub group: NamedGroup,
    /// The server's share: a point, uncompressed, or the 32 bytes of X25519.
    pub public: &'a [u8],
}

impl<'a> ServerKeyExchange<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            params: r.group("params", ServerEcdhParams::read)?,
            algorithm: SignatureScheme(r.u16("algorithm")?),
            signature: r.opaque("signature", Len::U16, 0..=0xffff)?,
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.group("params", |w| self.params.write(w));
        w.u16("algorithm", self.algorithm.0);
        w.opaque("signature", Len::U16, 0xffff, self.signature);
    }
}

impl<'a> ServerEcdhParams<'a> {
    /// The bytes that are signed after both Randoms.
    ///
    /// # Errors
    /// [`TooLong`] if the share has more than 255 bytes.
    pub fn encode(&self) -> Result<Vec<u8>, TooLong> {
        let mut out = Vec::with_capacity(4 + self.public.len());
        Writer::write_all(&mut out, None, |w| self.write(w))?;
        Ok(out)
    }

    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        match EcCurveType(r.u8("curve_type")?) {
            EcCurveType::NAMED_CURVE => Ok(Self {
                group: NamedGroup(r.u16("namedcurve")?),
                public: r.opaque("public", Len::U8, 1..=0xff)?,
            }),
            curve_type => Err(r.refuse(DecodeError::NotANamedCurve { curve_type })),
        }
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.u8("curve_type", EcCurveType::NAMED_CURVE.0);
        w.u16("namedcurve", self.group.0);
        w.opaque("public", Len::U8, 0xff, self.public);
    }
}
