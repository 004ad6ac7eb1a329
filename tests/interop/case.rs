//! What is varied: key exchange, suite, kind of key, and what the client presents.

use handfast::crypto::kx::Group;
use handfast::handshake::Suite;
use handfast::{ClientAuth, Config};
use handfast_pki::KeyKind;

/// How the key exchange goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exchange {
    X25519,
    P256,
    P384,
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

/// The version of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    #[expect(dead_code, reason = "the handshake of TLS 1.2 is being built")]
    Tls12,
    Tls13,
}

pub(crate) const VERSIONS: [Version; 1] = [Version::Tls13];

#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    pub(crate) version: Version,
    pub(crate) exchange: Exchange,
    pub(crate) suite: Suite,
    pub(crate) key: KeyKind,
    pub(crate) presents: Presents,
}

pub(crate) const EXCHANGES: [Exchange; 4] =
    [Exchange::X25519, Exchange::P256, Exchange::P384, Exchange::Retry];
pub(crate) const KEYS: [KeyKind; 4] = [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519];
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
    /// The groups of the server, in the names that OpenSSL and nginx know.
    pub(crate) const fn of_server(self) -> (Group, &'static str) {
        match self {
            Self::X25519 => (Group::X25519, "X25519"),
            Self::P256 | Self::Retry => (Group::Secp256r1, "P-256"),
            Self::P384 => (Group::Secp384r1, "P-384"),
        }
    }

    /// The groups of the client; OpenSSL sends a share for the first alone.
    pub(crate) const fn of_client(self) -> &'static str {
        match self {
            Self::X25519 => "X25519",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::Retry => "X25519:P-256",
        }
    }

    /// Our own client: which groups it offers; it sends a share for the first alone.
    pub(crate) fn restrict_client(self, config: &mut Config) {
        let (group, _) = self.of_server();
        let groups = if self == Self::Retry { vec![Group::X25519, Group::Secp256r1] } else { vec![group] };
        config.protocol.shares = groups[..1].to_vec();
        config.protocol.groups = groups;
    }
}

impl Version {
    /// As people and programs write it.
    pub(crate) const fn number(self) -> &'static str {
        match self {
            Self::Tls12 => "1.2",
            Self::Tls13 => "1.3",
        }
    }
}

impl Case {
    /// The suites of a version that go with such a key.
    pub(crate) fn suites(version: Version, _key: KeyKind) -> Vec<Suite> {
        match version {
            Version::Tls12 => Vec::new(),
            Version::Tls13 => Suite::TLS13.to_vec(),
        }
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

    /// The alert with which OpenSSL and we refuse the client (RFC 9846 §6.2), or `None` if it is served.
    pub(crate) const fn alert(self) -> Option<u8> {
        match self {
            Self::NotAsked | Self::OptionalWith | Self::OptionalWithout | Self::RequiredWith => None,
            Self::RequiredWithout => Some(116),
            Self::WrongAuthority => Some(48),
            Self::Expired => Some(45),
            Self::ServerAuthOnly => Some(43),
        }
    }
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
