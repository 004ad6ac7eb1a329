//! A case of the suite.

use handfast_path::name::Reference;
use handfast_path::{KeyUse, Policy, Profile};
use rustls_pki_types::UnixTime;
use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// What is to be judged. `expected_result` is left out on purpose.
#[derive(Debug, Deserialize)]
pub struct Case {
    /// The name of the case: `"rfc5280::nc::permitted-dns-match"`.
    pub id: String,
    validation_kind: Kind,
    pub(super) trusted_certs: Vec<String>,
    pub(super) untrusted_intermediates: Vec<String>,
    pub(super) peer_certificate: String,
    validation_time: Option<String>,
    signature_algorithms: Vec<String>,
    key_usage: Vec<String>,
    extended_key_usage: Vec<String>,
    expected_peer_name: Option<Name>,
    expected_peer_names: Vec<Name>,
    max_chain_depth: Option<u8>,
    #[serde(default)]
    pub(super) crls: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Kind {
    Client,
    Server,
}

/// A name that the peer is to have.
#[derive(Debug, Deserialize)]
pub(super) struct Name {
    kind: String,
    pub(super) value: String,
}

impl Case {
    /// The profile that the case belongs to.
    ///
    /// * `webpki` cites the Baseline Requirements, and `online` holds certificates that were issued under them.
    /// * `rfc5280` and `crl` cite RFC 5280, and of it mostly what "conforming CAs MUST" and "CRL issuers MUST", which a
    ///   relying party may demand or not.
    /// * The others test one thing each, and their certificates are as small authorities make them.
    fn profile(&self) -> Profile {
        match self.id.split("::").next() {
            Some("webpki" | "online") => Profile::WEBPKI,
            Some("rfc5280" | "crl") => Profile::CONFORMING,
            _ => Profile::RFC5280,
        }
    }

    /// What is demanded of the path, or what is asked for that we do not judge.
    pub(super) fn policy(&self) -> Result<Policy, String> {
        let purpose = self.purpose()?;
        let mut policy = if purpose == Kind::Server { Policy::tls_server() } else { Policy::tls_client() };
        policy = policy.profile(self.profile()).key_use(self.key_use()?);
        if !self.signature_algorithms.is_empty() {
            return Err(format!(
                "signature algorithms are not a parameter here: {:?}",
                self.signature_algorithms
            ));
        }
        Ok(match self.max_chain_depth {
            Some(depth) => policy.longest_path(depth),
            None => policy,
        })
    }

    fn purpose(&self) -> Result<Kind, String> {
        match self.extended_key_usage.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => Ok(self.validation_kind),
            ["serverAuth"] => Ok(Kind::Server),
            ["clientAuth"] => Ok(Kind::Client),
            _ => Err(format!("not a purpose of TLS: {:?}", self.extended_key_usage)),
        }
    }

    fn key_use(&self) -> Result<KeyUse, String> {
        match self.key_usage.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => Ok(KeyUse::Nothing),
            ["digitalSignature"] => Ok(KeyUse::Signs),
            _ => Err(format!("not a use of keys in TLS: {:?}", self.key_usage)),
        }
    }

    /// The time to judge at: whole seconds, those that are begun left out. Without one, now.
    pub(super) fn time(&self) -> Result<UnixTime, String> {
        let Some(text) = &self.validation_time else { return Ok(UnixTime::now()) };
        let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|error| format!("{text}: {error}"))?;
        let seconds = u64::try_from(time.unix_timestamp()).map_err(|_| format!("{text}: before 1970"))?;
        Ok(UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds)))
    }

    /// The names that the peer must all have.
    pub(super) fn names(&self) -> impl Iterator<Item = &Name> {
        self.expected_peer_name.iter().chain(&self.expected_peer_names)
    }
}

impl Name {
    pub(super) fn reference(&self) -> Result<Reference<'_>, String> {
        Reference::parse(&self.value).map_err(|error| format!("{} {}: {error}", self.kind, self.value))
    }
}
