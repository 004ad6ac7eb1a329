//! Certificates for every case, made once, on disk for the peers and in memory for us.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use handfast::path::Anchors;
use handfast::{Config, Identity, Staple};
use handfast_pki::revocation::{CertificateStatus, OcspResponse, Responder, ResponderName};
use handfast_pki::{Authority, Issued, KeyKind, Protection, Purpose, Request, Validity};
use rustls_pki_types::UnixTime;
use tempfile::TempDir;

use crate::case::{Case, Presents};

/// Everything of one kind of key.
pub(crate) struct Wardrobe {
    folder: TempDir,
    root: Authority,
    server: Issued,
    alice: Issued,
    stranger: Issued,
    expired: Issued,
    server_only: Issued,
}

const ROOT: &str = "interop root";

static ALL: LazyLock<Mutex<HashMap<&'static str, Arc<Wardrobe>>>> = LazyLock::new(Mutex::default);

impl Wardrobe {
    pub(crate) fn of(kind: KeyKind) -> Arc<Self> {
        let mut all = ALL.lock().expect("no panic while making certificates");
        Arc::clone(all.entry(kind.name()).or_insert_with(|| Arc::new(Self::new(kind))))
    }

    fn new(kind: KeyKind) -> Self {
        let now = UnixTime::now();
        let authority =
            |name: &str| Authority::root(&Request::authority(name, now).key(kind)).expect("a root");
        let (root, other) = (authority(ROOT), authority("another root"));
        let issue = |by: &Authority, request: Request| by.issue(&request.key(kind)).expect("issued");
        let server = Request::server(["localhost", "127.0.0.1"], now);
        let alice = || Request::client("alice", now);
        let past = Validity { not_before: days_ago(now, 3), not_after: days_ago(now, 1) };
        let this = Self {
            folder: tempfile::tempdir().expect("a folder"),
            server: issue(&root, if kind == KeyKind::Rsa2048 { server.that_decrypts() } else { server }),
            alice: issue(&root, alice()),
            stranger: issue(&other, alice()),
            expired: issue(&root, alice().validity(past)),
            server_only: issue(&root, alice().purposes([Purpose::ServerAuth])),
            root,
        };
        this.write();
        this
    }

    fn write(&self) {
        let put = |name: &str, text: &str| std::fs::write(self.file(name), text).expect("written");
        put("root.crt", &self.root.chain_pem().expect("pem"));
        for (name, issued) in [
            ("server", &self.server),
            ("alice", &self.alice),
            ("stranger", &self.stranger),
            ("expired", &self.expired),
            ("server_only", &self.server_only),
        ] {
            put(&format!("{name}.crt"), &issued.chain_pem().expect("pem"));
            put(&format!("{name}.key"), &issued.key_pem().expect("pem"));
        }
        for (name, issued) in
            [("alice", &self.alice), ("expired", &self.expired), ("server_only", &self.server_only)]
        {
            let file = issued.pkcs12(name, "changeit", Protection::Modern).expect("PKCS#12");
            std::fs::write(self.file(&format!("{name}.p12")), file).expect("written");
        }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Certificate and key of the client of a case.
    pub(crate) fn client_files(&self, presents: Presents) -> Option<(PathBuf, PathBuf)> {
        let (name, _) = self.client(presents)?;
        Some((self.file(&format!("{name}.crt")), self.file(&format!("{name}.key"))))
    }

    fn client(&self, presents: Presents) -> Option<(&'static str, &Issued)> {
        Some(match presents {
            Presents::NotAsked | Presents::OptionalWithout | Presents::RequiredWithout => return None,
            Presents::OptionalWith | Presents::RequiredWith => ("alice", &self.alice),
            Presents::WrongAuthority => ("stranger", &self.stranger),
            Presents::Expired => ("expired", &self.expired),
            Presents::ServerAuthOnly => ("server_only", &self.server_only),
        })
    }

    fn anchors(&self) -> Anchors {
        Anchors::from_certificates([&**self.root.certificate()]).expect("anchors")
    }

    /// Our server in this case.
    pub(crate) fn server_config(&self, case: Case) -> Arc<Config> {
        let mut config = Config::new()
            .with_anchors(self.anchors())
            .with_identity(identity(&self.server))
            .with_client_auth(case.presents.policy());
        config.protocol.groups = vec![case.exchange.group()];
        Arc::new(case.narrowed(config))
    }

    /// Our client in this case.
    pub(crate) fn client_config(&self, case: Case) -> Arc<Config> {
        let mut config = Config::new().with_anchors(self.anchors());
        if let Some((_, issued)) = self.client(case.presents) {
            config = config.with_identity(identity(issued));
        }
        config.protocol.groups = case.groups_of_client();
        config.protocol.shares = config.protocol.groups[..1].to_vec();
        Arc::new(case.narrowed(config))
    }

    /// Our client in this case, with a certificate of an authority of the trusted one's name, but with another key.
    pub(crate) fn namesake_config(&self, case: Case) -> Arc<Config> {
        let now = UnixTime::now();
        let root = Authority::root(&Request::authority(ROOT, now)).expect("a root");
        let alice = root.issue(&Request::client("alice", now)).expect("issued");
        Arc::new(case.narrowed(Config::new().with_anchors(self.anchors()).with_identity(identity(&alice))))
    }

    /// A file for this reader with what the root says of our server's certificate today.
    pub(crate) fn staple(&self, reader: &str, status: CertificateStatus) -> PathBuf {
        let file = self.file(&format!("{reader}.ocsp"));
        std::fs::write(&file, self.response(status)).expect("written");
        file
    }

    /// Our server in this case, which staples that.
    pub(crate) fn stapling_config(&self, case: Case, status: CertificateStatus) -> Arc<Config> {
        let server = identity(&self.server).with_staple(Staple::new(self.response(status)));
        Arc::new(case.narrowed(Config::new().with_identity(server)))
    }

    fn response(&self, status: CertificateStatus) -> Vec<u8> {
        let now = UnixTime::now();
        let next_update = Some(UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs() + 3600)));
        let named_by = ResponderName::Name;
        let said = OcspResponse { status, this_update: days_ago(now, 1), next_update, named_by };
        let leaf = self.server.chain.first().expect("a certificate");
        self.root.ocsp_response(leaf, &said, &Responder::Authority(&self.root)).expect("a response")
    }

    /// What was made lies here.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn identity(issued: &Issued) -> Identity {
    Identity::new(&issued.chain, &issued.key).expect("an identity")
}

fn days_ago(now: UnixTime, days: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs() - days * 24 * 60 * 60))
}
