use super::*;

#[test]
fn names_and_numbers() {
    assert_eq!(CipherSuite::TLS_AES_128_GCM_SHA256.to_string(), "TLS_AES_128_GCM_SHA256");
    assert_eq!(CipherSuite(0x1234).to_string(), "0x1234");
    assert_eq!(CipherSuite(0xfe01).name(), None);
    assert_eq!(NamedGroup::X25519MLKEM768, NamedGroup(0x11ec));
    assert_eq!(NamedGroup::SECP256R1.to_string(), "secp256r1");
    assert_eq!(SignatureScheme::ED25519.name(), Some("ed25519"));
    assert_eq!(ExtensionType::KEY_SHARE.to_string(), "key_share");
    assert_eq!(format!("{:?}", HandshakeType(99)), "0x63");
    assert_eq!(ProtocolVersion::TLS1_3.to_string(), "TLS 1.3");
}

#[test]
fn grease_has_a_name_and_stays_itself() {
    let reserved = (0..16u16).map(|n| n << 12 | 0x0a00 | n << 4 | 0x0a).collect::<Vec<_>>();
    for value in 0..=u16::MAX {
        let grease = reserved.contains(&value);
        assert_eq!(CipherSuite(value).name() == Some("GREASE"), grease, "{value:#06x}");
        assert_eq!(ExtensionType(value).name() == Some("GREASE"), grease, "{value:#06x}");
    }
    assert_eq!(NamedGroup(0x3a3a).to_string(), "GREASE 0x3a3a");
    let modes =
        (0..=u8::MAX).filter(|&mode| PskKeyExchangeMode(mode).name() == Some("GREASE")).collect::<Vec<_>>();
    assert_eq!(modes, [0x0b, 0x2a, 0x49, 0x68, 0x87, 0xa6, 0xc5, 0xe4]);
}

macro_rules! assert_ordered_and_distinct {
    ($($type:ident)*) => {$(
        assert!($type::NAMED.windows(2).all(|pair| pair[0] < pair[1]), stringify!($type));
        let names = $type::NAMED.iter().map(|point| point.name().unwrap()).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(names.len(), $type::NAMED.len(), "two values of {} share a name", stringify!($type));
    )*};
}

#[test]
fn tables_are_in_order_and_no_name_stands_twice() {
    assert_ordered_and_distinct!(CipherSuite NamedGroup SignatureScheme ExtensionType ContentType HandshakeType ProtocolVersion);
    assert_ordered_and_distinct!(AlertLevel KeyUpdateRequest NameType PskKeyExchangeMode CompressionMethod CertificateStatusType);
    assert_ordered_and_distinct!(ClientCertificateType EcCurveType EcPointFormat);
}
