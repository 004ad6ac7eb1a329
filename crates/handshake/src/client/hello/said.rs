//! A ClientHello goes out (RFC 9846 §4.2.2).

use handfast_wire::Message;
use handfast_wire::code_points::ProtocolVersion;
use handfast_wire::handshake::ClientHello;

use super::extensions::extensions;
use super::greeting::Greeting;
use super::lists::Lists;
use crate::client::offers::Offers;
use crate::{Cx, Error};

/// What one hello says and another need not.
pub(super) struct Said<'m> {
    pub(super) cookie: Option<&'m [u8]>,
    pub(super) offers: &'m Offers,
    pub(super) early_data: bool,
}

pub(super) fn send(
    greeting: &Greeting,
    server_name: Option<&str>,
    said: &Said<'_>,
    cx: &mut Cx<'_>,
) -> Result<(), Error> {
    let config = cx.config;
    let mut lists = Lists::new(config, greeting, said.offers, cx.clock);
    lists.grease(greeting);
    let mut extensions = extensions(config, &lists, server_name, said);
    if let Some(order) = &greeting.order {
        order.arrange(&mut extensions);
    }
    let start = cx.scratch.len();
    cx.send(&Message::ClientHello(ClientHello {
        legacy_version: ProtocolVersion::TLS1_2,
        random: &greeting.random,
        legacy_session_id: greeting.session_id(),
        cipher_suites: (&lists.suites).into(),
        legacy_compression_methods: &[0],
        extensions: Some(extensions.into()),
    }))?;
    said.offers.bind(start, cx);
    Ok(())
}
