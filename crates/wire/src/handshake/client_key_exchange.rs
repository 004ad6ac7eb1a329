//! ClientKeyExchange of TLS 1.2 (RFC 5246 §7.4.7, RFC 8422 §5.7).

use super::Dialect;
use crate::codec::{Len, Reader, Refused, Writer};

/// The client's half of the key exchange.
///
/// ```text
/// struct {
///     select (KeyExchangeAlgorithm) {
///         case ec_diffie_hellman: ClientECDiffieHellmanPublic;
///         case rsa: EncryptedPreMasterSecret;
///     } exchange_keys;
/// } ClientKeyExchange;
///
/// struct {
///     ECPoint ecdh_Yc;
/// } ClientECDiffieHellmanPublic;
///
/// struct {
///     public-key-encrypted PreMasterSecret pre_master_secret;
/// } EncryptedPreMasterSecret;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientKeyExchange<'a> {
    /// The client's share: a point, uncompressed, or the 32 bytes of X25519.
    Ecdhe(&'a [u8]),
    /// The premaster secret, encrypted with the server's key: `opaque<0..2^16-1>` (RFC 5246 §4.7).
    Rsa(&'a [u8]),
}

impl<'a> ClientKeyExchange<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>, dialect: Dialect) -> Result<Self, Refused> {
        match dialect {
            Dialect::Tls12Rsa => r.opaque("pre_master_secret", Len::U16, 0..=0xffff).map(Self::Rsa),
            Dialect::Tls12Ecdhe | Dialect::Tls13 => r.opaque("ecdh_Yc", Len::U8, 1..=0xff).map(Self::Ecdhe),
        }
    }

    pub(super) fn write(self, w: &mut Writer<'_>) {
        match self {
            Self::Ecdhe(point) => w.opaque("ecdh_Yc", Len::U8, 0xff, point),
            Self::Rsa(encrypted) => w.opaque("pre_master_secret", Len::U16, 0xffff, encrypted),
        }
    }
}
