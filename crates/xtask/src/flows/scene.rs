//! Which sessions are recorded.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use handfast::crypto::kx::Group;
use handfast::handshake::{Agreement, Suite, Suite12, Version};
use handfast::path::Anchors;
use handfast::wire::code_points::CipherSuite;
use handfast::{ClientAuth, Config, Identity, Role};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, UnixTime};

/// A session: who we are, with which suite, and whether the client shows a certificate.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    pub(super) role: Role,
    pub(super) suite: Spoken,
    pub(super) mutual: bool,
}

/// A suite of one version.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spoken {
    Tls12(Suite12),
    Tls13(Suite),
}

impl Scene {
    /// All of them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let tls12 = Suite12::ECDHE.into_iter().chain(Suite12::RSA).map(Spoken::Tls12);
        let suites: Vec<_> = tls12.chain(Suite::TLS13.map(Spoken::Tls13)).collect();
        let scenes = |suite| {
            [(Role::Client, false), (Role::Client, true), (Role::Server, false), (Role::Server, true)]
                .map(|(role, mutual)| Self { role, suite, mutual })
        };
        suites.into_iter().flat_map(scenes).collect()
    }

    /// The name of its file.
    #[must_use]
    pub fn name(&self) -> String {
        let suite = self.code().to_string().to_lowercase();
        format!("{}-{suite}-{}", self.role.name(), if self.mutual { "mutual" } else { "one-way" })
    }

    pub(super) fn head(&self) -> Vec<(String, String)> {
        let version = if self.version() == Version::Tls12 { "TLS 1.2" } else { "TLS 1.3" };
        let entries = [
            ("we are", self.role.name().to_owned()),
            ("version", version.to_owned()),
            ("suite", self.code().to_string()),
            ("client authentication", if self.mutual { "yes" } else { "no" }.to_owned()),
        ];
        entries.map(|(name, value)| (name.to_owned(), value)).to_vec()
    }

    pub(super) const fn version(&self) -> Version {
        match self.suite {
            Spoken::Tls12(_) => Version::Tls12,
            Spoken::Tls13(_) => Version::Tls13,
        }
    }

    pub(super) const fn code(&self) -> CipherSuite {
        match self.suite {
            Spoken::Tls12(suite) => suite.suite.code,
            Spoken::Tls13(suite) => suite.code,
        }
    }

    /// The stem of the server's files.
    pub(super) const fn server(&self) -> &'static str {
        match self.suite {
            Spoken::Tls12(Suite12 { agreement: Agreement::EcdheRsa | Agreement::Rsa, .. }) => "server.rsa",
            Spoken::Tls12(_) | Spoken::Tls13(_) => "server.ed25519",
        }
    }

    pub(super) fn config(&self, people: &People) -> Config {
        let mut config = Config::new().with_anchors(people.anchors.clone());
        config.protocol.groups = vec![Group::X25519];
        config.protocol.suites = Vec::new();
        config.protocol.suites12 = Vec::new();
        match self.suite {
            Spoken::Tls12(suite) => config.protocol.suites12 = vec![suite],
            Spoken::Tls13(suite) => config.protocol.suites = vec![suite],
        }
        match self.role {
            Role::Client if self.mutual => config.with_identity(people.client.clone()),
            Role::Client => config,
            Role::Server => {
                let asks = if self.mutual { ClientAuth::Require } else { ClientAuth::None };
                config.with_identity(people.server(self.server())).with_client_auth(asks)
            }
        }
    }
}

/// Those who meet.
#[derive(Debug)]
pub struct People {
    anchors: Anchors,
    client: Identity,
    ed25519: Identity,
    rsa: Identity,
}

impl People {
    /// Reads them from the folder of the flows.
    ///
    /// # Errors
    /// A file is missing or holds something else.
    pub fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let root = CertificateDer::from_pem_slice(&fs::read(folder.join("root.pem"))?)?;
        let identity = |stem: &str| -> Result<Identity, Box<dyn Error>> {
            let chain = CertificateDer::from_pem_slice(&fs::read(folder.join(format!("{stem}.pem")))?)?;
            let key = PrivateKeyDer::from_pem_slice(&fs::read(folder.join(format!("{stem}.key.pem")))?)?;
            Ok(Identity::new(&[chain], &key)?)
        };
        Ok(Self {
            anchors: Anchors::from_certificates([&*root])?,
            client: identity("client.ed25519")?,
            ed25519: identity("server.ed25519")?,
            rsa: identity("server.rsa")?,
        })
    }

    fn server(&self, stem: &str) -> Identity {
        if stem == "server.rsa" { self.rsa.clone() } else { self.ed25519.clone() }
    }
}

/// A day on which all of them are valid.
pub(super) const fn today() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_900_000_000))
}
