//! Servers that are slow, and servers that do not listen.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use crate::folder::Folder;
use crate::process::Ended;
use crate::server::{somebody, tls_somebody};

/// A record that would be whole after an hour.
fn drip(mut socket: TcpStream) {
    let record = [22, 3, 3, 0x40, 0].into_iter().chain(std::iter::repeat(0));
    for octet in record.take(200) {
        if socket.write_all(&[octet]).is_err() {
            return;
        }
        thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_handshake_ends_in_time_though_every_read_does() {
    let folder = Folder::town();
    for (command, code) in [("connect --cacert d/root.crt", 4), ("verify --anchors d/root.crt", 2)] {
        let begin = Instant::now();
        let ended = folder.run(&format!("{command} --timeout 1 {}", somebody(drip)));
        assert_eq!(ended.code, Some(code), "{}", ended.err);
        assert!(begin.elapsed() < Duration::from_secs(15), "{command}: {:?}", begin.elapsed());
    }
}

/// More than all buffers between both hold.
const MUCH: usize = 32 << 20;

/// The server takes nothing before it has said all: whoever only speaks meanwhile waits for ever.
#[test]
fn who_speaks_listens_all_the_while() {
    let folder = Folder::town();
    let words: String = ('a'..='z').cycle().take(MUCH).collect();
    folder.write("words", &words);
    let (heard, told) = channel();
    let server = tls_somebody(&folder, move |mut stream| {
        stream.write_all(words.as_bytes()).unwrap();
        let mut all = String::new();
        stream.read_to_string(&mut all).unwrap();
        stream.close().unwrap();
        heard.send((words, all)).unwrap();
    });
    let connect = format!("connect localhost:{} --cacert d/root.crt", server.port());
    let ended = Ended::of(folder.handfast(&connect).stdin(File::open(folder.file("words")).unwrap()));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let (said, heard) = told.recv().unwrap();
    assert!(ended.out == said, "{} octets of {MUCH} came", ended.out.len());
    assert!(heard == said, "{} octets of {MUCH} went", heard.len());
}

/// That nobody reads what the server says is no fault of the server.
#[test]
fn whoever_closes_the_pipe_is_not_taken_for_the_server() {
    let folder = Folder::town();
    let server = tls_somebody(&folder, |mut stream| while stream.write_all(&[b'x'; 1024]).is_ok() {});
    let mut connect = folder.handfast(&format!("connect localhost:{} --cacert d/root.crt", server.port()));
    let mut client = connect.stdin(Stdio::piped()).spawn().unwrap();
    drop(client.stdout.take());
    let ended = Ended::from(client.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(5), "{}", ended.err);
    assert!(ended.err.contains("standard output: "), "{}", ended.err);
}
