//! Deliberately broken identities: each is wrong in one way, and everything else about it is right.
//!
//! Every specimen lives in the same healthy place, a root above an intermediate above a leaf, so that a verifier that
//! refuses one has found the fault and nothing else. All of a [`Zoo`] share one root where the fault allows it, so that
//! a server that trusts it can be shown one client after the other. The ids are those of the catalogue of failures in
//! practice. A few specimens have no fault: what is easily refused by mistake.
//!
//! One table, a file a theme: what is wrong, how it is made, and what `handfast` answers.

mod answer;
mod constraints;
mod exhibit;
mod extension;
mod fields;
mod files;
mod lists;
mod manifest;
mod names;
mod plan;
mod policies;
mod purpose;
mod responses;
mod strength;
mod trust;
mod validity;
mod write;

use rustls_pki_types::UnixTime;

use crate::{Authority, Error, Request};
pub use answer::Answer;
pub use exhibit::{Demand, Exhibit, Form, Revocation};
use plan::Plan;

/// Whose certificate a specimen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A server's, for [`SERVER_NAME`].
    Server,
    /// A client's, for [`CLIENT_NAME`].
    Client,
}

/// The host that server specimens are for.
pub const SERVER_NAME: &str = "localhost";

/// The common name of client specimens.
pub const CLIENT_NAME: &str = "alice";

/// A row of the table: an identity that is wrong in one way.
#[derive(Debug, Clone, Copy)]
pub struct Specimen {
    /// A short name in lower case with hyphens.
    pub name: &'static str,
    /// What is wrong with it, in a sentence.
    pub what: &'static str,
    /// The id in the catalogue of failures, `"F06"`, or nothing where there is none.
    pub failure: &'static str,
    /// Where it is written that this must not be: `"RFC 5280 §6.1.3"`.
    pub clause: &'static str,
    /// Whose certificate it can be.
    pub roles: &'static [Role],
    /// What a verifier of ours says.
    pub answer: Answer,
    make: fn(Plan<'_>) -> Result<Exhibit, Error>,
}

/// What the rows do not say: the fault exists for both roles.
const BOTH: Specimen = Specimen {
    name: "",
    what: "",
    failure: "",
    clause: "",
    roles: &[Role::Client, Role::Server],
    answer: Answer::Accepted { remark: None },
    make: |plan| plan.build(),
};

const SERVERS: Specimen = Specimen { roles: &[Role::Server], ..BOTH };

const CLIENTS: Specimen = Specimen { roles: &[Role::Client], ..BOTH };

const TABLE: &[&[Specimen]] = &[
    trust::TABLE,
    validity::TABLE,
    purpose::TABLE,
    strength::TABLE,
    names::TABLE,
    constraints::TABLE,
    policies::TABLE,
    fields::TABLE,
    lists::TABLE,
    responses::TABLE,
    files::TABLE,
];

impl Specimen {
    /// Every specimen, the ones without a fault first in each theme.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        TABLE.iter().copied().flatten()
    }

    /// The specimen of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::all().find(|specimen| specimen.name == name)
    }

    /// Whether it is accepted: there is nothing wrong with it.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self.answer, Answer::Accepted { .. })
    }

    /// Whether the fault exists for this role: clients are not matched against a host name.
    #[must_use]
    pub fn exists_for(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Makes the specimen in a zoo of its own, as seen at `now`.
    ///
    /// # Errors
    /// Only what [`Error`] says of the machine: no randomness.
    pub fn make(&self, role: Role, now: UnixTime) -> Result<Exhibit, Error> {
        Zoo::open(now)?.show(self, role)
    }
}

/// A root that all who live here share, unless their fault lies above them.
#[derive(Debug)]
pub struct Zoo {
    root: Authority,
    now: UnixTime,
}

impl Zoo {
    /// A zoo as seen at `now`.
    ///
    /// # Errors
    /// As [`Specimen::make`].
    pub fn open(now: UnixTime) -> Result<Self, Error> {
        Ok(Self { root: Authority::root(&Request::authority(plan::ROOT_NAME, now))?, now })
    }

    /// The root that a verifier is to trust.
    #[must_use]
    pub const fn root(&self) -> &Authority {
        &self.root
    }

    /// When it is seen.
    #[must_use]
    pub const fn now(&self) -> UnixTime {
        self.now
    }

    /// Makes a specimen, with keys of its own.
    ///
    /// # Errors
    /// As [`Specimen::make`].
    pub fn show(&self, specimen: &Specimen, role: Role) -> Result<Exhibit, Error> {
        (specimen.make)(Plan::healthy(&self.root, role, self.now))
    }
}

/// The same place with nothing wrong in it.
///
/// # Errors
/// As [`Specimen::make`].
pub fn healthy(role: Role, now: UnixTime) -> Result<Exhibit, Error> {
    let zoo = Zoo::open(now)?;
    Plan::healthy(&zoo.root, role, now).build()
}

impl Role {
    /// Both, in the order of the manifest.
    pub const ALL: [Self; 2] = [Self::Client, Self::Server];

    /// In lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
        }
    }
}

#[cfg(test)]
mod tests;
