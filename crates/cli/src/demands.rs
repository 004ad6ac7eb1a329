//! What `serve` and `connect` demand of their peers' certificates.

use handfast::path::{Allow, AllowRule, Profile};
use handfast::{Config, LiveEvidence};

use crate::evidence::EvidenceArgs;
use crate::exit::Exit;
use crate::options;

/// How strictly peers are judged, and which of them may come in.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "The peer's certificate")]
pub(crate) struct Demands {
    /// How strict to be: rfc5280, webpki, or legacy, which takes version 1 and common names as hosts, with a warning.
    #[arg(long, value_name = "PROFILE", default_value = "rfc5280", value_parser = options::profile())]
    profile: Profile,
    /// Accept who has this common name. Of all that is allowed, one must fit.
    #[arg(long, value_name = "NAME", value_parser = AllowRule::cn)]
    allow_cn: Vec<AllowRule>,
    /// Accept who has this DNS name.
    #[arg(long, value_name = "HOST", value_parser = AllowRule::dns)]
    allow_dns: Vec<AllowRule>,
    /// Accept who has this URI; in its path, * stands for characters of one segment, and a last segment of ** for all
    /// below: spiffe://example.org/ns/*/sa/web.
    #[arg(long, value_name = "URI", value_parser = AllowRule::uri)]
    allow_uri: Vec<AllowRule>,
    /// Accept who has this mailbox.
    #[arg(long, value_name = "MAILBOX", value_parser = AllowRule::email)]
    allow_email: Vec<AllowRule>,
    /// Accept the key with this SHA-256 of its SubjectPublicKeyInfo, in hexadecimal, whoever certifies it.
    #[arg(long, value_name = "SHA256", value_parser = AllowRule::spki_sha256)]
    allow_spki_sha256: Vec<AllowRule>,
    #[command(flatten)]
    evidence: EvidenceArgs,
}

impl Demands {
    /// Whether more is demanded of a peer than nothing: that it shows a certificate, at least.
    pub(crate) fn need_a_certificate(&self) -> bool {
        !self.allow().is_empty() || self.evidence.is_asked()
    }

    /// Where it stands which certificates are revoked.
    pub(crate) const fn evidence(&self) -> &EvidenceArgs {
        &self.evidence
    }

    /// The same configuration with these demands, in both roles.
    ///
    /// # Errors
    /// A file of evidence cannot be read.
    pub(crate) fn apply(&self, mut config: Config) -> Result<Config, Exit> {
        config.server_policy = config.server_policy.profile(self.profile);
        config.client_policy = config.client_policy.profile(self.profile);
        let evidence = LiveEvidence::new(self.evidence.read()?);
        let config = config.with_evidence(evidence).with_revocation(self.evidence.demand());
        Ok(config.with_allow(self.allow()))
    }

    fn allow(&self) -> Allow {
        let names = self.allow_cn.iter().chain(&self.allow_dns).chain(&self.allow_uri);
        names.chain(&self.allow_email).chain(&self.allow_spki_sha256).cloned().collect()
    }
}
