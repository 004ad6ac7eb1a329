//! `handfast pki issue`: a key and a certificate for a server or a client.

use std::path::PathBuf;

use clap::Subcommand;
use handfast_pki::{Folder, Issued, Protection, Request, Stem, write_secret};
use rustls_pki_types::UnixTime;

use super::options::{By, Key, Term, Usages, stem};
use super::subject::{Host, Person};
use super::{report, usage};
use crate::exit::Exit;

/// Issue a certificate under an authority in DIR.
#[derive(Debug, clap::Args)]
pub(super) struct Issue {
    /// The folder that `handfast pki init` made.
    dir: PathBuf,
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Debug, Subcommand)]
enum Subject {
    Server(Server),
    Client(Client),
}

/// A server: DIR/server.crt (the chain) and DIR/server.key.
#[derive(Debug, clap::Args)]
struct Server {
    #[command(flatten)]
    host: Host,
    #[command(flatten)]
    leaf: Leaf,
}

/// A client: DIR/STEM.crt and DIR/STEM.key.
#[derive(Debug, clap::Args)]
struct Client {
    #[command(flatten)]
    person: Person,
    /// Write certificate and key into this PKCS#12 file too.
    #[arg(long, value_name = "FILE", requires = "password")]
    p12: Option<PathBuf>,
    /// The password of the PKCS#12 file.
    #[arg(long, value_name = "PW", requires = "p12")]
    password: Option<String>,
    #[command(flatten)]
    leaf: Leaf,
}

/// What servers and clients have in common.
#[derive(Debug, clap::Args)]
struct Leaf {
    /// Names the files; made of the subject's name if it is not given.
    #[arg(long, value_name = "STEM")]
    out: Option<String>,
    #[command(flatten)]
    usages: Usages,
    #[command(flatten)]
    by: By,
    #[command(flatten)]
    key: Key,
    #[command(flatten)]
    term: Term,
}

impl Issue {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let folder = Folder::new(&self.dir);
        match &self.subject {
            Subject::Server(Server { host, leaf }) => {
                let stem = stem(leaf.out.as_deref(), || Ok(Stem::SERVER))?;
                leaf.issue(&folder, &stem, host.request(now)?, now).map(|_| ())
            }
            Subject::Client(client) => {
                let stem = stem(client.leaf.out.as_deref(), || client.person.stem())?;
                let issued = client.leaf.issue(&folder, &stem, client.person.request(now)?, now)?;
                client.pkcs12(&issued)
            }
        }
    }
}

impl Client {
    fn pkcs12(&self, issued: &Issued) -> Result<(), Exit> {
        let (Some(file), Some(password)) = (&self.p12, &self.password) else { return Ok(()) };
        let bytes = issued.pkcs12(&self.person.cn, password, Protection::Modern).map_err(usage)?;
        write_secret(file, &bytes, self.leaf.term.existing())?;
        println!("{}", file.display());
        Ok(())
    }
}

impl Leaf {
    fn issue(&self, folder: &Folder, stem: &Stem, request: Request, now: UnixTime) -> Result<Issued, Exit> {
        let validity = self.term.apply(request.validity, now)?;
        let request = self.usages.apply(request)?.key(self.key.kind()).validity(validity);
        let by = self.by.stem(folder)?;
        let issued = folder.authority_of(&by)?.issue(&request).map_err(usage)?;
        report(&folder.store(stem, &issued, self.term.existing())?);
        if let Some(certificate) = issued.chain.first() {
            folder.register(&by).add(certificate)?;
        }
        Ok(issued)
    }
}
