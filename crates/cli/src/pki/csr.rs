//! `handfast pki csr`: a key, and a request for a certificate.

use std::path::PathBuf;

use handfast_pki::{Folder, key_pem, write_secret};
use rustls_pki_types::UnixTime;

use super::options::Force;
use super::subject::Subject;
use super::usage;
use crate::exit::Exit;

/// Make a key that stays here, DIR/STEM.key, and a request to have it certified, DIR/STEM.csr.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  handfast pki csr mine client --cn alice    # mine/alice.key, mine/alice.csr
  handfast pki sign d mine/alice.csr         # by the authority: d/alice.crt")]
pub(super) struct Csr {
    /// The folder; made if it is not there. It needs no authority.
    dir: PathBuf,
    #[command(subcommand)]
    subject: Subject<Force>,
}

impl Csr {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let (folder, stem) = (Folder::new(&self.dir), self.subject.stem()?);
        let (asked, key) = self.subject.request(now)?.sign_for().map_err(usage)?;
        let (existing, secret) = (self.subject.more().existing(), folder.pair(&stem).key);
        folder.make()?;
        write_secret(&secret, key_pem(&key).map_err(usage)?.as_bytes(), existing)?;
        let public =
            folder.publish(&format!("{stem}.csr"), asked.pem().map_err(usage)?.as_bytes(), existing)?;
        println!("{}\n{}", secret.display(), public.display());
        Ok(())
    }
}
