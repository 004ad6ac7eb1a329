//! `handfast pki revoke`: take a certificate back.

use std::path::PathBuf;

use handfast_pki::Folder;
use handfast_pki::revocation::{Reason, reason_named};
use rustls_pki_types::UnixTime;

use super::options::{issued, time};
use crate::exit::Exit;

/// Note that a certificate is taken back. Nobody knows before there is a list: `handfast pki crl`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The register of each authority is DIR/STEM.index, in the format of openssl:
  openssl ocsp -index d/root.index -CA d/root.crt -port 8888 \\
    -rsigner d/root.crt -rkey d/root.key

Example:
  handfast pki revoke d alice --reason keyCompromise
  handfast pki crl d")]
pub(super) struct Revoke {
    /// The folder that `handfast pki init` made.
    dir: PathBuf,
    /// The certificate: alice for DIR/alice.crt, or a file.
    certificate: String,
    /// Why: keyCompromise, cACompromise, affiliationChanged, superseded, cessationOfOperation, certificateHold,
    /// privilegeWithdrawn, aACompromise.
    #[arg(long, value_parser = reason_named)]
    reason: Option<Reason>,
    /// From when on: now unless given, or 2026-11-21, 2026-11-21T22:45:00Z, -1h.
    #[arg(long, value_name = "T", default_value = "now", allow_hyphen_values = true)]
    at: String,
}

impl Revoke {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let folder = Folder::new(&self.dir);
        let (certificate, by) = issued(&folder, &self.certificate)?;
        folder.register(&by).revoke(&certificate, time(&self.at, now)?, self.reason)?;
        let dir = self.dir.display();
        println!(
            "revoked by {by}; tell the world with `handfast pki crl {dir}` or `handfast pki ocsp {dir} {}`",
            self.certificate
        );
        Ok(())
    }
}
