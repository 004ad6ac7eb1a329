//! `handfast pki issue`: a key and a certificate for a server or a client.

use std::path::PathBuf;

use handfast_pki::{Folder, Issued, Protection, Request, Stem, write_secret};
use rustls_pki_types::UnixTime;

use super::options::{By, Term};
use super::subject::Subject;
use super::{report, usage};
use crate::exit::Exit;

/// Issue a certificate under an authority in DIR.
#[derive(Debug, clap::Args)]
pub(super) struct Issue {
    /// The folder that `handfast pki init` made.
    dir: PathBuf,
    #[command(subcommand)]
    subject: Subject<Leaf>,
}

/// What belongs to a certificate, whoever it is for.
#[derive(Debug, clap::Args)]
struct Leaf {
    /// Write certificate and key into this PKCS#12 file too.
    #[arg(long, value_name = "FILE", requires = "password")]
    p12: Option<PathBuf>,
    /// The password of the PKCS#12 file.
    #[arg(long, value_name = "PW", requires = "p12")]
    password: Option<String>,
    #[command(flatten)]
    by: By,
    #[command(flatten)]
    term: Term,
}

impl Issue {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let (folder, stem) = (Folder::new(&self.dir), self.subject.stem()?);
        let leaf = self.subject.more();
        let issued = leaf.issue(&folder, &stem, self.subject.request(now)?, now)?;
        leaf.pkcs12(&stem, &issued)
    }
}

impl Leaf {
    fn issue(&self, folder: &Folder, stem: &Stem, request: Request, now: UnixTime) -> Result<Issued, Exit> {
        let validity = self.term.apply(request.validity, now)?;
        let by = self.by.stem(folder)?;
        let issued = folder.authority_of(&by)?.issue(&request.validity(validity)).map_err(usage)?;
        report(&folder.store(stem, &issued, self.term.existing())?);
        if let Some(certificate) = issued.chain.first() {
            folder.register(&by).add(certificate)?;
        }
        Ok(issued)
    }

    fn pkcs12(&self, stem: &Stem, issued: &Issued) -> Result<(), Exit> {
        let (Some(file), Some(password)) = (&self.p12, &self.password) else { return Ok(()) };
        let bytes = issued.pkcs12(&stem.to_string(), password, Protection::Modern).map_err(usage)?;
        write_secret(file, &bytes, self.term.existing())?;
        println!("{}", file.display());
        Ok(())
    }
}
