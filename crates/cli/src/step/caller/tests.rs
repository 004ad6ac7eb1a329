use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use clap::Parser;
use handfast::{Config, Env, Identity, Stream};
use handfast_pki::{Authority, Request};
use rustls_pki_types::UnixTime;

use super::*;
use crate::connect;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: connect::Args,
}

fn server() -> Connection {
    let now = UnixTime::now();
    let root = Authority::root(&Request::authority("root", now)).unwrap();
    let issued = root.issue(&Request::server(["localhost"], now)).unwrap();
    let identity = Identity::new(&issued.chain, &issued.key).unwrap();
    Connection::server(Arc::new(Config::new().with_identity(identity)), Env::live())
}

/// More than may wait to be sent at a time.
const LONG: usize = 1 << 20;

#[test]
fn a_long_request_is_said_to_its_end() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = port.local_addr().unwrap().to_string();
    let heard = thread::spawn(move || {
        let mut heard = Vec::new();
        Stream::new(server(), port.accept().unwrap().0).take(LONG as u64).read_to_end(&mut heard).unwrap();
        heard
    });
    let args = Line::parse_from(["connect", &address, "--insecure"]).args;
    let recording = Caller::recording();
    let call = args.call(Some(&recording)).unwrap();
    let mut caller = Caller::new(call, recording, args.title(), Some(vec![b'x'; LONG])).unwrap();
    while caller.next() != Next::Over {
        thread::sleep(Duration::from_millis(1));
    }
    assert!(heard.join().unwrap() == vec![b'x'; LONG]);
}
