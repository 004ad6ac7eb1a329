//! Who plays: the authority and those it vouches for, as their certificates say.

use core::fmt;

use handfast::Role;
use handfast::path::Identity;
use handfast::path::cert::{Cert, Malformed};

use super::ink::{Ink, Text};
use super::page::Page;

/// The people of a story, read from their certificates. Written as [`Story`](super::Story) is.
#[derive(Debug)]
pub struct Cast {
    authority: String,
    server: Player,
    client: Option<Player>,
    always: bool,
}

#[derive(Debug)]
struct Player {
    subject: String,
    names: String,
    key: String,
    until: String,
}

impl Cast {
    /// From three certificates in DER.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn read(authority: &[u8], server: &[u8], client: &[u8]) -> Result<Self, Malformed> {
        let authority = Identity::read(authority)?.subject;
        let (server, client) = (Player::read(server)?, Some(Player::read(client)?));
        Ok(Self { authority, server, client, always: false })
    }

    /// With a client that has no certificate.
    #[must_use]
    pub fn with_nobody(self) -> Self {
        Self { client: None, ..self }
    }

    /// The same in every run: keys that everybody has.
    #[must_use]
    pub fn that_always_plays(self) -> Self {
        Self { always: true, ..self }
    }
}

impl Player {
    fn read(der: &[u8]) -> Result<Self, Malformed> {
        let cert = Cert::parse(der)?;
        let key = cert.public_key().map_or_else(|why| why.to_string(), |key| key.kind().to_string());
        let identity = Identity::of(&cert);
        let until = identity.validity.not_after.to_string();
        Ok(Self { names: names(&identity), subject: identity.subject, key, until })
    }
}

/// `dns:localhost uri:spiffe://demo/alice`
fn names(identity: &Identity) -> String {
    let dns = identity.dns_names.iter().map(|name| format!("dns:{name}"));
    let ip = identity.ip_addresses.iter().map(|address| format!("ip:{address}"));
    let email = identity.email_addresses.iter().map(|mailbox| format!("email:{mailbox}"));
    let uri = identity.uris.iter().map(|uri| format!("uri:{uri}"));
    dns.chain(ip).chain(email).chain(uri).collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Cast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = Page::default();
        let authority = Text::new().strong(&self.authority);
        let made = if self.always { "the same in every run" } else { "made for this run" };
        page.paragraph(&authority.plain(format!(", {made}, vouches for two parties:")));
        page.paragraph(&self.player(Role::Server, &self.server));
        match &self.client {
            Some(client) => page.paragraph(&self.player(Role::Client, client)),
            None => page.paragraph(&line_of(Role::Client).plain("has no certificate")),
        }
        page.paragraph(&Text::new().faint(self.until()));
        page.into_lines().iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

fn line_of(role: Role) -> Text {
    Text::new().plain("  ").ink(Ink::of(role), role.name()).plain("  ")
}

impl Cast {
    fn player(&self, role: Role, player: &Player) -> Text {
        let (subject, names) = self.columns();
        let line = line_of(role).then(Text::new().plain(&player.subject).padded(subject + 2));
        line.then(Text::new().plain(&player.names).padded(names + 2)).plain(&player.key)
    }

    fn until(&self) -> String {
        let until = format!("the certificates hold until {}", self.server.until);
        match self.always {
            true => format!("Everybody has their keys; {until}."),
            false => format!("Nothing is stored; {until}."),
        }
    }

    /// The widths of subjects and names.
    fn columns(&self) -> (usize, usize) {
        let players = || [Some(&self.server), self.client.as_ref()].into_iter().flatten();
        let widest = |of: fn(&Player) -> &String| players().map(|player| of(player).chars().count()).max();
        (
            widest(|player| &player.subject).unwrap_or_default(),
            widest(|player| &player.names).unwrap_or_default(),
        )
    }
}
