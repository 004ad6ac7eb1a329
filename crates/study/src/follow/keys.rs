//! The secrets of key logs (RFC 9850), by the random of the ClientHello.

use std::collections::HashMap;

use handfast::crypto::secret::Secret;
use handfast::handshake::SecretName;

/// The secrets that are known.
#[derive(Debug, Default)]
pub struct Keys {
    of: HashMap<[u8; 32], Vec<(SecretName, Secret)>>,
    secrets: usize,
}

/// So many secrets are remembered, far more than one file has connections.
const MOST: usize = 100_000;

impl Keys {
    /// No secret is known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in the lines of a key log. Those that are comments, that cannot be read, or whose label is not known,
    /// are passed over.
    pub fn add(&mut self, lines: &[u8]) {
        for (random, name, secret) in lines.split(|octet| *octet == b'\n').filter_map(line) {
            let known = self.of.entry(random).or_default();
            if self.secrets < MOST && !known.iter().any(|(known, _)| *known == name) {
                known.push((name, secret));
                self.secrets += 1;
            }
        }
    }

    /// A secret of the connection that began with this random.
    pub(super) fn find(&self, random: &[u8; 32], name: SecretName) -> Option<&Secret> {
        let known = self.of.get(random)?;
        known.iter().find_map(|(known, secret)| (*known == name).then_some(secret))
    }
}

/// `LABEL random secret`
fn line(line: &[u8]) -> Option<([u8; 32], SecretName, Secret)> {
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (label, random, secret) = (words.next()?, words.next()?, words.next()?);
    let random = <[u8; 32]>::try_from(&octets(random)?[..]).ok()?;
    let secret = octets(secret).filter(|secret| secret.len() <= Secret::CAPACITY)?;
    Some((random, name(label)?, Secret::from_slice(&secret)))
}

/// The secrets from which records can be opened.
fn name(label: &[u8]) -> Option<SecretName> {
    Some(match label {
        b"CLIENT_EARLY_TRAFFIC_SECRET" => SecretName::ClientEarlyTraffic,
        b"CLIENT_HANDSHAKE_TRAFFIC_SECRET" => SecretName::ClientHandshakeTraffic,
        b"SERVER_HANDSHAKE_TRAFFIC_SECRET" => SecretName::ServerHandshakeTraffic,
        b"CLIENT_TRAFFIC_SECRET_0" => SecretName::ClientTraffic(0),
        b"SERVER_TRAFFIC_SECRET_0" => SecretName::ServerTraffic(0),
        b"CLIENT_RANDOM" => SecretName::Main12,
        _ => return None,
    })
}

fn octets(digits: &[u8]) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let digit = |digit: &u8| char::from(*digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    digits.chunks(2).map(pair).collect::<Option<Vec<u8>>>().map(Into::into)
}
