use crate::kx::{BadShare, FixedScalars, Group, KeyExchange, KxFailed, Live, Scripted};
use crate::rng::{CountingRng, SystemRng};
use crate::secret::Secret;
use crate::vectors::hex;

const CURVES: [Group; 4] = [Group::X25519, Group::Secp256r1, Group::Secp384r1, Group::Secp521r1];

/// Both implementations; whatever one refuses, the other refuses for the same reason.
fn exchanges() -> [Box<dyn KeyExchange>; 2] {
    [Box::new(Live), Box::new(FixedScalars::new())]
}

#[test]
fn both_sides_agree() {
    for (client, server) in exchanges().iter().flat_map(|c| exchanges().map(|s| (c, s))) {
        for &group in Group::ALL {
            let offered = client.start(group, &mut SystemRng).unwrap();
            assert_eq!(offered.share().len(), group.client_share_len());
            let agreed = server.respond(group, offered.share(), &mut CountingRng::new()).unwrap();
            assert_eq!(agreed.share.len(), group.server_share_len());
            assert_eq!(offered.agree(&agreed.share).unwrap(), agreed.secret);
        }
    }
}

#[test]
fn live_shares_are_fresh() {
    for &group in Group::ALL {
        let first = Live.start(group, &mut SystemRng).unwrap();
        let second = Live.start(group, &mut SystemRng).unwrap();
        assert_ne!(first.share(), second.share());
    }
}

#[test]
fn counting_bytes_make_the_same_shares_again() {
    for &group in Group::ALL {
        let share = || FixedScalars::new().start(group, &mut CountingRng::new()).unwrap().share().to_vec();
        assert_eq!(share(), share());
    }
}

#[test]
fn shares_of_a_wrong_length_are_refused() {
    for exchange in exchanges() {
        for &group in Group::ALL {
            for len in [0, 1, group.client_share_len() - 1, group.client_share_len() + 1] {
                let expected = BadShare::WrongLength { expected: group.client_share_len(), got: len };
                let answer = exchange.respond(group, &vec![4; len], &mut SystemRng);
                assert_eq!(answer.unwrap_err(), expected);
            }
            for len in [0, 1, group.server_share_len() - 1, group.server_share_len() + 1] {
                let expected = BadShare::WrongLength { expected: group.server_share_len(), got: len };
                let offered = exchange.start(group, &mut SystemRng).unwrap();
                assert_eq!(offered.agree(&vec![4; len]).unwrap_err(), expected);
            }
        }
    }
}

fn refused_by_both(group: Group, share: &[u8], expected: BadShare) {
    for exchange in exchanges() {
        assert_eq!(
            exchange.respond(group, share, &mut SystemRng).unwrap_err(),
            expected,
            "{group} {share:02x?}"
        );
        if CURVES.contains(&group) {
            let offered = exchange.start(group, &mut SystemRng).unwrap();
            assert_eq!(offered.agree(share).unwrap_err(), expected);
        }
    }
}

/// RFC 9846 §4.3.8.2: not on the curve, not below the prime, compressed, hybrid, or at infinity.
#[test]
fn invalid_points_are_refused() {
    for group in [Group::Secp256r1, Group::Secp384r1, Group::Secp521r1] {
        let good = Live.start(group, &mut SystemRng).unwrap().share().to_vec();
        let with_form = |form: u8| [&[form], &good[1..]].concat();
        let mut off_curve = good.clone();
        *off_curve.last_mut().unwrap() ^= 1;
        let infinity = vec![0; good.len()];
        let too_big = [&[4][..], &vec![0xff; good.len() - 1]].concat();
        let zero = [&[4][..], &vec![0; good.len() - 1]].concat();
        let y_parity = 6 + (good[good.len() - 1] & 1);
        for bad in [
            with_form(0),
            with_form(2),
            with_form(3),
            with_form(y_parity),
            off_curve,
            infinity,
            too_big,
            zero,
        ] {
            refused_by_both(group, &bad, BadShare::InvalidPoint);
        }
    }
}

/// RFC 9846 §7.4.2: every point of small order, in both of its encodings (RFC 7748 §6.1), gives zero and is refused.
#[test]
fn low_order_points_are_refused() {
    let low_order = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    let hybrid = Live.start(Group::X25519MlKem768, &mut SystemRng).unwrap().share().to_vec();
    for point in low_order.map(hex) {
        let mut with_top_bit = point.clone();
        with_top_bit[31] |= 0x80;
        for share in [point, with_top_bit] {
            refused_by_both(Group::X25519, &share, BadShare::InvalidPoint);
            refused_by_both(
                Group::X25519MlKem768,
                &[&hybrid[..1184], &share].concat(),
                BadShare::InvalidPoint,
            );
        }
    }
}

/// FIPS 203 §7.2: a coefficient of 3329 or more.
#[test]
fn unreduced_encapsulation_keys_are_refused() {
    let good = Live.start(Group::X25519MlKem768, &mut SystemRng).unwrap().share().to_vec();
    for (place, value) in [(0, [0x01, 0x0d]), (0, [0xff, 0xff]), (1150, [0xff, 0xff])] {
        let mut share = good.clone();
        share[place..place + 2].copy_from_slice(&value);
        refused_by_both(Group::X25519MlKem768, &share, BadShare::InvalidEncapsulationKey);
    }
    let good = Live.start(Group::MlKem1024, &mut SystemRng).unwrap().share().to_vec();
    for (place, value) in [(0, [0x01, 0x0d]), (1534, [0xff, 0xff])] {
        let mut share = good.clone();
        share[place..place + 2].copy_from_slice(&value);
        refused_by_both(Group::MlKem1024, &share, BadShare::InvalidEncapsulationKey);
    }
}

/// FIPS 203 §6.3: a ciphertext that is not the right one gives another secret, not an error.
#[test]
fn a_changed_ciphertext_gives_another_secret() {
    for group in [Group::X25519MlKem768, Group::MlKem1024] {
        let offered = Live.start(group, &mut SystemRng).unwrap();
        let mut agreed = Live.respond(group, offered.share(), &mut SystemRng).unwrap();
        agreed.share[0] ^= 1;
        let secret = offered.agree(&agreed.share).unwrap();
        assert_ne!(secret.bytes()[..32], agreed.secret.bytes()[..32]);
        assert_eq!(secret.bytes()[32..], agreed.secret.bytes()[32..]);
    }
}

#[test]
fn scalars_out_of_range_are_our_mistake() {
    let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    for (group, scalar) in [
        (Group::Secp256r1, hex(order)),
        (Group::Secp256r1, vec![0; 32]),
        (Group::Secp256r1, vec![1; 31]),
        (Group::Secp384r1, vec![0xff; 48]),
        (Group::Secp384r1, vec![1; 49]),
        (Group::Secp521r1, vec![1; 65]),
        (Group::Secp521r1, vec![2; 66]),
        (Group::X25519, vec![1; 31]),
    ] {
        let fixed = FixedScalars::new().with(group, &Secret::from_slice(&scalar));
        let failed = KxFailed::BadScalar(group);
        assert_eq!(fixed.start(group, &mut SystemRng).unwrap_err(), failed);
        assert_eq!(fixed.respond(group, &[], &mut SystemRng).unwrap_err(), BadShare::OurHalf(failed));
    }
}

/// A source stuck at ff: above the order of every NIST curve, however often it is asked.
#[test]
fn a_broken_source_ends() {
    for group in [Group::Secp256r1, Group::Secp384r1, Group::Secp521r1] {
        assert_eq!(FixedScalars::new().start(group, &mut Stuck).unwrap_err(), KxFailed::NoRandomness);
    }
}

struct Stuck;

impl rand_core::TryRng for Stuck {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(u32::MAX)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(u64::MAX)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill(0xff);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Stuck {}

#[test]
fn a_recording_plays_back() {
    let secret = Secret::from_slice(&[5; 32]);
    let recording = Scripted::new().with(Group::X25519, &[7; 32], &secret);
    let offered = recording.start(Group::X25519, &mut SystemRng).unwrap();
    assert_eq!(offered.share(), [7; 32]);
    assert_eq!(offered.agree(&[9; 32]), Ok(secret.clone()));
    let agreed = recording.respond(Group::X25519, &[9; 32], &mut SystemRng).unwrap();
    assert_eq!((agreed.share, agreed.secret), (vec![7; 32], secret));

    let failed = KxFailed::NotRecorded(Group::Secp256r1);
    assert_eq!(recording.start(Group::Secp256r1, &mut SystemRng).unwrap_err(), failed);
    assert_eq!(
        recording.respond(Group::Secp256r1, &[], &mut SystemRng).unwrap_err(),
        BadShare::OurHalf(failed)
    );
}

#[test]
fn shows_no_secret() {
    let fixed = FixedScalars::new().with(Group::X25519, &Secret::from_slice(&[0x41; 32]));
    assert_eq!(format!("{fixed:?}"), "FixedScalars[X25519]");
    assert_eq!(format!("{:?}", fixed.start(Group::X25519, &mut SystemRng).unwrap()), "PlainOffer(32 bytes)");
    for group in CURVES {
        let shown = format!("{:?}", Live.start(group, &mut SystemRng).unwrap());
        let known = shown.starts_with("Ephemeral(") || shown == "PlainOffer(133 bytes)";
        assert!(known && shown.len() < 60, "{shown}");
    }
    let hybrid = format!("{:?}", Live.start(Group::X25519MlKem768, &mut SystemRng).unwrap());
    let ml_kem = format!("{:?}", Live.start(Group::MlKem1024, &mut SystemRng).unwrap());
    assert_eq!(ml_kem, "Offer(ML-KEM-1024)");
    assert!(hybrid.starts_with("HybridOffer(ML-KEM-768, Ephemeral(") && hybrid.len() < 100, "{hybrid}");
}

#[test]
fn errors_read_as_sentences() {
    let wrong = BadShare::WrongLength { expected: 65, got: 64 };
    assert_eq!(wrong.to_string(), "the share has 64 bytes where 65 belong");
    let ours = BadShare::from(KxFailed::NotRecorded(Group::X25519MlKem768));
    let expected =
        "our half of the key exchange failed: the recording holds no more key exchange for X25519MLKEM768";
    assert_eq!(ours.to_string(), expected);
}
