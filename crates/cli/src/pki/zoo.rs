//! `handfast pki zoo`: identities that are broken on purpose.

use std::path::PathBuf;

use handfast_pki::zoo;
use rustls_pki_types::UnixTime;

use super::options::{Force, time};
use super::usage;
use crate::exit::Exit;

/// Make a zoo: good identities, and many that are broken, each in one way.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
DIR/client/NAME and DIR/server/NAME hold one identity each: leaf.crt,
intermediates.crt, chain.crt and leaf.key (or identity.p12), and crl-1.pem … or
ocsp.der where revocation is what is wrong. All share DIR/root.crt, unless it is
the root that is wrong (then anchors.crt lies beside them).

DIR/manifest.json says of each what is wrong, which clause forbids it, how to
ask (name, purpose, profile, time, policies, revocation), and what handfast
answers.

Example:
  handfast pki zoo z
  handfast serve 127.0.0.1:8443 --cert z/server/good/chain.crt \\
    --key z/server/good/leaf.key --client-ca z/root.crt --client-auth require
  for who in z/client/*; do
    curl --cacert z/root.crt --cert $who/chain.crt --key $who/leaf.key \\
      https://localhost:8443/
  done")]
pub(super) struct Zoo {
    /// The folder; made if it is not there.
    dir: PathBuf,
    /// As seen at this time: now unless given, or 2026-11-21, 2026-11-21T22:45:00Z, -1h.
    #[arg(long, value_name = "T", default_value = "now", allow_hyphen_values = true)]
    at: String,
    #[command(flatten)]
    force: Force,
}

impl Zoo {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let zoo = zoo::Zoo::open(time(&self.at, now)?).map_err(usage)?;
        let count = zoo.write(&self.dir, self.force.existing())?;
        println!("{} ({count} identities)", self.dir.join("manifest.json").display());
        Ok(())
    }
}
