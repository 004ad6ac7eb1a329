//! What both sides can do besides, without which a handshake is completed, too: the third byte of a scene.

use handfast::wire::code_points::PskKeyExchangeMode;
use handfast::{Config, compression};

/// Values that mean nothing, and extensions in another order (RFC 8701, RFC 9846 §4.3).
const NOISE: u8 = 0x10;
/// Certificates that go compressed (RFC 8879).
const COMPRESSION: u8 = 0x20;
/// Sessions and shared keys without a key exchange (psk_ke, RFC 9846 §4.3.9).
const PSK_KE: u8 = 0x40;
/// Short records, both ways (RFC 8449).
const SHORT_RECORDS: u8 = 0x80;

/// Of TLS 1.3: content type and padding count.
const SHORT: u16 = 512;

/// How many bytes come at once: all of them, or a square.
pub(super) fn cut(besides: u8) -> usize {
    match usize::from(besides & 15) {
        0 => usize::MAX,
        root => root * root,
    }
}

/// How long the content of a record may be.
pub(super) fn longest(besides: u8) -> usize {
    if besides & SHORT_RECORDS == 0 { 1 << 14 } else { usize::from(SHORT) - 1 }
}

pub(super) fn configure(besides: u8, client: &mut Config, server: &mut Config) {
    for config in [&mut *client, server] {
        if besides & NOISE != 0 {
            (config.protocol.grease, config.protocol.permutes_extensions) = (true, true);
        }
        if besides & COMPRESSION != 0 {
            *config = config.clone().with_certificate_compression(compression::all());
        }
        if besides & PSK_KE != 0 {
            *config = config.clone().with_psk_ke();
        }
        if besides & SHORT_RECORDS != 0 {
            *config = config.clone().with_record_size_limit(SHORT);
        }
    }
    // A server does better where it may.
    if besides & PSK_KE != 0 {
        client.protocol.psk_modes = vec![PskKeyExchangeMode::PSK_KE];
    }
}
