//! Handshake messages (RFC 9846 §4), one a file.

mod certificate;
mod certificate_request;
mod certificate_verify;
mod client_hello;
mod encrypted_extensions;
mod finished;
mod hello_retry_request;
mod key_update;
mod kind;
mod message;
mod new_session_ticket;
mod server_hello;

pub use certificate::{Certificate, CertificateEntry};
pub use certificate_request::CertificateRequest;
pub use certificate_verify::CertificateVerify;
pub use client_hello::ClientHello;
pub use encrypted_extensions::EncryptedExtensions;
pub use finished::Finished;
pub use hello_retry_request::HelloRetryRequest;
pub use key_update::KeyUpdate;
pub use kind::{HELLO_RETRY_REQUEST_RANDOM, Kind};
pub use message::{HEADER_LEN, Message};
pub use new_session_ticket::NewSessionTicket;
pub use server_hello::ServerHello;
