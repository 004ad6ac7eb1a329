//! Who a certificate is for: a server or a client.

use handfast_pki::{Name, Request, Stem};
use rustls_pki_types::UnixTime;

use super::usage;
use crate::exit::Exit;

/// What clients call a server.
#[derive(Debug, clap::Args)]
pub(super) struct Host {
    /// A host name that clients call it by; `*.` in front stands for one label.
    #[arg(long = "name", value_name = "HOST", num_args = 1.., required_unless_present = "ips")]
    names: Vec<String>,
    /// An IP address that clients call it by.
    #[arg(long = "ip", value_name = "IP", num_args = 1..)]
    ips: Vec<core::net::IpAddr>,
}

/// Who a client is.
#[derive(Debug, clap::Args)]
pub(super) struct Person {
    /// The subject's common name, for example alice.
    #[arg(long, value_name = "NAME")]
    pub(super) cn: String,
    /// A URI as subject alternative name, for example spiffe://example.org/alice.
    #[arg(long, value_name = "URI")]
    uri: Option<String>,
    /// A mailbox as subject alternative name.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
}

impl Host {
    pub(super) fn request(&self, now: UnixTime) -> Result<Request, Exit> {
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
    pub(super) fn request(&self, now: UnixTime) -> Result<Request, Exit> {
        let uri = self.uri.as_deref().map(Name::uri).transpose().map_err(usage)?;
        let email = self.email.as_deref().map(Name::email).transpose().map_err(usage)?;
        let request = Request::client(&*self.cn, now);
        Ok(uri.into_iter().chain(email).fold(request, Request::name))
    }

    /// The files are named after it.
    pub(super) fn stem(&self) -> Result<Stem, Exit> {
        Stem::of(&self.cn).map_err(usage)
    }
}
