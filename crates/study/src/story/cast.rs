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
    client: Player,
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
        Ok(Self { authority, server: Player::read(server)?, client: Player::read(client)?, always: false })
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
        let (subject, names) = self.columns();
        for (role, player) in [(Role::Server, &self.server), (Role::Client, &self.client)] {
            let line = Text::new().plain("  ").ink(Ink::of(role), role.name()).plain("  ");
            let line = line.then(Text::new().plain(&player.subject).padded(subject + 2));
            let line = line.then(Text::new().plain(&player.names).padded(names + 2));
            page.paragraph(&line.plain(&player.key));
        }
        page.paragraph(&Text::new().faint(self.until()));
        page.into_lines().iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl Cast {
    fn until(&self) -> String {
        let until = format!("the certificates hold until {}", self.client.until);
        match self.always {
            true => format!("Everybody has their keys; {until}."),
            false => format!("Nothing is stored; {until}."),
        }
    }

    /// The widths of subjects and names.
    fn columns(&self) -> (usize, usize) {
        let width = |text: &String| text.chars().count();
        let widest = |of: fn(&Player) -> &String| width(of(&self.server)).max(width(of(&self.client)));
        (widest(|player| &player.subject), widest(|player| &player.names))
    }
}
