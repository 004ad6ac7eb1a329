//! What is wrong with who somebody says to be, and with what follows the hellos.

use handfast::Role::{Client, Server};
use handfast::handshake::{Answer, Ask, Judgement, NoIdentity, Refusal};
use handfast::rule::{AlertDescription, Rule, rfc9846};
use handfast::wire::code_points::{CertificateStatusType, ExtensionType, SignatureScheme};
use handfast::wire::ext::{Extension, ProtocolName, StatusRequest};
use handfast::wire::handshake::CertificateVerify;
use handfast::wire::{Kind, Message};
use handfast::{ClientAuth, Hooks, Role, State};
use handfast_tests::Meddler;
use handfast_tests::samples::{certificate, encoded, raw, sample};

use super::stage::{Provocation, Stage};

pub(super) fn provocations() -> Vec<Provocation> {
    [parameters(), certificates(), proofs(), out_of_place(), answers()].concat()
}

fn lying(liar: Role, lie: Meddler) -> Stage {
    Stage::new().lies(liar, lie)
}

const UNKNOWN: Extension<'static> =
    Extension::Unknown { extension_type: ExtensionType(0xfff0), data: b"nobody asked" };

const fn unsolicited(message: Kind) -> Refusal {
    Refusal::UnsolicitedExtension { message, extension: ExtensionType(0xfff0) }
}

/// EncryptedExtensions and CertificateRequest.
fn parameters() -> Vec<Provocation> {
    let encrypted = |change: fn(&mut Vec<Extension<'_>>)| {
        let lie = Meddler::extend(Kind::EncryptedExtensions, change);
        lying(Server, lie).client(|client| client.protocol.alpn = vec![b"h2".to_vec()])
    };
    let alpn = Extension::ApplicationLayerProtocolNegotiation((&[ProtocolName(b"imap")]).into());
    let two =
        Extension::ApplicationLayerProtocolNegotiation((&[ProtocolName(b"h2"), ProtocolName(b"h2")]).into());
    let push = |extension| Meddler::extend(Kind::EncryptedExtensions, move |list| list.push(extension));
    let offers = |stage: Stage| stage.client(|client| client.protocol.alpn = vec![b"h2".to_vec()]);
    let unasked = Refusal::UnsolicitedExtension {
        message: Kind::EncryptedExtensions,
        extension: ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
    };
    let missing = Refusal::MissingExtension {
        message: Kind::CertificateRequest,
        extension: ExtensionType::SIGNATURE_ALGORITHMS,
    };
    let context = Meddler::rewrite(Kind::CertificateRequest, |message| {
        if let Message::CertificateRequest(request) = message {
            request.certificate_request_context = b"now";
        }
    });
    vec![
        encrypted(|list| list.push(UNKNOWN)).refused_by(Client, unsolicited(Kind::EncryptedExtensions)),
        lying(Server, push(alpn)).refused_by(Client, unasked),
        offers(lying(Server, push(alpn))).refused_by(Client, Refusal::ProtocolNotOffered),
        offers(lying(Server, push(two))).refused_by(Client, Refusal::ProtocolNotOffered),
        lying(Server, Meddler::extend(Kind::CertificateRequest, |list| list.clear()))
            .refused_by(Client, missing),
        lying(Server, context)
            .refused_by(Client, Refusal::RequestContext { message: Kind::CertificateRequest }),
    ]
}

fn certificates() -> Vec<Provocation> {
    let context = || {
        Meddler::rewrite(Kind::Certificate, |message| {
            if let Message::Certificate(certificate) = message {
                certificate.certificate_request_context = b"now";
            }
        })
    };
    let extension = || Meddler::extend(Kind::Certificate, |list| list.push(UNKNOWN));
    let refusal = Refusal::RequestContext { message: Kind::Certificate };
    let nobody = Stage::new();
    let stranger = nobody.people.stranger();
    vec![
        lying(Server, Meddler::replace(Kind::Certificate, encoded(&certificate(&[]))))
            .refused_by(Client, Refusal::EmptyCertificate),
        lying(Server, context()).refused_by(Client, refusal),
        lying(Client, context()).refused_by(Server, refusal),
        lying(Server, extension()).refused_by(Client, unsolicited(Kind::Certificate)),
        lying(Server, Meddler::extend(Kind::Certificate, |list| list.push(OTHER_STATUS)))
            .client(|client| client.protocol.asks_status = true)
            .refused_by(Client, other_status(Kind::Certificate)),
        lying(Server, Meddler::extend(Kind::Certificate, |list| list.push(OTHER_STATUS)))
            .refused_by(Client, unasked(ExtensionType::STATUS_REQUEST)),
        lying(Client, Meddler::extend(Kind::Certificate, |list| list.push(TIMESTAMPS)))
            .server(|server| server.protocol.asks_status = true)
            .refused_by(Server, unasked(ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP)),
        lying(Client, extension()).refused_by(Server, unsolicited(Kind::Certificate)),
        nobody.client(|client| *client = stranger).refused_by(Server, Refusal::CertificateRequired),
    ]
}

const OTHER_STATUS: Extension<'static> =
    Extension::StatusRequest(StatusRequest::Other { status_type: CertificateStatusType(2), data: b"?" });

const TIMESTAMPS: Extension<'static> = Extension::Unknown {
    extension_type: ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP,
    data: &[0, 3, 0, 1, 7],
};

const fn other_status(message: Kind) -> Refusal {
    Refusal::StatusType { message, status_type: CertificateStatusType(2) }
}

const fn unasked(extension: ExtensionType) -> Refusal {
    Refusal::UnsolicitedExtension { message: Kind::Certificate, extension }
}

fn verify_with(change: impl Fn(&mut CertificateVerify<'_>) + 'static) -> Meddler {
    Meddler::rewrite(Kind::CertificateVerify, move |message| {
        if let Message::CertificateVerify(verify) = message {
            change(verify);
        }
    })
}

fn last_byte(bytes: &mut [u8]) {
    if let Some(byte) = bytes.last_mut() {
        *byte ^= 1;
    }
}

/// CertificateVerify and Finished, of both sides.
fn proofs() -> Vec<Provocation> {
    let (pkcs1, ed25519) = (SignatureScheme::RSA_PKCS1_SHA256, SignatureScheme::ED25519);
    let p256 = SignatureScheme::ECDSA_SECP256R1_SHA256;
    let cut = |bytes: &[u8]| vec![raw(20, bytes.get(4..35).unwrap())];
    let longer = |bytes: &[u8]| vec![raw(20, &[bytes.get(4..).unwrap(), &[0]].concat())];
    let of = |liar: Role, victim: Role| {
        [
            lying(liar, verify_with(move |verify| verify.algorithm = pkcs1))
                .refused_by(victim, Refusal::SchemeNotOffered { scheme: pkcs1 }),
            lying(liar, verify_with(move |verify| verify.algorithm = ed25519))
                .refused_by(victim, Refusal::SchemeDoesNotFitKey { scheme: ed25519 }),
            lying(liar, Meddler::edit(Kind::CertificateVerify, |bytes| last_byte(bytes)))
                .refused_by(victim, Refusal::BadSignature { scheme: p256 }),
            lying(liar, verify_with(|verify| verify.signature = &[]))
                .refused_by(victim, Refusal::BadSignature { scheme: p256 }),
            lying(liar, Meddler::edit(Kind::Finished, |bytes| last_byte(bytes)))
                .refused_by(victim, Refusal::BadFinished),
            lying(liar, Meddler::new(Kind::Finished, cut)).refused_by(victim, Refusal::BadFinished),
            lying(liar, Meddler::new(Kind::Finished, longer)).refused_by(victim, Refusal::BadFinished),
        ]
    };
    [of(Server, Client), of(Client, Server)].concat()
}

/// Messages where the diagram has no arrow for them.
fn out_of_place() -> Vec<Provocation> {
    let replace = |at, by| Meddler::replace(at, sample(by));
    let skipped = Refusal::UnexpectedMessage { state: State::WaitCertCr, got: Kind::CertificateVerify };
    let unproven = Refusal::UnexpectedMessage { state: State::WaitCv, got: Kind::Finished };
    vec![
        lying(Server, Meddler::drop(Kind::Certificate))
            .server(|server| server.client_auth = ClientAuth::None)
            .refused_by(Client, skipped),
        lying(Client, Meddler::drop(Kind::CertificateVerify)).refused_by(Server, unproven),
        lying(Server, replace(Kind::KeyUpdate, Kind::CertificateRequest))
            .refused_by(Client, Refusal::PostHandshakeAuthNotOffered),
        lying(Client, replace(Kind::Certificate, Kind::EndOfEarlyData))
            .refused_by(Server, Refusal::EarlyDataNotAccepted),
    ]
}

/// What an application that answers by itself can say.
fn answers() -> Vec<Provocation> {
    let rule = Rule::new(AlertDescription::ACCESS_DENIED, rfc9846("6.2"), "this client was banned yesterday");
    let refused = || Answer::Judgement(Judgement::Refused(Box::new(rule)));
    let unknown = || Answer::ServerIdentity(Err(NoIdentity::UnrecognizedName));
    let no_scheme = || Answer::ServerIdentity(Err(NoIdentity::NoCommonScheme));
    let no_authority = || Answer::ServerIdentity(Err(NoIdentity::NoCommonAuthority));
    let other_values = || Answer::ServerIdentity(Err(NoIdentity::OtherValues));
    vec![
        answered(Ask::Identity, unknown(), Refusal::UnrecognizedName),
        answered(Ask::Identity, no_scheme(), Refusal::NoCommonScheme),
        answered(Ask::Identity, no_authority(), Refusal::NoCommonAuthority),
        answered(Ask::Identity, other_values(), Refusal::NoMatchingCertificate),
        answered(Ask::Judge, refused(), Refusal::Certificate(rule)),
    ]
}

/// The server's application holds this question and gives this answer.
fn answered(held: Ask, answer: Answer, refusal: Refusal) -> Provocation {
    let mut pair = Stage::new().server(|server| server.held = vec![held]).pair();
    let _ = pair.run(usize::MAX);
    let _ = pair.server.answer(answer, &mut Hooks::none());
    let _ = pair.run(usize::MAX);
    Provocation::of(&pair, Server, refusal)
}
