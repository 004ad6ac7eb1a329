//! The key log in memory; what OpenSSL logs of the same connection is compared in tests/interop.

use std::collections::BTreeSet;
use std::io::{self, Write};

use handfast::{ClientAuth, Connection, Hooks};
use handfast_pki::KeyKind;
use handfast_study::KeyLog;
use handfast_tests::People;

use crate::told::{carry, pair, run};

/// A handshake with an observer on each side.
fn shake<A: Write + Send, B: Write + Send>(
    (client, server): &mut (Connection, Connection),
    in_client: &mut KeyLog<A>,
    in_server: &mut KeyLog<B>,
) {
    loop {
        run(client, in_client);
        let sent = carry(client, server);
        run(server, in_server);
        if !(carry(server, client) | sent) {
            break;
        }
    }
    assert!(client.is_connected() && server.is_connected());
}

fn connections() -> (Connection, Connection) {
    let people = People::new(KeyKind::P256);
    pair(people.client(), people.server(ClientAuth::Require))
}

fn lines(log: KeyLog<Vec<u8>>) -> Vec<String> {
    assert!(log.failure().is_none());
    String::from_utf8(log.into_inner()).expect("text").lines().map(str::to_owned).collect()
}

fn labels(lines: &[String]) -> Vec<&str> {
    lines.iter().filter_map(|line| line.split(' ').next()).collect()
}

#[test]
fn both_sides_log_the_same() {
    let (mut both, mut ours, mut theirs) = (connections(), KeyLog::new(Vec::new()), KeyLog::new(Vec::new()));
    shake(&mut both, &mut ours, &mut theirs);
    let (ours, theirs) = (lines(ours), lines(theirs));
    assert_eq!(ours.iter().collect::<BTreeSet<_>>(), theirs.iter().collect());
    assert_eq!(
        labels(&ours),
        [
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
            "SERVER_HANDSHAKE_TRAFFIC_SECRET",
            "CLIENT_TRAFFIC_SECRET_0",
            "SERVER_TRAFFIC_SECRET_0",
            "EXPORTER_SECRET"
        ]
    );
}

#[test]
fn a_line_is_label_random_and_secret() {
    let (mut both, mut log, mut other) = (connections(), KeyLog::new(Vec::new()), KeyLog::new(Vec::new()));
    shake(&mut both, &mut log, &mut other);
    let suite = both.0.negotiated().suite.expect("negotiated");
    for line in lines(log) {
        let [_, random, secret] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert_eq!((random.len(), secret.len()), (64, 2 * suite.hash.output_len()));
        assert!(format!("{random}{secret}").bytes().all(|digit| b"0123456789abcdef".contains(&digit)));
    }
}

#[test]
fn updated_keys_are_logged_by_number() {
    let (mut both, mut log, mut other) = (connections(), KeyLog::new(Vec::new()), KeyLog::new(Vec::new()));
    shake(&mut both, &mut log, &mut other);
    let (client, server) = &mut both;
    client.update_keys(true, &mut Hooks::observing(&mut log)).expect("updated");
    carry(client, server);
    run(server, &mut other);
    // It answers before it speaks.
    server.send(b"well met", &mut Hooks::observing(&mut other)).expect("sent");
    let (ours, theirs) = (lines(log), lines(other));
    assert_eq!(ours.last(), theirs.iter().find(|line| line.starts_with("CLIENT_TRAFFIC_SECRET_1 ")));
    assert_eq!(labels(&theirs)[5..], ["CLIENT_TRAFFIC_SECRET_1", "SERVER_TRAFFIC_SECRET_1"]);
}

#[test]
fn a_configuration_that_hides_secrets_logs_none() {
    let people = People::new(KeyKind::P256);
    let mut pair = handfast_tests::Pair::new(people.both().0, people.both().1);
    let (mut ours, mut theirs) = (KeyLog::new(Vec::new()), KeyLog::new(Vec::new()));
    let _ = pair.run_hooked(usize::MAX, &mut Hooks::observing(&mut ours), &mut Hooks::observing(&mut theirs));
    assert!(pair.client.is_connected());
    assert!(lines(ours).is_empty() && lines(theirs).is_empty());
}

/// Counts writes, and fails from the second on if asked to.
struct Out {
    writes: Vec<Vec<u8>>,
    most: usize,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.writes.len() == self.most {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.writes.push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_line_is_one_write() {
    let (mut both, mut log) = (connections(), KeyLog::new(Out { writes: Vec::new(), most: usize::MAX }));
    shake(&mut both, &mut log, &mut KeyLog::new(Vec::new()));
    for write in log.into_inner().writes {
        assert_eq!(write.iter().position(|octet| *octet == b'\n'), Some(write.len() - 1));
    }
}

#[test]
fn a_full_disk_does_not_stop_the_connection() {
    let (mut both, mut log) = (connections(), KeyLog::new(Out { writes: Vec::new(), most: 2 }));
    shake(&mut both, &mut log, &mut KeyLog::new(Vec::new()));
    assert_eq!(log.failure().map(io::Error::kind), Some(io::ErrorKind::StorageFull));
    assert_eq!(log.into_inner().writes.len(), 2);
}
