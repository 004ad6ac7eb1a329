use std::sync::Arc;

use handfast_crypto::hash::Hash;
use handfast_handshake::{Psk, Session, SessionName};

use super::{ServerSessions, SessionCache};

fn name(bytes: &[u8]) -> SessionName {
    SessionName::Ticket(bytes.to_vec())
}

/// A session of so many seconds.
fn session(lifetime: u32) -> Session {
    let psk = Psk::new(b"name", &[7; 32], Hash::Sha256).unwrap();
    let mut bytes = Session::from(psk).encode().unwrap();
    // Behind the lifetime: what hides the age, early data, the verdict, a type, no chain, the kind of the name, and the name.
    let behind = 4 + 4 + 1 + 1 + 2 + 1 + (2 + 4);
    let at = bytes.len() - behind - 4;
    bytes[at..][..4].copy_from_slice(&lifetime.to_be_bytes());
    Session::decode(&bytes).unwrap()
}

/// A client may offer an old ticket before a good one.
#[test]
fn the_first_that_is_good_is_found() {
    let cache = Arc::new(SessionCache::new(8));
    let sessions = ServerSessions { keys: None, cache: Some(cache.clone()) };
    let put = |bytes: &[u8], lifetime| cache.keep(name(bytes), session(lifetime));
    put(b"old", 0);
    put(b"good", 100);
    put(b"better", 200);
    let names = [name(b"strange"), name(b"old"), name(b"good"), name(b"better")];
    let (index, found) = sessions.find(&names, |session| !session.is_expired(5000)).unwrap();
    assert_eq!((index, *found), (2, session(100)));
    assert!(!cache.is_empty(), "the one behind is left where it was");
}
