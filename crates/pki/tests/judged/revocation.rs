//! Lists and responses of ours, as openssl and webpki take them.

use core::time::Duration;

use handfast_pki::revocation::{
    CertificateStatus, Entry, List, OcspResponse, Reason, Responder, ResponderName,
};
use handfast_pki::{Authority, Issued, KeyKind, Request};
use rustls_pki_types::{CertificateRevocationListDer, UnixTime};
use webpki::{BorrowedCertRevocationList, CertRevocationList};

use crate::openssl::{Bench, crl_pem, pem};

/// A root, an authority below it, and two clients.
struct Town {
    now: UnixTime,
    root: Authority,
    middle: Authority,
    alice: Issued,
    bob: Issued,
}

impl Town {
    fn new(key: KeyKind) -> Self {
        let now = UnixTime::now();
        let root = Authority::root(&Request::authority("town root", now).key(key)).unwrap();
        let middle = root.intermediate(&Request::authority("town office", now).key(key)).unwrap();
        let [alice, bob] = ["alice", "bob"].map(|name| middle.issue(&Request::client(name, now)).unwrap());
        Self { now, root, middle, alice, bob }
    }

    /// Alice is taken back, nothing of the root's.
    fn lists(&self) -> [CertificateRevocationListDer<'static>; 2] {
        let mut list = List::complete(1, self.now, later(self.now, 3600));
        let of_root = self.root.revocation_list(&list).unwrap();
        let alice = &self.alice.chain[0];
        list.entries = vec![Entry::of(alice, self.now, Some(Reason::KeyCompromise)).unwrap()];
        [of_root, self.middle.revocation_list(&list).unwrap()]
    }

    /// What `openssl ocsp` makes of a response about alice.
    fn judged(&self, bench: &Bench, response: &[u8]) -> String {
        bench.ocsp(self.root.certificate(), &self.alice.chain, response)
    }

    fn lay_out(&self, bench: &Bench) {
        bench.file("root.pem", pem([self.root.certificate()]));
        bench.file("office.pem", pem([self.middle.certificate()]));
        bench.file("alice.pem", pem([&self.alice.chain[0]]));
        bench.file("bob.pem", pem([&self.bob.chain[0]]));
    }
}

fn later(time: UnixTime, seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(time.as_secs() + seconds))
}

#[test]
fn openssl_takes_lists_of_every_kind_of_key() {
    let Some(bench) = Bench::new() else { return };
    for key in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let town = Town::new(key);
        town.lay_out(&bench);
        let lists = bench.file("lists.pem", crl_pem(&town.lists()));
        let verify = |who: &str| {
            let [root, office, leaf] =
                ["root.pem", "office.pem", who].map(|name| bench.path(name).display().to_string());
            let options = ["-x509_strict", "-crl_check_all", "-CRLfile", &lists, "-CAfile", &root];
            bench.run(&[&["verify"], &options[..], &["-untrusted", &office, &leaf]].concat())
        };
        verify("bob.pem").unwrap_or_else(|text| panic!("{key}: {text}"));
        let refused = verify("alice.pem").unwrap_err();
        assert!(refused.contains("0 depth lookup: certificate revoked"), "{key}: {refused}");
    }
}

#[test]
fn openssl_reads_what_a_list_says() {
    let Some(bench) = Bench::new() else { return };
    let town = Town::new(KeyKind::P256);
    let [_, of_office] = town.lists();
    let list = bench.file("list.pem", crl_pem(&[of_office]));
    let text = bench.run(&["crl", "-in", &list, "-noout", "-text"]).unwrap();
    for words in ["CN = town office", "X509v3 CRL Number", "Key Compromise", "Authority Key Identifier"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn webpki_takes_lists() {
    let town = Town::new(KeyKind::P256);
    let lists: Vec<CertRevocationList<'_>> = town
        .lists()
        .iter()
        .map(|der| BorrowedCertRevocationList::from_der(der).unwrap().to_owned().unwrap().into())
        .collect();
    let lists: Vec<&CertRevocationList<'_>> = lists.iter().collect();
    let anchor = webpki::anchor_from_trusted_cert(town.root.certificate()).unwrap();
    let verdict = |issued: &Issued| {
        let options = webpki::RevocationOptionsBuilder::new(&lists).unwrap().build();
        let leaf = webpki::EndEntityCert::try_from(&issued.chain[0]).unwrap();
        let anchors = [anchor.clone()];
        leaf.verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &anchors,
            &issued.chain[1..],
            town.now,
            webpki::KeyUsage::client_auth(),
            Some(options),
            None,
        )
        .map(|_| ())
    };
    assert_eq!(verdict(&town.bob), Ok(()));
    assert_eq!(verdict(&town.alice), Err(webpki::Error::CertRevoked));
}

fn good(now: UnixTime) -> OcspResponse {
    OcspResponse {
        status: CertificateStatus::Good,
        this_update: now,
        next_update: Some(later(now, 3600)),
        named_by: ResponderName::Name,
    }
}

#[test]
fn openssl_takes_responses_of_the_authority() {
    let Some(bench) = Bench::new() else { return };
    for key in [KeyKind::P256, KeyKind::Rsa2048] {
        let town = Town::new(key);
        let alice = &town.alice.chain[0];
        let revoked = CertificateStatus::Revoked { at: town.now, reason: Some(Reason::CessationOfOperation) };
        for (status, words) in [
            (CertificateStatus::Good, "leaf.pem: good"),
            (CertificateStatus::Unknown, "leaf.pem: unknown"),
            (revoked, "leaf.pem: revoked"),
        ] {
            for named_by in [ResponderName::Name, ResponderName::Key] {
                let wanted = OcspResponse { status, named_by, ..good(town.now) };
                let response =
                    town.middle.ocsp_response(alice, &wanted, &Responder::Authority(&town.middle)).unwrap();
                let text = town.judged(&bench, &response);
                assert!(text.contains("Response verify OK") && text.contains(words), "{wanted:?}: {text}");
            }
        }
    }
}

#[test]
fn openssl_takes_responses_of_a_delegate() {
    let Some(bench) = Bench::new() else { return };
    let town = Town::new(KeyKind::P256);
    let alice = &town.alice.chain[0];
    let clerk = town.middle.intermediate(&Authority::ocsp_delegate("clerk", town.now)).unwrap();
    let by_clerk =
        |of: &Authority| of.ocsp_response(alice, &good(town.now), &Responder::Delegate(&clerk)).unwrap();
    let text = town.judged(&bench, &by_clerk(&town.middle));
    assert!(text.contains("Response verify OK") && text.contains("leaf.pem: good"), "{text}");
    let text = town.judged(&bench, &by_clerk(&town.root));
    assert!(text.contains("No Status found"), "an answer about another authority's alice: {text}");
}
