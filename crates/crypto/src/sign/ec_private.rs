//! What is left open in a file with an EC private key: the length of the scalar, and whether the public point is there.

use std::borrow::Cow;

use p256::NistP256;
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::{AffinePoint, CurveArithmetic, FieldBytesSize, SecretKey};
use p384::NistP384;
use p521::NistP521;
use zeroize::Zeroizing;

use crate::public_key::KeyError;
use crate::spki::Curve;

/// The scalar in the full length of its field: some writers drop leading zero bytes, some add one.
pub(super) fn scalar(curve: Curve, private: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let zeros = private.iter().take_while(|byte| **byte == 0).count();
    let digits = private.get(zeros..).unwrap_or_default();
    let missing = curve.field_len().checked_sub(digits.len()).ok_or(KeyError::Inconsistent)?;
    let mut scalar = Zeroizing::new(Vec::with_capacity(curve.field_len()));
    scalar.resize(missing, 0);
    scalar.extend_from_slice(digits);
    Ok(scalar)
}

/// The public point, uncompressed: as the file has it, or computed where it is missing or compressed.
pub(super) fn point<'a>(
    curve: Curve,
    scalar: &[u8],
    stored: Option<&'a [u8]>,
) -> Result<Cow<'a, [u8]>, KeyError> {
    if let Some(point @ [4, ..]) = stored {
        return Ok(Cow::Borrowed(point));
    }
    let (point, compressed) = match curve {
        Curve::P256 => public::<NistP256>(scalar),
        Curve::P384 => public::<NistP384>(scalar),
        Curve::P521 => public::<NistP521>(scalar),
    }?;
    match stored {
        Some(stored) if stored != compressed => Err(KeyError::Inconsistent),
        _ => Ok(Cow::Owned(point)),
    }
}

/// The public point of a scalar, uncompressed and compressed.
fn public<C>(scalar: &[u8]) -> Result<(Vec<u8>, Vec<u8>), KeyError>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    let key = SecretKey::<C>::from_slice(scalar).map_err(|_| KeyError::Inconsistent)?.public_key();
    let point = key.as_affine();
    Ok((point.to_uncompressed_point().to_vec(), point.to_compressed_point().to_vec()))
}
