//! TLS 1.2, and both versions beside each other.

mod change_cipher_spec;
mod handshake;
mod key_transport;
mod matrix;
mod renegotiation;
mod versions;
mod walk;
