//! The facts themselves.

use handfast_study::report::{Event, Field, Happening, Message, Side};
use handfast_study::{Report, Timeline};

use crate::{mutual, report, tls12};

fn find<'r>(report: &'r Report, name: &str, sender: Side) -> &'r Message {
    let is_it = |message: &&Message| message.name == Some(name) && message.sender == sender;
    report.messages.iter().find(is_it).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn messages_are_numbered_placed_in_time_and_in_flights() {
    let report = report();
    let numbers: Vec<_> = report.messages.iter().map(|message| message.id).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    let flights: Vec<_> = report.messages.iter().map(|message| message.flight).collect();
    assert_eq!(flights, [1, 2, 2, 2, 2, 2, 2, 3, 3, 3]);
    for message in &report.messages {
        let (sent, received) = (message.sent_at.expect("sent"), message.received_at.expect("read"));
        assert!(sent < received, "{:?}", message.name);
        let of = |id: usize| report.events.iter().find(|event| event.id == id).expect("an event");
        assert_eq!(of(sent).side, message.sender);
        assert_ne!(of(received).side, message.sender);
        assert!(matches!(of(sent).what, Happening::Message { message: id, .. } if id == message.id));
    }
    let hello = find(&report, "ClientHello", Side::Client);
    let change = |side| hello.changes.iter().find(|change| change.side == side).expect("a change");
    assert_eq!((change(Side::Client).from, change(Side::Client).to), ("START", "WAIT_SH"));
    assert_eq!((change(Side::Server).from, change(Side::Server).to), ("START", "RECVD_CH"));
}

/// Every octet of a message belongs to a field, and what has fields consists of them alone.
#[test]
fn fields_tile_their_messages() {
    for timeline in [mutual(|_| ()), mutual(tls12)] {
        for message in Report::of(&timeline).messages {
            assert_eq!(tiled(&message.fields, 0, &message), message.length, "{:?}", message.name);
        }
    }
}

fn tiled(fields: &[Field], start: usize, message: &Message) -> usize {
    fields.iter().fold(start, |start, field| {
        assert_eq!(field.offset, start, "{:?} {}", message.name, field.path);
        let end = start + field.length;
        match &field.octets {
            Some(octets) => {
                assert_eq!(octets.octets(), &message.octets.octets()[start..end], "{}", field.path);
            }
            None => {
                assert_eq!(tiled(&field.fields, start, message), end, "{:?} {}", message.name, field.path);
            }
        }
        end
    })
}

#[test]
fn paths_name_fields_uniquely() {
    fn walk<'f>(fields: &'f [Field], paths: &mut Vec<&'f str>) {
        for field in fields {
            paths.push(&field.path);
            walk(&field.fields, paths);
        }
    }
    for message in report().messages {
        let mut paths = Vec::new();
        walk(&message.fields, &mut paths);
        let all = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), all, "{:?}", message.name);
    }
}

#[test]
fn each_side_can_compute_its_keys_as_soon_as_it_has_what_goes_in() {
    let report = report();
    let since = |name: &str, side| {
        let step = report.keys.iter().find(|step| step.name == name).unwrap_or_else(|| panic!("{name}"));
        step.since.iter().find(|since| since.side == side).unwrap_or_else(|| panic!("{name}")).event
    };
    let server_hello = find(&report, "ServerHello", Side::Server);
    let secret = "client_handshake_traffic_secret";
    assert!(since(secret, Side::Server) > server_hello.sent_at.unwrap());
    assert!(since(secret, Side::Client) > server_hello.received_at.unwrap());
    assert!(since(secret, Side::Client) > since(secret, Side::Server));
    // The client makes its Finished from all before it, and the server checks it once it has read that.
    let verify = find(&report, "CertificateVerify", Side::Client);
    let finished = "verify_data of the client's Finished";
    assert_eq!(since(finished, Side::Client), verify.sent_at.unwrap());
    assert_eq!(since(finished, Side::Server), verify.received_at.unwrap());
}

#[test]
fn every_move_is_an_arrow_of_the_diagram() {
    for timeline in [mutual(|_| ()), mutual(tls12)] {
        let report = Report::of(&timeline);
        for diagram in &report.diagrams {
            let taken: Vec<_> = diagram.edges.iter().flat_map(|edge| &edge.taken).collect();
            let moves = report
                .events
                .iter()
                .filter(|event| event.side == diagram.side && matches!(event.what, Happening::State { .. }));
            for event in moves {
                assert!(taken.contains(&&event.id), "{:?}", event);
            }
            assert!(diagram.missing.is_none());
        }
    }
}

#[test]
fn both_chains_were_judged_rule_by_rule() {
    let report = report();
    assert_eq!(report.chains.len(), 2);
    for chain in &report.chains {
        let verdict = chain.verdict.as_ref().expect("judged");
        assert!(verdict.accepted && verdict.decisions.len() > 20);
        let leaf = chain.certificates[0].says.as_ref().expect("readable");
        let subject = if chain.of == Side::Client { "CN=alice" } else { "CN=localhost" };
        assert_eq!(leaf.subject, subject);
    }
    assert!(report.summary.mutual);
}

/// In TLS 1.2 it means what it says, in TLS 1.3 nothing.
#[test]
fn change_cipher_spec_is_explained_by_version() {
    let sections = |timeline: Timeline| {
        let report = Report::of(&timeline);
        let clause = |event: &Event| match &event.what {
            Happening::ChangeCipherSpec { clause, .. } => Some(clause.clone()),
            _ => None,
        };
        let clauses: Vec<_> = report.events.iter().filter_map(clause).collect();
        assert!(clauses.len() >= 2 && clauses.iter().all(|clause| report.page().contains(clause)));
        clauses
    };
    assert!(sections(mutual(tls12)).iter().all(|clause| clause.contains("RFC 5246")));
    assert!(sections(mutual(|_| ())).iter().all(|clause| clause.contains("RFC 9846")));
}

/// That a Finished has come does not make it right.
#[test]
fn both_have_seen_the_same_when_finished_is_verified() {
    const SEEN: &str = "both have seen the same messages";
    let mut report = report();
    assert_eq!(report.page().matches(SEEN).count(), 2);
    let finished = find(&report, "Finished", Side::Server).received_at.expect("it was read");
    report.events.retain(|event| event.id <= finished);
    assert_eq!(report.page().matches(SEEN).count(), 0);
}
