//! `handfast verify`: is this certificate good, for whom, and if not, why?

mod input;
mod live;

use core::time::Duration;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use handfast::path::cert::Oid;
use handfast::path::{Anchors, Policy, Profile, Purpose, Reference};
use handfast_study::{Case, Outcome};
use rustls_pki_types::{CertificateDer, UnixTime};

use crate::address::Address;
use crate::evidence::EvidenceArgs;
use crate::exit::Exit;
use crate::{material, options};

/// Judge a certificate chain, and show every decision.
///
/// Prints the tree of decisions and then the answer: which certificate is refused, why, and what would mend it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  handfast verify --anchors d/root.crt --name localhost d/server.crt
  handfast verify --anchors d/root.crt --purpose client d/alice.crt
  handfast verify --anchors d/root.crt --name spiffe://a.example/alice alice.crt
  handfast verify --anchors d/root.crt --crl d/root.crl d/server.crt
  handfast verify www.example.org:443

Exit codes: 0 accepted; 1 refused; 2 cannot say, because a file or a server \
cannot be read, nothing tells whether the certificate is revoked, or the \
arguments make no sense.")]
pub(crate) struct Args {
    /// A certificate with its intermediates (PEM or DER), or a server whose chain is judged.
    #[arg(value_name = "CERT|HOST:PORT")]
    subject: String,
    /// Certificates of the authorities to trust (PEM or DER); otherwise the system's.
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
    /// The private key of the certificate: is it the right one, and can it be read?
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The password of the private key, or of CERT if that is a PKCS#12 file.
    #[arg(long, value_name = "PW")]
    password: Option<String>,
    /// More certificates that may lie between (PEM or DER).
    #[arg(long, value_name = "FILE")]
    intermediates: Vec<PathBuf>,
    /// What the certificate is for: server or client. With a SPIFFE ID or a mailbox as name, client is taken for
    /// granted.
    #[arg(long, value_name = "WHO", value_parser = purpose())]
    purpose: Option<Purpose>,
    /// Who it should be: a host name, an IP address, a SPIFFE ID, a mailbox. For HOST:PORT it is HOST.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The time to judge at: 2026-11-21, 2026-11-21T22:45:00Z, now, -1h, +90d.
    #[arg(long, value_name = "TIME", default_value = "now", allow_hyphen_values = true)]
    at: String,
    /// How strict to be: rfc5280, webpki, or legacy, which takes version 1 and common names as hosts, with a warning.
    #[arg(long, value_name = "PROFILE", default_value = "rfc5280", value_parser = options::profile())]
    profile: Profile,
    /// A certificate policy that is accepted, in dotted form; it must then be valid under one of them.
    #[arg(long, value_name = "OID", value_parser = options::object_identifier)]
    policy: Vec<Oid>,
    /// Print the verdict as JSON.
    #[arg(long)]
    json: bool,
    /// How long to wait for a server.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u16).range(1..))]
    timeout: u16,
    #[command(flatten)]
    evidence: EvidenceArgs,
}

fn purpose() -> impl TypedValueParser<Value = Purpose> {
    PossibleValuesParser::new(["server", "client"]).map(|word| match word.as_str() {
        "client" => Purpose::ClientAuth,
        _ => Purpose::ServerAuth,
    })
}

/// Whatever keeps it from a verdict is "cannot say".
pub(crate) fn run(args: &Args) -> Exit {
    args.verify().unwrap_or_else(|why| match why {
        refused @ Exit::Refused(_) => refused,
        why => Exit::Usage(why.sentence().to_owned()),
    })
}

impl Args {
    fn verify(&self) -> Result<Exit, Exit> {
        let now = handfast_pki::instant(&self.at, UnixTime::now())
            .map_err(|why| Exit::Usage(format!("{}: {why}", self.at)))?;
        let (chain, host) = self.chain()?;
        let between = self.intermediates.iter().map(|file| input::certificates(file));
        let between = between.collect::<Result<Vec<_>, _>>()?.concat();
        let anchors = self.anchors()?;
        let name = self.name.as_deref().or(host.as_deref());
        let wanted =
            name.map(|name| Reference::parse(name).map_err(|why| Exit::Usage(format!("{name}: {why}"))));
        let wanted = wanted.transpose()?;
        let policy = self.policy(wanted.as_ref());
        let Some((leaf, sent)) = chain.split_first() else {
            return Err(Exit::Usage(format!("{}: holds no certificate", self.subject)));
        };
        let intermediates = sent.iter().chain(&between).map(AsRef::as_ref).collect();
        let evidence = &self.evidence.read()?;
        self.judge(&Case { leaf, intermediates, anchors: &anchors, evidence, policy: &policy, wanted, now })
    }

    /// The chain, the end entity first, and the host it was shown by.
    fn chain(&self) -> Result<(Vec<CertificateDer<'static>>, Option<String>), Exit> {
        let file = PathBuf::from(&self.subject);
        match Address::named(&self.subject) {
            Ok(server) if !file.exists() => {
                let patience = Duration::from_secs(self.timeout.into());
                let chain = live::chain(&server, self.name.as_deref(), patience)?;
                Ok((chain, Some(server.host().to_owned())))
            }
            _ => Ok((self.chain_of(&file)?, None)),
        }
    }

    /// What is in a file, loaded as its owner loads it if the private key is to be looked at too.
    fn chain_of(&self, file: &Path) -> Result<Vec<CertificateDer<'static>>, Exit> {
        let password = self.password.as_deref();
        match (&self.key, input::is_pkcs12(file)) {
            (Some(key), _) => input::owned(file, key, password),
            (None, true) => input::owned_pkcs12(file, password.unwrap_or_default()),
            (None, false) => input::chain(file),
        }
    }

    fn anchors(&self) -> Result<Anchors, Exit> {
        self.anchors.as_deref().map_or_else(material::system_anchors, material::anchors)
    }

    fn policy(&self, wanted: Option<&Reference<'_>>) -> Policy {
        let is_client = matches!(wanted, Some(Reference::Spiffe(_) | Reference::Email(_)));
        let policy = match self.purpose {
            Some(Purpose::ClientAuth) => Policy::tls_client(),
            None if is_client => Policy::tls_client(),
            Some(Purpose::ServerAuth) | None => Policy::tls_server(),
        };
        let policy = policy.profile(self.profile).revocation(self.evidence.demand());
        if self.policy.is_empty() {
            return policy;
        }
        policy.initial_policies(self.policy.iter().copied()).require_explicit_policy(true)
    }

    fn judge(&self, case: &Case<'_>) -> Result<Exit, Exit> {
        let verdict = case.judge();
        let mut out = anstream::stdout().lock();
        let told = if self.json { writeln!(out, "{:#}", verdict.json()) } else { write!(out, "{verdict}") };
        match told.and_then(|()| out.flush()) {
            // Whoever closes the pipe has read enough.
            Err(why) if why.kind() != ErrorKind::BrokenPipe => Err(unwritten(&why)),
            _ => Ok(match verdict.outcome() {
                Outcome::Accepted => Exit::Done,
                Outcome::Refused => Exit::Refused(verdict.sentence()).told(),
                Outcome::Unknown => Exit::Usage(verdict.sentence()).told(),
            }),
        }
    }
}

fn unwritten(why: &io::Error) -> Exit {
    Exit::File(format!("standard output: {why}"))
}
