//! HOST:PORT, as users name servers.

use core::fmt;
use core::time::Duration;
use std::io;
use std::net::{TcpStream, ToSocketAddrs};

use crate::exit::Exit;

/// A host by its name or its IP address, and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Without the brackets of an IPv6 address.
    host: String,
    port: u16,
}

impl Address {
    /// Reads `localhost:8443` or `[::1]:8443`.
    pub(crate) fn named(text: &str) -> Result<Self, String> {
        let missing = || format!("a port is missing, as in {text}:8443");
        let (host, port) = text.rsplit_once(':').ok_or_else(missing)?;
        let port = port.parse().map_err(|_| format!("{port:?} is no port"))?;
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if host.is_empty() {
            return Err("a host is missing".to_owned());
        }
        Ok(Self { host: host.to_owned(), port })
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The first address of the host that takes a connection, each having so long for it.
    pub(crate) fn call(&self, patience: Duration) -> Result<TcpStream, Exit> {
        self.reached(patience).map_err(|why| Exit::Network(format!("{self}: {why}")))
    }

    fn reached(&self, patience: Duration) -> io::Result<TcpStream> {
        let mut last = io::Error::other("the name has no address");
        for address in (&*self.host, self.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, patience) {
                Ok(socket) => return socket.set_nodelay(true).map(|()| socket),
                Err(why) => last = why,
            }
        }
        Err(last)
    }
}

/// As it stands in a URI, and in what HTTP says of where a request goes (RFC 3986 §3.2.2, RFC 9110 §7.2): an IPv6
/// address in brackets, and the port always.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn hosts_and_ports() {
        for (text, host, authority) in [
            ("localhost:8443", "localhost", "localhost:8443"),
            ("127.0.0.1:1", "127.0.0.1", "127.0.0.1:1"),
            ("[::1]:8443", "::1", "[::1]:8443"),
            ("::1:8443", "::1", "[::1]:8443"),
        ] {
            let address = Address::named(text).unwrap();
            assert_eq!((address.host(), &*address.to_string()), (host, authority));
        }
        for bad in ["localhost", "localhost:", "localhost:https", ":8443", "[]:8443", "localhost:65536"] {
            assert!(Address::named(bad).is_err(), "{bad}");
        }
    }
}
