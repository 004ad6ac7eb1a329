//! Every extension that may stand in a message.

use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::{select, subsequence};

use super::{list, opaque, version};
use crate::code_points::{
    CertificateCompressionAlgorithm, CertificateStatusType, CertificateType, EcPointFormat,
    ExtensionType as Type, MaxFragmentLength, NamedGroup, PskKeyExchangeMode, SignatureScheme,
};
use crate::codec::List;
use crate::ext::{
    CertificateTypes, DistinguishedName, EarlyData, Extension, Extensions, KeyShare, KeyShareEntry,
    OfferedPsks, OidFilter, PreSharedKey, ProtocolName, PskBinder, PskIdentity, SerializedSct, ServerName,
    SignedCertificateTimestamp, StatusRequest, SupportedVersions, is_recognised, messages, messages12,
};
use crate::handshake::Kind;

/// Some of the extensions that may stand in this message, in any order, pre_shared_key last in a ClientHello.
pub(super) fn extensions(message: Kind) -> impl Strategy<Value = Extensions<'static>> {
    of_types(message, move |known| {
        let tls12 = messages12(known).filter(|_| message == Kind::ClientHello);
        messages(known).into_iter().chain(tls12).flatten().any(|&allowed| allowed == message)
    })
}

/// Some of those that may stand in this message of TLS 1.2.
pub(super) fn extensions12(message: Kind) -> impl Strategy<Value = Extensions<'static>> {
    of_types(message, move |known| messages12(known).is_some_and(|messages| messages.contains(&message)))
}

fn of_types(
    message: Kind,
    allows: impl Fn(Type) -> bool + 'static,
) -> impl Strategy<Value = Extensions<'static>> {
    let unknown = [Type::PADDING, Type::ENCRYPTED_CLIENT_HELLO, Type(0x3a3a), Type(0xfafa), Type(0xbeef)];
    let known = Type::NAMED.iter().copied().filter(|&known| is_recognised(known));
    let allowed = known.filter(|&known| allows(known));
    let types = unknown.into_iter().chain(allowed).collect::<Vec<_>>();
    let count = types.len();
    subsequence(types, 0..=count).prop_shuffle().prop_flat_map(move |mut types| {
        if message == Kind::ClientHello {
            types.sort_by_key(|&extension_type| extension_type == Type::PRE_SHARED_KEY);
        }
        types.into_iter().map(|one| extension(one, message)).collect::<Vec<_>>().prop_map(Extensions::from)
    })
}

fn group() -> impl Strategy<Value = NamedGroup> {
    prop_oneof![select(NamedGroup::NAMED), any::<u16>().prop_map(NamedGroup)]
}

fn schemes() -> impl Strategy<Value = List<'static, SignatureScheme>> {
    list(any::<u16>().prop_map(SignatureScheme), 1)
}

fn share() -> impl Strategy<Value = KeyShareEntry<'static>> {
    (group(), opaque(1..=40)).prop_map(|(group, key_exchange)| KeyShareEntry { group, key_exchange })
}

/// An extension of a recognised type that the table allows in this message.
fn known(extension: Type, message: Kind) -> BoxedStrategy<Extension<'static>> {
    match extension {
        Type::SERVER_NAME if matches!(message, Kind::EncryptedExtensions | Kind::ServerHello) => {
            Just(Extension::ServerName(ServerName { host_name: None })).boxed()
        }
        Type::SERVER_NAME => opaque(1..=20)
            .prop_map(|name| Extension::ServerName(ServerName { host_name: Some(name) }))
            .boxed(),
        Type::MAX_FRAGMENT_LENGTH => {
            any::<u8>().prop_map(|code| Extension::MaxFragmentLength(MaxFragmentLength(code))).boxed()
        }
        Type::STATUS_REQUEST => status_request(message).prop_map(Extension::StatusRequest).boxed(),
        Type::SUPPORTED_GROUPS => list(group(), 1).prop_map(Extension::SupportedGroups).boxed(),
        Type::SIGNATURE_ALGORITHMS => schemes().prop_map(Extension::SignatureAlgorithms).boxed(),
        Type::APPLICATION_LAYER_PROTOCOL_NEGOTIATION => list(opaque(1..=10).prop_map(ProtocolName), 1)
            .prop_map(Extension::ApplicationLayerProtocolNegotiation)
            .boxed(),
        Type::SIGNED_CERTIFICATE_TIMESTAMP if matches!(message, Kind::Certificate | Kind::ServerHello) => {
            list(opaque(1..=20).prop_map(SerializedSct), 1)
                .prop_map(|list| {
                    Extension::SignedCertificateTimestamp(SignedCertificateTimestamp::List(list))
                })
                .boxed()
        }
        Type::SIGNED_CERTIFICATE_TIMESTAMP => {
            Just(Extension::SignedCertificateTimestamp(SignedCertificateTimestamp::Wanted)).boxed()
        }
        Type::CLIENT_CERTIFICATE_TYPE => {
            certificate_types(message).prop_map(Extension::ClientCertificateType).boxed()
        }
        Type::SERVER_CERTIFICATE_TYPE => {
            certificate_types(message).prop_map(Extension::ServerCertificateType).boxed()
        }
        Type::COMPRESS_CERTIFICATE => list(any::<u16>().prop_map(CertificateCompressionAlgorithm), 1)
            .prop_map(Extension::CompressCertificate)
            .boxed(),
        Type::RECORD_SIZE_LIMIT => (64..=u16::MAX).prop_map(Extension::RecordSizeLimit).boxed(),
        Type::PRE_SHARED_KEY if message == Kind::ClientHello => {
            offered_psks().prop_map(|offered| Extension::PreSharedKey(PreSharedKey::Offered(offered))).boxed()
        }
        Type::PRE_SHARED_KEY => {
            any::<u16>().prop_map(|index| Extension::PreSharedKey(PreSharedKey::Selected(index))).boxed()
        }
        Type::EARLY_DATA if message == Kind::NewSessionTicket => {
            any::<u32>().prop_map(|size| Extension::EarlyData(EarlyData::MaxSize(size))).boxed()
        }
        Type::EARLY_DATA => Just(Extension::EarlyData(EarlyData::Indicated)).boxed(),
        Type::SUPPORTED_VERSIONS if message == Kind::ClientHello => list(version(), 1)
            .prop_map(|versions| Extension::SupportedVersions(SupportedVersions::Offered(versions)))
            .boxed(),
        Type::SUPPORTED_VERSIONS => version()
            .prop_map(|version| Extension::SupportedVersions(SupportedVersions::Selected(version)))
            .boxed(),
        Type::COOKIE => opaque(1..=40).prop_map(Extension::Cookie).boxed(),
        Type::PSK_KEY_EXCHANGE_MODES => {
            list(any::<u8>().prop_map(PskKeyExchangeMode), 1).prop_map(Extension::PskKeyExchangeModes).boxed()
        }
        Type::CERTIFICATE_AUTHORITIES => list(opaque(1..=30).prop_map(DistinguishedName), 1)
            .prop_map(Extension::CertificateAuthorities)
            .boxed(),
        Type::OID_FILTERS => list(oid_filter(), 0).prop_map(Extension::OidFilters).boxed(),
        Type::POST_HANDSHAKE_AUTH => Just(Extension::PostHandshakeAuth).boxed(),
        Type::SIGNATURE_ALGORITHMS_CERT => schemes().prop_map(Extension::SignatureAlgorithmsCert).boxed(),
        Type::KEY_SHARE => key_share(message).prop_map(Extension::KeyShare).boxed(),
        Type::EC_POINT_FORMATS => {
            list(any::<u8>().prop_map(EcPointFormat), 1).prop_map(Extension::EcPointFormats).boxed()
        }
        Type::EXTENDED_MAIN_SECRET => Just(Extension::ExtendedMainSecret).boxed(),
        Type::SESSION_TICKET => opaque(0..=40).prop_map(Extension::SessionTicket).boxed(),
        Type::RENEGOTIATION_INFO => opaque(0..=24).prop_map(Extension::RenegotiationInfo).boxed(),
        other => unreachable!("{other} is recognised and has no strategy"),
    }
}

fn status_request(message: Kind) -> BoxedStrategy<StatusRequest<'static>> {
    let other = (2..=u8::MAX, opaque(0..=20)).prop_map(|(status_type, data)| StatusRequest::Other {
        status_type: CertificateStatusType(status_type),
        data,
    });
    match message {
        Kind::CertificateRequest | Kind::ServerHello => Just(StatusRequest::Wanted).boxed(),
        Kind::Certificate => prop_oneof![opaque(1..=40).prop_map(StatusRequest::OcspResponse), other].boxed(),
        _ => {
            let ocsp =
                (opaque(0..=20), opaque(0..=20)).prop_map(|(responder_id_list, request_extensions)| {
                    StatusRequest::Ocsp { responder_id_list, request_extensions }
                });
            prop_oneof![ocsp, other].boxed()
        }
    }
}

fn certificate_types(message: Kind) -> BoxedStrategy<CertificateTypes<'static>> {
    let one = any::<u8>().prop_map(CertificateType);
    match message {
        Kind::ClientHello => list(one, 1).prop_map(CertificateTypes::Offered).boxed(),
        _ => one.prop_map(CertificateTypes::Selected).boxed(),
    }
}

fn offered_psks() -> impl Strategy<Value = OfferedPsks<'static>> {
    let pair = (opaque(1..=20), any::<u32>(), opaque(32..=48)).prop_map(
        |(identity, obfuscated_ticket_age, binder)| {
            (PskIdentity { identity, obfuscated_ticket_age }, PskBinder(binder))
        },
    );
    vec(pair, 1..=3).prop_map(|pairs| {
        let (identities, binders): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        OfferedPsks { identities: List::from(&*identities.leak()), binders: List::from(&*binders.leak()) }
    })
}

fn oid_filter() -> impl Strategy<Value = OidFilter<'static>> {
    (opaque(1..=10), opaque(0..=20)).prop_map(|(certificate_extension_oid, certificate_extension_values)| {
        OidFilter { certificate_extension_oid, certificate_extension_values }
    })
}

fn key_share(message: Kind) -> BoxedStrategy<KeyShare<'static>> {
    match message {
        Kind::ClientHello => list(share(), 0).prop_map(KeyShare::Offered).boxed(),
        Kind::HelloRetryRequest => group().prop_map(KeyShare::Retry).boxed(),
        _ => share().prop_map(KeyShare::Selected).boxed(),
    }
}

/// Any extension that may stand in this message; one that is not recognised holds any bytes.
fn extension(extension_type: Type, message: Kind) -> BoxedStrategy<Extension<'static>> {
    if is_recognised(extension_type) {
        return known(extension_type, message);
    }
    opaque(0..=20).prop_map(move |data| Extension::Unknown { extension_type, data }).boxed()
}
