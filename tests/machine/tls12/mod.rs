//! TLS 1.2, and both versions beside each other.

mod handshake;
