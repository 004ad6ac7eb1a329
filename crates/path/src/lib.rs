//! Certificate paths: from a peer's certificate to a trust anchor (RFC 5280), and from there to a name (RFC 9525).
//!
//! | module | what it holds |
//! |---|---|
//! | [`cert`] | a certificate, read where it lies |
//! | `anchors` | [`Anchors`]: the names and keys a path may end in |
//! | `policy`, `profile` | [`Policy`] and [`Profile`]: what is demanded, as values |
//! | `search` | [`validate`]: building and judging a path, within a [`Budget`] |
//! | `cache` | [`PathCache`]: paths that were found to hold, for chains that come again |
//! | `rules` | one rule a file, each a pure function of a certificate and its position |
//! | `decision` | [`Decisions`]: the record of every answer |
//! | [`revocation`] | was a certificate taken back? [`Evidence`] and [`Revocation`] |
//! | [`name`] | is it the peer that was wanted? |
//! | `identity`, `allow` | [`Identity`]: what a certificate says of its holder; [`Allow`]: who of them may come in |
//! | `known_keys` | [`KnownKeys`]: keys that are trusted without any certificate (RFC 7250) |
//! | `refusal` | [`Refusal`]: every reason, with its alert and clause |
//!
//! Usable alone: nothing here knows a TLS message.

pub mod cert;
pub mod name;
pub mod revocation;

mod algorithm;
mod allow;
mod anchors;
mod budget;
mod cache;
mod decision;
mod fingerprint;
mod identity;
mod known_keys;
mod node;
mod path;
mod policy;
mod profile;
mod refusal;
mod rules;
mod search;
mod signature;

#[cfg(test)]
mod tests;

pub use algorithm::Scheme;
pub use allow::{Allow, AllowError, AllowRule, NotAllowed, UriPattern};
pub use anchors::{AnchorConstraints, AnchorError, Anchors};
pub use budget::{Budget, Limits};
pub use cache::PathCache;
pub use cert::{Cert, Malformed, Time, Validity};
pub use decision::{Answer, Compared, Decision, Decisions, Fit, NotRevoked};
pub use identity::Identity;
pub use known_keys::{KnownKeys, spki_sha256};
pub use name::{NotSvid, Reference, SpiffeFault, SpiffeId};
pub use path::Path;
pub use policy::{KeyUse, Policy};
pub use profile::Profile;
pub use refusal::{At, KeyIdentifierFault, Limit, Purpose, Refusal, Source, Warning, WeakHash};
pub use revocation::{Evidence, Revocation};
pub use search::validate;
