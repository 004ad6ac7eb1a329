//! What both stacks can do, in terms of bytes.

use std::io::Write;

pub(crate) trait Endpoint {
    /// Bytes of the peer. Application data that comes out is thrown away; its length is returned.
    fn take(&mut self, bytes: &[u8]) -> usize;

    /// Writes what is to be sent.
    fn give(&mut self, out: &mut impl Write);

    /// Application data to send.
    fn write(&mut self, data: &[u8]);

    fn is_connected(&self) -> bool;

    /// Nothing is to be read for now: what a stream does before it waits.
    fn rest(&mut self);
}

/// A stack makes endpoints on its own configuration.
pub(crate) trait Stack {
    const NAME: &'static str;
    type Client: Endpoint;
    type Server: Endpoint;

    fn client(&self) -> Self::Client;
    fn server(&self) -> Self::Server;

    fn pair(&self) -> (Self::Client, Self::Server) {
        let (mut client, mut server) = (self.client(), self.server());
        let mut wire = Vec::with_capacity(1 << 16);
        while !(client.is_connected() && server.is_connected()) {
            client.give(&mut wire);
            server.take(&wire);
            wire.clear();
            server.give(&mut wire);
            client.take(&wire);
            wire.clear();
        }
        (client, server)
    }
}
