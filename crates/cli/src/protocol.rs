//! What is spoken: versions, groups and cipher suites, as the options of `serve` and `connect` name them.

use std::ops::RangeInclusive;
use std::sync::Arc;

use handfast::compression::CertificateCompression;
use handfast::crypto::kx::Group;
use handfast::handshake::{Agreement, Suite, Suite12};
use handfast::wire::code_points::SignatureScheme;
use handfast::{Config, Version};

use crate::exit::Exit;
use crate::options;

/// The options.
#[derive(Debug, clap::Args)]
pub(crate) struct Protocol {
    /// The versions of TLS to speak: 1.2, 1.3 or 1.2..1.3
    #[arg(long, value_name = "VERSIONS", default_value = "1.2..1.3", value_parser = versions)]
    tls: RangeInclusive<Version>,
    /// Let TLS 1.2 use RSA key transport, for study: without forward secrecy, and often broken
    #[arg(long)]
    legacy_rsa_key_transport: bool,
    /// Key exchange groups, in order of preference, separated by commas [default: all but P-521 and MLKEM1024]
    #[arg(long, value_name = "GROUPS", value_delimiter = ',', value_parser = options::group)]
    groups: Vec<Group>,
    /// Schemes that the peer may sign with, in order of preference, separated by commas [default: all but those of P-521]
    #[arg(long, value_name = "SCHEMES", value_delimiter = ',', value_parser = options::scheme)]
    sigalgs: Vec<SignatureScheme>,
    /// Cipher suites, in order of preference, separated by commas [default: all of the versions]
    #[arg(long, value_name = "SUITES", value_delimiter = ',', value_parser = suite)]
    ciphers: Vec<Cipher>,
    /// Take no longer records than this, and ask the peer to keep to it (RFC 8449): 64 to 16385
    #[arg(long, value_name = "OCTETS", value_parser = clap::value_parser!(u16).range(64..=16385))]
    record_size_limit: Option<u16>,
    /// Say values that mean nothing among those that do, which a peer is to ignore (GREASE, RFC 8701)
    #[arg(long)]
    grease: bool,
    /// Compress certificates in these ways, and undo them, separated by commas: brotli, zstd, zlib (RFC 8879, TLS 1.3)
    #[arg(long, value_name = "WAYS", value_delimiter = ',', value_parser = options::compression)]
    compress_cert: Vec<Arc<dyn CertificateCompression>>,
}

impl Protocol {
    /// The configuration, narrowed to what the user names.
    pub(crate) fn applied_to(&self, config: Config) -> Result<Config, Exit> {
        let mut config = config
            .with_versions(self.tls.clone())
            .with_certificate_compression(self.compress_cert.iter().cloned());
        if self.legacy_rsa_key_transport {
            config = config.with_legacy_rsa_key_transport();
        }
        config.protocol.record_size_limit = self.record_size_limit;
        config.protocol.grease = self.grease;
        self.restrict_groups(&mut config.protocol);
        self.restrict_schemes(&mut config.protocol);
        self.restrict_ciphers(&mut config.protocol)?;
        Ok(config)
    }

    /// A client sends shares for those of its default groups that are left, or for the first.
    fn restrict_groups(&self, protocol: &mut handfast::handshake::Config) {
        if let [first, ..] = &*self.groups {
            protocol.shares =
                self.groups.iter().copied().filter(|group| protocol.shares.contains(group)).collect();
            if protocol.shares.is_empty() {
                protocol.shares.push(*first);
            }
            protocol.groups.clone_from(&self.groups);
        }
    }

    /// What holds for the handshake holds for certificates.
    fn restrict_schemes(&self, protocol: &mut handfast::handshake::Config) {
        if !self.sigalgs.is_empty() {
            protocol.schemes.clone_from(&self.sigalgs);
            protocol.certificate_schemes.clone_from(&self.sigalgs);
        }
    }

    /// A version of which no suite is named is not spoken.
    fn restrict_ciphers(&self, protocol: &mut handfast::handshake::Config) -> Result<(), Exit> {
        if self.ciphers.is_empty() {
            return Ok(());
        }
        let (allowed, allowed12) = (protocol.suites.clone(), protocol.suites12.clone());
        protocol.suites.clear();
        protocol.suites12.clear();
        for cipher in &self.ciphers {
            match cipher {
                Cipher::Tls13(suite) if allowed.contains(suite) => protocol.suites.push(*suite),
                Cipher::Tls12(suite) if allowed12.contains(suite) => protocol.suites12.push(*suite),
                Cipher::Tls12(suite) if suite.agreement == Agreement::Rsa => return Err(needs_flag(*cipher)),
                _ => return Err(Exit::Usage(format!("--tls leaves no version that has {}", cipher.name()))),
            }
        }
        Ok(())
    }
}

fn needs_flag(cipher: Cipher) -> Exit {
    Exit::Usage(format!("{} needs TLS 1.2 and --legacy-rsa-key-transport", cipher.name()))
}

/// The versions that `--tls` names: one, or from one to the other.
pub(crate) fn versions(text: &str) -> Result<RangeInclusive<Version>, String> {
    let (least, most) = text.split_once("..").unwrap_or((text, text));
    match (version(least)?, version(most)?) {
        (least, most) if least <= most => Ok(least..=most),
        _ => Err("the lower version comes first, as in 1.2..1.3".to_owned()),
    }
}

fn version(text: &str) -> Result<Version, String> {
    match text {
        "1.2" => Ok(Version::Tls12),
        "1.3" => Ok(Version::Tls13),
        "1.0" | "1.1" => Err("RFC 8996 deprecates TLS 1.0 and 1.1, and they are not spoken here".to_owned()),
        _ => Err("versions are 1.2, 1.3 and 1.2..1.3".to_owned()),
    }
}

/// A cipher suite of either version, by its name in the RFC.
fn suite(name: &str) -> Result<Cipher, String> {
    let is_named = |suite: &Cipher| suite.name().eq_ignore_ascii_case(name);
    Cipher::all().find(is_named).ok_or_else(|| {
        let names: Vec<_> = Cipher::all().map(Cipher::name).collect();
        format!("known are {}", names.join(", "))
    })
}

/// A cipher suite, which is of one version alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cipher {
    Tls13(Suite),
    Tls12(Suite12),
}

impl Cipher {
    fn all() -> impl Iterator<Item = Self> {
        let tls12 = Suite12::ECDHE.into_iter().chain(Suite12::RSA).map(Self::Tls12);
        Suite::TLS13.into_iter().map(Self::Tls13).chain(tls12)
    }

    fn name(self) -> String {
        match self {
            Self::Tls13(suite) => suite.code.to_string(),
            Self::Tls12(suite) => suite.suite.code.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_by_name() {
        for known in Cipher::all() {
            assert_eq!(suite(&known.name().to_lowercase()), Ok(known));
        }
        assert!(suite("TLS_AES_128_CCM_SHA256").is_err());
    }

    #[test]
    fn versions_by_number() {
        let (one, two) = (Version::Tls12, Version::Tls13);
        for (text, range) in [("1.2", one..=one), ("1.3", two..=two), ("1.2..1.3", one..=two)] {
            assert_eq!(versions(text), Ok(range));
        }
        for text in ["1.3..1.2", "1.1", "1.0..1.3", "", "..", "1.2..", "TLSv1.2"] {
            assert!(versions(text).is_err(), "{text}");
        }
    }

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        protocol: Protocol,
    }

    fn applied(line: &str) -> Result<Config, Exit> {
        let line = ["handfast"].into_iter().chain(line.split_whitespace());
        <Line as clap::Parser>::parse_from(line).protocol.applied_to(Config::new())
    }

    #[test]
    fn a_version_without_a_suite_is_not_spoken() {
        let spoken = |line| applied(line).unwrap().protocol.versions().collect::<Vec<_>>();
        assert_eq!(spoken(""), [Version::Tls13, Version::Tls12]);
        assert_eq!(spoken("--tls 1.2"), [Version::Tls12]);
        assert_eq!(spoken("--ciphers TLS_AES_128_GCM_SHA256"), [Version::Tls13]);
        assert_eq!(spoken("--ciphers TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"), [Version::Tls12]);
        let rsa = "--tls 1.2 --legacy-rsa-key-transport --ciphers TLS_RSA_WITH_AES_128_GCM_SHA256";
        assert_eq!(spoken(rsa), [Version::Tls12]);
        for line in [
            "--tls 1.2 --ciphers TLS_AES_128_GCM_SHA256",
            "--tls 1.3 --ciphers TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "--ciphers TLS_RSA_WITH_AES_128_GCM_SHA256",
        ] {
            assert!(matches!(applied(line), Err(Exit::Usage(_))), "{line}");
        }
    }

    #[test]
    fn key_transport_only_where_it_is_asked_for() {
        let transports = |line| {
            let config = applied(line).unwrap();
            config.protocol.suites12.iter().any(|suite| suite.agreement == Agreement::Rsa)
        };
        assert!(!transports("") && !transports("--tls 1.3 --legacy-rsa-key-transport"));
        assert!(transports("--legacy-rsa-key-transport"));
    }
}
