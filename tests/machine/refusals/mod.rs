//! One provocation for every reason to refuse a peer: what we say, and what the peer hears.

mod authentication;
mod compression;
mod early_data;
mod hello;
mod layers;
mod post_handshake;
mod raw_keys;
mod record_limits;
mod sessions;
mod stage;
mod tls12;
mod versions;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use handfast::handshake::{Refusal as Handshake, Refusal12};
use handfast::rule::Refusal as _;
use handfast::{Error, Refusal};

use stage::Provocation;

/// A match and a list of the same names: a variant without a name does not compile.
macro_rules! variants {
    ($name:ident, $all:ident, $refusal:ident: $($variant:ident)*) => {
        fn $name(refusal: &$refusal) -> &'static str {
            match refusal {
                $($refusal::$variant { .. } => stringify!($variant),)*
            }
        }

        const $all: &[&str] = &[$(stringify!($variant)),*];
    };
}

variants! { layer, LAYERS, Refusal:
    Record Decode Handshake Certificate UnknownMessage EarlyApplicationData TooMuchEarlyData InterruptedAnswer
    TooManyKeyUpdates
}

variants! { reason, REASONS, Handshake:
    UnexpectedMessage SecondRetry PostHandshakeAuthNotOffered UnknownRequest EarlyDataNotAccepted
    EarlyDataKey EarlyDataSuite EarlyDataProtocol OlderVersionThanEarlyData
    NoCommonVersion InappropriateFallback VersionNotOffered Downgraded SelectedVersion VersionChanged
    LegacyVersion Compression Tls12
    SessionIdNotEchoed SuiteNotOffered SuiteChanged NoCommonSuite NoCommonGroup GroupNotOffered
    RetryGroup RetryWithoutChange ShareList BadShare MissingExtension UnsolicitedExtension
    SecondHelloDiffers SecondHelloShare Cookie BadServerName UnrecognizedName NoCommonScheme NoCommonAuthority
    NoMatchingCertificate NoCommonProtocol ProtocolNotOffered RequestContext EmptyCertificate CertificateRequired
    Certificate StatusType SchemeNotOffered SchemeDoesNotFitKey BadSignature BadFinished BadBinder SelectedPsk
    KeyExchangeRequired
    TwoRecordLimits MaxFragmentLength CompressionNotOffered UncompressedTooLong BadCompression Decompressed
    NoCommonCertificateType CertificateTypeNotOffered OtherCertificateType SeveralRawKeys
    CertificateTypeList NoIdentityOfType NoSharedKey
}

variants! { reason12, REASONS12, Refusal12:
    UnexpectedMessage UnexpectedChangeCipherSpec TooManyRenegotiations Compression SessionNotOffered
    SuiteNotOffered NoCommonSuite NoCommonGroup UnsolicitedExtension RenegotiationInfo
    InsecureRenegotiation PointFormats NoCommonScheme EmptyCertificate KeyDoesNotFitSuite KeySize
    GroupNotOffered CurveNotOffered BadShare CertificateRequired SchemeNotOffered SchemeDoesNotFitKey
    BadSignature BadFinished SuiteOfSession SessionBinding TicketNotAnnounced TicketNotSent
}

static PROVOCATIONS: LazyLock<Vec<Provocation>> = LazyLock::new(|| {
    [
        hello::provocations(),
        authentication::provocations(),
        compression::provocations(),
        layers::provocations(),
        early_data::provocations(),
        post_handshake::provocations(),
        record_limits::provocations(),
        raw_keys::provocations(),
        versions::provocations(),
        sessions::provocations(),
        tls12::provocations(),
    ]
    .concat()
});

#[test]
fn every_reason_is_provoked() {
    let (mut layers, mut reasons, mut reasons12) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for provocation in PROVOCATIONS.iter() {
        layers.insert(layer(&provocation.refusal));
        if let Refusal::Handshake(refusal) = &provocation.refusal {
            reasons.insert(reason(refusal));
        }
        if let Refusal::Handshake(Handshake::Tls12(refusal)) = &provocation.refusal {
            reasons12.insert(reason12(refusal));
        }
    }
    assert_eq!(layers, LAYERS.iter().copied().collect());
    assert_eq!(reasons, REASONS.iter().copied().collect());
    assert_eq!(reasons12, REASONS12.iter().copied().collect());
}

#[test]
fn every_provocation_is_refused_for_its_reason_and_the_peer_hears_the_alert() {
    for Provocation { victim, refusal, failed, heard } in PROVOCATIONS.iter().copied() {
        assert_eq!(failed, Some(Error::Refused(refusal)), "{}: {refusal}", victim.name());
        // A client that sends early data says so under the keys of it: a server that has others passes it over.
        if let Refusal::Handshake(Handshake::EarlyDataSuite { .. } | Handshake::EarlyDataKey { .. }) = refusal
        {
            assert_eq!(heard, None, "{refusal}");
            continue;
        }
        let alert = refusal.rule().alert;
        assert_eq!(heard, Some(Error::RefusedByPeer(alert)), "{}: {refusal}", victim.name());
    }
}

/// Alert, sentence and clause of each, as they are written in `figures/refusals.txt`: read it when it changes.
#[test]
fn every_sentence_reads_as_it_was_read() {
    let lines: BTreeSet<_> = PROVOCATIONS.iter().map(|provocation| line(&provocation.refusal)).collect();
    let listed: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
    crate::figures::holds("refusals.txt", &listed, include_str!("../figures/refusals.txt"));
}

/// `illegal_parameter (47): the cipher suite chosen was not offered: … (RFC 9846 §4.2.3)`
fn line(refusal: &Refusal) -> String {
    let rule = refusal.rule();
    let text = refusal.to_string();
    assert!(text.starts_with(rule.sentence), "{text}");
    let clause = rule.clause.to_string();
    if text.contains(&clause) {
        format!("{}: {text}", rule.alert)
    } else {
        format!("{}: {text} ({clause})", rule.alert)
    }
}
