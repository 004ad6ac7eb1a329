use super::{
    Aead, CipherSuite, ClientHello, Extension, ExtensionType, Group, GroupChoice, Hash, KeyShareEntry, Kind,
    List, NamedGroup, ProtocolVersion, Refusal, Suite, Suite12, alpn, group_choice, host_name, keeps_psks,
};
use handfast_wire::ext::{OfferedPsks, PreSharedKey, ProtocolName, PskBinder, PskIdentity};

const OURS: [Group; 2] = [Group::Secp256r1, Group::X25519];

fn share(group: NamedGroup) -> KeyShareEntry<'static> {
    KeyShareEntry { group, key_exchange: b"share" }
}

#[test]
fn a_share_at_hand_beats_a_preference() {
    let supported = [NamedGroup::SECP256R1, NamedGroup::X25519];
    let choice = |shares| group_choice((&supported).into(), shares, &OURS);
    let x25519 = [share(NamedGroup::X25519)];
    assert_eq!(choice((&x25519).into()), Ok(GroupChoice::Share(Group::X25519, b"share")));
    assert_eq!(choice(List::default()), Ok(GroupChoice::Retry(Group::Secp256r1)));
}

#[test]
fn shares_are_for_listed_groups_and_once_each() {
    let supported = [NamedGroup::X25519];
    let choice = |shares: &[_]| group_choice((&supported).into(), shares.into(), &OURS).map(|_| ());
    let refused = |shares: &[_]| choice(shares).unwrap_err();
    let (x, p) = (share(NamedGroup::X25519), share(NamedGroup::SECP256R1));
    let unknown = share(NamedGroup::SECP521R1);
    assert_eq!(choice(&[unknown, x, unknown]), Ok(()));
    assert_eq!(refused(&[x, x]), Refusal::ShareList { group: NamedGroup::X25519 });
    assert_eq!(refused(&[p]), Refusal::ShareList { group: NamedGroup::SECP256R1 });
    let others = [NamedGroup::SECP521R1];
    assert_eq!(group_choice((&others).into(), List::default(), &OURS), Err(Refusal::NoCommonGroup));
}

#[test]
fn application_protocols_need_a_list_on_both_sides() {
    let ours = [b"h2".to_vec()];
    let (x, h2) = (ProtocolName(b"x"), ProtocolName(b"h2"));
    assert_eq!(alpn(None, &ours), Ok(None));
    assert_eq!(alpn(Some((&[h2]).into()), &[]), Ok(None));
    assert_eq!(alpn(Some((&[x, h2]).into()), &ours), Ok(Some(&b"h2"[..])));
    assert_eq!(alpn(Some((&[x]).into()), &ours), Err(Refusal::NoCommonProtocol));
}

/// AES first is ours; who cannot compute it fast says so by its order.
#[test]
fn chacha20_goes_first_for_those_who_want_it_first() {
    let [aes128, aes256, chacha20] = Suite::TLS13;
    let chosen = |offered: &[CipherSuite]| super::suite(offered.into(), &Suite::TLS13);
    assert_eq!(chosen(&[aes256.code, chacha20.code, aes128.code]), Ok(aes128));
    assert_eq!(chosen(&[CipherSuite(0x0a0a), chacha20.code, aes128.code]), Ok(chacha20));
    assert_eq!(chosen(&[CipherSuite(0x0a0a)]), Err(Refusal::NoCommonSuite));
    let only_aes = super::suite((&[chacha20.code, aes256.code]).into(), &[aes128, aes256]);
    assert_eq!(only_aes, Ok(aes256));
    let mut codes = Suite12::ECDHE.map(|suite| suite.suite.code);
    let first = |codes: &[CipherSuite]| {
        let chosen = super::suites12(codes.into(), &Suite12::ECDHE, Some(Group::X25519)).unwrap();
        assert_eq!(chosen.len(), codes.len());
        chosen[0].suite
    };
    assert_eq!(first(&codes).aead, Aead::Aes128Gcm);
    codes.reverse();
    assert_eq!(first(&codes).aead, Aead::ChaCha20Poly1305);
}

#[test]
fn only_keys_of_another_hash_are_left_out() {
    let (short, long) = (("a", PskBinder(&[0; 32])), ("b", PskBinder(&[0; 48])));
    let extension = ExtensionType::PRE_SHARED_KEY;
    let missing = Err(Refusal::MissingExtension { message: Kind::ClientHello, extension });
    let holds = |first: &[_], second: &[_], expected| {
        let said =
            with_keys(first, |first| with_keys(second, |second| keeps_psks(first, second, Hash::Sha256)));
        assert_eq!(said, expected);
    };
    holds(&[short, long], &[short, long], Ok(()));
    holds(&[short, long], &[short], Ok(()));
    holds(&[long], &[], Ok(()));
    holds(&[], &[], Ok(()));
    holds(&[short], &[], missing);
    holds(&[long, short], &[], missing);
}

fn with_keys<T>(keys: &[(&'static str, PskBinder<'_>)], then: impl FnOnce(&ClientHello<'_>) -> T) -> T {
    let named = |name: &'static str| PskIdentity { identity: name.as_bytes(), obfuscated_ticket_age: 0 };
    let identities: Vec<_> = keys.iter().map(|(name, _)| named(name)).collect();
    let binders: Vec<_> = keys.iter().map(|(_, binder)| *binder).collect();
    let (identities, binders) = ((&identities).into(), (&binders).into());
    let offered = PreSharedKey::Offered(OfferedPsks { identities, binders });
    let offered = (!keys.is_empty()).then_some(Extension::PreSharedKey(offered));
    then(&ClientHello {
        legacy_version: ProtocolVersion::TLS1_2,
        random: &[0; 32],
        legacy_session_id: &[],
        cipher_suites: List::default(),
        legacy_compression_methods: &[0],
        extensions: Some(offered.into_iter().collect()),
    })
}

#[test]
fn host_names() {
    assert_eq!(host_name(b"Example.ORG").unwrap(), "example.org");
    let long = [b'a'; 64];
    let bad: [&[u8]; 7] = [b"", b"a..b", b"127.0.0.1", b"a b", b"-a", b"a.", &long];
    for name in bad {
        assert_eq!(host_name(name), Err(Refusal::BadServerName), "{name:?}");
    }
}
