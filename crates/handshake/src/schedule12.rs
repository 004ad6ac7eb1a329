//! The key schedule of TLS 1.2: one main secret, which RFC 5246 calls master secret, and all else by the PRF from it.
//!
//! ```text
//! premaster secret
//!   |
//!   |  PRF(., "master secret", client random + server random)         RFC 5246 §8.1
//!   |  PRF(., "extended master secret", hash of the messages)         RFC 7627 §4
//!   v
//! main secret
//!   +--> PRF(., "key expansion", server random + client random)       RFC 5246 §6.3
//!   +--> PRF(., "client finished", hash of the messages)              RFC 5246 §7.4.9
//!   +--> PRF(., label, client random + server random + context)       RFC 5705 §4
//! ```

use handfast_crypto::aead::Aead;
use handfast_crypto::hash::{Digest, Hash};
use handfast_crypto::hkdf::TooLong;
use handfast_crypto::hmac::Mismatch;
use handfast_crypto::prf12::Prf;
use handfast_crypto::secret::Secret;
use zeroize::Zeroizing;

use crate::Role;
use crate::context::{How, SecretName};
use crate::seen::Seen;

/// The length of verify_data in bytes, whatever the suite (RFC 5246 §7.4.9).
pub const VERIFY_DATA_LEN: usize = 12;

/// The longest key block of our suites: two keys and two IVs of ChaCha20-Poly1305.
const MAX_KEY_BLOCK: usize = 2 * (32 + 12);

/// The random values of both hellos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Randoms {
    /// ClientHello.random.
    pub client: [u8; 32],
    /// ServerHello.random.
    pub server: [u8; 32],
}

/// The main secret, made ready for the PRF.
#[derive(Debug)]
pub struct MainSecret {
    hash: Hash,
    prf: Prf,
    secret: Secret,
}

/// The keys of one direction (RFC 5246 §6.3).
#[derive(Debug, Clone)]
pub struct WriteKeys {
    /// client_write_key or server_write_key.
    pub key: Secret,
    /// client_write_IV or server_write_IV: the implicit part of the nonce.
    pub iv: Secret,
}

/// The keys of both directions; an AEAD needs no MAC keys.
#[derive(Debug)]
pub struct KeyBlock {
    /// What the client writes with.
    pub client: WriteKeys,
    /// What the server writes with.
    pub server: WriteKeys,
}

/// Both, in the order that is asked for.
fn joined(first: &[u8; 32], second: &[u8; 32]) -> [u8; 64] {
    let mut both = [0; 64];
    let (start, end) = both.split_at_mut(32);
    start.copy_from_slice(first);
    end.copy_from_slice(second);
    both
}

impl MainSecret {
    /// From the premaster secret: bound to the messages up to ClientKeyExchange, given their hash (RFC 7627 §4), or to
    /// nothing but the random values.
    #[must_use]
    pub fn new(
        hash: Hash,
        premaster: &Secret,
        randoms: &Randoms,
        session: Option<&Digest>,
        mut seen: Seen<'_>,
    ) -> Self {
        let both = joined(&randoms.client, &randoms.server);
        let (label, seed) = match session {
            Some(session) => ("extended master secret", session.as_ref()),
            None => ("master secret", &both[..]),
        };
        let secret = Prf::new(hash, premaster).expand(label, &[seed], 48);
        seen.report(SecretName::Main12, hash, premaster, || How::Prf(label, seed.to_vec()), &secret);
        Self { hash, prf: Prf::new(hash, &secret), secret }
    }

    /// One that is known already, from a key log.
    #[must_use]
    pub fn known(hash: Hash, secret: &Secret) -> Self {
        Self { hash, prf: Prf::new(hash, secret), secret: secret.clone() }
    }

    /// That of a session, which was made in an earlier handshake.
    #[must_use]
    pub fn kept(hash: Hash, secret: &Secret, mut seen: Seen<'_>) -> Self {
        seen.report(SecretName::Main12, hash, secret, || How::Kept, secret);
        Self::known(hash, secret)
    }

    /// The secret itself, for those who keep the session.
    pub(crate) const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The keys of both directions.
    #[must_use]
    pub fn key_block(&self, aead: Aead, randoms: &Randoms, mut seen: Seen<'_>) -> KeyBlock {
        const LABEL: &str = "key expansion";
        let (key, iv) = (aead.key_len(), aead.fixed_iv_len());
        let seed = joined(&randoms.server, &randoms.client);
        let mut room = Zeroizing::new([0; MAX_KEY_BLOCK]);
        let (block, _) = room.split_at_mut(2 * (key + iv));
        self.prf.expand_into(LABEL, &[&seed], block);
        let mut rest = &*block;
        let mut take = |name, len| {
            let (taken, after) = rest.split_at(len);
            rest = after;
            let secret = Secret::from_slice(taken);
            seen.report(name, self.hash, &self.secret, || How::Prf(LABEL, seed.to_vec()), &secret);
            secret
        };
        let keys = [take(SecretName::ClientWriteKey, key), take(SecretName::ServerWriteKey, key)];
        let ivs = [take(SecretName::ClientWriteIv, iv), take(SecretName::ServerWriteIv, iv)];
        let [client, server] = keys;
        let [client_iv, server_iv] = ivs;
        KeyBlock {
            client: WriteKeys { key: client, iv: client_iv },
            server: WriteKeys { key: server, iv: server_iv },
        }
    }

    /// verify_data of the sender's Finished over this transcript.
    #[must_use]
    pub fn verify_data(&self, sender: Role, transcript: &Digest) -> [u8; VERIFY_DATA_LEN] {
        let mut verify_data = [0; VERIFY_DATA_LEN];
        let label = match sender {
            Role::Client => "client finished",
            Role::Server => "server finished",
        };
        self.prf.expand_into(label, &[transcript.as_ref()], &mut verify_data);
        verify_data
    }

    /// Compares a received verify_data in constant time.
    ///
    /// # Errors
    /// It is not what it should be.
    pub fn check_finished(
        &self,
        sender: Role,
        transcript: &Digest,
        received: &[u8; VERIFY_DATA_LEN],
    ) -> Result<(), Mismatch> {
        let expected = Secret::from_slice(&self.verify_data(sender, transcript));
        if expected.ct_eq(&Secret::from_slice(received)) { Ok(()) } else { Err(Mismatch) }
    }

    /// Keying material for an application (RFC 5705 §4), as much as fills `out`. An empty context is not the same as none.
    ///
    /// # Errors
    /// The context has more than 2^16-1 bytes, or the label is one that this schedule uses: `out` is then unchanged.
    pub fn export(
        &self,
        randoms: &Randoms,
        label: &str,
        context: Option<&[u8]>,
        out: &mut [u8],
    ) -> Result<(), TooLong> {
        if RESERVED.contains(&label) {
            return Err(TooLong);
        }
        let length = context.map(|context| u16::try_from(context.len())).transpose().map_err(|_| TooLong)?;
        let length = length.map(u16::to_be_bytes);
        let length = length.as_ref().map_or(&[][..], |length| length);
        let seed = [&randoms.client[..], &randoms.server, length, context.unwrap_or_default()];
        self.prf.expand_into(label, &seed, out);
        Ok(())
    }
}

/// The labels that an application must not use (RFC 5705 §4).
const RESERVED: [&str; 5] =
    ["client finished", "server finished", "master secret", "extended master secret", "key expansion"];

#[cfg(test)]
mod tests {
    use super::{Aead, Hash, MainSecret, Prf, Randoms, Role, Secret, Seen};

    const RANDOMS: Randoms = Randoms { client: [1; 32], server: [2; 32] };

    fn main_secret(session: bool) -> MainSecret {
        let session = session.then(|| Hash::Sha256.digest(&[b"messages"]));
        MainSecret::new(
            Hash::Sha256,
            &Secret::from_slice(b"premaster"),
            &RANDOMS,
            session.as_ref(),
            Seen::nobody(),
        )
    }

    /// RFC 5246 §8.1 and RFC 7627 §4, said with the PRF.
    #[test]
    fn two_ways_to_the_main_secret() {
        let premaster = Prf::new(Hash::Sha256, &Secret::from_slice(b"premaster"));
        let classic = premaster.expand("master secret", &[&[1; 32], &[2; 32]], 48);
        let session = Hash::Sha256.digest(&[b"messages"]);
        let extended = premaster.expand("extended master secret", &[session.as_ref()], 48);
        assert!(main_secret(false).secret.ct_eq(&classic));
        assert!(main_secret(true).secret.ct_eq(&extended));
    }

    /// RFC 5246 §6.3: both keys, then both IVs, and the server's random first.
    #[test]
    fn the_key_block_in_its_order() {
        for (aead, key, iv) in
            [(Aead::Aes128Gcm, 16, 4), (Aead::Aes256Gcm, 32, 4), (Aead::ChaCha20Poly1305, 32, 12)]
        {
            let main = main_secret(true);
            let keys = main.key_block(aead, &RANDOMS, Seen::nobody());
            let mut block = vec![0; 2 * (key + iv)];
            main.prf.expand_into("key expansion", &[&[2; 32], &[1; 32]], &mut block);
            let parts = [&keys.client.key, &keys.server.key, &keys.client.iv, &keys.server.iv];
            let mut rest = &block[..];
            for (part, len) in parts.into_iter().zip([key, key, iv, iv]) {
                let (expected, after) = rest.split_at(len);
                assert!(part.ct_eq(&Secret::from_slice(expected)), "{aead:?}");
                rest = after;
            }
        }
    }

    #[test]
    fn finished_of_one_side_is_not_that_of_the_other() {
        let (main, transcript) = (main_secret(true), Hash::Sha256.digest(&[b"all"]));
        let ours = main.verify_data(Role::Client, &transcript);
        assert!(main.check_finished(Role::Client, &transcript, &ours).is_ok());
        assert!(main.check_finished(Role::Server, &transcript, &ours).is_err());
    }

    /// RFC 5705 §4.
    #[test]
    fn exports_depend_on_the_context_and_leave_the_protocols_labels_alone() {
        let export = |label, context| {
            let mut out = [0; 20];
            main_secret(true).export(&RANDOMS, label, context, &mut out).map(|()| out)
        };
        assert_ne!(export("EXPORTER-x", None).unwrap(), export("EXPORTER-x", Some(b"")).unwrap());
        assert_ne!(export("EXPORTER-x", None).unwrap(), export("EXPORTER-y", None).unwrap());
        assert!(export("key expansion", None).is_err());
        assert!(export("EXPORTER-x", Some(&[0; 0x1_0000])).is_err());
    }
}
