//! The openssl program, as a judge.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use handfast_pki::zoo::{Exhibit, Role};
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer};
use tempfile::TempDir;

/// A folder with files that one command reads.
pub(crate) struct Bench {
    folder: TempDir,
}

impl Bench {
    /// `None`, with one line said, if there is no openssl here; in CI that is a failure.
    pub(crate) fn new() -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_ok() {
            return Some(Self { folder: tempfile::tempdir().unwrap() });
        }
        assert!(std::env::var_os("CI").is_none(), "openssl is not installed");
        println!("not run: openssl is not installed");
        None
    }

    /// Puts a file there and gives its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Standard output if it succeeded, all output if not.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new("openssl").args(arguments).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() { Ok(text) } else { Err(text + &String::from_utf8_lossy(&output.stderr)) }
    }

    /// Standard output and standard error, whatever came out.
    pub(crate) fn both(&self, arguments: &[&str]) -> (String, String) {
        let output = Command::new("openssl").args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&output.stdout), text(&output.stderr))
    }

    /// What `openssl ocsp` says of a response about the first of a chain.
    pub(crate) fn ocsp(
        &self,
        root: &CertificateDer<'static>,
        chain: &[CertificateDer<'static>],
        response: &[u8],
    ) -> String {
        let [leaf, issuer, ..] = chain else { panic!("no issuer") };
        let [root, issuer, leaf] = [("root.pem", root), ("issuer.pem", issuer), ("leaf.pem", leaf)]
            .map(|(name, certificate)| self.file(name, pem([certificate])));
        let response = self.file("response.der", response);
        let files = ["-respin", &response, "-issuer", &issuer, "-cert", &leaf, "-CAfile", &root];
        let (said, told) =
            self.both(&[&["ocsp", "-no_nonce"], &files[..], &["-verify_other", &issuer]].concat());
        said + &told
    }

    /// `openssl verify` on an exhibit, with further options.
    pub(crate) fn verify(&self, exhibit: &Exhibit, role: Role, options: &[&str]) -> Result<String, String> {
        let [leaf, intermediates @ ..] = exhibit.issued.chain.as_slice() else { panic!("an empty chain") };
        let (root, leaf) =
            (self.file("root.pem", pem([&exhibit.anchor])), self.file("leaf.pem", pem([leaf])));
        let untrusted = self.file("untrusted.pem", pem(intermediates));
        let mut arguments = vec!["verify", "-x509_strict", "-CAfile", &root, "-purpose"];
        arguments.push(match role {
            Role::Server => "sslserver",
            Role::Client => "sslclient",
        });
        if !intermediates.is_empty() {
            arguments.extend(["-untrusted", &untrusted]);
        }
        arguments.extend(options);
        arguments.push(&leaf);
        self.run(&arguments)
    }
}

/// PEM text by the same encoder that everything else uses.
pub(crate) fn pem<'a>(certificates: impl IntoIterator<Item = &'a CertificateDer<'static>>) -> String {
    let block = |der: &CertificateDer<'_>| {
        der::pem::encode_string("CERTIFICATE", der::pem::LineEnding::LF, der).unwrap()
    };
    certificates.into_iter().map(block).collect()
}

/// The same of lists.
pub(crate) fn crl_pem(lists: &[CertificateRevocationListDer<'_>]) -> String {
    let block = |der: &CertificateRevocationListDer<'_>| {
        der::pem::encode_string("X509 CRL", der::pem::LineEnding::LF, der).unwrap()
    };
    lists.iter().map(block).collect()
}
