//! `handfast pki`: an authority in a folder, and the servers and clients that it issues.

use std::path::PathBuf;

use clap::Subcommand;
use handfast_pki::{
    Authority, Existing, Folder, FolderError, Issued, KeyKind, Name, Pair, Protection, Purpose, Request,
    Stem, Validity, instant, purposes, write_secret,
};
use rustls_pki_types::UnixTime;

use crate::exit::Exit;

/// Make certificates: a root, and the servers and clients that it vouches for.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  handfast pki init d
  handfast pki issue d server --name localhost --ip 127.0.0.1
  handfast pki issue d client --cn alice --uri spiffe://example.org/alice

Keys are written without a password, readable by their owner alone. For tests, not for production.")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(Init),
    Issue(Issue),
}

/// Make a root certificate: DIR/root.crt and DIR/root.key.
#[derive(Debug, clap::Args)]
struct Init {
    /// The folder; made if it is not there.
    dir: PathBuf,
    /// The subject's common name.
    #[arg(long, default_value = "handfast root", value_name = "NAME")]
    cn: String,
    #[command(flatten)]
    common: Common,
}

/// Issue a certificate under the root in DIR.
#[derive(Debug, clap::Args)]
struct Issue {
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
    /// A host name that clients call it by; `*.` in front stands for one label.
    #[arg(long = "name", value_name = "HOST", num_args = 1.., required_unless_present = "ips")]
    names: Vec<String>,
    /// An IP address that clients call it by.
    #[arg(long = "ip", value_name = "IP", num_args = 1..)]
    ips: Vec<core::net::IpAddr>,
    #[command(flatten)]
    leaf: Leaf,
}

/// A client: DIR/STEM.crt and DIR/STEM.key.
#[derive(Debug, clap::Args)]
struct Client {
    /// The subject's common name, for example alice.
    #[arg(long, value_name = "NAME")]
    cn: String,
    /// A URI as subject alternative name, for example spiffe://example.org/alice.
    #[arg(long, value_name = "URI")]
    uri: Option<String>,
    /// A mailbox as subject alternative name.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
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
    /// Extended key usages, with commas between: serverAuth, clientAuth, …, or none.
    #[arg(long, value_name = "USAGES")]
    eku: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// What all certificates have in common.
#[derive(Debug, clap::Args)]
struct Common {
    /// The kind of key: p256, p384, ed25519, rsa2048, rsa3072, rsa4096.
    #[arg(long, default_value_t = KeyKind::P256)]
    key: KeyKind,
    /// Valid for so many days from now.
    #[arg(long, value_name = "N", conflicts_with = "not_after")]
    days: Option<u32>,
    /// Valid from: 2026-11-21, 2026-11-21T22:45:00Z, now, -1h, +2d.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    not_before: Option<String>,
    /// Valid until, in the same forms.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    not_after: Option<String>,
    /// Replace files that are there already.
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args) -> Exit {
    let now = UnixTime::now();
    let done = match &args.command {
        Command::Init(init) => init.run(now),
        Command::Issue(issue) => issue.run(now),
    };
    done.err().unwrap_or(Exit::Done)
}

impl Init {
    fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let request = self.common.apply(Request::authority(&*self.cn, now), now)?;
        let root = Authority::root(&request).map_err(usage)?;
        let written = Folder::new(&self.dir).init(&root, self.common.existing())?;
        report(&written);
        Ok(())
    }
}

impl Issue {
    fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let folder = Folder::new(&self.dir);
        let authority = folder.authority()?;
        match &self.subject {
            Subject::Server(server) => {
                let stem = server.leaf.stem(Stem::SERVER)?;
                let request = server.leaf.apply(server.request(now)?, now)?;
                server.leaf.store(&folder, &stem, &authority.issue(&request).map_err(usage)?)
            }
            Subject::Client(client) => {
                let stem = client.leaf.stem(Stem::of(&client.cn).map_err(usage)?)?;
                let request = client.leaf.apply(client.request(now)?, now)?;
                let issued = authority.issue(&request).map_err(usage)?;
                client.leaf.store(&folder, &stem, &issued)?;
                client.pkcs12(&issued)
            }
        }
    }
}

impl Server {
    fn request(&self, now: UnixTime) -> Result<Request, Exit> {
        let hosts =
            self.names.iter().map(|name| Name::host(name)).collect::<Result<Vec<_>, _>>().map_err(usage)?;
        let ips = self.ips.iter().copied().map(Name::Ip);
        Ok(Request::server(hosts.into_iter().chain(ips), now))
    }
}

impl Client {
    fn request(&self, now: UnixTime) -> Result<Request, Exit> {
        let uri = self.uri.as_deref().map(Name::uri).transpose().map_err(usage)?;
        let email = self.email.as_deref().map(Name::email).transpose().map_err(usage)?;
        let request = Request::client(&*self.cn, now);
        Ok(uri.into_iter().chain(email).fold(request, Request::name))
    }

    fn pkcs12(&self, issued: &Issued) -> Result<(), Exit> {
        let (Some(file), Some(password)) = (&self.p12, &self.password) else { return Ok(()) };
        let bytes = issued.pkcs12(&self.cn, password, Protection::Modern).map_err(usage)?;
        write_secret(file, &bytes, self.leaf.common.existing())?;
        println!("{}", file.display());
        Ok(())
    }
}

impl Leaf {
    fn stem(&self, otherwise: Stem) -> Result<Stem, Exit> {
        self.out.as_deref().map_or(Ok(otherwise), |out| Stem::of(out).map_err(usage))
    }

    fn apply(&self, request: Request, now: UnixTime) -> Result<Request, Exit> {
        let purposes: Option<Vec<Purpose>> = self.eku.as_deref().map(purposes).transpose().map_err(usage)?;
        let request = match purposes {
            Some(purposes) => request.purposes(purposes),
            None => request,
        };
        self.common.apply(request, now)
    }

    fn store(&self, folder: &Folder, stem: &Stem, issued: &Issued) -> Result<(), Exit> {
        report(&folder.store(stem, issued, self.common.existing())?);
        Ok(())
    }
}

impl Common {
    const fn existing(&self) -> Existing {
        if self.force { Existing::Replace } else { Existing::Keep }
    }

    fn apply(&self, request: Request, now: UnixTime) -> Result<Request, Exit> {
        let mut validity = self.days.map_or(request.validity, |days| Validity::days(now, days));
        if let Some(from) = &self.not_before {
            validity.not_before = time(from, now)?;
        }
        if let Some(until) = &self.not_after {
            validity.not_after = time(until, now)?;
        }
        Ok(request.key(self.key).validity(validity))
    }
}

fn time(text: &str, now: UnixTime) -> Result<UnixTime, Exit> {
    instant(text, now).map_err(|why| Exit::Usage(format!("{text}: {why}")))
}

fn report(written: &Pair) {
    println!("{}\n{}", written.certificate.display(), written.key.display());
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn usage(why: impl ToString) -> Exit {
    Exit::Usage(why.to_string())
}

impl From<FolderError> for Exit {
    fn from(error: FolderError) -> Self {
        Self::File(error.to_string())
    }
}
