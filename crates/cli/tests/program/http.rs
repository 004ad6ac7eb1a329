//! What `connect --get` makes of the answer of a server, here OpenSSL's, which sends files as they are.

use crate::folder::Folder;
use crate::server::Server;

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
