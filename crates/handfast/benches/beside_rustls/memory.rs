//! Allocations of a handshake, and the heap that a connection holds: idle after it, and after traffic.

use allocation_counter::measure;
use handfast::Version;

use crate::endpoint::{Endpoint, Stack};
use crate::ours::Ours;
use crate::people::People;
use crate::theirs::Theirs;

pub(crate) fn report(people: &People) {
    counts(&Ours::new(people, Version::Tls13));
    counts(&Theirs::new(people, Version::Tls13));
}

/// Each side's own allocations: the wire between them is allocated beforehand.
fn counts<S: Stack>(stack: &S) {
    stack.pair();
    let (mut of_client, mut of_server) = (0, 0);
    let mut wire = Vec::with_capacity(1 << 20);
    let (mut client, mut server) = (None, None);
    of_client += measure(|| client = Some(stack.client())).count_total;
    of_server += measure(|| server = Some(stack.server())).count_total;
    let (mut client, mut server) = (client.unwrap(), server.unwrap());
    while !(client.is_connected() && server.is_connected()) {
        of_client += measure(|| client.give(&mut wire)).count_total;
        of_server += measure(|| {
            server.take(&wire);
        })
        .count_total;
        wire.clear();
        of_server += measure(|| server.give(&mut wire)).count_total;
        of_client += measure(|| {
            client.take(&wire);
        })
        .count_total;
        wire.clear();
    }
    println!("{:<9} allocations: client {of_client}, server {of_server}", S::NAME);
    held(stack);
}

/// Bytes of heap per connection, of both sides together halved.
fn held<S: Stack>(stack: &S) {
    let mut pair = None;
    let idle = measure(|| {
        let (mut client, mut server) = stack.pair();
        client.rest();
        server.rest();
        pair = Some((client, server));
    })
    .bytes_current;
    let (mut client, mut server) = pair.unwrap();
    let data = vec![7; 1 << 16];
    let mut wire = Vec::with_capacity(1 << 20);
    let more = measure(|| {
        client.write(&data);
        client.give(&mut wire);
        server.take(&wire);
        wire.clear();
        server.write(&data);
        server.give(&mut wire);
        client.take(&wire);
        client.rest();
        server.rest();
    })
    .bytes_current;
    let kib = |bytes: i64| bytes as f64 / 2.0 / 1024.0;
    println!(
        "{:<9} heap per connection: {:.1} KiB idle, {:.1} KiB after traffic",
        S::NAME,
        kib(idle),
        kib(idle + more)
    );
}
