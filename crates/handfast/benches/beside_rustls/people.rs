//! Certificates that both stacks use: root, intermediate, leaf; leaf and intermediate are sent.

use handfast_pki::{Authority, Issued, KeyKind, Request};
use rustls_pki_types::{CertificateDer, UnixTime};

pub(crate) struct People {
    pub(crate) name: &'static str,
    pub(crate) kind: KeyKind,
    pub(crate) root: CertificateDer<'static>,
    pub(crate) server: Issued,
    pub(crate) client: Issued,
}

impl People {
    pub(crate) fn p256() -> Self {
        Self::new("p256", KeyKind::P256)
    }

    pub(crate) fn rsa2048() -> Self {
        Self::new("rsa2048", KeyKind::Rsa2048)
    }

    fn new(name: &'static str, kind: KeyKind) -> Self {
        let now = UnixTime::now();
        let root = Authority::root(&Request::authority("root", now).key(kind)).unwrap();
        let intermediate = root.intermediate(&Request::authority("intermediate", now).key(kind)).unwrap();
        let server = intermediate.issue(&Request::server(["localhost"], now).key(kind)).unwrap();
        let client = intermediate.issue(&Request::client("alice", now).key(kind)).unwrap();
        Self { name, kind, root: root.certificate().clone(), server, client }
    }
}
