//! Secrets of the key schedule, by their RFC names, without the number of a key update.

use super::{Entry, Table, entries, rfc};

/// What one extraction hands to the next goes by the name of what it is from.
pub(super) const DERIVED: Entry = rfc(
    9846,
    "7.1",
    "What is handed on to the next secret: whoever has that cannot go back to the one before.",
);

pub(super) const SECRETS: Table = entries! {
    "Early Secret", RFC 9846 "7.1": "The first secret: from a pre-shared key, or from zeros if there is none, and then it is the same for everybody.";
    "binder_key", RFC 9846 "7.1": "With it the client proves that it has the pre-shared key it names: a MAC over its hello.";
    "client_early_traffic_secret", RFC 9846 "7.1": "Protects early data: from the pre-shared key and the ClientHello alone, so who records it can send it again.";
    "early_exporter_secret", RFC 9846 "7.5": "Gives applications keys beside early data; whoever replays the ClientHello has them made again.";
    "Handshake Secret", RFC 9846 "7.1": "From the key exchange: from here on only client and server can follow.";
    "client_handshake_traffic_secret", RFC 9846 "7.1": "Protects the client's part of the handshake: its certificate, its signature, its Finished.";
    "server_handshake_traffic_secret", RFC 9846 "7.1": "Protects the server's part of the handshake after ServerHello.";
    "Main Secret", RFC 9846 "7.1": "All secrets of the connection itself come from here (RFC 8446 called it Master Secret).";
    "client_application_traffic_secret", RFC 9846 "7.1": "Protects what the client says once it is connected.";
    "server_application_traffic_secret", RFC 9846 "7.1": "Protects what the server says once it has sent its Finished: it may speak before the client is known.";
    "exporter_secret", RFC 9846 "7.5": "Gives applications keys of their own, bound to this connection.";
    "resumption_secret", RFC 9846 "7.1": "What the next connection can start from: each ticket has a key of its own from here.";
    "PSK of a ticket", RFC 9846 "4.7.1": "The pre-shared key that a ticket stands for: both sides compute it, and it is never sent.";
    "main secret", RFC 5246 "8.1": "TLS 1.2's one secret, there called master secret: all keys of the connection come from it.";
    "client_write_key", RFC 5246 "6.3": "Encrypts what the client sends in TLS 1.2.";
    "server_write_key", RFC 5246 "6.3": "Encrypts what the server sends in TLS 1.2.";
    "client_write_IV", RFC 5246 "6.3": "The part of the client's nonces that is not sent.";
    "server_write_IV", RFC 5246 "6.3": "The part of the server's nonces that is not sent.";
};
