//! Early data (RFC 9846 §4.3.10): taken, rejected, passed over.

mod offered;
mod passed_over;
mod rejected;
mod replayed;
mod taken;

use core::time::Duration;
use std::sync::Arc;

use handfast::handshake::Millis;
use handfast::{ClientAuth, Clock, EarlyData, HelloRecord, Hooks, NoEarlyData};
use handfast_pki::KeyKind;
use handfast_tests::{Manner, Pair, People, Regulars};
use rustls_pki_types::UnixTime;

/// How much of it the tickets of these tests allow, in bytes.
const MOST: u32 = 1000;

/// alice and a server that wants her certificate; both are ready for early data, and have met.
fn regulars() -> Regulars {
    let people = People::new(KeyKind::P256);
    let regulars = ready(Regulars::new(people.client(), people.server(ClientAuth::Require)));
    assert!(regulars.visit().is_complete());
    regulars
}

/// Ready for early data on both sides.
fn ready(mut regulars: Regulars) -> Regulars {
    let record = Arc::new(HelloRecord::since(regulars.clock.millis(), 100));
    regulars.client = regulars.client.with_early_data_offered();
    regulars.server = regulars.server.with_early_data_taken(MOST, record);
    regulars
}

/// A visit that begins with this.
fn visit(regulars: &Regulars, early: &[u8]) -> Pair {
    let mut pair = begin(regulars);
    assert_eq!(pair.client.send_early(early, &mut Hooks::none()), Ok(early.len()));
    go_on(&mut pair);
    pair
}

/// The client has said hello, and nothing has crossed the wire.
fn begin(regulars: &Regulars) -> Pair {
    let (client, server) = (Manner::AtOnce.of(&regulars.client), Manner::AtOnce.of(&regulars.server));
    let mut pair = Pair::fixed(client, server, regulars.clock);
    let _ = pair.client.run(&mut Hooks::none());
    pair
}

/// Both sides say all that they have to say.
fn go_on(pair: &mut Pair) {
    pair.play(&mut Hooks::none(), &mut Hooks::none());
}

/// What became of it on both sides.
fn outcome(pair: &Pair) -> (Option<EarlyData>, Option<EarlyData>) {
    (pair.client.negotiated().early_data, pair.server.negotiated().early_data)
}

/// The visit succeeds, and nothing of the early data reaches anybody.
#[track_caller]
fn is_rejected(pair: &Pair, client: NoEarlyData, server: NoEarlyData) {
    assert!(pair.is_complete(), "{:?}", pair.failures());
    assert_eq!(outcome(pair), (Some(EarlyData::Rejected(client)), Some(EarlyData::Rejected(server))));
    assert!(pair.server.early_data().is_empty() && pair.server.plaintext().is_empty());
}

/// That time, so much later.
fn after(regulars: &Regulars, millis: Millis) -> Regulars {
    let mut later = regulars.clone();
    later.clock = UnixTime::since_unix_epoch(Duration::from_millis(regulars.clock.millis() + millis));
    later
}
