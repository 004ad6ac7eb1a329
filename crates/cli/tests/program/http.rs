//! What `connect --get` makes of the answer of a server, here OpenSSL's, which sends files as they are.

use std::io::{Read, Write};

use crate::folder::Folder;
use crate::server::{Server, tls_somebody};

const ANSWERS: &[(&str, &str, Option<i32>, &str)] = &[
    ("whole", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", Some(0), "hello"),
    (
        "chunked",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n",
        Some(0),
        "hello",
    ),
    ("absent", "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", Some(3), "no"),
    ("cut", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", Some(4), "hello"),
    ("strange", "220 mail.example ESMTP\r\n", Some(4), ""),
];

#[test]
fn an_answer_is_taken_as_its_head_says() {
    let folder = Folder::town();
    for (name, answer, ..) in ANSWERS {
        folder.write(name, answer);
    }
    let server = Server::openssl(&folder, "-cert d/server.crt -key d/server.key -HTTP");
    for (name, _, code, body) in ANSWERS {
        let ended = folder.run(&format!("connect {} --cacert d/root.crt --get /{name}", server.name()));
        assert_eq!((ended.code, &*ended.out), (*code, *body), "{name}: {}", ended.err);
    }
}

/// Servers of several hosts choose by it, and some refuse a port that is not theirs (RFC 9110 §7.2).
#[test]
fn the_request_says_where_it_goes_with_the_port() {
    let folder = Folder::town();
    let address = tls_somebody(&folder, |mut stream| {
        let mut request = String::new();
        while !request.ends_with("\r\n\r\n") {
            let mut octet = [0];
            stream.read_exact(&mut octet).unwrap();
            request.push(octet[0].into());
        }
        let length = request.len();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{request}").unwrap();
        stream.close().unwrap();
    });
    let name = format!("localhost:{}", address.port());
    let ended = folder.run(&format!("connect {name} --cacert d/root.crt --get /"));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains(&format!("host: {name}\r\n")), "{}", ended.out);
}
