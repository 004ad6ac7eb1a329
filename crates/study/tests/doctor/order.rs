//! F19: a chain that begins with an issuer.

use handfast::wire::{Dialect, Kind, Message};
use handfast::{ClientAuth, Role, Tamper};
use handfast_pki::KeyKind;
use handfast_study::doctor::{Certainty, Failure};
use handfast_tests::People;

use crate::ward::{both_hooked, plain};

/// Turns the certificates of a side round.
struct Reversed;

impl Tamper for Reversed {
    fn outgoing(&mut self, kind: Kind, bytes: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        let mut reversed = Vec::new();
        match Message::decode(bytes, Dialect::Tls13, None) {
            Ok(Message::Certificate(mut message)) => {
                message.certificate_list.reverse();
                Message::Certificate(message).encode(&mut reversed).expect("it fits");
            }
            _ => reversed.extend_from_slice(bytes),
        }
        assert_eq!(reversed.len(), bytes.len(), "{}", kind.name());
        deliver(&reversed);
    }
}

#[test]
fn issuers_first() {
    let people = People::new(KeyKind::P256);
    for who in [Role::Client, Role::Server] {
        let both =
            both_hooked(people.client(), people.server(ClientAuth::Require), Some((who, &mut Reversed)));
        let (client, server) = (both.client.expect("failed"), both.server.expect("failed"));
        let (judge, judged) = if who == Role::Client { (server, client) } else { (client, server) };
        assert_eq!(
            (judge.cause, judge.certainty),
            (Some(Failure::F19), Certainty::Certain),
            "{}",
            plain(&judge)
        );
        assert_eq!(judged.cause, Some(Failure::F19), "{}", plain(&judged));
        assert!(judge.says.contains("CN=handfast test intermediate"), "{}", plain(&judge));
    }
}
