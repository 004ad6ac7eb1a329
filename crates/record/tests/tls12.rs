//! Records under the keys of TLS 1.2 (RFC 5246 §6.2.3.3).

#![cfg(test)]

use handfast_crypto::aead::{Aead, AeadKey};
use handfast_crypto::secret::Secret;
use handfast_record::{CannotSeal, Content, Direction, Opened, Receive, RecordKeys, Refusal, Transmit};
use handfast_wire::code_points::ContentType;

fn key(aead: Aead) -> Secret {
    Secret::from_slice(&vec![0x17; aead.key_len()])
}

fn iv(aead: Aead) -> Vec<u8> {
    (0xc0..).take(aead.fixed_iv_len()).collect()
}

fn keys(aead: Aead) -> RecordKeys {
    RecordKeys::tls12(aead, &key(aead), &Secret::from_slice(&iv(aead)))
}

/// A record as the RFCs spell it, with nothing of ours but the AEAD.
fn by_hand(aead: Aead, sequence: u64, content_type: u8, content: &[u8], carried: [u8; 8]) -> Vec<u8> {
    let (nonce, carried) = match aead {
        // RFC 5288 §3: salt and explicit part.
        Aead::Aes128Gcm | Aead::Aes256Gcm => ([iv(aead).as_slice(), &carried].concat(), &carried[..]),
        // RFC 7905 §2: the padded sequence number XOR the IV.
        Aead::ChaCha20Poly1305 => {
            let padded = [&[0; 4][..], &sequence.to_be_bytes()].concat();
            (iv(aead).iter().zip(padded).map(|(iv, number)| iv ^ number).collect(), &[][..])
        }
    };
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    let aad = [&sequence.to_be_bytes()[..], &[content_type, 3, 3], &length].concat();
    let mut sealed = content.to_vec();
    let tag = AeadKey::new(aead, &key(aead)).seal(nonce.try_into().unwrap(), &aad, &mut sealed);
    let length = u16::try_from(carried.len() + sealed.len() + tag.len()).unwrap().to_be_bytes();
    [&[content_type, 3, 3][..], &length, carried, &sealed, &tag].concat()
}

fn open(direction: &mut Direction, record: &[u8]) -> Result<(Content, Vec<u8>), Refusal> {
    let (header, body) = record.split_first_chunk().unwrap();
    let mut body = body.to_vec();
    let content = direction.open(header, &mut body)?;
    Ok((content, body[content.start..content.start + content.length].to_vec()))
}

#[test]
fn sealed_as_the_rfcs_spell_it() {
    for &aead in Aead::ALL {
        let (mut direction, mut peer) = (Direction::from(keys(aead)), Direction::from(keys(aead)));
        let contents = [(22, &b"Finished"[..]), (23, b"data"), (23, b""), (21, &[1, 0])];
        for (sequence, (content_type, content)) in (0..).zip(contents) {
            let mut sealed = Vec::new();
            direction.seal(ContentType(content_type), content, 0, &mut sealed).unwrap();
            assert_eq!(sealed, by_hand(aead, sequence, content_type, content, sequence.to_be_bytes()));
            let (opened, plaintext) = open(&mut peer, &sealed).unwrap();
            assert_eq!((opened.content_type.0, plaintext.as_slice()), (content_type, content));
        }
        assert_eq!((direction.sequence(), peer.sequence()), (Some(4), Some(4)));
    }
}

/// How the sender makes the explicit part of a nonce is its own affair (RFC 5288 §3).
#[test]
fn any_explicit_nonce_is_taken() {
    for aead in [Aead::Aes128Gcm, Aead::Aes256Gcm] {
        let record = by_hand(aead, 0, 23, b"data", [0xa5; 8]);
        assert_eq!(open(&mut keys(aead).into(), &record).unwrap().1, b"data");
    }
}

#[test]
fn no_flipped_bit_is_missed() {
    for &aead in Aead::ALL {
        let record = by_hand(aead, 0, 23, b"data", [0; 8]);
        // The length is not authenticated as such: what it cuts off, or adds, is.
        for bit in (0..record.len() * 8).filter(|bit| !(24..40).contains(bit)) {
            let mut record = record.clone();
            record[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                open(&mut keys(aead).into(), &record),
                Err(Refusal::BadRecordMac),
                "{aead:?}, bit {bit}"
            );
        }
        for length in 5..record.len() {
            let cut = open(&mut keys(aead).into(), &record[..length]);
            assert_eq!(cut, Err(Refusal::BadRecordMac), "{aead:?}, {length} bytes");
        }
    }
}

#[test]
fn neither_repeated_nor_out_of_order() {
    for &aead in Aead::ALL {
        let mut direction = Direction::from(keys(aead));
        let first = by_hand(aead, 0, 23, b"first", [0; 8]);
        assert_eq!(
            open(&mut direction, &by_hand(aead, 1, 23, b"second", [1; 8])),
            Err(Refusal::BadRecordMac)
        );
        assert!(open(&mut direction, &first).is_ok());
        assert_eq!(open(&mut direction, &first), Err(Refusal::BadRecordMac));
    }
}

#[test]
fn as_much_as_fits_and_no_more() {
    for &aead in Aead::ALL {
        let full = by_hand(aead, 0, 23, &[7; 1 << 14], [0; 8]);
        assert_eq!(open(&mut keys(aead).into(), &full).map(|(content, _)| content.length), Ok(1 << 14));
        let over = by_hand(aead, 0, 23, &[7; (1 << 14) + 1], [0; 8]);
        let refusal = Refusal::PlaintextOverflow { length: 0x4001 };
        assert_eq!(open(&mut keys(aead).into(), &over), Err(refusal));
    }
}

/// There is no padding in TLS 1.2 with an AEAD.
#[test]
fn padding_is_left_out() {
    let (mut plain, mut padded) = (Vec::new(), Vec::new());
    Direction::from(keys(Aead::Aes128Gcm)).seal(ContentType::HANDSHAKE, b"x", 0, &mut plain).unwrap();
    Direction::from(keys(Aead::Aes128Gcm)).seal(ContentType::HANDSHAKE, b"x", 9, &mut padded).unwrap();
    assert_eq!(plain, padded);
}

/// RFC 9325 §4.4: a key that cannot be updated has its limit all the same; an alert still fits.
#[test]
fn a_key_has_its_limit() {
    let mut transmit = Transmit::new();
    transmit.limit_records(8);
    transmit.limit_fragment(10);
    transmit.install(keys(Aead::Aes128Gcm)).unwrap();
    assert_eq!(transmit.data(&[7; 1000]), Ok(60));
    assert!(transmit.wants_update());
    transmit.handshake(&[0; 20]);
    assert_eq!(transmit.flush(), Ok(()));
    assert_eq!(transmit.data(&[7; 1000]), Ok(0));
    transmit.handshake(&[0; 20]);
    assert_eq!(transmit.flush(), Err(CannotSeal::KeyExhausted));
}

fn flight(aead: Aead) -> Transmit {
    let mut transmit = Transmit::new();
    transmit.handshake(&[16, 0, 0, 1, 7]);
    transmit.change_cipher_spec().unwrap();
    transmit.install(keys(aead)).unwrap();
    transmit.handshake(&[20, 0, 0, 1, 9]);
    transmit.data(b"data").unwrap();
    transmit
}

/// ChangeCipherSpec is a record of its own, and what follows it is under the new keys (RFC 5246 §7.1).
#[test]
fn change_cipher_spec_switches_keys() {
    for &aead in Aead::ALL {
        let mut receive = Receive::new();
        receive.allow_change_cipher_spec(true);
        receive.receive(flight(aead).outgoing());
        assert_eq!(receive.open_next(), Ok(Opened::Handshake));
        let place = receive.next_message().unwrap().unwrap();
        assert_eq!(receive.message(&place), [16, 0, 0, 1, 7]);
        assert_eq!(receive.open_next(), Ok(Opened::ChangeCipherSpec));
        receive.install(keys(aead)).unwrap();
        assert_eq!(receive.open_next(), Ok(Opened::Handshake));
        let place = receive.next_message().unwrap().unwrap();
        assert_eq!(receive.message(&place), [20, 0, 0, 1, 9]);
        assert_eq!(receive.open_next(), Ok(Opened::ApplicationData));
        assert_eq!(receive.plaintext(), b"data");
    }
}

/// Nothing comes unprotected under keys: not even the alert that TLS 1.3 lets a peer without keys send.
#[test]
fn nothing_unprotected_under_keys() {
    for content_type in [21, 22, 23] {
        let mut receive = Receive::new();
        receive.install(keys(Aead::Aes128Gcm)).unwrap();
        receive.receive(&[content_type, 3, 3, 0, 2, 2, 40]);
        assert_eq!(receive.open_next(), Err(Refusal::BadRecordMac), "{content_type}");
    }
}

/// A message does not continue under other keys.
#[test]
fn no_message_crosses_a_key_change() {
    let mut receive = Receive::new();
    receive.allow_change_cipher_spec(true);
    receive.receive(&[22, 3, 3, 0, 2, 20, 0, 20, 3, 3, 0, 1, 1]);
    assert_eq!(receive.open_next(), Ok(Opened::Handshake));
    assert_eq!(receive.next_message(), Ok(None));
    assert_eq!(receive.open_next(), Ok(Opened::ChangeCipherSpec));
    assert_eq!(receive.install(keys(Aead::Aes128Gcm)), Err(Refusal::KeyChangeInsideRecord));
}
