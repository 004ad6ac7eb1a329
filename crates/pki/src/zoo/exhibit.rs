//! A specimen, with what a verifier needs to judge it.

use rustls_pki_types::{CertificateDer, CertificateRevocationListDer};

use super::Role;
use crate::{Error, Issued};

/// A specimen with all that its peer is to have.
#[derive(Debug)]
pub struct Exhibit {
    /// The trust anchor to configure.
    pub anchor: CertificateDer<'static>,
    /// What the specimen's owner sends and signs with.
    pub issued: Issued,
    /// The revocation lists that the verifier has.
    pub lists: Vec<CertificateRevocationListDer<'static>>,
    /// The OCSP response that the verifier has.
    pub response: Option<Vec<u8>>,
    /// What the verifier asks for.
    pub demand: Demand,
    /// How its owner's files look.
    pub form: Form,
}

/// What a verifier asks for beside a path to the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// The host, the address or the SPIFFE ID that is wanted.
    pub name: Option<&'static str>,
    /// The certificate policies of which one must hold (RFC 5280 §6.1.1 (c)), dotted; if there are any, an explicit
    /// policy is demanded.
    pub policies: &'static [&'static str],
    /// The profile: `"rfc5280"`, `"conforming"`, `"webpki"` or `"legacy"`.
    pub profile: &'static str,
}

/// Whose revocation is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// Nobody's.
    Off,
    /// That of the certificate itself; an unknown status is refused.
    Leaf,
    /// That of the certificate and every intermediate; an unknown status is refused.
    Chain,
}

/// How the files of the owner look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The certificate, then its issuers; the key in plain.
    Plain,
    /// The certificates in the opposite order.
    Reversed,
    /// The key encrypted with a password, and no password at hand.
    EncryptedKey,
    /// A PKCS#12 file alone.
    Pkcs12 {
        /// How it is protected.
        protection: crate::Protection,
        /// The password that its owner gives.
        password: &'static str,
    },
}

/// The password of every file of the zoo that has one.
pub(super) const PASSWORD: &str = "sesame";

impl Exhibit {
    /// An identity with an anchor, and nothing special about it.
    #[must_use]
    pub fn new(anchor: CertificateDer<'static>, issued: Issued, role: Role) -> Self {
        let demand = Demand::of(role);
        Self { anchor, issued, lists: Vec::new(), response: None, demand, form: Form::Plain }
    }

    /// Whose revocation is to be looked at: that of all for whom there is evidence in this place.
    #[must_use]
    pub const fn revocation(&self) -> Revocation {
        match (&self.response, self.lists.is_empty()) {
            (Some(_), _) => Revocation::Leaf,
            (None, true) => Revocation::Off,
            (None, false) => Revocation::Chain,
        }
    }

    pub(super) fn in_form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    pub(super) fn without_intermediates(mut self) -> Self {
        self.issued.chain.truncate(1);
        self
    }

    /// With the bytes of the leaf spoilt, not signed again.
    pub(super) fn damaged(mut self, spoil: impl FnOnce(&mut Vec<u8>)) -> Result<Self, Error> {
        self.issued.replace_leaf(|leaf| {
            let mut bytes = leaf.to_vec();
            spoil(&mut bytes);
            Ok(bytes.into())
        })?;
        Ok(self)
    }
}

impl Demand {
    /// A server is asked for by name, a client is not.
    pub(super) const fn of(role: Role) -> Self {
        let name = match role {
            Role::Server => Some(super::SERVER_NAME),
            Role::Client => None,
        };
        Self { name, policies: &[], profile: "rfc5280" }
    }
}

impl Revocation {
    /// In lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Leaf => "leaf",
            Self::Chain => "chain",
        }
    }
}
