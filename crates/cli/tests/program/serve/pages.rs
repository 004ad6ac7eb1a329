//! What clients get to see.

use std::io::{Read, Write};

use super::served::Town;

#[test]
fn a_known_client_sees_itself() {
    let town = Town::new();
    let served = town.serve("--client-ca root.crt");
    let page = served.ask(town.citizen("alice"), "").unwrap();
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    assert!(page.contains("content-type: text/plain; charset=utf-8\r\n"), "{page}");
    for fact in ["CN=alice", "CN=town", "TLS 1.3", "X25519MLKEM768", "localhost", "required"] {
        assert!(page.contains(fact), "{fact} in {page}");
    }
}

#[test]
fn browsers_get_html_with_what_peers_say_escaped() {
    let town = Town::new();
    let served = town.serve("--client-ca root.crt");
    let page = served.ask(town.citizen("<b>&'\""), "Accept: text/html,*/*;q=0.8\r\n").unwrap();
    assert!(page.contains("content-type: text/html; charset=utf-8\r\n"), "{page}");
    assert!(page.contains("CN=") && !page.contains("<b>"), "{page}");
    assert!(page.contains("&lt;b") && page.contains("&amp;") && page.contains("&#39;"), "{page}");
}

#[test]
fn one_connection_serves_many_requests() {
    let town = Town::new();
    let served = town.serve("");
    let mut stream = served.client(town.stranger());
    for _ in 0..3 {
        stream.write_all(b"GET /somewhere HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(char::from(byte[0]));
        }
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
        let mut body = vec![0; length.unwrap().parse().unwrap()];
        stream.read_exact(&mut body).unwrap();
        assert!(String::from_utf8(body).unwrap().starts_with("Well met, whoever you are."));
    }
    // When the client closes, the server does so too, at once and in good order.
    stream.close().unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap(), 0);
    assert_eq!(stream.transport().read(&mut [0]).unwrap(), 0);
}

#[test]
fn without_a_good_certificate_optional_means_400() {
    let town = Town::new();
    let served = town.serve("--client-ca root.crt --client-auth optional");
    let page = served.ask(town.stranger(), "").unwrap();
    assert!(page.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{page}");
    assert!(page.contains("No required SSL certificate was sent"), "{page}");
    // The server names its authorities, and a client keeps to itself what others issued.
    let page = served.ask(town.foreigner(), "").unwrap();
    assert!(page.contains("No required SSL certificate was sent"), "{page}");
    let page = served.ask(town.impostor(), "").unwrap();
    assert!(page.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{page}");
    assert!(page.contains("The SSL certificate error") && page.contains("extendedKeyUsage"), "{page}");
    assert!(served.ask(town.citizen("alice"), "").unwrap().starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn the_port_speaks_to_those_who_speak_no_tls() {
    let town = Town::new();
    let served = town.serve("");
    let mut socket = served.connect();
    socket.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut response = String::new();
    socket.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{response}");
    assert!(response.contains("The plain HTTP request was sent to HTTPS port"), "{response}");
    let body = response.split("\r\n\r\n").nth(1).unwrap();
    assert!(response.contains(&format!("Content-Length: {}\r\n", body.len())), "{response}");
    // And it goes on.
    assert!(served.ask(town.stranger(), "").unwrap().contains("Well met"));
}
