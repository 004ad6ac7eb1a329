//! Who a certificate is for: a server or a client.

use clap::{Args, Subcommand};
use handfast_pki::{Name, Request, Stem};
use rustls_pki_types::UnixTime;

use super::options::{Key, KeyUsages, Usages, stem};
use super::usage;
use crate::exit::Exit;

/// The subject, and with it what else the command asks for.
#[derive(Debug, Subcommand)]
pub(super) enum Subject<More: Args> {
    /// A server; its files are named server.
    Server(Asked<Host, More>),
    /// A client; its files are named after it.
    Client(Asked<Person, More>),
}

#[derive(Debug, Args)]
pub(super) struct Asked<Who: Args, More: Args> {
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    paper: Paper,
    #[command(flatten)]
    more: More,
}

/// What is made for it.
#[derive(Debug, Args)]
struct Paper {
    /// Names the files; made of the subject's name if it is not given.
    #[arg(long, value_name = "STEM")]
    out: Option<String>,
    #[command(flatten)]
    usages: Usages,
    #[command(flatten)]
    key_usages: KeyUsages,
    #[command(flatten)]
    key: Key,
}

/// What clients call a server.
#[derive(Debug, Args)]
pub(super) struct Host {
    /// A host name that clients call it by; `*.` in front stands for one label.
    #[arg(long = "name", value_name = "HOST", num_args = 1.., required_unless_present = "ips")]
    names: Vec<String>,
    /// An IP address that clients call it by.
    #[arg(long = "ip", value_name = "IP", num_args = 1..)]
    ips: Vec<core::net::IpAddr>,
}

/// Who a client is.
#[derive(Debug, Args)]
pub(super) struct Person {
    /// The subject's common name, for example alice.
    #[arg(long, value_name = "NAME")]
    cn: String,
    /// A URI as subject alternative name, for example spiffe://example.org/alice.
    #[arg(long, value_name = "URI")]
    uri: Option<String>,
    /// A mailbox as subject alternative name.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
}

impl<More: Args> Subject<More> {
    pub(super) const fn more(&self) -> &More {
        match self {
            Self::Server(asked) => &asked.more,
            Self::Client(asked) => &asked.more,
        }
    }

    /// What it asks to have certified.
    pub(super) fn request(&self, now: UnixTime) -> Result<Request, Exit> {
        match self {
            Self::Server(asked) => asked.paper.request(asked.who.request(now)?),
            Self::Client(asked) => asked.paper.request(asked.who.request(now)?),
        }
    }

    /// What its files are called.
    pub(super) fn stem(&self) -> Result<Stem, Exit> {
        match self {
            Self::Server(asked) => stem(asked.paper.out.as_deref(), || Ok(Stem::SERVER)),
            Self::Client(asked) => stem(asked.paper.out.as_deref(), || asked.who.stem()),
        }
    }
}

impl Paper {
    fn request(&self, of_subject: Request) -> Result<Request, Exit> {
        Ok(self.key_usages.apply(self.usages.apply(of_subject)?)?.key(self.key.kind()))
    }
}

impl Host {
    fn request(&self, now: UnixTime) -> Result<Request, Exit> {
        let hosts = hosts(&self.names)?;
        let ips = self.ips.iter().copied().map(Name::Ip);
        Ok(Request::server(hosts.into_iter().chain(ips), now))
    }
}

/// Host names and addresses, checked.
pub(super) fn hosts(names: &[String]) -> Result<Vec<Name>, Exit> {
    names.iter().map(|name| Name::host(name)).collect::<Result<_, _>>().map_err(usage)
}

impl Person {
    fn request(&self, now: UnixTime) -> Result<Request, Exit> {
        let uri = self.uri.as_deref().map(Name::uri).transpose().map_err(usage)?;
        let email = self.email.as_deref().map(Name::email).transpose().map_err(usage)?;
        let request = Request::client(&*self.cn, now);
        Ok(uri.into_iter().chain(email).fold(request, Request::name))
    }

    fn stem(&self) -> Result<Stem, Exit> {
        Stem::of(&self.cn).map_err(usage)
    }
}
