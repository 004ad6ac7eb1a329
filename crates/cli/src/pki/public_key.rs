//! `handfast pki public-key`: the public half of a key, for those who are to know it.

use std::path::PathBuf;

use handfast::crypto::sign::{Signer as _, SigningKey};
use handfast_pki::load::{self, Input};
use handfast_pki::public_key_pem;

use super::usage;
use crate::exit::Exit;

/// Print the public key of a private key or a certificate, for --peer-raw-key or any other program.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  handfast pki public-key d/alice.key > alice.pub")]
pub(super) struct PublicKey {
    /// A private key, a certificate or a public key, in PEM or DER.
    file: PathBuf,
}

impl PublicKey {
    pub(super) fn run(&self) -> Result<(), Exit> {
        let input = Input::read(&self.file)?;
        let keys = match load::private_key(&input) {
            Ok(key) => vec![SigningKey::from_der(&key).map_err(usage)?.public_key().spki().to_vec()],
            Err(_) => load::public_keys(&input)?,
        };
        for spki in keys {
            print!("{}", public_key_pem(&spki).map_err(usage)?);
        }
        Ok(())
    }
}
