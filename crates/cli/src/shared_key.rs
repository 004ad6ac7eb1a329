//! A key that both sides share beforehand, for `serve` and `connect`.

use data_encoding::HEXLOWER_PERMISSIVE;
use handfast::crypto::hash::Hash;
use handfast::{Config, Psk, PskError};
use zeroize::Zeroizing;

use crate::exit::Exit;

/// The key, what it is called, and how it is used.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "A key shared beforehand (RFC 9846 §2.2; TLS 1.3)")]
pub(crate) struct SharedKey {
    /// The key in hexadecimal, for cipher suites with SHA-256: 32 random digits at least. Other users of this machine see
    /// it in the list of processes.
    #[arg(long, value_name = "HEX", value_parser = key)]
    psk: Option<Key>,
    /// What the key is called; it is sent in the clear.
    #[arg(long, value_name = "ID", requires = "psk", default_value = "Client_identity")]
    psk_identity: String,
    /// Import the key for the hash of each cipher suite (RFC 9258), where the other side does so, too.
    #[arg(long, requires = "psk")]
    psk_import: bool,
    /// With --psk-import: what the key is used for, in the same words on both sides.
    #[arg(long, value_name = "TEXT", requires = "psk_import", default_value = "", hide_default_value = true)]
    psk_context: String,
    /// Let a client with this key in also where a certificate is required.
    #[arg(long, requires = "psk")]
    psk_suffices: bool,
    /// Use the key without a key exchange, if the other side does no better: without forward secrecy.
    #[arg(long, requires = "psk")]
    psk_ke: bool,
}

/// Never printed.
#[derive(Clone)]
struct Key(Zeroizing<Vec<u8>>);

impl core::fmt::Debug for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Key({} bytes)", self.0.len())
    }
}

fn key(text: &str) -> Result<Key, String> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|why| why.to_string())?;
    Ok(Key(Zeroizing::new(bytes)))
}

impl SharedKey {
    /// Whether there is one.
    pub(crate) const fn is_given(&self) -> bool {
        self.psk.is_some()
    }

    /// The configuration with the key, if there is one.
    ///
    /// # Errors
    /// It is none.
    pub(crate) fn apply(&self, config: Config) -> Result<Config, Exit> {
        let Some(key) = &self.psk else { return Ok(config) };
        let keys = self.keys(&key.0).map_err(|why| Exit::Usage(format!("--psk: {why}")))?;
        let mut config = config.with_shared_keys(keys);
        config.protocol.shared_key_suffices = self.psk_suffices;
        Ok(if self.psk_ke { config.with_psk_ke() } else { config })
    }

    fn keys(&self, key: &[u8]) -> Result<Vec<Psk>, PskError> {
        let identity = self.psk_identity.as_bytes();
        if self.psk_import {
            return Psk::import_all(identity, self.psk_context.as_bytes(), key, Hash::Sha256);
        }
        Ok(vec![Psk::new(identity, key, Hash::Sha256)?])
    }
}
