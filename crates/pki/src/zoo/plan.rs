//! The healthy place that every specimen lives in, and the ways in which it is spoilt.

use core::time::Duration;

use rustls_pki_types::UnixTime;

use super::{CLIENT_NAME, Demand, Exhibit, Role, SERVER_NAME};
use crate::surgery::Opened;
use crate::{Authority, Error, Extension, Issued, Name, Purpose, Request, Validity};

pub(super) const ROOT_NAME: &str = "zoo root";

pub(super) const DAY: u64 = 24 * 60 * 60;

/// What will be made below a root: the intermediates from the top down, and a leaf.
pub(super) struct Plan<'a> {
    pub(super) root: &'a Authority,
    pub(super) role: Role,
    pub(super) now: UnixTime,
    middles: Vec<Request>,
    leaf: Request,
    demand: Option<Demand>,
}

/// What was made.
pub(super) struct Town {
    /// The intermediates from the top down.
    pub(super) middles: Vec<Authority>,
    pub(super) issued: Issued,
}

impl Role {
    pub(super) const fn other_purpose(self) -> Purpose {
        match self {
            Self::Server => Purpose::ClientAuth,
            Self::Client => Purpose::ServerAuth,
        }
    }
}

/// From thirty days ago until yesterday.
pub(super) fn past(now: UnixTime) -> Validity {
    Validity { not_before: before(now, 30 * DAY), not_after: before(now, DAY) }
}

/// From two minutes ahead: a clock that is a little fast.
pub(super) fn future(now: UnixTime) -> Validity {
    Validity { not_before: after(now, 120), not_after: after(now, 30 * DAY) }
}

pub(super) fn before(now: UnixTime, seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs().saturating_sub(seconds)))
}

pub(super) fn after(now: UnixTime, seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs().saturating_add(seconds)))
}

impl<'a> Plan<'a> {
    pub(super) fn healthy(root: &'a Authority, role: Role, now: UnixTime) -> Self {
        let leaf = match role {
            Role::Server => Request::server([SERVER_NAME], now),
            Role::Client => Request::client(CLIENT_NAME, now),
        };
        Self {
            root,
            role,
            now,
            middles: vec![Request::authority("zoo intermediate", now)],
            leaf,
            demand: None,
        }
    }

    pub(super) fn leaf(mut self, spoil: impl FnOnce(&mut Request)) -> Self {
        spoil(&mut self.leaf);
        self
    }

    pub(super) fn middle(mut self, spoil: impl FnOnce(&mut Request)) -> Self {
        self.middles.first_mut().map(spoil);
        self
    }

    /// With one more intermediate, below the other.
    pub(super) fn lower(mut self, spoil: impl FnOnce(&mut Request)) -> Self {
        let mut lower = Request::authority("zoo lower", self.now);
        spoil(&mut lower);
        self.middles.push(lower);
        self
    }

    pub(super) fn leaf_valid(self, when: impl FnOnce(UnixTime) -> Validity) -> Self {
        let validity = when(self.now);
        self.leaf(|leaf| leaf.validity = validity)
    }

    pub(super) fn middle_valid(self, when: impl FnOnce(UnixTime) -> Validity) -> Self {
        let validity = when(self.now);
        self.middle(|middle| middle.validity = validity)
    }

    /// With exactly these names in subjectAltName.
    pub(super) fn names(self, names: impl IntoIterator<Item = Name>) -> Self {
        self.leaf(|leaf| leaf.names = names.into_iter().collect())
    }

    pub(super) fn leaf_extension(self, extension: Result<Extension, Error>) -> Result<Self, Error> {
        let extension = extension?;
        Ok(self.leaf(|leaf| leaf.extensions.push(extension)))
    }

    pub(super) fn middle_extension(self, extension: Result<Extension, Error>) -> Result<Self, Error> {
        let extension = extension?;
        Ok(self.middle(|middle| middle.extensions.push(extension)))
    }

    /// With something special in what the verifier asks for.
    pub(super) fn asked(mut self, ask: impl FnOnce(&mut Demand)) -> Self {
        let mut demand = self.demand.unwrap_or(Demand::of(self.role));
        ask(&mut demand);
        self.demand = Some(demand);
        self
    }

    pub(super) fn build(self) -> Result<Exhibit, Error> {
        let issued = self.town()?.issued;
        Ok(self.exhibit(issued))
    }

    /// The same below a root of its own.
    pub(super) fn build_below(self, root: &Authority) -> Result<Exhibit, Error> {
        let Self { role, now, middles, leaf, demand, .. } = self;
        Plan { root, role, now, middles, leaf, demand }.build()
    }

    /// As [`Plan::build`], with the leaf opened, edited and signed again by its issuer.
    pub(super) fn edited(
        self,
        edit: impl FnOnce(&mut Opened) -> Result<(), Error>,
    ) -> Result<Exhibit, Error> {
        let town = self.town()?;
        let mut issued = town.issued;
        let issuer = town.middles.last().unwrap_or(self.root);
        issued.replace_leaf(|leaf| issuer.reissue(leaf, edit))?;
        Ok(self.exhibit(issued))
    }

    /// The intermediates, and the leaf that the lowest of them issues.
    pub(super) fn town(&self) -> Result<Town, Error> {
        let mut middles: Vec<Authority> = Vec::new();
        for request in &self.middles {
            let next = middles.last().unwrap_or(self.root).intermediate(request)?;
            middles.push(next);
        }
        let issued = middles.last().unwrap_or(self.root).issue(&self.leaf)?;
        Ok(Town { middles, issued })
    }

    pub(super) fn exhibit(self, issued: Issued) -> Exhibit {
        let exhibit = Exhibit::new(self.root.certificate().clone(), issued, self.role);
        Exhibit { demand: self.demand.unwrap_or(exhibit.demand), ..exhibit }
    }

    /// The request for the leaf, for those who issue it in another way.
    pub(super) const fn leaf_request(&self) -> &Request {
        &self.leaf
    }
}
