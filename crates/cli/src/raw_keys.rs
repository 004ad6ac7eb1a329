//! Keys in the place of certificates (RFC 7250), for `serve` and `connect`.

use std::path::PathBuf;

use handfast::path::KnownKeys;
use handfast::{Config, Identity};
use handfast_pki::load::{self, Input};

use crate::exit::Exit;

/// A key of ours that is shown alone, and keys of peers that are taken without a certificate.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Keys without certificates (RFC 7250)")]
pub(crate) struct RawKeys {
    /// Our private key (PEM), to be shown alone to peers that know it.
    #[arg(long, value_name = "FILE", visible_alias = "rawpkkeyfile")]
    raw_key: Option<PathBuf>,
    /// Public keys of peers (PEM), as `openssl pkey -pubout` writes them, that are taken without a certificate: whoever
    /// holds one is let in.
    #[arg(long, value_name = "FILE", visible_alias = "expected-rpks")]
    peer_raw_key: Vec<PathBuf>,
}

impl RawKeys {
    /// Whether peers may show a key alone.
    pub(crate) const fn are_known(&self) -> bool {
        !self.peer_raw_key.is_empty()
    }

    /// The configuration with our key, and with those that are known of clients and servers.
    ///
    /// # Errors
    /// A file cannot be used.
    pub(crate) fn apply(&self, mut config: Config) -> Result<Config, Exit> {
        if let Some(file) = &self.raw_key {
            let key = load::private_key(&Input::read(file)?)?;
            let unusable = |why| Exit::of_file(file, why);
            config = config.with_identity(Identity::raw_public_key(&key).map_err(unusable)?);
        }
        let known = self.known()?;
        Ok(config.with_server_keys(known.clone()).with_client_keys(known))
    }

    fn known(&self) -> Result<KnownKeys, Exit> {
        let mut known = KnownKeys::new();
        for file in &self.peer_raw_key {
            for spki in load::public_keys(&Input::read(file)?)? {
                let unusable = |why| Exit::of_file(file, why);
                known = known.and_spki(&spki).map_err(unusable)?;
            }
        }
        Ok(known)
    }
}
