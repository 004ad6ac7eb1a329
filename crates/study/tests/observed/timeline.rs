//! A timeline keeps what was observed, as much of it as was wished, in the order in which it happened.

use handfast::handshake::Side;
use handfast::wire;
use handfast::{Acceptance, ClientAuth, Error, Observation, Observer, Role};
use handfast_pki::KeyKind;
use handfast_study::follow::Missing;
use handfast_study::timeline::{Message, What};
use handfast_study::{Keep, Rooms, Timeline};
use handfast_tests::People;

use crate::told::{of, told};

fn mutual(keep: Keep) -> Timeline {
    let people = People::new(KeyKind::P256);
    told(people.client(), people.server(ClientAuth::Require), keep)
}

fn messages(timeline: &Timeline) -> impl Iterator<Item = (usize, Role, &Message)> {
    timeline.events().iter().enumerate().filter_map(|(place, event)| match &event.what {
        What::Message(message) => Some((place, event.role, message)),
        _ => None,
    })
}

#[test]
fn what_is_read_was_written_before() {
    let timeline = mutual(Keep::ALL);
    for sender in [Role::Client, Role::Server] {
        let side = |role, side| {
            messages(&timeline).filter(move |(_, who, message)| *who == role && message.side == side)
        };
        let written: Vec<_> = side(sender, Side::Write).collect();
        let read: Vec<_> = side(sender.peer(), Side::Read).collect();
        assert_eq!(written.len(), read.len());
        for ((sent, _, out), (got, _, taken)) in written.iter().zip(&read) {
            assert!(sent < got, "read before it was written");
            assert_eq!((out.kind, &out.bytes, out.epoch), (taken.kind, &taken.bytes, taken.epoch));
        }
    }
}

#[test]
fn everything_is_kept_if_wished() {
    let timeline = mutual(Keep::ALL);
    for (_, _, message) in messages(&timeline) {
        assert_eq!(message.length, message.bytes.len());
        let mut fields = Vec::new();
        wire::Message::decode(&message.bytes, wire::Dialect::Tls13, Some(&mut fields)).expect("a message");
        assert_eq!(message.fields, fields);
    }
    for role in [Role::Client, Role::Server] {
        assert_eq!(of(role, &timeline).filter(|what| matches!(what, What::Derived(_))).count(), 10);
        assert!(
            of(role, &timeline).any(|what| matches!(what, What::Record(record) if !record.sealed.is_empty()))
        );
        let judged = of(role, &timeline).find_map(|what| match what {
            What::Judged { decisions, .. } => Some(decisions.is_on()),
            _ => None,
        });
        assert_eq!(judged, Some(true));
    }
}

#[test]
fn nothing_large_and_nothing_secret_is_kept_unless_wished() {
    let timeline = mutual(Keep::default());
    assert!(messages(&timeline).count() > 0);
    for (_, _, message) in messages(&timeline) {
        assert!(message.length > 0 && message.bytes.is_empty() && message.fields.is_empty());
    }
    for event in timeline.events() {
        match &event.what {
            What::Record(_) | What::Derived(_) => panic!("kept: {event:?}"),
            What::Judged { decisions, .. } => assert!(!decisions.is_on()),
            _ => {}
        }
    }
}

/// The client learns that it is connected before it learns that it is accepted.
#[test]
fn acceptance_is_told_once() {
    let timeline = mutual(Keep::default());
    let told = |role| {
        of(role, &timeline).filter_map(|what| match what {
            What::Acceptance(acceptance) => Some(*acceptance),
            _ => None,
        })
    };
    assert!(told(Role::Client).eq([Acceptance::Handshaking, Acceptance::Pending]));
    assert!(told(Role::Server).eq([Acceptance::Handshaking, Acceptance::Accepted]));
}

/// A peer that goes on for ever fills no memory, and how it ended is told all the same.
#[test]
fn no_more_is_kept_than_there_is_room_for() {
    let mut timeline = Timeline::within(Keep::ALL, &Rooms::default());
    let mut recorder = timeline.recorder(Role::Server);
    for _ in 0..100_000 {
        recorder.observe(&Observation::ChangeCipherSpec(Side::Read));
    }
    recorder.observe(&Observation::Failed(&Error::Truncated));
    let [kept @ .., next_to_last, last] = timeline.events() else { panic!("nothing was kept") };
    assert!(kept.len() < 50_000 && kept.iter().all(|event| matches!(event.what, What::ChangeCipherSpec(_))));
    assert!(matches!(next_to_last.what, What::Missing(Missing::Room)));
    assert!(matches!(last.what, What::Failed(Error::Truncated)));
}
