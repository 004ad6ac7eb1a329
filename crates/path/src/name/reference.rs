//! The name that is wanted: the reference identifier of RFC 9525 §6.1, and its kin for clients.

use core::fmt;

use rustls_pki_types::ServerName;

use super::email::Mailbox;
use super::spiffe::{SpiffeFault, SpiffeId};

/// Who the peer is wanted to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference<'a> {
    /// The server of this host name or address.
    Server(ServerName<'a>),
    /// The workload with this SPIFFE ID.
    Spiffe(SpiffeId<'a>),
    /// Whoever has this mailbox.
    Email(Mailbox<'a>),
}

/// A text that names no peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAName {
    /// It starts like a SPIFFE ID, and is none.
    Spiffe(SpiffeFault),
    /// It is a SPIFFE ID without a path: that of a trust domain, in which there are many peers.
    TrustDomain,
    /// It has an `@`, and is no mailbox.
    Mailbox,
    /// It is neither a host name nor an IP address.
    Server,
}

impl<'a> Reference<'a> {
    /// Reads a host name, an IP address, a SPIFFE ID or a mailbox.
    ///
    /// # Errors
    /// It is none of them.
    pub fn parse(text: &'a str) -> Result<Self, NotAName> {
        if text.contains("://") {
            return workload(text).map(Self::Spiffe);
        }
        if text.contains('@') {
            return Mailbox::parse(text).map(Self::Email).ok_or(NotAName::Mailbox);
        }
        ServerName::try_from(text).map(Self::Server).map_err(|_| NotAName::Server)
    }
}

/// The server of this name, which is not copied.
impl<'a> From<&'a ServerName<'_>> for Reference<'a> {
    fn from(name: &'a ServerName<'_>) -> Self {
        Self::Server(match name {
            ServerName::DnsName(host) => ServerName::DnsName(host.borrow()),
            address => address.clone(),
        })
    }
}

fn workload(text: &str) -> Result<SpiffeId<'_>, NotAName> {
    let id = SpiffeId::parse(text).map_err(NotAName::Spiffe)?;
    if id.path().is_empty() { Err(NotAName::TrustDomain) } else { Ok(id) }
}

/// With its form in front, as in a certificate's list of names: `dns:localhost`, `uri:spiffe://example.org/alice`.
impl fmt::Display for Reference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(ServerName::IpAddress(address)) => {
                write!(f, "ip:{}", core::net::IpAddr::from(*address))
            }
            Self::Server(name) => write!(f, "dns:{}", name.to_str()),
            Self::Spiffe(id) => write!(f, "uri:{}", id.as_str()),
            Self::Email(mailbox) => write!(f, "email:{}@{}", mailbox.local(), mailbox.domain()),
        }
    }
}

impl fmt::Display for NotAName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spiffe(fault) => fault.fmt(f),
            Self::TrustDomain => f.write_str("a trust domain has many workloads: give the path of one"),
            Self::Mailbox => f.write_str("it is no mailbox"),
            Self::Server => f.write_str("it is neither a host name nor an IP address"),
        }
    }
}

impl core::error::Error for NotAName {}

#[cfg(test)]
mod tests {
    use super::{NotAName, Reference, SpiffeFault};

    #[test]
    fn names_of_all_forms() {
        for (text, shown) in [
            ("localhost", "dns:localhost"),
            ("a.example.com.", "dns:a.example.com."),
            ("192.0.2.1", "ip:192.0.2.1"),
            ("2001:db8::1", "ip:2001:db8::1"),
            ("spiffe://example.org/alice", "uri:spiffe://example.org/alice"),
            ("alice@example.org", "email:alice@example.org"),
        ] {
            assert_eq!(Reference::parse(text).unwrap().to_string(), shown);
        }
        for (text, why) in [
            ("", NotAName::Server),
            ("*.example.com", NotAName::Server),
            ("a b", NotAName::Server),
            ("spiffe://example.org", NotAName::TrustDomain),
            ("spiffe://Example.org/a", NotAName::Spiffe(SpiffeFault::TrustDomain)),
            ("https://example.org/a", NotAName::Spiffe(SpiffeFault::Scheme)),
            ("@example.org", NotAName::Mailbox),
        ] {
            assert_eq!(Reference::parse(text), Err(why), "{text}");
        }
    }
}
