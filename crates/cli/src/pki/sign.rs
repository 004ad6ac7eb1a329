//! `handfast pki sign`: a certificate for somebody else's key.

use std::path::PathBuf;

use handfast_pki::load::Input;
use handfast_pki::{Folder, SigningRequest, Terms, Validity};
use rustls_pki_types::UnixTime;

use super::options::{By, Term, Usages, stem, stem_of};
use super::subject::hosts;
use super::usage;
use crate::exit::Exit;

/// Days that such a certificate holds unless another time is named: as for `handfast pki issue`.
const DAYS: u32 = 825;

/// Sign a certification request: DIR/STEM.crt (the chain).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The request's signature must be right: who asks holds the key. Taken over from
the request, as they stand there: the subject's name, the public key,
subjectAltName, keyUsage, extendedKeyUsage. A request to become an authority is
refused, and without --eku one to sign OCSP answers; other extensions are left
out, and named.

The request that `openssl req -new` makes has neither names nor a purpose:
  handfast pki sign d server.csr --eku serverAuth --name localhost")]
pub(super) struct Sign {
    /// The folder that `handfast pki init` made.
    dir: PathBuf,
    /// The request, PKCS#10 in PEM.
    csr: PathBuf,
    /// A host name or address, instead of the names in the request.
    #[arg(long = "name", value_name = "HOST", num_args = 1..)]
    names: Vec<String>,
    /// Names the file; that of the request if it is not given.
    #[arg(long, value_name = "STEM")]
    out: Option<String>,
    #[command(flatten)]
    usages: Usages,
    #[command(flatten)]
    by: By,
    #[command(flatten)]
    term: Term,
}

impl Sign {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let folder = Folder::new(&self.dir);
        let by = self.by.stem(&folder)?;
        let asked = self.request()?;
        let terms = Terms {
            validity: self.term.apply(Validity::days(now, DAYS), now)?,
            purposes: self.usages.purposes()?,
            names: hosts(&self.names)?,
        };
        let chain = folder.authority_of(&by)?.sign_request(&asked, &terms).map_err(usage)?;
        let stem = stem(self.out.as_deref(), || stem_of(&self.csr))?;
        let written = folder.store_chain(&stem, &chain, self.term.existing())?;
        println!("{}", written.display());
        if let Some(certificate) = chain.first() {
            folder.register(&by).add(certificate)?;
        }
        self.say_what_was_left_out(&asked);
        Ok(())
    }

    fn request(&self) -> Result<SigningRequest, Exit> {
        let input = Input::read(&self.csr)?;
        let unusable = |why| Exit::of_file(&self.csr, why);
        SigningRequest::from_pem(&input.text()).map_err(unusable)
    }

    fn say_what_was_left_out(&self, asked: &SigningRequest) {
        if !asked.left_out().is_empty() {
            eprintln!("handfast: asked for and left out: {}", asked.left_out().join(", "));
        }
    }
}
