//! The seeds, from what the tests have already: samples, recorded handshakes, keys, certificates, broken ones.

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use handfast::compression;
use handfast::crypto::kx::Group;
use handfast::wire::Kind;
use handfast::{ClientAuth, Hooks, Version};
use handfast_pki::revocation::{CertificateStatus, Entry, List, OcspResponse, Responder, ResponderName};
use handfast_pki::zoo::{Role, Specimen, healthy};
use handfast_pki::{Authority, KeyKind, Protection, Request};
use handfast_study::capture::{self, Capture, Ends};
use handfast_tests::fuzz::seeds::folder;
use handfast_tests::samples::{malformed, sample};
use handfast_tests::{Pair, People, now};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use serde_json::Value;

type Seeds = Vec<(String, Vec<u8>)>;

/// Adds the seeds of a target to its corpus; what a campaign found stays.
pub(crate) fn write(target: &str) {
    let folder = folder(target);
    fs::create_dir_all(&folder).unwrap();
    for (name, bytes) in seeds(target) {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

fn seeds(target: &str) -> Seeds {
    match target {
        "wire_message" => messages(),
        "wire_alert_and_record_header" => alerts(),
        "deframer" => records(),
        "capture" => captures(),
        "certificate" => certificates(),
        "certificate_compression" => compressed(),
        "name" => names(),
        "constraints" => constraints(),
        "crl" => revocation(true),
        "ocsp" => revocation(false),
        "path_webpki" => paths(),
        "private_key" => keys(),
        "client" | "server" => sides(),
        "pair" => pairs(),
        other => panic!("{other} has no seeds"),
    }
}

/// Every kind, well-formed and not, and what RFC 8448 records.
fn messages() -> Seeds {
    let samples = Kind::ALL.iter().flat_map(|kind| {
        [
            (format!("{}.sample", kind.name()), sample(*kind)),
            (format!("{}.malformed", kind.name()), malformed(*kind)),
        ]
    });
    samples.chain(recorded("construct a ")).collect()
}

/// A handshake of each version, with its secrets inside.
fn captures() -> Seeds {
    let versions = [Version::Tls13, Version::Tls12];
    versions.map(|version| (format!("{version:?}"), captured(version))).to_vec()
}

fn captured(version: Version) -> Vec<u8> {
    let people = People::new(KeyKind::Ed25519);
    let [client, server] = [people.client(), people.server(ClientAuth::Require)].map(|config| {
        let mut config = config.with_versions(version..=version);
        (config.reveal_secrets, config.protocol.groups) = (true, vec![Group::X25519]);
        config.protocol.shares = vec![Group::X25519];
        Arc::new(config)
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capture");
    let mut file = fs::File::create(&path).unwrap();
    file.write_all(&capture::head().unwrap()).unwrap();
    let at = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
    let (ends, clock) = (Ends { client: at(50_000), server: at(443) }, || Duration::ZERO);
    let mut observer = Capture::new(file, handfast::Role::Client, ends, clock);
    Pair::new(client, server)
        .run_hooked(usize::MAX, &mut Hooks::observing(&mut observer), &mut Hooks::none())
        .0
        .unwrap();
    drop(observer);
    fs::read(path).unwrap()
}

/// A pair of each form, and such as almost fit.
fn names() -> Seeds {
    let pairs = [
        ("host", "www.example.com", "*.example.com"),
        ("absolute", "WWW.example.com.", "www.EXAMPLE.com"),
        ("base", "example.com", "*.example.com"),
        ("deep", "a.b.example.com", "*.example.com"),
        ("part", "www.example.com", "w*.example.com"),
        ("a-label", "xn--bcher-kva.example.com", "xn--*.example.com"),
        ("address", "192.0.2.1", "192.0.2.1"),
        ("address-6", "2001:db8::1", "2001:db8::1"),
        ("workload", "spiffe://example.org/ns/a/sa/b", "spiffe://example.org/ns/a/sa/b"),
        ("pattern", "spiffe://example.org/ns/*/sa/**", "spiffe://example.org/ns/a/sa/b"),
        ("mailbox", "alice@example.org", "alice@EXAMPLE.org"),
        ("quoted", "\"a@b\"@[192.0.2.1]", "\"a@b\"@[192.0.2.1]"),
        ("wide", "jürg@example.org", "jürg@example.org"),
    ];
    pairs
        .map(|(name, wanted, presented)| (name.to_owned(), format!("{wanted}\n{presented}").into_bytes()))
        .into()
}

/// Extensions as bytes, and scripts of them: excluded, form, base.
fn constraints() -> Seeds {
    let dns = [&[0x30, 15, 0xA0, 13, 0x30, 11, 0x82, 9][..], b"localhost"].concat();
    let mixed = [0, 0, 0, 1, 1, 4, 0, 1, 3, 0, 2, 5, 1, 0, 2].to_vec();
    let own = [&[0, 1, 8, 13][..], b"bob@a.example"].concat();
    [
        ("extension", dns),
        ("script", mixed),
        ("own", own),
        ("permitted", vec![0, 0, 0]),
        ("excluded", vec![1, 2, 3]),
    ]
    .map(|(name, bytes)| (name.to_owned(), bytes))
    .into()
}

fn alerts() -> Seeds {
    let header = recorded("send ").into_iter().map(|(name, bytes)| (name, bytes[..5].to_vec()));
    [("alert", [2, 116]), ("close", [1, 0])]
        .map(|(n, b)| (n.to_owned(), b.to_vec()))
        .into_iter()
        .chain(header)
        .collect()
}

/// The last field of each step of RFC 8448 whose operation begins like this.
fn recorded(operation: &str) -> Seeds {
    let mut found = Seeds::new();
    for path in files(&vectors("rfc8448"), "json") {
        let content: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for (at, step) in content["steps"].as_array().into_iter().flatten().enumerate() {
            let field = step["fields"].as_array().and_then(|fields| fields.last());
            let matches = step["operation"].as_str().is_some_and(|step| step.starts_with(operation));
            if let (true, Some(hex)) = (matches, field.and_then(|field| field["hex"].as_str())) {
                found.push((format!("rfc8448-{}-{at}", content["section"]), bytes(hex)));
            }
        }
    }
    found
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<_> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks_exact(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
}

/// Scripts of the deframer: limit?, change_cipher_spec?, copies?, cut; then records.
fn records() -> Seeds {
    let sealed = [5, 0, 3, 20, 0, 0, 1, 4, 1, 2, 3, 5, 1, 6, b'a', b'b', b'c', b'd', b'e', b'f', 7];
    let seeds: [(&str, &[u8]); 8] = [
        ("message", &[0, 0, 0, 0, 0, 5, 20, 0, 0, 1, 9]),
        ("two-messages-byte-by-byte", &[0, 0, 1, 1, 0, 8, 0, 0, 0, 0, 24, 0, 0, 0]),
        ("message-in-pieces", &[0, 0, 0, 0, 0, 3, 11, 0, 0, 0, 4, 3, 1, 2, 3]),
        ("too-long", &[1, 0, 16, 0, 0, 0, 0, 4, 11, 0, 1, 0]),
        ("change-cipher-spec", &[0, 1, 0, 0, 2, 20, 0, 1, 1, 0, 0]),
        ("alert", &[0, 0, 0, 0, 2, 21, 0, 2, 1, 0, 0, 0]),
        ("http", &[0, 0, 0, 0, 3, 0, 18, b'G', b'E', b'T', b' ', b'/', b' ', b'H', b'T', b'T', b'P', b'/']),
        ("damaged", &[0, 0, 0, 3, 5, 1, 4, 1, 2, 3, 4, 4, 0, 0, 9, 0, 1]),
    ];
    let keyed = ("keys".to_owned(), [&[0, 0, 0, 0][..], &sealed, &sealed].concat());
    seeds.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).chain([keyed]).collect()
}

/// Those of OpenSSL, the people, the zoo; and scripts of chains.
fn certificates() -> Seeds {
    let mut seeds: Seeds = ["paths", "people"]
        .iter()
        .flat_map(|folder| files(&vectors(folder), "der"))
        .filter(|path| !name(path).contains("key"))
        .map(|path| (name(&path), fs::read(&path).unwrap()))
        .collect();
    for role in [Role::Server, Role::Client] {
        let well = healthy(role, now()).unwrap().issued.chain;
        seeds.push((format!("healthy-{role:?}"), well[0].to_vec()));
        for specimen in Specimen::all().filter(|specimen| specimen.exists_for(role)) {
            let chain = specimen.make(role, now()).unwrap().issued.chain;
            seeds.push((format!("{}-{role:?}", specimen.name), chain[0].to_vec()));
        }
    }
    let chains: [(&str, &[u8]); 4] = [
        ("chain", &[0, 0, 1, 0]),
        ("chain-of-client", &[2, 0, 1, 0, 3, 0]),
        ("chain-twice", &[0, 0, 1, 0, 5, 0, 5, 0, 5, 0]),
        ("chain-damaged", &[0, 1, 0, 0, 90, 0, 1, 1, 0]),
    ];
    seeds.extend(chains.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())));
    seeds
}

/// Every key of `vectors/keys` that is soon signed with, as it lies there and as DER; a key with its chain; PKCS#12.
fn keys() -> Seeds {
    let mut seeds = Seeds::new();
    for path in files(&vectors("keys"), "pem").into_iter().filter(|path| !name(path).contains("rsa4")) {
        let pem = fs::read(&path).unwrap();
        if let Ok(key) = PrivateKeyDer::from_pem_slice(&pem) {
            seeds.push((format!("{}.der", name(&path)), key.secret_der().to_vec()));
        }
        seeds.push((name(&path), pem));
    }
    seeds.push(("encrypted".to_owned(), fs::read(vectors("keys").join("p256-encrypted.der")).unwrap()));
    let root = Authority::root(&Request::authority("a root", now())).unwrap();
    let issued = root.issue(&Request::client("alice", now())).unwrap();
    let both = [issued.chain_pem().unwrap(), issued.key_pem().unwrap().to_string()].concat();
    seeds.push(("chain-and-key.pem".to_owned(), both.into_bytes()));
    let store = issued.pkcs12("alice", "password", Protection::Modern).unwrap();
    seeds.push(("modern.p12".to_owned(), store));
    seeds
}

/// Every list or response of the zoo; and such as have the name of the people's authority, and another key.
fn revocation(lists: bool) -> Seeds {
    let mut seeds = Seeds::new();
    for specimen in Specimen::all().filter(|specimen| specimen.exists_for(Role::Client)) {
        let exhibit = specimen.make(Role::Client, now()).unwrap();
        let (all, response) = (exhibit.lists.into_iter().enumerate(), exhibit.response);
        if lists {
            seeds.extend(all.map(|(at, list)| (format!("{}-{at}", specimen.name), list.to_vec())));
        } else {
            seeds.extend(response.map(|response| (specimen.name.to_owned(), response)));
        }
    }
    seeds.push(("namesake".to_owned(), if lists { list_of_namesake() } else { response_of_namesake() }));
    seeds
}

/// Alice's authority by name.
fn namesake() -> (Authority, CertificateDer<'static>, UnixTime) {
    let day = UnixTime::since_unix_epoch(Duration::from_secs(1_900_000_000 - 86_400));
    let alice = fs::read(vectors("people").join("alice.der")).unwrap();
    let authority = Authority::root(&Request::authority("fuzz intermediate", day)).unwrap();
    (authority, alice.into(), day)
}

fn list_of_namesake() -> Vec<u8> {
    let (authority, alice, day) = namesake();
    let until = UnixTime::since_unix_epoch(Duration::from_secs(day.as_secs() + 864_000));
    let mut list = List::complete(1, day, until);
    list.entries.push(Entry::of(&alice, day, None).unwrap());
    authority.revocation_list(&list).unwrap().to_vec()
}

fn response_of_namesake() -> Vec<u8> {
    let (authority, alice, day) = namesake();
    let (status, named_by) = (CertificateStatus::Good, ResponderName::Name);
    let response = OcspResponse { status, this_update: day, next_update: None, named_by };
    authority.ocsp_response(&alice, &response, &Responder::Authority(&authority)).unwrap()
}

/// No damage, then each chain of the zoo and its anchor.
fn paths() -> Seeds {
    let mut seeds = Seeds::new();
    for specimen in Specimen::all() {
        let role = if specimen.exists_for(Role::Client) { Role::Client } else { Role::Server };
        let exhibit = specimen.make(role, zoo_day()).unwrap();
        let chain = exhibit.issued.chain.iter().chain([&exhibit.anchor]).flat_map(|der| der.to_vec());
        seeds.push((specimen.name.to_owned(), [0, 0].into_iter().chain(chain).collect()));
    }
    seeds
}

/// The day at which chains are judged there.
const fn zoo_day() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000))
}

/// A chain in every way, with its length, and with another.
fn compressed() -> Seeds {
    let alice = fs::read(vectors("people").join("alice.der")).unwrap();
    let mut seeds = Seeds::new();
    for (number, way) in (0..).zip(compression::all()) {
        for (name, body) in [("alice", &alice[..]), ("zeros", &[0; 1000])] {
            let compressed = way.compress(body).unwrap();
            for length in [body.len(), body.len() / 2] {
                let [high, low] = u16::try_from(length).unwrap().to_be_bytes();
                let seed = [&[number, high, low][..], &compressed].concat();
                seeds.push((format!("{}-{name}-{length}", way.algorithm()), seed));
            }
        }
    }
    seeds
}

/// Scripts of one side: scene (three bytes), what the meddler does, what the line does, what both do then.
fn sides() -> Seeds {
    let mut seeds = [
        scenes(&[0]),
        behind(&[0]),
        acquaintances(&[0]),
        remembered(&[0]),
        familiar(&[0]),
        besides(&[0]),
        asked(),
    ]
    .concat();
    for (version, prefix) in [(0, ""), (TLS12, "tls12-")] {
        for choice in 1..16 {
            for at in 0..6 {
                let (mut inside, mut outside) = (vec![version, 0, 0, 10], vec![version, 0, 0, 0]);
                inside.extend(vec![0; at]);
                outside.extend(vec![0; at]);
                inside.extend([choice, 0, 3, 1, 0, 4, 1, 2, 3, 4, 5]);
                outside.extend([choice, 0, 3, 1, 0, 4, 1, 2, 3, 4, 5]);
                seeds.push((format!("{prefix}meddling-{choice}-{at}"), inside));
                seeds.push((format!("{prefix}line-{choice}-{at}"), outside));
            }
        }
        for act in 0..12 {
            let then = [act, 3, 1, 2, 3, 0, 3, b'a', b'b', b'c', 1, 3, b'd', b'e', b'f', 4];
            seeds.push((format!("{prefix}act-{act}"), [&[version], &[0; 11][..], &then].concat()));
        }
    }
    seeds
}

/// The versions of a scene: TLS 1.2 alone.
const TLS12: u8 = 0x80;

fn pairs() -> Seeds {
    let then = &[0, 0];
    let mut seeds =
        [scenes(then), behind(then), acquaintances(then), remembered(then), familiar(then), besides(then)]
            .concat();
    for choice in 1..16 {
        for at in 0..6 {
            let mut script = vec![0; at];
            script.extend([choice, 0, 3, 1, 0, 4, 1, 2, 3, 4, 5]);
            let length = u8::try_from(script.len()).unwrap();
            let in_client = [&[0, 0, 0, length][..], &script, &[0]].concat();
            let in_server = [&[0, 0, 0, 0, length][..], &script].concat();
            seeds.push((format!("client-{choice}-{at}"), in_client));
            seeds.push((format!("server-{choice}-{at}"), in_server));
        }
    }
    let talk = [0, 3, 1, 2, 3, 0x80, 2, 4, 5, 2, 1, 0x82, 0, 0, 2, 6, 7, 0x80, 1, 8, 4, 0x80, 1, 9, 0x84];
    seeds.push(("talk".to_owned(), [&[0; 5][..], &talk].concat()));
    let asked = [1, 1, 0, 2, 4, 5, 1, 0, 0x80, 1, 9, 3, 1, 1, 0, 1, 8, 2, 1, 3, 0x84];
    for (met, how) in ACQUAINTED {
        for (name, whom, options) in [("nobody", 3, 0), ("held", 3, 64), ("stranger", 15, 0)] {
            let scene = [how | whom, options, 0, 0, 0];
            seeds.push((format!("asked-{met}-{name}"), [&scene, &asked[..]].concat()));
        }
    }
    for versions in [0x40, TLS12, 0xC0] {
        seeds.push((format!("versions-{versions:02x}-talk"), [&[versions, 0, 0, 0, 0][..], &talk].concat()));
    }
    seeds
}

/// In the other versions, honestly: everybody who may come; and key transport, which TLS 1.2 alone has.
fn behind(then: &[u8]) -> Seeds {
    let mut seeds = Seeds::new();
    for whom in [0, 2, 3, 8, 10, 12, 14, 0x30] {
        for versions in [0x40, TLS12, 0xC0] {
            let scene = [&[versions | whom, 0, 0], then].concat();
            seeds.push((format!("versions-{versions:02x}-{whom:02x}"), scene));
        }
        seeds.push((format!("key-transport-{whom:02x}"), [&[TLS12 | whom, 4, 0], then].concat()));
    }
    seeds
}

/// How well both know each other: they keep sessions, or came back with one.
const ACQUAINTED: [(&str, u8); 2] = [("regular", 0x10), ("returning", 0x20)];

/// Honestly, in every version: whoever may come, and everybody's way to come.
fn acquaintances(then: &[u8]) -> Seeds {
    let whom =
        [("alice", 0), ("tightened", 1), ("optional", 2), ("nobody", 3), ("unverified", 10), ("mallory", 8)];
    let manners = [("retried", 12), ("held", 64), ("unnamed", 2), ("reversed", 128)];
    let scenes = whom.map(|(name, whom)| (name, whom, 0)).into_iter();
    let scenes: Vec<_> = scenes.chain(manners.map(|(name, options)| (name, 0, options))).collect();
    let mut seeds = Seeds::new();
    for (met, how) in ACQUAINTED {
        for versions in [0, 0x40, TLS12, 0xC0] {
            seeds.extend(scenes.iter().map(|(name, whom, options)| {
                let scene = [&[versions | how | whom, *options, 0], then].concat();
                (format!("{met}-{versions:02x}-{name}"), scene)
            }));
        }
    }
    seeds
}

/// By a server that keeps sessions itself: under ids in TLS 1.2, under numbers in TLS 1.3.
fn remembered(then: &[u8]) -> Seeds {
    let whom =
        [("alice", 0, 8), ("tightened", 1, 8), ("optional", 2, 8), ("nobody", 3, 8), ("mallory", 8, 8)];
    let manners = [("held", 0, 72), ("unnamed", 0, 10), ("reversed", 0, 136), ("incompatible", 0, 24)];
    let mut seeds = Seeds::new();
    for (met, how) in ACQUAINTED {
        for versions in [0, TLS12, 0xC0] {
            seeds.extend(whom.iter().chain(&manners).map(|(name, whom, options)| {
                let scene = [&[versions | how | whom, *options, 0], then].concat();
                (format!("kept-{met}-{versions:02x}-{name}"), scene)
            }));
        }
    }
    seeds
}

/// Alice and the server know each other's keys, or share one, as strangers, regulars and such as come back; and those may
/// send early data.
fn familiar(then: &[u8]) -> Seeds {
    let mut seeds = Seeds::new();
    let keys = [
        ("raw", 0),
        ("shared", 2),
        ("raw-early", 1),
        ("shared-early", 3),
        ("held", 64),
        ("late", 67),
        ("retried", 5),
    ];
    for (met, how) in [("stranger", 0), ACQUAINTED[0], ACQUAINTED[1]] {
        for versions in [0, 0x40, TLS12] {
            for (auth, asks) in [("required", 0), ("unasked", 3)] {
                seeds.extend(keys.map(|(name, options)| {
                    let scene = [&[versions | how | 4 | asks, options, 0], then].concat();
                    (format!("familiar-{met}-{versions:02x}-{auth}-{name}"), scene)
                }));
            }
        }
    }
    seeds
}

/// With all that both can do besides, one by one and all at once.
fn besides(then: &[u8]) -> Seeds {
    let all = [("noise", 0x10), ("compressed", 0x20), ("psk-ke", 0x40), ("short", 0x80), ("all", 0xF0)];
    let whom = [("alice", 0, 0), ("retried", 0, 4), ("raw", 4, 0), ("shared", 4, 2), ("early", 4, 3)];
    let old = ("alice-tls12", TLS12, 0);
    let mut seeds = Seeds::new();
    for (met, how) in [("stranger", 0), ACQUAINTED[0], ACQUAINTED[1]] {
        for (name, besides) in all {
            seeds.extend(whom.iter().chain([&old]).map(|(who, whom, options)| {
                let scene = [&[how | whom, *options, besides], then].concat();
                (format!("besides-{name}-{met}-{who}"), scene)
            }));
        }
    }
    seeds
}

/// Once they are connected somebody is asked for a certificate, and answers at once or late.
fn asked() -> Seeds {
    let ticket = Kind::ALL.iter().position(|kind| *kind == Kind::NewSessionTicket);
    let ticket = ticket.and_then(|place| u8::try_from(place).ok()).unwrap();
    let then: [(&str, u8, &[u8]); 5] = [
        ("once", 0, &[12, 1, 0, 0, 0, 1, 2, b'a', b'b']),
        ("twice", 0, &[12, 0, 0, 12, 1, 0, 0, 0, 0, 0, 0]),
        ("late", 64, &[7, 12, 1, 0, 0, 3, b'a', b'b', b'c', 0, 13, 3, 1, 0, 0, 13, 13]),
        ("judged-late", 64, &[7, 12, 1, 0, 0, 0, 13, 2, 1, 13]),
        ("ticket-meanwhile", 64, &[7, 12, 1, 0, 10, 2, 0, ticket, 0, 0, 13, 0, 0, 13, 13]),
    ];
    let mut seeds = Seeds::new();
    for (met, how) in ACQUAINTED {
        for (whom, who) in [("optional", 2), ("nobody", 3), ("stranger", 15)] {
            for (when, options, then) in then {
                // How many messages went before depends on the scene: data that is empty takes two zeros.
                for before in [20, 21] {
                    let scene = [how | who, options, 0, 0];
                    seeds.push((
                        format!("asked-{when}-{met}-{whom}-{before}"),
                        [&scene, &vec![0; before][..], then].concat(),
                    ));
                }
            }
        }
    }
    seeds
}

/// Every scene, honestly.
fn scenes(then: &[u8]) -> Seeds {
    let whom = [0, 2, 3, 8, 10, 12, 14, 0x30].map(|whom| (whom, 0, 0));
    let options = [1, 2, 4, 12, 16, 32, 64, 128, 255].map(|options| (0, options, 0));
    let cuts = [1, 7, 255].map(|cut| (0, 0, cut));
    let all = whom.into_iter().chain(options).chain(cuts);
    all.map(|(whom, options, cut)| {
        (format!("scene-{whom}-{options}-{cut}"), [&[whom, options, cut][..], then].concat())
    })
    .collect()
}

fn vectors(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../vectors").join(folder)
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}
