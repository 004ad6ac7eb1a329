//! KeyUpdate (RFC 9846 §4.7.3): asked for and not, crossing, in one buffer with data, in floods, and before a limit.

use std::sync::Arc;

use handfast::handshake::{Epoch, Side};
use handfast::wire::Kind;
use handfast::wire::{DecodeError, code_points::KeyUpdateRequest};
use handfast::{
    ClientAuth, Config, Connection, Error, Hooks, Local, Observation, Observer, Progress, Refusal,
};
use handfast::{Tamper, Wish};
use handfast_pki::KeyKind;
use handfast_tests::{Meddler, Pair, People, Witness};

fn connected(change: impl Fn(&mut Config)) -> Pair {
    let people = People::new(KeyKind::P256);
    let (mut client, mut server) = (people.client(), people.server(ClientAuth::Require));
    change(&mut client);
    change(&mut server);
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert!(pair.is_complete());
    pair
}

fn exchange(pair: &mut Pair) {
    pair.play(&mut Hooks::none(), &mut Hooks::none());
}

/// Data in both directions arrives.
fn talks(pair: &mut Pair) {
    pair.client.send(b"hello", &mut Hooks::none()).unwrap();
    pair.server.send(b"well met", &mut Hooks::none()).unwrap();
    exchange(pair);
    assert_eq!((take(&mut pair.server), take(&mut pair.client)), (b"hello".to_vec(), b"well met".to_vec()));
    exchange(pair);
}

/// All the data that is here, or comes out of what is here.
fn take(side: &mut Connection) -> Vec<u8> {
    let mut data = Vec::new();
    while side.run(&mut Hooks::none()) == Ok(Progress::Data) {
        data.extend_from_slice(side.plaintext());
        side.consume(usize::MAX);
    }
    data
}

/// How often each side saw the other update its keys: the client's view, the server's view.
fn seen(pair: &Pair) -> (u64, u64) {
    (pair.client.negotiated().key_updates, pair.server.negotiated().key_updates)
}

#[test]
fn both_ways_and_answered_if_asked_for() {
    let mut pair = connected(|_| {});
    pair.client.update_keys(false, &mut Hooks::none()).unwrap();
    talks(&mut pair);
    assert_eq!(seen(&pair), (0, 1));
    pair.client.update_keys(true, &mut Hooks::none()).unwrap();
    exchange(&mut pair);
    talks(&mut pair);
    assert_eq!(seen(&pair), (1, 2));
    pair.server.update_keys(false, &mut Hooks::none()).unwrap();
    talks(&mut pair);
    assert_eq!(seen(&pair), (2, 2));
    pair.server.update_keys(true, &mut Hooks::none()).unwrap();
    exchange(&mut pair);
    talks(&mut pair);
    assert_eq!(seen(&pair), (3, 3));
}

/// RFC 9846 §4.7.3: who is silent owes one answer to any number of requests, and gives it before it speaks again.
#[test]
fn the_answer_goes_before_the_next_data() {
    let mut pair = connected(|_| {});
    for _ in 0..3 {
        pair.client.update_keys(true, &mut Hooks::tampering(&mut Asking)).unwrap();
        exchange(&mut pair);
    }
    assert_eq!(seen(&pair), (0, 3), "nothing is said");
    let mut witness = Witness::default();
    pair.server.send(b"well met", &mut Hooks::observing(&mut witness)).unwrap();
    assert_eq!(witness.steps.iter().filter(|step| step.sent == [Kind::KeyUpdate]).count(), 1);
    exchange(&mut pair);
    assert_eq!((take(&mut pair.client), seen(&pair)), (b"well met".to_vec(), (1, 3)));
}

#[test]
fn with_data_before_between_and_behind_in_one_buffer() {
    let mut pair = connected(|_| {});
    for (word, ask) in [("one ", true), ("two ", false), ("three ", true), ("four", false)] {
        pair.client.send(word.as_bytes(), &mut Hooks::none()).unwrap();
        pair.client.update_keys(ask, &mut Hooks::none()).unwrap();
    }
    assert_eq!(pair.server.receive(pair.client.outgoing()), pair.client.outgoing().len(), "one buffer");
    pair.client.sent(usize::MAX);
    assert_eq!(take(&mut pair.server), b"one two three four");
    talks(&mut pair);
    assert_eq!(seen(&pair), (1, 4), "asked twice, answered once");
}

/// RFC 9846 §4.7.3: "each side increments by two generations".
#[test]
fn that_cross_on_their_way() {
    let mut pair = connected(|_| {});
    let (mut client, mut server) = (Witness::default(), Witness::default());
    let (mut in_client, mut in_server) = (Hooks::observing(&mut client), Hooks::observing(&mut server));
    pair.client.update_keys(true, &mut in_client).unwrap();
    pair.server.update_keys(true, &mut in_server).unwrap();
    pair.play(&mut in_client, &mut in_server);
    pair.client.send(b"hello", &mut in_client).unwrap();
    pair.server.send(b"well met", &mut in_server).unwrap();
    pair.play(&mut in_client, &mut in_server);
    for witness in [client, server] {
        let epochs = |side| {
            let keys = witness.steps.iter().flat_map(|step| &step.keys).filter(move |(of, _)| *of == side);
            keys.map(|(_, epoch)| *epoch).collect::<Vec<_>>()
        };
        let two = [Epoch::Application(1), Epoch::Application(2)];
        assert_eq!((epochs(Side::Write), epochs(Side::Read)), (two.to_vec(), two.to_vec()));
    }
    assert_eq!((take(&mut pair.server), take(&mut pair.client)), (b"hello".to_vec(), b"well met".to_vec()));
    talks(&mut pair);
}

/// Until the answer is here, no second one is asked for.
#[test]
fn asks_once_at_a_time() {
    let mut pair = connected(|_| {});
    let mut witness = Witness::default();
    for _ in 0..3 {
        pair.client.update_keys(true, &mut Hooks::observing(&mut witness)).unwrap();
    }
    exchange(&mut pair);
    talks(&mut pair);
    pair.client.update_keys(true, &mut Hooks::observing(&mut witness)).unwrap();
    let asked: Vec<_> = witness.messages.iter().filter_map(|(_, bytes)| bytes.last().copied()).collect();
    let [no, yes] = [KeyUpdateRequest::UPDATE_NOT_REQUESTED.0, KeyUpdateRequest::UPDATE_REQUESTED.0];
    assert_eq!(asked, [yes, no, no, yes]);
    talks(&mut pair);
}

/// Asks for an update in every KeyUpdate.
struct Asking;

impl Tamper for Asking {
    fn outgoing(&mut self, _: Kind, bytes: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        let mut bytes = bytes.to_vec();
        bytes.last_mut().into_iter().for_each(|request| *request = KeyUpdateRequest::UPDATE_REQUESTED.0);
        deliver(&bytes);
    }
}

/// However the pieces come: 32 in a row, and no more; with data between, any number.
#[test]
fn a_flood_is_refused() {
    let flood = |pair: &mut Pair, updates: u32, in_pieces: bool| {
        for _ in 0..updates {
            pair.client.update_keys(true, &mut Hooks::tampering(&mut Asking)).unwrap();
            if in_pieces {
                exchange(pair);
            }
        }
        exchange(pair);
        pair.server.failure()
    };
    for in_pieces in [true, false] {
        let mut pair = connected(|_| {});
        for round in 1..=10 {
            assert_eq!(flood(&mut pair, 32, in_pieces), None);
            talks(&mut pair);
            assert_eq!(seen(&pair), (round, 32 * round), "each flood is answered once");
        }
        assert_eq!(flood(&mut pair, 33, in_pieces), Some(Error::Refused(Refusal::TooManyKeyUpdates)));
    }
}

/// Counts records under each key.
#[derive(Default)]
struct Ledger(Vec<u64>);

impl Observer for Ledger {
    fn wish(&self) -> Wish {
        Wish { records: true, ..Wish::default() }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        if let Observation::Record { side: Side::Write, epoch: Epoch::Application(_), facts } = observation {
            self.0.extend(facts.sequence);
        }
    }
}

#[test]
fn come_by_themselves_before_a_key_has_sealed_too_much() {
    let mut pair = connected(|config| config.max_records = Some(20));
    let mut ledger = Ledger::default();
    let mut received = Vec::new();
    for number in 0..200u8 {
        assert_eq!(pair.client.send(&[number], &mut Hooks::observing(&mut ledger)), Ok(1));
        exchange(&mut pair);
        received.extend(take(&mut pair.server));
    }
    assert_eq!(received, (0..200).collect::<Vec<u8>>());
    assert!(ledger.0.iter().max() < Some(&20), "a key has sealed more than it may");
    let updates = ledger.0.iter().filter(|sequence| **sequence == 0).count() - 1;
    assert!(updates >= 10 && seen(&pair).1 >= 10, "{updates}");
}

#[test]
fn are_not_for_a_handshake_nor_after_close() {
    let people = People::new(KeyKind::P256);
    let misuse = Err(Error::Local(Local::Handshake(handfast::handshake::Local::Misuse)));
    let mut pair = Pair::new(Arc::new(people.client()), Arc::new(people.server(ClientAuth::Require)));
    assert_eq!(pair.client.update_keys(true, &mut Hooks::none()), misuse);
    exchange(&mut pair);
    assert!(pair.is_complete(), "it was no harm");
    pair.client.close(&mut Hooks::none());
    assert_eq!(pair.client.update_keys(true, &mut Hooks::none()), misuse);
    pair.server.update_keys(true, &mut Hooks::none()).unwrap();
    exchange(&mut pair);
    assert_eq!(pair.client.run(&mut Hooks::none()), Ok(Progress::NeedInput), "nothing to answer with");
    assert_eq!(seen(&pair), (1, 0));
}

#[test]
fn with_a_request_that_is_neither_yes_nor_no() {
    let mut pair = connected(|_| {});
    let mut meddler = Meddler::edit(Kind::KeyUpdate, |bytes| *bytes.last_mut().unwrap() = 2);
    pair.client.update_keys(true, &mut Hooks::tampering(&mut meddler)).unwrap();
    exchange(&mut pair);
    let refusal = DecodeError::IllegalKeyUpdateRequest { request_update: KeyUpdateRequest(2) };
    assert_eq!(pair.server.failure(), Some(Error::Refused(Refusal::Decode(refusal))));
    assert_eq!(
        pair.client.failure(),
        pair.server.failure().and_then(|e| e.alert()).map(Error::RefusedByPeer)
    );
}
