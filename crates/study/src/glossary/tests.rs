//! Whatever a reader can meet has an entry, and every entry reads as one.

use std::collections::BTreeSet;

use handfast::Version;
use handfast::crypto::kx::Group;
use handfast::handshake::{Config, Scheme, SecretName, State, Suite, Suite12, diagram, named_group};
use handfast::rule::AlertDescription;
use handfast::wire::code_points::{
    AlertLevel, CertificateCompressionAlgorithm, CertificateStatusType, CertificateType, CipherSuite,
    ClientCertificateType, CompressionMethod, ContentType, EcCurveType, EcPointFormat, ExtensionType,
    KeyUpdateRequest, MaxFragmentLength, NameType, ProtocolVersion, PskKeyExchangeMode, SignatureScheme,
};
use handfast::wire::{FIELD_NAMES, Kind};

use super::*;

#[test]
fn every_span_has_an_entry() {
    let extensions = ExtensionType::NAMED.iter().filter_map(|extension| extension.name()).chain(["GREASE"]);
    for name in FIELD_NAMES.iter().copied().chain(extensions) {
        assert!(field(name).is_some(), "{name}");
    }
}

#[test]
fn every_extension_alert_and_message_has_an_entry() {
    for known in ExtensionType::NAMED.iter().chain([&ExtensionType(0x1a1a)]) {
        assert!(extension(*known).is_some(), "{known}");
    }
    for known in AlertDescription::NAMED {
        assert!(alert(*known).is_some(), "{known}");
    }
    for kind in Kind::ALL {
        assert!(is_a_sentence(message(*kind).says), "{kind}");
    }
}

#[test]
fn every_state_of_the_diagrams_has_an_entry() {
    let edges = diagram::TLS13.iter();
    let states: Vec<State> = edges.flat_map(|edge| [edge.from, edge.to]).chain([State::Failed]).collect();
    for known in states {
        assert!(state(known).is_some(), "{known}");
    }
}

#[test]
fn every_secret_has_an_entry() {
    let all = [
        SecretName::Early,
        SecretName::EarlyDerived,
        SecretName::ClientEarlyTraffic,
        SecretName::EarlyExporter,
        SecretName::Handshake,
        SecretName::ClientHandshakeTraffic,
        SecretName::ServerHandshakeTraffic,
        SecretName::HandshakeDerived,
        SecretName::Main,
        SecretName::ClientTraffic(0),
        SecretName::ServerTraffic(12),
        SecretName::Exporter,
        SecretName::Binder,
        SecretName::Resumption,
        SecretName::TicketPsk,
    ];
    for name in all {
        assert!(secret(name).is_some(), "{name:?}");
    }
}

/// What we offer and what we accept: all that can stand in a message of ours.
#[test]
fn every_code_point_that_we_can_send_has_an_entry() {
    let config = Config::default();
    let suites = Suite::TLS13.iter().map(|suite| suite.code);
    let suites = suites.chain(Suite12::ECDHE.iter().chain(&Suite12::RSA).map(|row| row.suite.code));
    for known in suites.chain([CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV]) {
        assert!(suite(known).is_some(), "{known}");
    }
    for known in Group::ALL.iter().map(|group| named_group(*group)) {
        assert!(group(known).is_some(), "{known}");
    }
    let schemes = Scheme::TLS13.iter().map(|scheme| scheme.code);
    let schemes =
        schemes.chain(Scheme::PKCS1.iter().map(|scheme| scheme.code)).chain(config.schemes.iter().copied());
    for known in schemes.collect::<BTreeSet<SignatureScheme>>() {
        assert!(scheme(known).is_some(), "{known}");
    }
}

#[test]
fn every_value_of_the_small_registries_has_an_entry() {
    macro_rules! names {
        ($($registry:ident),*) => {
            [$($registry::NAMED.iter().map(|value| value.name()).collect::<Vec<_>>()),*].concat()
        };
    }
    let names: Vec<_> = names!(
        AlertLevel,
        CertificateCompressionAlgorithm,
        CertificateStatusType,
        CertificateType,
        ClientCertificateType,
        CompressionMethod,
        ContentType,
        EcCurveType,
        EcPointFormat,
        KeyUpdateRequest,
        MaxFragmentLength,
        NameType,
        ProtocolVersion,
        PskKeyExchangeMode
    );
    for name in names.into_iter().flatten() {
        assert!(code_point(name).is_some(), "{name}");
    }
}

#[test]
fn every_certificate_extension_that_we_judge_has_an_entry_and_a_name() {
    for (dotted, _) in oids::OIDS {
        assert!(oid_name(dotted).is_some(), "{dotted}");
    }
    for kind in handfast::path::cert::Kind::ALL {
        assert!(oids::NAMES.iter().any(|(_, name)| *name == kind.name()), "{}", kind.name());
    }
    for (dotted, name) in oids::NAMES {
        assert!(oid(dotted).is_some(), "{name}");
    }
}

#[test]
fn tables_have_sentences_and_no_name_twice() {
    let tables = [
        fields::FIELDS,
        extensions::EXTENSIONS,
        alerts::ALERTS,
        states::STATES,
        secrets::SECRETS,
        numbers::SUITES,
        numbers::GROUPS,
        numbers::SCHEMES,
        numbers::CODE_POINTS,
        oids::OIDS,
    ];
    for table in tables {
        let names: BTreeSet<_> = table.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), table.len());
        for (name, entry) in table {
            assert!(is_a_sentence(entry.says), "{name}: {}", entry.says);
            assert!(!entry.clause.section.is_empty());
        }
    }
}

#[test]
fn nothing_is_known_that_has_no_name() {
    assert_eq!(field("colour"), None);
    assert_eq!(extension(ExtensionType(40)), None);
    assert_eq!(alert(AlertDescription(200)), None);
    assert_eq!(oid("1.2.3"), None);
}

#[test]
fn questions_are_asked_and_answered() {
    for question in questions() {
        assert!(question.asks.ends_with('?') && question.answer.ends_with('.'));
        assert!(!question.answer.contains("  "), "{}", question.asks);
    }
    for at in [Kind::CertificateRequest, Kind::Certificate, Kind::CertificateVerify, Kind::Finished] {
        for version in [Version::Tls12, Version::Tls13] {
            let answers = |question: &&Question| {
                question.at == at && question.version.is_none_or(|only| only == version)
            };
            assert_eq!(questions().iter().filter(answers).count(), 1, "{at} in {version:?}");
        }
    }
    assert!(questions().iter().any(|question| question.at == Kind::NewSessionTicket));
}

fn is_a_sentence(says: &str) -> bool {
    let starts = says.chars().next().is_some_and(|first| !first.is_whitespace());
    starts && says.ends_with('.') && says.len() < 200 && !says.contains("  ")
}
