//! However bytes are cut into records and reads, the same comes out.

#![cfg(test)]

use handfast_crypto::{aead::Aead, hash::Hash, secret::Secret};
use handfast_record::{Opened, Receive, RecordKeys, Refusal, Transmit};
use handfast_wire::alert::Alert;
use handfast_wire::code_points::HandshakeType;
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    Message(Vec<u8>),
    Data(Vec<u8>),
    Alert(Alert),
    Keys(u8),
}

fn said() -> impl Strategy<Value = Said> {
    let bytes = |most| proptest::collection::vec(any::<u8>(), 0..most);
    prop_oneof![
        4 => bytes(3000).prop_map(|body| message(&body)),
        1 => bytes(40_000).prop_map(|body| message(&body)),
        4 => bytes(40_000).prop_map(Said::Data),
        1 => Just(Said::Alert(Alert::warning(handfast_rule::AlertDescription::USER_CANCELED))),
        2 => any::<u8>().prop_map(Said::Keys),
    ]
}

/// A message of that body; its type says that keys follow if they do.
fn message(body: &[u8]) -> Said {
    Said::Message(framed(HandshakeType::NEW_SESSION_TICKET, body))
}

fn framed(handshake_type: HandshakeType, body: &[u8]) -> Vec<u8> {
    let [_, length @ ..] = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&[handshake_type.0][..], &length, body].concat()
}

/// Of either version.
fn keys(seed: u8) -> RecordKeys {
    let aead = Aead::ALL[usize::from(seed) % Aead::ALL.len()];
    let secret = |length| Secret::from_slice(&[seed; 32][..length]);
    if seed & 0x80 == 0 {
        RecordKeys::tls13(aead, Hash::Sha256, &secret(32))
    } else {
        RecordKeys::tls12(aead, &secret(aead.key_len()), &secret(aead.fixed_iv_len()))
    }
}

/// A key change is announced by a message, as KeyUpdate does.
fn send(transmit: &mut Transmit, said: &Said) {
    match said {
        Said::Message(message) => transmit.handshake(message),
        Said::Data(data) => assert_eq!(transmit.data(data), Ok(data.len())),
        Said::Alert(alert) => transmit.alert(*alert).unwrap(),
        Said::Keys(seed) => {
            transmit.handshake(&framed(HandshakeType::KEY_UPDATE, &[*seed]));
            transmit.install(keys(*seed)).unwrap();
        }
    }
}

/// Adds to `heard` what can be read now.
fn hear(receive: &mut Receive, heard: &mut Vec<Said>) -> Result<(), Refusal> {
    loop {
        match receive.open_next()? {
            Opened::NeedInput => return Ok(()),
            Opened::Handshake => hear_messages(receive, heard)?,
            Opened::ApplicationData => hear_data(receive, heard),
            Opened::Alert(alert) => heard.push(Said::Alert(alert)),
            Opened::ChangeCipherSpec | Opened::EarlyData => {}
        }
    }
}

fn hear_messages(receive: &mut Receive, heard: &mut Vec<Said>) -> Result<(), Refusal> {
    while let Some(place) = receive.next_message()? {
        let message = receive.message(&place).to_vec();
        if message[0] == HandshakeType::KEY_UPDATE.0 {
            let seed = message[4];
            receive.install(keys(seed))?;
            heard.push(Said::Keys(seed));
        } else {
            heard.push(Said::Message(message));
        }
    }
    Ok(())
}

/// Takes the data in two bites.
fn hear_data(receive: &mut Receive, heard: &mut Vec<Said>) {
    let bite = receive.plaintext().len().div_ceil(2);
    let bytes = receive.plaintext()[..bite].to_vec();
    receive.consume(bite);
    match heard.last_mut() {
        Some(Said::Data(data)) => data.extend(bytes),
        _ => heard.push(Said::Data(bytes)),
    }
}

/// Data has no boundaries: neighbours are one, and nothing is nothing.
fn merged(said: &[Said]) -> Vec<Said> {
    let mut merged: Vec<Said> = Vec::new();
    for said in said {
        match (merged.last_mut(), said) {
            (_, Said::Data(data)) if data.is_empty() => {}
            (Some(Said::Data(before)), Said::Data(data)) => before.extend(data),
            _ => merged.push(said.clone()),
        }
    }
    merged
}

/// Carries everything over a line that sends and reads in the given pieces, again and again.
fn carry(transmit: &mut Transmit, receive: &mut Receive, reads: &[usize]) -> Result<Vec<Said>, Refusal> {
    let mut heard = Vec::new();
    for read in reads.iter().cycle() {
        let piece = transmit.outgoing().len().min(*read);
        if piece == 0 {
            break;
        }
        let n = receive.receive(&transmit.outgoing()[..piece]);
        transmit.sent(n);
        hear(receive, &mut heard)?;
    }
    Ok(heard)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cut_gives_the_same(
        first: u8,
        said in proptest::collection::vec(said(), 0..12),
        fragment in prop_oneof![1usize..100, 100usize..20_000],
        reads in proptest::collection::vec(prop_oneof![1usize..50, 1usize..80_000], 1..8),
    ) {
        let said = merged(&said);
        prop_assume!(said.iter().filter(|said| matches!(said, Said::Alert(_))).count() <= 4);
        let (mut transmit, mut receive) = (Transmit::new(), Receive::new());
        transmit.limit_fragment(fragment);
        transmit.install(keys(first)).unwrap();
        receive.install(keys(first)).unwrap();
        said.iter().for_each(|said| send(&mut transmit, said));
        transmit.flush().unwrap();
        prop_assert_eq!(carry(&mut transmit, &mut receive, &reads), Ok(said));
        prop_assert!(receive.at_boundary() && receive.unopened() == 0);
    }

    #[test]
    fn any_cut_of_unprotected_messages_gives_the_same(
        bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..5000), 1..6),
        fragment in 1usize..6000,
        reads in proptest::collection::vec(1usize..6000, 1..8),
    ) {
        let said: Vec<Said> = bodies.iter().map(|body| message(body)).collect();
        let (mut transmit, mut receive) = (Transmit::new(), Receive::new());
        transmit.limit_fragment(fragment);
        said.iter().for_each(|said| send(&mut transmit, said));
        transmit.flush().unwrap();
        prop_assert_eq!(carry(&mut transmit, &mut receive, &reads), Ok(said));
    }
}
