//! `handfast pki csr`: a key, and a request for a certificate.

use std::path::PathBuf;

use clap::Subcommand;
use handfast_pki::{Folder, Request, Stem, key_pem, write_secret};
use rustls_pki_types::UnixTime;

use super::options::{Force, Key, Usages, stem};
use super::subject::{Host, Person};
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
    subject: Subject,
}

#[derive(Debug, Subcommand)]
enum Subject {
    Server(Server),
    Client(Client),
}

/// For a server: DIR/server.key and DIR/server.csr.
#[derive(Debug, clap::Args)]
struct Server {
    #[command(flatten)]
    host: Host,
    #[command(flatten)]
    paper: Paper,
}

/// For a client.
#[derive(Debug, clap::Args)]
struct Client {
    #[command(flatten)]
    person: Person,
    #[command(flatten)]
    paper: Paper,
}

#[derive(Debug, clap::Args)]
struct Paper {
    /// Names the files; made of the subject's name if it is not given.
    #[arg(long, value_name = "STEM")]
    out: Option<String>,
    #[command(flatten)]
    usages: Usages,
    #[command(flatten)]
    key: Key,
    #[command(flatten)]
    force: Force,
}

impl Csr {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let folder = Folder::new(&self.dir);
        match &self.subject {
            Subject::Server(Server { host, paper }) => {
                let stem = stem(paper.out.as_deref(), || Ok(Stem::SERVER))?;
                paper.write(&folder, &stem, host.request(now)?)
            }
            Subject::Client(Client { person, paper }) => {
                let stem = stem(paper.out.as_deref(), || person.stem())?;
                paper.write(&folder, &stem, person.request(now)?)
            }
        }
    }
}

impl Paper {
    fn write(&self, folder: &Folder, stem: &Stem, request: Request) -> Result<(), Exit> {
        let request = self.usages.apply(request)?.key(self.key.kind());
        let (asked, key) = request.sign_for().map_err(usage)?;
        let (existing, secret) = (self.force.existing(), folder.pair(stem).key);
        folder.make()?;
        write_secret(&secret, key_pem(&key).map_err(usage)?.as_bytes(), existing)?;
        let public =
            folder.publish(&format!("{stem}.csr"), asked.pem().map_err(usage)?.as_bytes(), existing)?;
        println!("{}\n{}", secret.display(), public.display());
        Ok(())
    }
}
