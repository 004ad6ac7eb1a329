use core::time::Duration;
use std::fs;
use std::sync::LazyLock;

use handfast_crypto::public_key::{KeyError, KeyKind as Kind};
use p12_keystore::{Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use pkcs8::pkcs5::pbes2::Parameters as Pbes2;
use proptest::collection::vec;
use proptest::prelude::{any, proptest};
use proptest::sample::Index;
use rustls_pki_types::UnixTime;

use super::*;
use crate::zoo::{Exhibit, Role, Specimen};
use crate::{Authority, Issued, KeyKind, Protection, Request};

fn now() -> UnixTime {
    UnixTime::now()
}

/// A leaf below two intermediates.
fn issued() -> Issued {
    let root = Authority::root(&Request::authority("load root", now())).unwrap();
    let upper = root.intermediate(&Request::authority("upper", now())).unwrap();
    let lower = upper.intermediate(&Request::authority("lower", now())).unwrap();
    lower.issue(&Request::client("alice", now())).unwrap()
}

fn specimen(name: &str) -> Exhibit {
    Specimen::named(name).unwrap().make(Role::Client, now()).unwrap()
}

fn text(chain: &[CertificateDer<'static>]) -> String {
    crate::pem::certificates(chain).unwrap()
}

fn input(name: &str, content: impl Into<Vec<u8>>) -> Input {
    Input::new(name, content).unwrap()
}

fn load(chain: &str, key: &str) -> Result<Identity, LoadError> {
    Identity::from_pem(&input("chain.pem", chain), &input("key.pem", key), None)
}

fn refusal(chain: &str, key: &str) -> String {
    load(chain, key).unwrap_err().to_string()
}

#[test]
fn any_order_becomes_the_chain() {
    let issued = issued();
    let [leaf, lower, upper] = issued.chain.clone().try_into().unwrap();
    let key = issued.key_pem().unwrap();
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for order in orders {
        let shuffled = order.map(|place| issued.chain[place].clone());
        let identity = load(&text(&shuffled), &key).unwrap();
        assert_eq!(identity.chain, [leaf.clone(), lower.clone(), upper.clone()]);
        let leaf = order.iter().position(|place| *place == 0).unwrap() + 1;
        let expected: &[Remark] = if order == [0, 1, 2] { &[] } else { &[Remark::Reordered { leaf }] };
        assert_eq!(identity.remarks, expected, "{order:?}");
    }
}

#[test]
fn strangers_go_last_in_their_order() {
    let (one, two) = (issued(), issued());
    let mut mixed = two.chain.clone();
    mixed.extend(one.chain.clone());
    let identity = load(&text(&mixed), &one.key_pem().unwrap()).unwrap();
    assert_eq!(identity.chain[..3], one.chain);
    assert_eq!(identity.chain[3..], two.chain);
    assert_eq!(identity.remarks, [Remark::Reordered { leaf: 4 }, Remark::Unrelated { count: 3 }]);
}

/// A renewed authority keeps its name and changes its key: only the identifiers tell the two apart.
#[test]
fn authorities_of_one_name_are_told_apart() {
    let old = Authority::root(&Request::authority("same name", now())).unwrap();
    let new = Authority::root(&Request::authority("same name", now())).unwrap();
    let issued = new.issue(&Request::client("alice", now())).unwrap();
    let mixed = [issued.chain[0].clone(), old.certificate().clone(), new.certificate().clone()];
    let identity = load(&text(&mixed), &issued.key_pem().unwrap()).unwrap();
    assert_eq!(identity.chain, [&mixed[0], &mixed[2], &mixed[1]].map(Clone::clone));
}

/// Two authorities that certify each other make a circle of names.
#[test]
fn a_circle_of_issuers_ends() {
    let one = Authority::root(&Request::authority("one", now())).unwrap();
    let two = one.intermediate(&Request::authority("two", now())).unwrap();
    let one_again = two.intermediate(&Request::authority("one", now())).unwrap();
    let issued = one_again.issue(&Request::client("alice", now())).unwrap();
    let chain = [issued.chain[0].clone(), one_again.certificate().clone(), two.certificate().clone()];
    let identity = load(&text(&chain), &issued.key_pem().unwrap()).unwrap();
    assert_eq!(identity.chain, chain);
}

#[test]
fn chain_and_key_may_share_a_file() {
    let issued = issued();
    let both = format!("{}{}", &*issued.key_pem().unwrap(), issued.chain_pem().unwrap());
    assert_eq!(load(&both, &both).unwrap().chain, issued.chain);
}

#[test]
fn the_key_that_fits_is_found_among_several() {
    let (one, two) = (issued(), issued());
    let keys = format!("{}{}", &*two.key_pem().unwrap(), &*one.key_pem().unwrap());
    assert_eq!(load(&one.chain_pem().unwrap(), &keys).unwrap().key, one.key);
}

#[test]
fn binary_files_are_read() {
    let root = Authority::root(&Request::authority("load root", now())).unwrap();
    let issued = root.issue(&Request::client("alice", now())).unwrap();
    let chain = input("alice.der", issued.chain[0].to_vec());
    let key = input("alice.key", issued.key.secret_der());
    assert_eq!(Identity::from_pem(&chain, &key, None).unwrap().chain, issued.chain);
}

#[test]
fn windows_text_is_read() {
    let issued = issued();
    let chain = format!("\u{feff}{}", issued.chain_pem().unwrap().replace('\n', "\r\n"));
    assert_eq!(load(&chain, &issued.key_pem().unwrap()).unwrap().chain, issued.chain);
}

#[test]
fn a_foreign_key_is_found() {
    let (one, two) = (issued(), issued());
    assert_eq!(
        refusal(&one.chain_pem().unwrap(), &two.key_pem().unwrap()),
        "key.pem: the private key (ECDSA P-256) belongs to no certificate in chain.pem"
    );
    let wrong = specimen("wrong-key").issued;
    assert!(
        refusal(&wrong.chain_pem().unwrap(), &wrong.key_pem().unwrap()).contains("belongs to no certificate")
    );
}

#[test]
fn a_small_rsa_key_is_refused_with_its_size() {
    let small = specimen("small-rsa-key").issued;
    let error = load(&small.chain_pem().unwrap(), &small.key_pem().unwrap()).unwrap_err();
    assert_eq!(error.fault, Fault::Key(KeyError::RsaSize { bits: 1024 }));
    assert!(error.to_string().starts_with("key.pem: an RSA key of 1024 bits"), "{error}");
}

#[test]
fn what_is_there_instead_is_said() {
    let issued = issued();
    let (chain, key) = (issued.chain_pem().unwrap(), issued.key_pem().unwrap());
    assert_eq!(refusal(&key, &key), "chain.pem: holds no certificate, only PRIVATE KEY");
    assert_eq!(
        refusal(&text(&issued.chain[..1]), &text(&issued.chain[..1])),
        "key.pem: holds no private key, only CERTIFICATE"
    );
    assert_eq!(refusal("nothing", &key), "chain.pem: holds no certificate in PEM or DER");
    let request = chain.replace("CERTIFICATE-", "CERTIFICATE REQUEST-");
    assert!(refusal(&request, &key).ends_with("; a request still has to be signed by an authority"));
    let container = issued.pkcs12("alice", "pw", Protection::Modern).unwrap();
    let error = certificates(&input("alice.p12", container)).unwrap_err().to_string();
    assert_eq!(error, "alice.p12: holds no certificate, only PKCS12; read it as PKCS#12, with its password");
}

#[test]
fn broken_text_is_said_to_be_broken() {
    let issued = issued();
    let (chain, key) = (issued.chain_pem().unwrap(), issued.key_pem().unwrap());
    let without_end = chain.trim_end().rsplit_once('\n').unwrap().0;
    assert!(refusal(without_end, &key).starts_with("chain.pem: has a PEM block without its END line"));
    assert!(refusal(&chain.replacen('M', "!", 1), &key).contains("that is not base64 inside"));
    let broken_begin = chain.replacen("CERTIFICATE-----\n", "CERTIFICATE---\n", 1);
    assert!(refusal(&broken_begin, &key).contains("whose BEGIN line is broken"));
    for name in ["truncated", "trailing-byte"] {
        let broken = specimen(name).issued;
        let error = refusal(&broken.chain_pem().unwrap(), &broken.key_pem().unwrap());
        assert_eq!(error, "chain.pem: certificate 1 cannot be parsed");
    }
}

#[test]
fn contents_that_are_no_text() {
    let fault = |bytes: &[u8]| Input::new("a", bytes).unwrap_err().fault;
    assert_eq!(fault(b""), Fault::Empty);
    assert_eq!(fault(b"\xff\xfe-\0-\0"), Fault::Utf16);
    assert_eq!(fault(&vec![b' '; (16 << 20) + 1]), Fault::TooLarge);
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let fault = |path: &Path| Input::read(path).unwrap_err().fault;
    let missing = folder.path().join("missing");
    assert_eq!(fault(&missing), Fault::Unreadable("there is no such file".into()));
    assert_eq!(fault(folder.path()), Fault::Unreadable("is a folder, not a file".into()));
    let file = folder.path().join("root.crt");
    fs::write(&file, issued().chain_pem().unwrap()).unwrap();
    assert_eq!(certificates(&Input::read(&file).unwrap()).unwrap().len(), 3);
    let error = Identity::from_files(&file, &missing).unwrap_err();
    assert_eq!(error.file, missing.display().to_string());
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_without_end_is_not_read_to_its_end() {
    assert_eq!(Input::read(Path::new("/dev/zero")).unwrap_err().fault, Fault::TooLarge);
}

#[test]
fn pkcs12_round_trips() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let root = Authority::root(&Request::authority("load root", now())).unwrap();
        let middle = root.intermediate(&Request::authority("middle", now())).unwrap();
        let issued = middle.issue(&Request::client("alice", now()).key(kind)).unwrap();
        for protection in [Protection::Modern, Protection::Legacy] {
            let file = input("alice.p12", issued.pkcs12("alice", "geheim \u{fc}", protection).unwrap());
            let identity = Identity::from_pkcs12(&file, "geheim \u{fc}").unwrap();
            assert_eq!((identity.chain, identity.key), (issued.chain.clone(), issued.key.clone_key()));
            let error = Identity::from_pkcs12(&file, "wrong").unwrap_err().to_string();
            assert_eq!(error, "alice.p12: the password is wrong");
        }
    }
}

#[test]
fn what_is_not_pkcs12_is_said_not_to_be() {
    let fault = |bytes: &[u8]| Identity::from_pkcs12(&input("a", bytes), "").unwrap_err().fault;
    let issued = issued();
    assert_eq!(fault(issued.chain_pem().unwrap().as_bytes()), Fault::NotPkcs12);
    assert_eq!(fault(issued.key.secret_der()), Fault::NotPkcs12);
    assert_eq!(fault(&[0x30, 0x80, 2, 1, 3, 0, 0]), Fault::Pkcs12NotDer);
    assert_eq!(fault(&[0x30, 3, 2, 1, 3]), Fault::NotPkcs12);
}

/// A file whose password is hashed once, so that reading it thousands of times is quick.
fn quick_pkcs12(issued: &Issued, encryption: EncryptionAlgorithm) -> Vec<u8> {
    let certificate = |der: &CertificateDer<'_>| Certificate::from_der(der).unwrap();
    let key = PrivateKey::from_der(issued.key.secret_der()).unwrap();
    let chain = PrivateKeyChain::new("alice", key, issued.chain.iter().map(certificate));
    let mut store = KeyStore::new();
    store.add_entry("alice", KeyStoreEntry::PrivateKeyChain(chain));
    let writer = store.writer("pw").encryption_algorithm(encryption);
    writer.encryption_iterations(1).mac_iterations(1).write().unwrap()
}

/// Cut or spoilt at any place, a file is an error or (where the byte says nothing) the same identity: never a panic, never
/// another one.
#[test]
fn spoilt_pkcs12_is_an_error() {
    let issued = specimen("missing-intermediate").issued;
    let read = |bytes: &[u8]| Identity::from_pkcs12(&input("a", bytes), "pw");
    for encryption in
        [EncryptionAlgorithm::PbeWithHmacSha256AndAes256, EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc]
    {
        let whole = quick_pkcs12(&issued, encryption);
        assert_eq!(read(&whole).unwrap().chain, issued.chain);
        for place in 1..whole.len() {
            assert!(read(&whole[..place]).is_err(), "cut at {place}");
            for change in [0x01, 0x80, 0xff] {
                let mut spoilt = whole.clone();
                spoilt[place] ^= change;
                let same = |read: Identity| read.chain == issued.chain && read.key == issued.key;
                assert!(read(&spoilt).map_or(true, same), "{place} {change}");
            }
        }
    }
}

proptest! {
    #[test]
    fn anything_is_read_or_refused(bytes in vec(any::<u8>(), 1..600), place in any::<Index>(), change in 1u8..) {
        let whole = [b"-----BEGIN CERTIFICATE-----\n".as_slice(), &bytes, b"\n-----END CERTIFICATE-----\n"].concat();
        for content in [bytes.clone(), whole] {
            if let Ok(file) = Input::new("a", content) {
                let _ = Identity::from_pem(&file, &file, Some("pw"));
                let _ = Identity::from_pkcs12(&file, "pw");
            }
        }
        let mut der = CERTIFICATE.clone();
        let place = place.index(der.len());
        der[place] ^= change;
        let _ = certificates(&input("a", der));
    }
}

static CERTIFICATE: LazyLock<Vec<u8>> = LazyLock::new(|| issued().chain[0].to_vec());

#[test]
fn the_pem_of_a_validity_in_the_past_still_loads() {
    let past = UnixTime::since_unix_epoch(Duration::from_secs(1_000_000_000));
    let root = Authority::root(&Request::authority("old root", past)).unwrap();
    let issued = root.issue(&Request::client("alice", past)).unwrap();
    assert!(load(&issued.chain_pem().unwrap(), &issued.key_pem().unwrap()).is_ok());
}

#[test]
fn key_kinds_are_named() {
    assert_eq!(Fault::from(KeyError::Encrypted), Fault::EncryptedKey);
    let mismatch = Fault::KeyMismatch { key: Kind::Rsa { bits: 2048 }, certificates: "c".into() };
    assert!(mismatch.to_string().contains("RSA-2048"));
}

/// The number of iterations in the parameters of our own encrypted keys and files, made larger.
#[test]
fn costly_passwords_are_refused_before_they_are_tried() {
    let write = |mac, encryption| {
        let issued = issued();
        let chain = issued.chain.iter().map(|der| Certificate::from_der(der).unwrap());
        let key = PrivateKey::from_der(issued.key.secret_der()).unwrap();
        let mut store = KeyStore::new();
        store.add_entry("a", KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new("a", key, chain)));
        store.writer("pw").mac_iterations(mac).encryption_iterations(encryption).write().unwrap()
    };
    let fault = |bytes: Vec<u8>| Identity::from_pkcs12(&input("a.p12", bytes), "wrong").unwrap_err().fault;
    assert_eq!(fault(write(2048, 2048)), Fault::WrongPassword);
    // 0x0f4241 is a million and one; the number in the file is as long, and far from any secret.
    let costly = write(0x0f_4240, 1).into_iter().collect::<Vec<_>>();
    let place = costly.windows(5).position(|bytes| bytes == [2, 3, 0x0f, 0x42, 0x40]).unwrap();
    let mut costly = costly;
    costly[place + 4] = 0x41;
    let expected = Fault::CostlyPassword { unit: "iterations", found: 1_000_001, limit: 1_000_000 };
    assert_eq!(fault(costly), expected);
}

#[test]
fn costly_keys_are_refused_before_they_are_tried() {
    let issued = issued();
    let key = pkcs8::PrivateKeyInfoRef::try_from(issued.key.secret_der()).unwrap();
    let sealed = |parameters| {
        let sealed = key.encrypt_with_params(parameters, "pw").unwrap();
        input("a.key", sealed.as_bytes().to_vec())
    };
    let fault = |file: &Input| key::read(file, Some("wrong")).unwrap_err().fault;
    let pbkdf2 = Pbes2::generate_pbkdf2_sha256_aes256cbc;
    assert_eq!(fault(&sealed(pbkdf2(2048, b"sixteen bytes of", [2; 16]).unwrap())), Fault::WrongPassword);
    let mut costly = sealed(pbkdf2(0x0f_4240, b"sixteen bytes of", [2; 16]).unwrap()).bytes().to_vec();
    let place = costly.windows(5).position(|bytes| bytes == [2, 3, 0x0f, 0x42, 0x40]).unwrap();
    costly[place + 4] = 0x41;
    let error = key::read(&input("a.key", costly), Some("wrong")).unwrap_err().to_string();
    assert_eq!(
        error,
        "a.key: asks for 1000001 PBKDF2 iterations to try its password; more than 1000000 are not done"
    );
}
