//! Handshake messages.

use handfast::wire::Kind;

use super::{Entry, rfc};

pub(super) const fn entry(kind: Kind) -> Entry {
    match kind {
        Kind::HelloRequest => rfc(
            5246,
            "7.4.1.1",
            "The server asks for a new handshake on an open connection of TLS 1.2; we refuse.",
        ),
        Kind::ClientHello => rfc(
            9846,
            "4.2.2",
            "The client opens: what it speaks, whom it wants, and its halves of key exchanges.",
        ),
        Kind::ServerHello => rfc(
            9846,
            "4.2.3",
            "The server chooses version, cipher suite and group, and adds its half of the key exchange.",
        ),
        Kind::HelloRetryRequest => rfc(
            9846,
            "4.2.4",
            "The server likes none of the key shares and asks for a second ClientHello with another.",
        ),
        Kind::NewSessionTicket => {
            rfc(9846, "4.7.1", "A ticket with which the client can come back without certificates.")
        }
        Kind::EndOfEarlyData => {
            rfc(9846, "4.6", "No more early data follows; the client goes on under its handshake keys.")
        }
        Kind::EncryptedExtensions => {
            rfc(9846, "4.4.1", "What the server answers to the ClientHello that nobody else needs to read.")
        }
        Kind::Certificate => rfc(
            9846,
            "4.5.1",
            "A chain of certificates: who the sender says it is, and on whose word. Anyone could send it, so it proves nothing by itself.",
        ),
        Kind::ServerKeyExchange => rfc(
            5246,
            "7.4.3",
            "The server's half of the key exchange, signed with the key of its certificate: so TLS 1.2 proves who the server is.",
        ),
        Kind::CertificateRequest => rfc(
            9846,
            "4.4.2",
            "The server asks the client who it is: this message makes the handshake mutual. It says which signatures and which authorities would be accepted.",
        ),
        Kind::ServerHelloDone => {
            rfc(5246, "7.4.5", "The server's part of the hello is over, and the client's turn begins.")
        }
        Kind::CertificateVerify => rfc(
            9846,
            "4.5.2",
            "A signature over all that was said so far, by the key of the certificate just shown: only the certificate's owner can make it, and only for this handshake.",
        ),
        Kind::ClientKeyExchange => {
            rfc(5246, "7.4.7", "The client's half of the key exchange, or a secret encrypted for the server.")
        }
        Kind::Finished => rfc(
            9846,
            "4.5.3",
            "A MAC over the whole handshake: had anybody changed one bit of it on the way, it would not match.",
        ),
        Kind::CertificateStatus => rfc(
            6066,
            "8",
            "A fresh OCSP response for the server's certificate, which spares the client asking for it.",
        ),
        Kind::KeyUpdate => {
            rfc(9846, "4.7.3", "From the next record on the sender uses new keys, made from the old ones.")
        }
        Kind::CompressedCertificate => {
            rfc(8879, "4", "A Certificate message, compressed: chains are the largest part of a handshake.")
        }
    }
}
