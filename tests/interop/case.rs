//! What is varied: version, key exchange, suite, kind of key, and what the client presents.

use handfast::crypto::aead::Aead;
use handfast::crypto::kx::Group;
use handfast::handshake::{Agreement, Suite, Suite12};
use handfast::{ClientAuth, Config, Version};
use handfast_pki::KeyKind;

/// How the key exchange goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exchange {
    X25519,
    P256,
    P384,
    P521,
    /// The client's only share is for X25519 and the server wants P-256.
    Retry,
}

/// What the server asks for, and what the client has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presents {
    NotAsked,
    OptionalWith,
    OptionalWithout,
    RequiredWith,
    RequiredWithout,
    WrongAuthority,
    Expired,
    ServerAuthOnly,
}

pub(crate) const VERSIONS: [Version; 2] = [Version::Tls12, Version::Tls13];

#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    pub(crate) version: Version,
    pub(crate) exchange: Exchange,
    pub(crate) suite: Suite,
    pub(crate) key: KeyKind,
    pub(crate) presents: Presents,
}

pub(crate) const EXCHANGES: [Exchange; 5] =
    [Exchange::X25519, Exchange::P256, Exchange::P384, Exchange::P521, Exchange::Retry];
pub(crate) const KEYS: [KeyKind; 5] =
    [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519];
pub(crate) const PRESENTS: [Presents; 8] = [
    Presents::NotAsked,
    Presents::OptionalWith,
    Presents::OptionalWithout,
    Presents::RequiredWith,
    Presents::RequiredWithout,
    Presents::WrongAuthority,
    Presents::Expired,
    Presents::ServerAuthOnly,
];

impl Exchange {
    /// The group that is agreed on.
    pub(crate) const fn group(self) -> Group {
        match self {
            Self::X25519 => Group::X25519,
            Self::P256 | Self::Retry => Group::Secp256r1,
            Self::P384 => Group::Secp384r1,
            Self::P521 => Group::Secp521r1,
        }
    }
}

/// A version as people and programs write it.
pub(crate) const fn number(version: Version) -> &'static str {
    match version {
        Version::Tls12 => "1.2",
        Version::Tls13 => "1.3",
    }
}

impl Case {
    /// The suites of a version that go with such a key.
    pub(crate) fn suites(version: Version, key: KeyKind) -> Vec<Suite> {
        let agreement = match key {
            KeyKind::Rsa2048 => Agreement::EcdheRsa,
            _ => Agreement::EcdheEcdsa,
        };
        match version {
            Version::Tls12 => {
                Suite12::ECDHE.iter().filter(|row| row.agreement == agreement).map(|row| row.suite).collect()
            }
            Version::Tls13 => Suite::TLS13.to_vec(),
        }
    }

    /// The groups of the server, the best first.
    pub(crate) fn groups_of_server(&self) -> Vec<Group> {
        self.with_group_of_key(vec![self.exchange.group()])
    }

    /// The groups of the client. OpenSSL sends a share for the first alone, and so are we to.
    pub(crate) fn groups_of_client(&self) -> Vec<Group> {
        self.with_group_of_key(match self.exchange {
            Exchange::Retry => vec![Group::X25519, Group::Secp256r1],
            exchange => vec![exchange.group()],
        })
    }

    /// In TLS 1.2 the groups are also those that ECDSA keys may be on (RFC 8422 §5.1.1), and OpenSSL holds to it.
    fn with_group_of_key(&self, mut groups: Vec<Group>) -> Vec<Group> {
        let own = match (self.version, self.key) {
            (Version::Tls12, KeyKind::P256) => Some(Group::Secp256r1),
            (Version::Tls12, KeyKind::P384) => Some(Group::Secp384r1),
            (Version::Tls12, KeyKind::P521) => Some(Group::Secp521r1),
            _ => None,
        };
        groups.extend(own.filter(|own| !groups.contains(own)));
        groups
    }

    /// What OpenSSL calls the suite.
    pub(crate) fn openssl_suite(&self) -> String {
        let name = self.suite.code.to_string();
        match self.version {
            Version::Tls13 => name,
            Version::Tls12 => name
                .trim_start_matches("TLS_")
                .trim_start_matches("RSA_WITH_")
                .trim_end_matches(if name.contains("CHACHA20") { "_SHA256" } else { "" })
                .replace("_WITH_", "-")
                .replace("AES_", "AES")
                .replace('_', "-"),
        }
    }

    /// Whether our side says values that mean nothing, too (GREASE, RFC 8701): with one suite, which meets all else.
    fn says_grease(&self) -> bool {
        self.suite.aead == Aead::ChaCha20Poly1305
    }

    /// Our side in this version alone, with this suite alone.
    pub(crate) fn narrowed(&self, config: Config) -> Config {
        let mut config = config.with_versions(self.version..=self.version);
        if self.key == KeyKind::P521 {
            config = config.with_p521();
        }
        if self.says_grease() {
            config = config.with_grease();
        }
        match self.version {
            Version::Tls12 => config.protocol.suites12.retain(|row| row.suite == self.suite),
            Version::Tls13 => config.protocol.suites = vec![self.suite],
        }
        config
    }

    /// The alert with which OpenSSL and we refuse the client (RFC 9846 §6.2), or `None` if it is served. TLS 1.2 has no
    /// certificate_required (RFC 5246 §7.4.6).
    pub(crate) const fn alert(&self) -> Option<u8> {
        match (self.version, self.presents.alert()) {
            (Version::Tls12, Some(116)) => Some(40),
            (_, alert) => alert,
        }
    }

    /// Whether the client is sent back for another share, which TLS 1.2 never does.
    pub(crate) fn is_retried(&self) -> bool {
        self.exchange == Exchange::Retry && self.version == Version::Tls13
    }
}

impl Presents {
    pub(crate) const fn policy(self) -> ClientAuth {
        match self {
            Self::NotAsked => ClientAuth::None,
            Self::OptionalWith | Self::OptionalWithout => ClientAuth::Optional,
            _ => ClientAuth::Require,
        }
    }

    /// Whether the server ends up knowing alice.
    pub(crate) const fn is_known(self) -> bool {
        matches!(self, Self::OptionalWith | Self::RequiredWith)
    }

    /// The alert of TLS 1.3.
    const fn alert(self) -> Option<u8> {
        match self {
            Self::NotAsked | Self::OptionalWith | Self::OptionalWithout | Self::RequiredWith => None,
            Self::RequiredWithout => Some(116),
            Self::WrongAuthority => Some(48),
            Self::Expired => Some(45),
            Self::ServerAuthOnly => Some(43),
        }
    }
}

/// Groups in the names that OpenSSL and nginx know.
pub(crate) fn openssl_groups(groups: &[Group]) -> String {
    let names = groups.iter().map(|group| match group {
        Group::Secp256r1 => "prime256v1",
        Group::Secp384r1 => "secp384r1",
        Group::Secp521r1 => "secp521r1",
        Group::X25519 => "X25519",
        Group::X25519MlKem768 => "X25519MLKEM768",
        Group::MlKem1024 => "MLKEM1024",
    });
    names.collect::<Vec<_>>().join(":")
}

/// The cases to run: all of them, or enough that every pair of values of two axes occurs.
pub(crate) fn cases() -> Vec<Case> {
    let all = product();
    if std::env::var_os("HANDFAST_FULL").is_some() { all } else { pairwise(&all) }
}

fn product() -> Vec<Case> {
    let mut all = Vec::new();
    for version in VERSIONS {
        for exchange in EXCHANGES {
            for key in KEYS {
                for suite in Case::suites(version, key) {
                    all.extend(PRESENTS.map(|presents| Case { version, exchange, suite, key, presents }));
                }
            }
        }
    }
    all
}

/// Greedy: the case that brings most pairs not seen yet, until none is missing.
fn pairwise(all: &[Case]) -> Vec<Case> {
    let mut missing: Vec<String> = all.iter().flat_map(pairs).collect();
    missing.sort_unstable();
    missing.dedup();
    let mut chosen = Vec::new();
    while !missing.is_empty() {
        let gain = |case: &&Case| pairs(case).iter().filter(|pair| missing.contains(pair)).count();
        let best = *all.iter().max_by_key(gain).expect("cases");
        let seen = pairs(&best);
        missing.retain(|pair| !seen.contains(pair));
        chosen.push(best);
    }
    chosen
}

fn pairs(case: &Case) -> Vec<String> {
    let values = [
        format!("{:?}", case.version),
        format!("{:?}", case.exchange),
        case.suite.code.to_string(),
        case.key.to_string(),
        format!("{:?}", case.presents),
    ];
    (0..values.len())
        .flat_map(|one| (0..one).map(move |two| (one, two)))
        .map(|(one, two)| format!("{} {}", values[one], values[two]))
        .collect()
}

#[test]
fn every_pair_occurs() {
    let all = product();
    let chosen = pairwise(&all);
    assert!(chosen.len() < all.len() / 4, "{}", chosen.len());
    for pair in all.iter().flat_map(pairs) {
        assert!(chosen.iter().any(|case| pairs(case).contains(&pair)), "{pair}");
    }
}
