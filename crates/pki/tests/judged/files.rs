//! Keys and PKCS#12 files that the openssl program wrote, and what it reads of ours.

use handfast_pki::load::{Fault, Identity, Input, LoadError};
use handfast_pki::zoo::{Exhibit, Role};
use handfast_pki::{Authority, Error, Issued, KeyKind, Protection, Request};
use rustls_pki_types::UnixTime;

use crate::openssl::Bench;

fn issued(kind: KeyKind) -> Issued {
    let root = Authority::root(&Request::authority("files root", UnixTime::now())).unwrap();
    let middle = root.intermediate(&Request::authority("files intermediate", UnixTime::now())).unwrap();
    middle.issue(&Request::client("alice", UnixTime::now()).key(kind)).unwrap()
}

/// The bench with `chain.pem` and `key.pem` of a fresh certificate on it.
fn laid_out(kind: KeyKind) -> Option<(Bench, Issued)> {
    let bench = Bench::new()?;
    let issued = issued(kind);
    bench.file("chain.pem", issued.chain_pem().unwrap());
    bench.file("key.pem", &*issued.key_pem().unwrap());
    Some((bench, issued))
}

/// `openssl` with `in.pem`-like words replaced by paths on the bench.
fn openssl(bench: &Bench, command: &str) {
    let path = |word: &str| {
        if word.contains('.') { bench.path(word).display().to_string() } else { word.to_owned() }
    };
    let words: Vec<String> = command.split(' ').map(path).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    bench.run(&words).unwrap_or_else(|text| panic!("{command}: {text}"));
}

fn load(bench: &Bench, key: &str, password: Option<&str>) -> Result<Identity, LoadError> {
    let [chain, key] = ["chain.pem", key].map(|name| Input::read(&bench.path(name)).unwrap());
    Identity::from_pem(&chain, &key, password)
}

#[test]
fn traditional_keys_are_read() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Rsa2048] {
        let Some((bench, issued)) = laid_out(kind) else { return };
        openssl(&bench, "pkey -in key.pem -traditional -out traditional.pem");
        openssl(&bench, "pkey -in key.pem -traditional -outform DER -out traditional.der");
        for file in ["traditional.pem", "traditional.der"] {
            assert_eq!(load(&bench, file, None).unwrap().chain, issued.chain, "{kind} {file}");
        }
    }
}

/// What an authority of openssl issues here, with this subject.
fn issued_below(bench: &Bench, subject: &str) -> Result<Exhibit, Error> {
    openssl(bench, "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out root.key");
    openssl(
        bench,
        &format!("req -x509 -new -key root.key -subj {subject} -addext keyUsage=keyCertSign -out root.crt"),
    );
    let [certificate, key] =
        ["root.crt", "root.key"].map(|name| std::fs::read_to_string(bench.path(name)).unwrap());
    let authority = Authority::from_pem(&certificate, &key)?;
    let issued = authority.issue(&Request::client("alice", UnixTime::now()))?;
    Ok(Exhibit::new(authority.certificate().clone(), issued, Role::Client))
}

#[test]
fn an_authority_of_openssl_issues() {
    let Some(bench) = Bench::new() else { return };
    let exhibit = issued_below(&bench, "/C=DE/O=Example/OU=one/CN=root").unwrap();
    bench.verify(&exhibit, Role::Client, &[]).unwrap();
}

#[test]
fn a_name_that_would_change_is_refused() {
    let Some(bench) = Bench::new() else { return };
    let error = issued_below(&bench, "/O=Example/OU=one/OU=two/CN=root").unwrap_err();
    assert!([Error::AuthorityName, Error::UnreadableCertificate].contains(&error), "{error}");
}

#[test]
fn a_key_file_may_begin_with_its_curve() {
    let Some(bench) = Bench::new() else { return };
    openssl(&bench, "ecparam -name prime256v1 -genkey -out key.pem");
    openssl(&bench, "req -x509 -new -key key.pem -subj /CN=alice -out chain.pem");
    assert_eq!(load(&bench, "key.pem", None).unwrap().chain.len(), 1);
}

#[test]
fn encrypted_keys_open_with_their_password() {
    let Some((bench, issued)) = laid_out(KeyKind::P256) else { return };
    openssl(&bench, "pkcs8 -topk8 -in key.pem -passout pass:geheim -out sealed.pem");
    openssl(&bench, "pkcs8 -topk8 -in key.pem -passout pass:geheim -outform DER -out sealed.der");
    openssl(&bench, "pkcs8 -topk8 -in key.pem -passout pass:geheim -scrypt -scrypt_N 16 -out scrypt.pem");
    for file in ["sealed.pem", "sealed.der", "scrypt.pem"] {
        assert_eq!(load(&bench, file, Some("geheim")).unwrap().chain, issued.chain, "{file}");
        assert_eq!(load(&bench, file, Some("wrong")).unwrap_err().fault, Fault::WrongPassword, "{file}");
        assert_eq!(load(&bench, file, None).unwrap_err().fault, Fault::EncryptedKey, "{file}");
    }
}

#[test]
fn keys_encrypted_in_the_old_way_are_recognised() {
    let Some((bench, _)) = laid_out(KeyKind::Rsa2048) else { return };
    openssl(&bench, "rsa -in key.pem -traditional -aes128 -passout pass:geheim -out old.pem");
    assert_eq!(load(&bench, "old.pem", Some("geheim")).unwrap_err().fault, Fault::OldEncryptedKey);
}

#[test]
fn kinds_of_keys_that_do_not_sign_here_are_named() {
    let Some((bench, _)) = laid_out(KeyKind::P256) else { return };
    for (options, words) in [
        ("-algorithm ED448", "Ed448"),
        ("-algorithm X25519", "X25519"),
        ("-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", "secp256k1"),
        ("-algorithm EC -pkeyopt ec_paramgen_curve:secp224r1", "secp224r1"),
    ] {
        openssl(&bench, &format!("genpkey {options} -out other.pem"));
        let error = load(&bench, "other.pem", None).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

/// The file that openssl writes with these options, read with a password.
fn exported(bench: &Bench, options: &str, password: &str) -> Result<Identity, LoadError> {
    openssl(bench, &format!("pkcs12 -export -inkey key.pem -in chain.pem -out alice.p12 {options}"));
    Identity::from_pkcs12(&Input::read(&bench.path("alice.p12")).unwrap(), password)
}

#[test]
fn pkcs12_of_openssl_is_read() {
    let Some((bench, issued)) = laid_out(KeyKind::P256) else { return };
    for options in [
        "-passout pass:geheim",
        "-passout pass:geheim -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1",
        "-passout pass:geheim -certpbe AES-128-CBC -keypbe AES-192-CBC -macalg sha512",
        "-passout pass:geheim -certpbe NONE -keypbe NONE",
        "-passout pass:geheim -nomac",
        "-passout pass:geheim -name friendly",
    ] {
        assert_eq!(exported(&bench, options, "geheim").unwrap().chain, issued.chain, "{options}");
    }
    assert_eq!(exported(&bench, "-passout pass:", "").unwrap().chain, issued.chain);
}

#[test]
fn a_wrong_password_is_said_to_be_wrong() {
    let Some((bench, _)) = laid_out(KeyKind::P256) else { return };
    for options in ["", " -nomac", " -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -nomac"] {
        let error = exported(&bench, &format!("-passout pass:geheim{options}"), "wrong").unwrap_err();
        assert_eq!(error.fault, Fault::WrongPassword, "{options}");
    }
}

#[test]
fn protection_that_is_too_old_is_named() {
    let Some((bench, _)) = laid_out(KeyKind::P256) else { return };
    for (options, words) in [
        ("-certpbe CAMELLIA-256-CBC -keypbe AES-256-CBC", "Camellia-256"),
        ("-certpbe AES-256-CBC -keypbe DES-EDE3-CBC", "triple DES (PBES2)"),
        ("-certpbe PBE-SHA1-2DES -keypbe PBE-SHA1-2DES", "two-key triple DES"),
        ("-macalg md5", "an MD5 MAC"),
    ] {
        let error = exported(&bench, &format!("-passout pass:geheim {options}"), "geheim").unwrap_err();
        assert!(error.to_string().contains(words), "{options}: {error}");
    }
}

#[test]
fn pkcs12_without_certificates_or_key_is_refused() {
    let Some((bench, _)) = laid_out(KeyKind::P256) else { return };
    let nothing = exported(&bench, "-passout pass:geheim -nokeys", "geheim").unwrap_err();
    assert!(matches!(nothing.fault, Fault::NoKey { .. }), "{nothing}");
    openssl(&bench, "pkcs12 -export -inkey key.pem -nocerts -out key.p12 -passout pass:geheim");
    let error = Identity::from_pkcs12(&Input::read(&bench.path("key.p12")).unwrap(), "geheim").unwrap_err();
    assert!(matches!(error.fault, Fault::NoCertificate { .. }), "{error}");
}

#[test]
fn openssl_reads_our_pkcs12() {
    for kind in [KeyKind::P256, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let Some((bench, issued)) = laid_out(kind) else { return };
        for protection in [Protection::Modern, Protection::Legacy] {
            bench.file("alice.p12", issued.pkcs12("alice", "geheim", protection).unwrap());
            openssl(&bench, "pkcs12 -in alice.p12 -passin pass:geheim -nodes -out all.pem");
            let all = Input::read(&bench.path("all.pem")).unwrap();
            assert_eq!(
                Identity::from_pem(&all, &all, None).unwrap().chain,
                issued.chain,
                "{kind} {protection:?}"
            );
        }
    }
}
