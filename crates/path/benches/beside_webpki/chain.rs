//! A root, an intermediate and a client, in the terms of both libraries.

use std::hint::black_box;
use std::time::Duration;

use handfast_crypto::hash::Hash;
use handfast_crypto::public_key::PublicKey;
use handfast_crypto::verify::{SignatureAlgorithm, verify};
use handfast_path::cert::Cert;
use handfast_path::{Anchors, Evidence, Policy};
use handfast_pki::{Authority, KeyKind, Request};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

pub(crate) struct Chain {
    pub(crate) name: &'static str,
    pub(crate) now: UnixTime,
    pub(crate) policy: Policy,
    pub(crate) evidence: Evidence<'static>,
    pub(crate) anchors: Anchors,
    /// The same, behind as many others as a system trusts.
    pub(crate) many_anchors: Anchors,
    algorithm: SignatureAlgorithm,
    /// Leaf and intermediate.
    sent: Vec<CertificateDer<'static>>,
    signed: [Signed; 2],
    /// The keys that signed them.
    keys: [PublicKey; 2],
    theirs: Vec<TrustAnchor<'static>>,
    many_of_theirs: Vec<TrustAnchor<'static>>,
}

/// The roots of a browser.
const MANY: usize = 150;

/// What a signature is over, and the signature.
struct Signed {
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Signed {
    fn of(der: &[u8]) -> Self {
        let cert = Cert::parse(der).unwrap();
        Self { message: cert.tbs.to_vec(), signature: cert.signature.to_vec() }
    }
}

impl Chain {
    pub(crate) fn p256() -> Self {
        Self::new("p256", KeyKind::P256, SignatureAlgorithm::EcdsaP256(Hash::Sha256))
    }

    pub(crate) fn rsa2048() -> Self {
        Self::new("rsa2048", KeyKind::Rsa2048, SignatureAlgorithm::RsaPkcs1(Hash::Sha256))
    }

    fn new(name: &'static str, kind: KeyKind, algorithm: SignatureAlgorithm) -> Self {
        let now = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
        let root = Authority::root(&Request::authority("root", now).key(kind)).unwrap();
        let middle = root.intermediate(&Request::authority("intermediate", now).key(kind)).unwrap();
        let sent = middle.issue(&Request::client("alice", now).key(kind)).unwrap().chain;
        let other = |n| Authority::root(&Request::authority(format!("root {n}"), now)).unwrap();
        let many: Vec<_> =
            (1..MANY).map(|n| other(n).certificate().clone()).chain([root.certificate().clone()]).collect();
        let theirs = |roots: &[CertificateDer<'static>]| {
            roots.iter().map(|root| anchor_from_trusted_cert(root).unwrap().to_owned()).collect()
        };
        let key = |authority: &Authority| {
            Cert::parse(authority.certificate()).unwrap().public_key().unwrap().to_owned()
        };
        Self {
            name,
            now,
            policy: Policy::tls_client(),
            evidence: Evidence::none(),
            anchors: Anchors::from_certificates([&root.certificate()[..]]).unwrap(),
            many_anchors: Anchors::from_certificates(many.iter().map(AsRef::as_ref)).unwrap(),
            algorithm,
            keys: [key(&middle), key(&root)],
            theirs: theirs(&many[MANY - 1..]),
            many_of_theirs: theirs(&many),
            signed: [Signed::of(&sent[0]), Signed::of(&sent[1])],
            sent,
        }
    }

    pub(crate) fn leaf(&self) -> &[u8] {
        &self.sent[0]
    }

    pub(crate) fn intermediates(&self) -> impl Iterator<Item = &[u8]> + Clone {
        self.sent[1..].iter().map(AsRef::as_ref)
    }

    /// The floor: what was signed in leaf and intermediate, verified, and nothing else.
    pub(crate) fn signatures(&self) {
        for (signed, key) in self.signed.iter().zip(&self.keys) {
            verify(self.algorithm, key, &signed.message, &signed.signature).unwrap();
        }
    }

    pub(crate) fn webpki(&self) {
        self.webpki_with(&self.theirs);
    }

    pub(crate) fn webpki_with_many(&self) {
        self.webpki_with(&self.many_of_theirs);
    }

    fn webpki_with(&self, anchors: &[TrustAnchor<'_>]) {
        let leaf = EndEntityCert::try_from(&self.sent[0]).unwrap();
        let (sent, usage) = (&self.sent[1..], KeyUsage::client_auth());
        black_box(
            leaf.verify_for_usage(ALL_VERIFICATION_ALGS, anchors, sent, self.now, usage, None, None).unwrap(),
        );
    }
}
